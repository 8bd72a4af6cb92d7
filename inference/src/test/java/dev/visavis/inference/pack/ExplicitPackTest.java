package dev.visavis.inference.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.visavis.inference.portrait.Portrait;
import dev.visavis.inference.portrait.Presenters;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplicitPackTest {
    private static final String RESOURCES = "/dev/visavis/inference/explicit/";

    @Test
    void comesWithTheLibrary() throws Exception {
        try (ModelPack pack = ModelPacks.explicit()) {
            assertThat(pack.spec()).isEqualTo(new PackSpec("explicit", 512, 512, 25, 61, 59, 1, 120));
            assertThat(pack.openPortrait(Presenters.open("w1").orElseThrow()).name()).isEqualTo("w1");
        }
    }

    @Test
    void loadsFromAFolderToo(@TempDir Path folder) throws Exception {
        copyTo(folder);
        try (ModelPack pack = ModelPacks.load(folder)) {
            assertThat(pack.spec().name()).isEqualTo("explicit");
        }
    }

    @Test
    void refusesAPackOfOtherSizes(@TempDir Path folder) throws Exception {
        copyTo(folder);
        edit(folder, json -> json.put("latentSize", 60));

        assertThatThrownBy(() -> ModelPacks.load(folder)).isInstanceOf(PackException.class)
                .hasMessageContaining("an explicit pack has latentSize 59, pack.json says 60");
    }

    @Test
    void refusesAFaceThatIsNone(@TempDir Path folder) throws Exception {
        copyTo(folder);
        byte[] nonsense = new byte[64];
        Files.write(folder.resolve("face.safetensors"), nonsense);
        edit(folder, json -> ((ObjectNode) json.at("/files")).put("face.safetensors", PackFiles.sha256(nonsense)));

        assertThatThrownBy(() -> ModelPacks.load(folder)).isInstanceOf(PackException.class)
                .hasMessageContaining("face.safetensors: ");
    }

    @Test
    void refusesAPortraitOfAnotherPack(@TempDir Path folder) throws Exception {
        TinyLatentPack.write(folder, 1);
        try (ModelPack tiny = ModelPacks.load(folder); ModelPack pack = ModelPacks.explicit()) {
            Portrait foreign = tiny.openPortrait(Presenters.open("m1").orElseThrow());
            assertThatThrownBy(() -> pack.newFaceDecoder(foreign)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("was not opened by pack explicit");
        }
    }

    private static void copyTo(Path folder) throws Exception {
        for (String file : new String[] {"pack.json", "face.safetensors", "person.onnx", "audio.onnx",
            "motion.onnx"}) {
            try (InputStream in = ExplicitPackTest.class.getResourceAsStream(RESOURCES + file)) {
                Files.copy(in, folder.resolve(file));
            }
        }
    }

    private static void edit(Path folder, java.util.function.Consumer<ObjectNode> change) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = (ObjectNode) mapper.readTree(folder.resolve("pack.json").toFile());
        change.accept(json);
        Files.write(folder.resolve("pack.json"), mapper.writeValueAsBytes(json));
    }
}
