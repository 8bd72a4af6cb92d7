package dev.visavis.demo.photo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.visavis.inference.photo.FaceBox;
import dev.visavis.inference.photo.FaceQuality;
import dev.visavis.inference.photo.PhotoAnalysis;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was found on a photo, for people and for programs. */
public final class PhotoReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private PhotoReport() {
    }

    /** One line of JSON: the file, then the names of {@link PhotoAnalysis}. */
    public static String json(String file, PhotoAnalysis photo) {
        ObjectNode report = JSON.createObjectNode().put("file", file);
        report.setAll((ObjectNode) JSON.valueToTree(photo));
        try {
            return JSON.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Some lines of words. */
    public static String words(String file, PhotoAnalysis photo) {
        FaceQuality q = photo.quality();
        List<String> lines = new ArrayList<>();
        lines.add(line("%s: %d x %d pixels%s", file, photo.width(), photo.height(),
                photo.quarterTurns() == 0 ? "" : ", turned by " + 90 * photo.quarterTurns() + " degrees"));
        for (int i = 0; i < photo.faces().size(); i++) {
            FaceBox f = photo.faces().get(i);
            lines.add(line("face %d%s: %d x %d pixels at %d, %d; score %.2f", i + 1,
                    i == photo.chosen() ? " (taken)" : "", f.width(), f.height(), f.x(), f.y(), f.score()));
        }
        lines.add(line("pose: yaw %+.1f (+ nose to the image's right), pitch %+.1f (+ up), roll %+.1f (+ clockwise)"
                + " degrees", photo.pose().yaw(), photo.pose().pitch(), photo.pose().roll()));
        lines.add(line("quality: face %d pixels high, sharpness %.3f, brightness %.2f, clipped %.2f, side light %.2f,"
                + " spread %.4f", photo.faceSize(), q.sharpness(), q.brightness(), q.clipped(), q.sideLight(),
                q.spread()));
        lines.add(line("expression: mouth open %.2f, eyes open %.2f", q.mouthOpening(), q.eyeOpening()));
        photo.warnings().forEach(w -> lines.add("warning: " + w));
        if (photo.warnings().isEmpty()) {
            lines.add("a good photo: no warnings");
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static String line(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
