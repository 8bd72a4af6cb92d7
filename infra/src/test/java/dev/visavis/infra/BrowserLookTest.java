package dev.visavis.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Who is seen, where, and how large: chosen on the page, changed while the call goes on. */
class BrowserLookTest extends BrowserPageTest {
    private static final String LIKENESS = difference(
            "document.querySelector('input[name=presenter]:checked').closest('label').querySelector('img')");

    /** Watches every presented frame: the darkest, and what it looks like now. */
    private static final String WATCH = """
            const shrink = (e) => { const c = document.createElement('canvas'); c.width = c.height = 32;
              const g = c.getContext('2d'); g.drawImage(e, 0, 0, 32, 32); return g.getImageData(0, 0, 32, 32).data; };
            const mean = (a) => a.reduce((sum, x) => sum + x, 0) / a.length;
            const video = document.querySelector('#avatar');
            window.look = { frames: 0, darkest: 255,
              corner: () => [...shrink(video).slice(4, 7)] };
            const each = () => { window.look.frames++;
              window.look.darkest = Math.min(window.look.darkest, mean(shrink(video).filter((_, i) => i % 4 < 3)));
              video.requestVideoFrameCallback(each); };
            video.requestVideoFrameCallback(each);""";

    @Test
    void anotherFaceAndBackgroundComeIntoARunningCall() throws Exception {
        call.start();
        page.run(WATCH);
        page.until("window.look.frames > 5 && " + LIKENESS + " < 18");
        String negotiated = page.text("window.visavis.call.peer.remoteDescription.sdp");
        page.click("#presenter-m3");
        page.until(LIKENESS + " < 18");
        page.run("document.querySelector('#background-colour').value = '#2040c0'");
        page.click("label[for=background-plain]");
        page.until("(([r, g, b]) => r < 70 && Math.abs(g - 64) < 40 && b > 140)(window.look.corner())");
        call.screenshot(Path.of("target", "other-background.png"));
        page.click("label[for=background-blurred]");
        page.until("(([r, g, b]) => b < 230 && b - r < 80)(window.look.corner())");
        assertThat(page.number("window.look.darkest")).as("no black picture").isGreaterThan(25);
        assertThat(page.text("window.visavis.call.peer.remoteDescription.sdp")).isEqualTo(negotiated);
        assertThat(page.text("document.body.dataset.state")).isEqualTo("live");
    }

    private static Path picture(String name, Color colour) throws IOException {
        BufferedImage picture = new BufferedImage(1600, 900, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D pen = picture.createGraphics();
        pen.setPaint(new GradientPaint(0, 0, colour, 1600, 0, Color.GRAY));
        pen.fillRect(0, 0, 1600, 900);
        pen.dispose();
        Path file = folder.resolve(name);
        ImageIO.write(picture, "png", file.toFile());
        return file;
    }

    private static String cornerIs(String condition) {
        return "(([r, g, b]) => " + condition + ")(window.look.corner())";
    }

    private String keptBackground() {
        return page.text("sessionStorage.getItem('visavis-background')");
    }

    @Test
    void anUploadedPictureStandsBehindThePortrait() throws Exception {
        page.click("label[for=background-picture]");
        page.choose("#background-file", Files.writeString(folder.resolve("words.jpg"), "no picture"));
        page.until("document.querySelector('#background-error').innerText.includes('no JPEG')");
        page.choose("#background-file", picture("green.png", new Color(0, 160, 0)));
        page.until("document.querySelector('#background-preview').naturalWidth === 640");
        assertThat(page.eval("document.querySelector('#background-error').hidden")).isEqualTo(true);
        String green = keptBackground();
        assertThat(folder.resolve("state/backgrounds").resolve(green)).isDirectory();
        call.start();
        page.run(WATCH);
        page.until("window.look.frames > 5 && " + cornerIs("g > 90 && r < 80 && b < 80"));
        String negotiated = page.text("window.visavis.call.peer.remoteDescription.sdp");
        call.screenshot(Path.of("target", "picture-background.png"));

        page.run("""
                const c = document.createElement('canvas'); c.width = 800; c.height = 600;
                const g = c.getContext('2d'); g.fillStyle = '#d04000'; g.fillRect(0, 0, 800, 600);
                c.toBlob((blob) => {
                  const data = new DataTransfer();
                  data.items.add(new File([blob], 'pasted.png', { type: 'image/png' }));
                  document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
                });""");
        page.until(cornerIs("r > 150 && g < 110 && b < 60"));
        page.until("sessionStorage.getItem('visavis-background') !== '" + green + "'");
        page.click("#background-remove");
        page.until(cornerIs("Math.abs(r - b) < 60"));
        assertThat(keptBackground()).isEqualTo("null");
        assertThat(folder.resolve("state/backgrounds")).as("nothing is left of both").isEmptyDirectory();
        assertThat(page.number("window.look.darkest")).as("no black picture").isGreaterThan(25);
        assertThat(page.text("window.visavis.call.peer.remoteDescription.sdp")).isEqualTo(negotiated);
    }

    @Test
    void thePictureMayHaveAnotherShape() throws Exception {
        page.run("document.querySelector('#size').value = '640x480';"
                + "document.querySelector('#size').dispatchEvent(new Event('change'))");
        page.run("document.querySelector('#fps').value = '30'");
        call.start();
        page.run(WATCH);
        page.until("window.look.frames > 5");
        assertThat(call.statistic("video", "frameWidth")).isEqualTo(640);
        assertThat(call.statistic("video", "frameHeight")).isEqualTo(480);
        call.screenshot(Path.of("target", "four-by-three.png"));
    }
}
