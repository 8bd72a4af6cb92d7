package dev.visavis.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColorConversionTest {
    @ParameterizedTest
    @CsvSource({"0,0,0,16,128,128", "255,255,255,235,128,128", "255,0,0,82,90,240", "0,255,0,145,54,34",
        "0,0,255,41,240,110"})
    void convertsThePrimariesOfBt601(int r, int g, int b, int y, int u, int v) {
        byte[] rgb = new byte[4 * 4 * 3];
        for (int i = 0; i < 16; i++) {
            rgb[3 * i] = (byte) r;
            rgb[3 * i + 1] = (byte) g;
            rgb[3 * i + 2] = (byte) b;
        }
        I420Frame frame = new I420Frame(4, 4);
        ColorConversion.rgbToI420(rgb, frame);

        for (byte value : frame.y()) {
            assertThat(value & 0xFF).isCloseTo(y, within(1));
        }
        assertThat(frame.u()[3] & 0xFF).isCloseTo(u, within(1));
        assertThat(frame.v()[3] & 0xFF).isCloseTo(v, within(1));
    }

    @Test
    void everyPixelLandsInItsPlace() {
        byte[] rgb = new byte[6 * 4 * 3];
        for (int c = 0; c < 3; c++) {
            rgb[3 * (2 * 6 + 5) + c] = (byte) 255; // x 5, y 2
        }
        I420Frame frame = new I420Frame(6, 4);
        ColorConversion.rgbToI420(rgb, frame);

        for (int i = 0; i < 24; i++) {
            assertThat(frame.y()[i] & 0xFF).isEqualTo(i == 17 ? 235 : 16);
        }
    }

    @Test
    void refusesTheWrongSize() {
        assertThatThrownBy(() -> ColorConversion.rgbToI420(new byte[10], new I420Frame(4, 4)))
                .hasMessageContaining("4x4 needs 48 bytes");
    }
}
