package dev.visavis.inference.portrait;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * The demo presenters: people who do not exist, shipped with their face landmarks. Each photo is a JPEG of
 * 1024 x 1024. Safe to call from any thread; every call reads anew.
 */
public final class Presenters {
    private static final String FOLDER = "/dev/visavis/inference/presenters/";

    /**
     * One presenter.
     *
     * @param id short and stable, for addresses and settings
     * @param name a first name to show
     */
    public record Presenter(String id, String name) {
    }

    private Presenters() {
    }

    /** All presenters, in the order to show them. */
    public static List<Presenter> list() {
        JsonNode index = json("presenters.json")
                .orElseThrow(() -> new IllegalStateException(FOLDER + "presenters.json is missing from this build"));
        List<Presenter> presenters = new ArrayList<>();
        index.forEach(p -> presenters.add(new Presenter(p.path("id").asText(), p.path("name").asText())));
        return List.copyOf(presenters);
    }

    /** A presenter's photo and landmarks, or empty if there is none of that id. */
    public static Optional<PortraitSource> open(String id) {
        return image(id).map(jpeg -> new PortraitSource(id, decode(id, jpeg), landmarks(id)));
    }

    /** A presenter's photo as JPEG, or empty if there is none of that id. */
    public static Optional<byte[]> image(String id) {
        boolean known = list().stream().anyMatch(p -> p.id().equals(id));
        return known ? read(id + ".jpg") : Optional.empty();
    }

    private static BufferedImage decode(String id, byte[] jpeg) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
            if (image == null) {
                throw new IllegalStateException("the photo of presenter " + id + " is not a JPEG");
            }
            return image;
        } catch (IOException e) {
            throw new UncheckedIOException("the photo of presenter " + id + " cannot be read", e);
        }
    }

    private static float[] landmarks(String id) {
        JsonNode points = json(id + ".landmarks.json")
                .orElseThrow(() -> new IllegalStateException("the landmarks of presenter " + id + " are missing"));
        float[] out = new float[points.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = points.get(i).floatValue();
        }
        return out;
    }

    private static Optional<JsonNode> json(String name) {
        return read(name).map(bytes -> {
            try {
                return new ObjectMapper().readTree(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(FOLDER + name + " is not JSON", e);
            }
        });
    }

    private static Optional<byte[]> read(String name) {
        try (InputStream in = Presenters.class.getResourceAsStream(FOLDER + name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(FOLDER + name + " cannot be read", e);
        }
    }
}
