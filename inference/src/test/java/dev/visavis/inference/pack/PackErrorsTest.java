package dev.visavis.inference.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackErrorsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws Exception {
        TinyLatentPack.write(folder, 1);
    }

    @Test
    void anIntactPackLoads() throws Exception {
        try (ModelPack pack = ModelPacks.load(folder)) {
            assertThat(pack.spec().name()).isEqualTo("tiny-latent");
        }
    }

    @Test
    void wrongHash() throws Exception {
        Path file = folder.resolve("decoder.onnx");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        refused("decoder.onnx is damaged or not the file that was packed");
    }

    @Test
    void missingFile() throws Exception {
        Files.delete(folder.resolve("motion.onnx"));

        refused("motion.onnx is missing");
    }

    @Test
    void noPackAtAll() {
        assertThatThrownBy(() -> ModelPacks.load(folder.resolve("nowhere"))).isInstanceOf(PackException.class)
                .hasMessageContaining("nowhere is not a model pack: it has no pack.json");
    }

    @Test
    void aShapeThatTheModelDoesNotHave() throws Exception {
        // both sides of the seam agree with each other, but not with the models
        edit(json -> {
            tensor(json, "portraitEncoder", "outputs", "appearance").withArray("shape").set(1, 4);
            tensor(json, "decoder", "inputs", "appearance").withArray("shape").set(1, 4);
        });

        refused("portraitEncoder.onnx, output 'appearance': pack.json says float32 [1, 4, 16, 16]");
    }

    @Test
    void aShapeThatDoesNotFitThePack() throws Exception {
        edit(json -> json.put("latentSize", 25));

        refused("must have the shape");
    }

    @Test
    void stagesThatDoNotFitEachOther() throws Exception {
        edit(json -> tensor(json, "decoder", "inputs", "appearance").withArray("shape").set(1, 4));

        refused("portraitEncoder output 'appearance' is [1, 8, 16, 16] but decoder input 'appearance' is [1, 4, 16, 16]");
    }

    @Test
    void aTensorNameThatTheModelDoesNotHave() throws Exception {
        edit(json -> tensor(json, "motion", "inputs", "gaze").put("name", "direction"));

        refused("motion.onnx has no input 'direction'");
    }

    @Test
    void aTypeThatTheModelDoesNotHave() throws Exception {
        edit(json -> tensor(json, "decoder", "inputs", "latent").put("type", "uint8"));

        refused("decoder input 'latent' must be FLOAT32");
    }

    @Test
    void aRoleLeftOut() throws Exception {
        edit(json -> ((ObjectNode) json.at("/models/motion/inputs")).remove("noise"));

        refused("pack.json gives model 'motion' no input 'noise'");
    }

    @Test
    void anInputThatNobodyFeeds() throws Exception {
        byte[] onnx = new OnnxGraph(1).input("pcm", 1, 640).input("stateIn", 1, 8).input("speaker", 1, 16)
                .output("feature", 1, 16).output("stateOut", 1, 8).weights("w", 1, 640, 16)
                .node("MatMul", "pcm", "w", "heard").node("Add", "heard", "speaker", "feature")
                .node("Tanh", "stateIn", "stateOut").bytes();
        replace("audioEncoder.onnx", onnx);

        refused("audioEncoder.onnx needs an input 'speaker' that pack.json does not name");
    }

    @Test
    void notOnnx() throws Exception {
        replace("decoder.onnx", "I am no model".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        refused("decoder.onnx is not a model that ONNX Runtime can load");
    }

    @Test
    void aNewerFormat() throws Exception {
        edit(json -> json.put("formatVersion", 2).put("somethingNew", true));

        refused("format version 2, this program reads up to 1; install a newer Visavis");
    }

    @Test
    void anUnknownField() throws Exception {
        edit(json -> json.put("colour", "blue"));

        refused("unknown field 'colour'");
    }

    @Test
    void aMissingField() throws Exception {
        edit(json -> json.remove("hopFrames"));

        refused("hopFrames");
    }

    @Test
    void aNumberThatMakesNoSense() throws Exception {
        edit(json -> json.put("width", 511));

        refused("width and height must be even, got 511x512");
    }

    @Test
    void notJson() throws Exception {
        Files.writeString(folder.resolve("pack.json"), "{");

        refused("pack.json is not as it should be");
    }

    @Test
    void aFileOutsideThePack() throws Exception {
        edit(json -> {
            ((ObjectNode) json.at("/models/decoder")).put("file", "../decoder.onnx");
            ((ObjectNode) json.at("/files")).put("../decoder.onnx", "00");
        });

        refused("'../decoder.onnx' is not a plain file name");
    }

    @Test
    void noGuidanceScale() throws Exception {
        edit(json -> ((ObjectNode) json.at("/cfgScales")).remove("audio"));

        refused("pack.json has no cfgScales.audio");
    }

    private void refused(String message) {
        assertThatThrownBy(() -> ModelPacks.load(folder).close()).isInstanceOf(PackException.class)
                .hasMessageStartingWith(folder.toString()).hasMessageContaining(message);
    }

    private void replace(String file, byte[] bytes) throws Exception {
        Files.write(folder.resolve(file), bytes);
        edit(json -> ((ObjectNode) json.at("/files")).put(file, PackFiles.sha256(bytes)));
    }

    private void edit(Consumer<ObjectNode> change) throws Exception {
        Path file = folder.resolve("pack.json");
        ObjectNode json = (ObjectNode) JSON.readTree(file.toFile());
        change.accept(json);
        Files.write(file, JSON.writeValueAsBytes(json));
    }

    private static ObjectNode tensor(ObjectNode json, String model, String side, String role) {
        return (ObjectNode) json.at("/models/" + model + "/" + side + "/" + role);
    }
}
