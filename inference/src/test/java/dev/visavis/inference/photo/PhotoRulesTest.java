package dev.visavis.inference.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.visavis.inference.portrait.PortraitException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhotoRulesTest {
    private static final float[] BOX = {300, 300, 620, 700};
    private static final HeadPose STRAIGHT = new HeadPose(0, 0, 0);
    private static final FaceQuality GOOD = new FaceQuality(1, 0.013, 0.09, 0.5, 0, 0.05, 0.02, 0.9, 0.3);

    private static PhotoRules rules(int size, HeadPose pose, FaceQuality quality, float... box) {
        FaceBox face = new FaceBox(300, 320, 320, 320, 0.9);
        return new PhotoRules(new PhotoAnalysis(1000, 1000, 0, List.of(face), 0, size, pose, quality, List.of()), box);
    }

    @Test
    void saysNothingOfAGoodPhoto() throws PortraitException {
        PhotoRules rules = rules(400, STRAIGHT, GOOD, BOX);
        rules.refuse();
        assertThat(rules.warn().warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"40,0,from the side", "-40,0,from the side", "0,40,too far up", "0,-40,too far down"})
    void refusesATurnedHead(double yaw, double pitch, String message) {
        assertThatThrownBy(() -> rules(400, new HeadPose(yaw, pitch, 0), GOOD, BOX).refuse())
                .isInstanceOf(PortraitException.class).hasMessageContaining(message)
                .hasMessageContaining("Use a photo");
    }

    @ParameterizedTest
    @CsvSource({"34,0,0", "-34,0,0", "0,-30,0", "0,0,40"})
    void takesAHeadThatIsTurnedLess(double yaw, double pitch, double roll) throws PortraitException {
        PhotoRules rules = rules(400, new HeadPose(yaw, pitch, roll), GOOD, BOX);
        rules.refuse();
        assertThat(rules.warn().warnings()).hasSize(roll == 0 ? 1 : 0);
    }

    @Test
    void refusesSmallCutAndHiddenFaces() {
        assertThatThrownBy(() -> rules(95, STRAIGHT, GOOD, BOX).refuse()).hasMessageContaining("95 pixels");
        assertThatThrownBy(() -> rules(400, STRAIGHT, GOOD, 300, 650, 620, 1050).refuse())
                .hasMessageContaining("edge cuts");
        FaceQuality hidden = new FaceQuality(1, 0.04, 0.09, 0.5, 0, 0.05, 0.02, 0.9, 0.3);
        assertThatThrownBy(() -> rules(400, STRAIGHT, hidden, BOX).refuse()).hasMessageContaining("covers");
    }

    @ParameterizedTest
    @CsvSource({"0.022,0.09,0.5,0,0.05,0.02,0.3,cover", "0.013,0.01,0.5,0,0.05,0.02,0.3,blurred",
        "0.013,0.09,0.12,0,0.05,0.02,0.3,dark", "0.013,0.09,0.5,0.3,0.05,0.02,0.3,harsh",
        "0.013,0.09,0.5,0,0.4,0.02,0.3,one side", "0.013,0.09,0.5,0,0.05,0.2,0.3,lips are parted",
        "0.013,0.09,0.5,0,0.05,0.02,0.05,eyes are closed"})
    void warnsInWords(double spread, double sharpness, double brightness, double clipped, double sideLight,
            double mouth, double eyes, String message) {
        FaceQuality quality = new FaceQuality(1, spread, sharpness, brightness, clipped, sideLight, mouth, 0.9, eyes);
        assertThat(rules(400, STRAIGHT, quality, BOX).warn().warnings()).singleElement().asString().contains(message);
    }

    @Test
    void warnsOfLittleRoomAndFewPixels() {
        assertThat(rules(400, STRAIGHT, GOOD, 300, 20, 620, 420).warn().warnings()).singleElement().asString()
                .contains("hair");
        assertThat(rules(150, STRAIGHT, GOOD, BOX).warn().warnings()).singleElement().asString().contains("150 pixels");
    }
}
