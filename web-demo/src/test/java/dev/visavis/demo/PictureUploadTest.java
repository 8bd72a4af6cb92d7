package dev.visavis.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.visavis.demo.config.VisavisConfig;
import dev.visavis.inference.portrait.Presenters;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures through the whole product: server, agent, analyzer, disk. */
class PictureUploadTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path state;

    private static VisavisServer server;

    @BeforeAll
    static void start() throws Exception {
        server = VisavisServer.start(VisavisConfig.withOverrides(Map.of("visavis.server.port", 0,
                "visavis.agents.processes", 0,
                "visavis.server.state-directory", state.toString(), "visavis.server.set-ups-per-minute", 1_000)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> send(String method, String path, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.address() + path))
                .header("Content-Type", "image/jpeg").method(method, BodyPublishers.ofByteArray(body)).build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    private static HttpResponse<String> upload(byte[] photo) throws Exception {
        return send("POST", "/api/portraits?consent=true", photo);
    }

    private static void refused(int status, String words, byte[] photo) throws Exception {
        HttpResponse<String> response = upload(photo);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.body()).contains(words).doesNotContain("Exception");
    }

    private static byte[] photo() {
        return Presenters.image("m1").orElseThrow();
    }

    private static byte[] encoded(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, format, out);
        return out.toByteArray();
    }

    @Test
    void aPhotoComesBackAsAPictureAndGoesAgain() throws Exception {
        HttpResponse<String> created = upload(photo());
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        JsonNode portrait = new ObjectMapper().readTree(created.body());
        String path = "/api/portraits/" + portrait.path("id").asText();
        HttpResponse<java.io.InputStream> image = HTTP.send(HttpRequest
                .newBuilder(URI.create(server.address() + portrait.path("image").asText())).build(),
                BodyHandlers.ofInputStream());
        BufferedImage picture = ImageIO.read(image.body());
        assertThat(picture.getWidth()).isEqualTo(512).isEqualTo(portrait.path("imageSize").path("width").asInt());
        assertThat(portrait.path("faceInImage").path("width").asInt()).isBetween(120, 400);
        assertThat(state.resolve("portraits").resolve(portrait.path("id").asText())).isDirectory();
        assertThat(send("DELETE", path, new byte[0]).statusCode()).isEqualTo(204);
        assertThat(send("GET", path, new byte[0]).statusCode()).isEqualTo(404);
        assertThat(state.resolve("portraits")).isEmptyDirectory();
    }

    @Test
    void aPhotoWithBrokenMetadataIsStillAPhoto() throws Exception {
        byte[] jpeg = photo();
        byte[] exif = "Exif\0\0MM\0*\377\377\377\377 nonsense".getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer broken = ByteBuffer.allocate(jpeg.length + 4 + exif.length).put(jpeg, 0, 2)
                .putShort((short) 0xffe1).putShort((short) (exif.length + 2)).put(exif).put(jpeg, 2, jpeg.length - 2);
        assertThat(upload(broken.array()).statusCode()).isEqualTo(201);
    }

    @Test
    void maliciousFilesAreRefusedInWordsAndTheServerGoesOn() throws Exception {
        refused(415, "no JPEG", "<html>I am a photo</html>".getBytes(StandardCharsets.US_ASCII));
        refused(422, "damaged", Arrays.copyOf(photo(), 20_000));
        refused(422, "65535", pngHeader(65_535, 65_535));
        refused(422, "No face", encoded(new BufferedImage(7_900, 7_900, BufferedImage.TYPE_BYTE_BINARY), "png"));
        refused(422, "12001", encoded(new BufferedImage(12_001, 10, BufferedImage.TYPE_BYTE_BINARY), "png"));
        refused(422, "damaged", new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0});
        refused(422, "", "GIF89a\377\377\377\377".getBytes(StandardCharsets.ISO_8859_1));
        refused(422, "", "RIFF\377\377\377\177WEBPVP8L\377\377\377\177/".getBytes(StandardCharsets.ISO_8859_1));
        byte[] noise = photo();
        for (int i = 2_000; i < noise.length; i += 97) {
            noise[i] ^= 0x5a;
        }
        assertThat(upload(noise).statusCode()).isIn(201, 422);
        assertThat(upload(photo()).statusCode()).isEqualTo(201);
    }

    @Test
    void aPictureBecomesABackgroundAndMaliciousOnesDoNot() throws Exception {
        HttpResponse<String> created = send("POST", "/api/backgrounds", photo());
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        JsonNode background = new ObjectMapper().readTree(created.body());
        assertThat(background.path("warnings")).isEmpty();
        BufferedImage picture = ImageIO
                .read(URI.create(server.address() + background.path("image").asText()).toURL());
        assertThat(picture.getWidth()).isEqualTo(640);
        backgroundRefused("damaged", Arrays.copyOf(photo(), 20_000));
        backgroundRefused("65535", pngHeader(65_535, 65_535));
        backgroundRefused("12001", encoded(new BufferedImage(12_001, 10, BufferedImage.TYPE_BYTE_BINARY), "png"));
        backgroundRefused("at least 64", encoded(new BufferedImage(63, 63, BufferedImage.TYPE_INT_RGB), "png"));
        backgroundRefused("", "RIFF\377\377\377\177WEBPVP8L\377\377\377\177/".getBytes(StandardCharsets.ISO_8859_1));
        String path = "/api/backgrounds/" + background.path("id").asText();
        assertThat(send("DELETE", path, new byte[0]).statusCode()).isEqualTo(204);
        assertThat(state.resolve("backgrounds")).isEmptyDirectory();
    }

    private static void backgroundRefused(String words, byte[] picture) throws Exception {
        HttpResponse<String> response = send("POST", "/api/backgrounds", picture);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(422);
        assertThat(response.body()).contains(words).doesNotContain("Exception");
    }

    /** A PNG that promises a size, and ends. */
    private static byte[] pngHeader(int width, int height) {
        byte[] header = ByteBuffer.allocate(17).put("IHDR".getBytes(StandardCharsets.US_ASCII)).putInt(width)
                .putInt(height).put((byte) 8).put((byte) 2).array();
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(header);
        return ByteBuffer.allocate(33).put("\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1)).putInt(13)
                .put(header).putInt((int) crc.getValue()).array();
    }
}
