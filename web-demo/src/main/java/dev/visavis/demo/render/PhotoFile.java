package dev.visavis.demo.render;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.portrait.PortraitSource;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * A photo on disk with its landmarks beside it: {@code me.jpg} and {@code me.landmarks.json}. That file holds the 478
 * points of MediaPipe's face mesh, either as presenters have them, one array of x, y, z in pixels, or as a detector
 * gives them, {@code {"lm": [[x, y, z], ...]}} as fractions of the picture's width and height (z of its width).
 */
public final class PhotoFile {
    private PhotoFile() {
    }

    /** @throws PortraitException if picture or landmarks are missing or not what they should be */
    public static PortraitSource read(Path picture) throws PortraitException {
        String name = picture.getFileName().toString();
        String stem = name.replaceFirst("\\.[^.]*$", "");
        Path landmarks = picture.resolveSibling(stem + ".landmarks.json");
        try {
            BufferedImage image = ImageIO.read(picture.toFile());
            if (image == null) {
                throw new PortraitException(picture + " is not a picture that can be read; give a PNG or JPEG file");
            }
            if (!Files.isRegularFile(landmarks)) {
                throw new PortraitException("this version does not find the face in a photo by itself yet (the next one"
                        + " will): put its 478 landmarks into " + landmarks + ", or use a presenter");
            }
            return new PortraitSource(stem, image, points(landmarks, image.getWidth(), image.getHeight()));
        } catch (IOException e) {
            throw new PortraitException("cannot read " + picture + " or its landmarks: " + e.getMessage(), e);
        }
    }

    private static float[] points(Path landmarks, int width, int height) throws IOException, PortraitException {
        JsonNode json;
        try {
            json = new ObjectMapper().readTree(landmarks.toFile());
        } catch (JsonProcessingException e) {
            throw new PortraitException(landmarks + " is not JSON: " + e.getOriginalMessage(), e);
        }
        List<JsonNode> numbers = new ArrayList<>();
        (json.isArray() ? json : json.path("lm"))
                .forEach(n -> (n.isArray() ? n : List.of(n)).forEach(numbers::add));
        if (numbers.size() != 3 * PortraitSource.LANDMARKS || !numbers.stream().allMatch(JsonNode::isNumber)) {
            throw new PortraitException(landmarks + " must hold " + PortraitSource.LANDMARKS
                    + " points of 3 numbers; it holds " + numbers.size() + " numbers");
        }
        float[] points = new float[numbers.size()];
        for (int i = 0; i < points.length; i++) {
            int scale = json.isArray() ? 1 : i % 3 == 1 ? height : width;
            points[i] = numbers.get(i).floatValue() * scale;
        }
        return points;
    }
}
