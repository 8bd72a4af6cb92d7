package dev.visavis.inference.portrait;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.inference.portrait.Presenters.Presenter;
import org.junit.jupiter.api.Test;

class PresentersTest {
    @Test
    void eachHasANameAPhotoAndLandmarks() {
        assertThat(Presenters.list()).hasSize(6).extracting(Presenter::id).doesNotHaveDuplicates();
        for (Presenter presenter : Presenters.list()) {
            assertThat(presenter.name()).isNotBlank();
            PortraitSource source = Presenters.open(presenter.id()).orElseThrow();
            assertThat(source.image().getWidth()).isEqualTo(1024);
            assertThat(source.image().getHeight()).isEqualTo(1024);
            assertThat(source.landmarks()).hasSize(3 * PortraitSource.LANDMARKS);
            assertThat(source.landmarks()[3]).as("nose tip x").isBetween(300f, 724f);
            assertThat(Presenters.image(presenter.id()).orElseThrow()).startsWith(0xFF, 0xD8, 0xFF);
        }
    }

    @Test
    void anUnknownIdIsNobody() {
        assertThat(Presenters.open("nobody")).isEmpty();
        assertThat(Presenters.image("../explicit/face.safetensors")).isEmpty();
    }
}
