package dev.visavis.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
    @TempDir
    private Path folder;

    @Test
    void whatLiesBesideTheJarsIsMapped() throws Exception {
        String classPath = "classes" + File.pathSeparator + folder.resolve("a.jar") + File.pathSeparator
                + folder.resolve("b.jar");
        assertThat(ClassArchive.options(classPath)).isEmpty();
        Path archive = Files.createFile(folder.resolve("classes.jsa"));
        assertThat(ClassArchive.options(classPath)).contains("-XX:SharedArchiveFile=" + archive);
    }
}
