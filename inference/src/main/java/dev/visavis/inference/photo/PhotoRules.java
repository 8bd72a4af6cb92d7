package dev.visavis.inference.photo;

import dev.visavis.inference.portrait.PortraitException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which photos are refused, and what is said of the others. */
final class PhotoRules {
    static final int LEAST_FACE = 96;
    private static final int SMALL_FACE = 180;
    private static final double MOST_YAW = 35;
    private static final double TURNED = 20;

    private final PhotoAnalysis photo;
    private final float[] box;

    PhotoRules(PhotoAnalysis photo, float[] box) {
        this.photo = photo;
        this.box = box;
    }

    static void requireFace(List<FaceDetection> faces, int index) throws PortraitException {
        if (faces.isEmpty()) {
            throw new PortraitException("No face was found. Use a photo of one person who looks at the camera, "
                    + "in even light, with nothing before the face.");
        }
        if (index < 0 || index >= faces.size()) {
            throw new PortraitException("There is no face number " + (index + 1) + " on this photo; " + faces.size()
                    + " can be used.");
        }
    }

    void refuse() throws PortraitException {
    }

    PhotoAnalysis warn() {
        List<String> warnings = new ArrayList<>();
        return new PhotoAnalysis(photo.width(), photo.height(), photo.quarterTurns(), photo.faces(), photo.chosen(),
                photo.faceSize(), photo.pose(), photo.quality(), warnings);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }
}
