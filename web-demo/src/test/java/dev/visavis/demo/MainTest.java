package dev.visavis.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.visavis.inference.portrait.Presenters;
import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class MainTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return line.execute(args);
    }

    @Test
    void tellsItsVersion() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).matches("(?s)visavis \\d+\\.\\d+\\.\\d+\\S* \\(Java .*\\).*");
    }

    @Test
    void helpsWithEveryCommand() {
        for (String command : new String[] {"serve", "render", "portrait", "sheet", "doctor"}) {
            assertThat(run(command, "--help")).isZero();
            assertThat(out.toString()).contains("Usage: visavis " + command);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                        | say what to do
            sing                                                      | sing
            serve --prot 1                                            | Unknown option
            serve --port x                                            | 'x' is not an int
            portrait                                                  | Missing required parameter
            portrait w1 --out found.jpg                               | --out must end in .png
            portrait w1 --face two                                    | 'two' is not an int
            sheet --portrait w1                                       | Missing required option
            sheet --portrait w1 --out sheet.gif                       | --out must end in .png
            sheet --portrait w1 --out a.png --size 511x512            | --size is two even numbers
            render --portrait w1 --audio a.wav --out a.mp4 --fps 29   | --fps is 25, 30 or 40, not 29
            render --portrait w1                                      | Missing required options
            render --portrait w1 --audio a.wav --out a.avi            | --out must end in .mp4
            render --portrait w1 --audio a.wav --out a.mp4 --emotion glad=1   | there is no emotion glad
            render --portrait w1 --audio a.wav --out a.mp4 --emotion happy=2  | between 0.0 and 1.0
            render --portrait w1 --audio a.wav --out a.mp4 --emotion happy    | happy
            render --portrait w1 --audio a.wav --out a.mp4 --gaze 99 0        | gaze yaw must be between
            """)
    void refusesAWrongCommandLine(String arguments, String message) {
        int code = run(arguments.isEmpty() ? new String[0] : arguments.split(" +"));
        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).startsWith("visavis: ").contains(message).contains("--help");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void refusesWrongSettingsInOneLine() throws Exception {
        Path file = Files.writeString(folder.resolve("v.conf"), "visavis.server.prot = 1");
        assertThat(run("serve", "--config", file.toString())).isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo("visavis: " + file
                + ":1: there is no setting visavis.server.prot; did you mean visavis.server.port? reference.conf lists"
                + " them all");
    }

    @Test
    void refusesAPortOutOfRange() {
        assertThat(run("serve", "--port", "70000")).isEqualTo(1);
        assertThat(err.toString()).contains("command line: visavis.server.port must be between 0 and 65535");
    }

    @Test
    void refusesPortraitsThatAreNone() {
        Path audio = folder.resolve("a.wav");
        assertThat(run("render", "--portrait", "nobody", "--audio", audio.toString(), "--out",
                folder.resolve("x.mp4").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("there is no presenter and no photo nobody; presenters are w1 ");
    }

    @Test
    void saysWhatIsOnAPhoto() throws Exception {
        Path found = folder.resolve("found.png");
        assertThat(run("portrait", "w2", "--out", found.toString())).isZero();
        assertThat(out.toString()).contains("w2: 1024 x 1024 pixels", "face 1 (taken): ", "pose: yaw ", "quality: ");
        assertThat(ImageIO.read(found.toFile())).isNotNull();
        out.getBuffer().setLength(0);
        assertThat(run("portrait", "w2", "--json")).isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.fieldNames()).toIterable().containsExactly("file", "width", "height", "quarterTurns", "faces",
                "chosen", "faceSize", "pose", "quality", "warnings");
        assertThat(json.path("faces").get(0).path("width").asInt()).isBetween(200, 700);
        assertThat(json.path("pose").path("yaw").isNumber()).isTrue();
    }

    @Test
    void refusesPhotosInOneLineThatHelps() throws Exception {
        Path text = Files.writeString(folder.resolve("me.jpg"), "no photo");
        assertThat(run("portrait", text.toString())).isEqualTo(1);
        assertThat(err.toString().strip()).startsWith("visavis: ").contains("is not a picture").doesNotContain("\n");
        assertThat(run("sheet", "--portrait", text.toString(), "--out", folder.resolve("s.png").toString()))
                .isEqualTo(1);
        assertThat(folder.toFile().list()).containsExactly("me.jpg");
    }

    @Test
    void drawsASheetOfAnyPhoto() throws Exception {
        Path photo = Files.write(folder.resolve("me.jpg"), Presenters.image("m3").orElseThrow());
        Path sheet = folder.resolve("sheet.png");
        assertThat(run("sheet", "--portrait", photo.toString(), "--out", sheet.toString())).isZero();
        BufferedImage drawn = ImageIO.read(sheet.toFile());
        assertThat(drawn.getWidth()).isEqualTo(8 * 512);
        assertThat(drawn.getHeight() % 512).isZero();
    }

    @Test
    void refusesSoundThatIsNone() throws Exception {
        Path audio = Files.writeString(folder.resolve("a.wav"), "no sound at all");
        assertThat(run("render", "--portrait", "w1", "--audio", audio.toString(), "--out",
                folder.resolve("x.mp4").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("is not a sound file");
        assertThat(folder.toFile().list()).containsExactly("a.wav");
    }
}
