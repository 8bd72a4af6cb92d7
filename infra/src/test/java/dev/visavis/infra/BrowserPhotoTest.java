package dev.visavis.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.inference.portrait.Presenters;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** A visitor's own photo, from the file on their disk to the face that speaks. */
class BrowserPhotoTest extends BrowserPageTest {
    /** Presenters before a wall, as a photo of 1600 x 1200. */
    private static Path photo(String name, String... presenters) throws IOException {
        BufferedImage photo = new BufferedImage(1600, 1200, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D pen = photo.createGraphics();
        pen.setColor(new Color(150, 160, 170));
        pen.fillRect(0, 0, 1600, 1200);
        for (int i = 0; i < presenters.length; i++) {
            BufferedImage face = ImageIO.read(new ByteArrayInputStream(Presenters.image(presenters[i]).orElseThrow()));
            int side = 760 - 160 * i;
            pen.drawImage(face, 20 + 800 * i, 1200 - side, side, side, null);
        }
        pen.dispose();
        Path file = folder.resolve(name);
        ImageIO.write(photo, "jpg", file.toFile());
        return file;
    }

    private void upload(Path photo) {
        page.click("#photo-open");
        page.choose("#photo-file", photo);
        awaitStep("agree");
        assertThat(page.eval("document.querySelector('#photo-check').disabled")).as("without consent").isEqualTo(true);
        page.click("#photo-consent");
        page.click("#photo-check");
    }

    private void awaitStep(String step) {
        page.until("document.querySelector('#photo').dataset.step === '" + step + "'");
    }

    @Test
    void anUploadedPhotoIsShownAndCalledAndRemoved() throws IOException {
        upload(photo("me.jpg", "w2"));
        awaitStep("found");
        page.until("document.querySelector('#photo-preview').naturalWidth === 512");
        assertThat(shown("#photo-verdict")).isNotEmpty();
        page.click("#photo-use");
        page.until("document.querySelectorAll('#presenters input').length === 7");
        String id = page.text("document.querySelector('input[name=presenter]:checked').value");
        assertThat(id).matches("[0-9a-f]{64}");
        assertThat(folder.resolve("state/portraits").resolve(id)).exists();
        call.start();
        page.until("window.avProbe.presented > 25");
        assertThat(call.statistic("video", "frameWidth")).isEqualTo(512);
        assertThat(page.number(difference("document.querySelector('#still')"))).as("the picture shows the photo")
                .isLessThan(14);
        call.end();

        page.run("location.reload()");
        page.until("document.querySelectorAll('#presenters input').length === 7");
        page.click("#photo-open");
        page.click("#photo-remove");
        page.until("document.querySelectorAll('#presenters input').length === 6");
        assertThat(folder.resolve("state/portraits").resolve(id)).doesNotExist();
    }

    @Test
    void whatIsNoFaceIsToldInWordsAndAnotherPhotoCanFollow() throws IOException {
        upload(photo("wall.jpg"));
        page.until("!document.querySelector('#photo-error').hidden");
        assertThat(shown("#photo-error")).contains("No face was found").contains("Use a photo of one person");
        page.choose("#photo-file", Files.writeString(folder.resolve("words.jpg"), "no picture"));
        check();
        page.until("document.querySelector('#photo-error').innerText.includes('no JPEG')");
        page.choose("#photo-file", photo("then.jpg", "m3"));
        check();
        awaitStep("found");
    }

    /** Consent was given before. */
    private void check() {
        page.until("!document.querySelector('#photo-check').disabled");
        page.click("#photo-check");
    }

    @Test
    void ofTwoFacesTheOtherCanBeChosen() throws IOException {
        upload(photo("two.jpg", "m1", "w1"));
        awaitStep("found");
        assertThat(shown("#photo-warnings")).contains("another face");
        String first = page.text("document.querySelector('#photo-preview').src");
        page.click("#photo-faces button[aria-pressed=false]");
        page.until("document.querySelector('#photo').dataset.step === 'found' && "
                + "document.querySelector('#photo-preview').src.includes('-2/image')");
        assertThat(page.text("document.querySelector('#photo-preview').src")).isNotEqualTo(first);
    }

    @Test
    void aPhotoMayBePastedOrTakenByTheCamera() throws IOException {
        page.run("""
                const c = document.createElement('canvas'); c.width = c.height = 300;
                c.toBlob((blob) => {
                  const data = new DataTransfer();
                  data.items.add(new File([blob], 'pasted.png', { type: 'image/png' }));
                  document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
                });""");
        awaitStep("agree");
        page.click(".at-agree .photo-other");
        page.click("#photo-camera");
        page.until("document.querySelector('#photo-video').videoWidth > 0");
        page.click("#photo-snap");
        awaitStep("agree");
        page.until("document.querySelector('#photo-preview').naturalWidth > 0");
        assertThat(page.eval("document.querySelector('#photo-video').srcObject")).as("the camera is off").isNull();
    }
}
