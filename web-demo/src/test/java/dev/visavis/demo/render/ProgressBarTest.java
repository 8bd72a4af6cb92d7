package dev.visavis.demo.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ProgressBar bar = new ProgressBar(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void fillsWithTheSound() {
        bar.at(5, 10);
        assertThat(shown()).startsWith("\r").contains("█░").contains("50 %").contains("5.0 of 10.0 s");
        bar.at(5.001, 10);
        assertThat(shown().chars().filter(c -> c == '\r').count()).isEqualTo(1);
        bar.close();
        assertThat(shown()).endsWith(" \r");
    }

    @Test
    void countsSecondsWhereTheLengthIsUnknown() {
        bar.at(3.2, -1);
        assertThat(shown()).isEqualTo("\r3 s ");
    }
}
