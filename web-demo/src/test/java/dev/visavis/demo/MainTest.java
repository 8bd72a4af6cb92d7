package dev.visavis.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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
        for (String command : new String[] {"serve", "render", "doctor"}) {
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
    void refusesSoundThatIsNone() throws Exception {
        Path audio = Files.writeString(folder.resolve("a.wav"), "no sound at all");
        assertThat(run("render", "--portrait", "w1", "--audio", audio.toString(), "--out",
                folder.resolve("x.mp4").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("is not a sound file");
        assertThat(folder.toFile().list()).containsExactly("a.wav");
    }
}
