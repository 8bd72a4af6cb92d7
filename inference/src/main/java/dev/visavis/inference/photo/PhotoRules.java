package dev.visavis.inference.photo;

import dev.visavis.inference.portrait.PortraitException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which photos are refused, and what is said of the others. Limits on light, sharpness and occlusion were set between
 * what 120 good portraits measure and what the same measure darkened, blurred and covered (CARD.md).
 */
final class PhotoRules {
    private static final int LEAST_FACE = 96;
    private static final int SMALL_FACE = 180;
    private static final double MOST_YAW = 35;
    private static final double MOST_PITCH = 35;
    private static final double TURNED = 20;
    /** Shares of the face's size. */
    private static final double MOST_CUT = 0.03;
    private static final double LEAST_HEADROOM = 0.12;
    private static final double HIDDEN_SPREAD = 0.030;
    private static final double PARTLY_HIDDEN_SPREAD = 0.0205;
    private static final double LEAST_SHARPNESS = 0.020;
    private static final double DARK = 0.2;
    private static final double MOST_CLIPPED = 0.15;
    private static final double MOST_SIDE_LIGHT = 0.3;
    private static final double PARTED_LIPS = 0.09;
    private static final double SHUT_EYES = 0.14;
    private static final String OTHER_PHOTO = " Use a photo that shows the whole face from the front.";

    private final PhotoAnalysis photo;
    private final float[] box;

    /**
     * @param photo as measured, without warnings yet
     * @param box left, top, right, bottom of the chosen face's mesh
     */
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
            throw new PortraitException("There is no face number " + (index + 1) + " on this photo; it shows "
                    + faces.size() + ".");
        }
    }

    /** @throws PortraitException if no portrait can come of it */
    void refuse() throws PortraitException {
        if (photo.faceSize() < LEAST_FACE) {
            throw new PortraitException("The face is only " + photo.faceSize() + " pixels high; at least " + LEAST_FACE
                    + " are needed, and 300 look good. Use a larger photo, or one taken closer.");
        }
        if (cut() > MOST_CUT) {
            throw new PortraitException("The photo's edge cuts the face." + OTHER_PHOTO);
        }
        if (Math.abs(photo.pose().yaw()) > MOST_YAW) {
            throw new PortraitException("The face is seen from the side (turned by about "
                    + Math.round(Math.abs(photo.pose().yaw())) + " degrees)." + OTHER_PHOTO);
        }
        if (Math.abs(photo.pose().pitch()) > MOST_PITCH) {
            throw new PortraitException("The face looks too far " + (photo.pose().pitch() > 0 ? "up." : "down.")
                    + OTHER_PHOTO);
        }
        if (photo.quality().spread() > HIDDEN_SPREAD) {
            throw new PortraitException(
                    "The face cannot be made out: something covers much of it, or the picture is too "
                            + "rough." + OTHER_PHOTO);
        }
    }

    /** How far the mesh reaches over the photo's edges, as a share of its size. */
    private double cut() {
        return Math.max(Math.max(-box[0], -box[1]), Math.max(box[2] - photo.width(), box[3] - photo.height()))
                / photo.faceSize();
    }

    /** The analysis with its warnings. */
    PhotoAnalysis warn() {
        List<String> warnings = new ArrayList<>();
        aboutPlace(warnings);
        aboutPixels(warnings);
        aboutExpression(warnings);
        return new PhotoAnalysis(photo.width(), photo.height(), photo.quarterTurns(), photo.faces(), photo.chosen(),
                photo.faceSize(), photo.pose(), photo.quality(), warnings);
    }

    private void aboutPlace(List<String> warnings) {
        int others = photo.faces().size() - 1;
        if (others > 0) {
            warnings.add((others == 1 ? "There is another face" : "There are " + others + " more faces")
                    + " on the photo; choose which one to use, or crop the photo.");
        }
        if (photo.quarterTurns() != 0) {
            warnings.add("The photo lay on its side and was turned upright.");
        }
        if (photo.quality().spread() > PARTLY_HIDDEN_SPREAD) {
            warnings.add("Something may cover a part of the face; what is hidden cannot move well.");
        }
        if (Math.abs(photo.pose().yaw()) > TURNED || Math.abs(photo.pose().pitch()) > TURNED) {
            warnings.add("The head is turned; a photo from the front looks better.");
        }
        if (box[1] < LEAST_HEADROOM * photo.faceSize()) {
            warnings.add("The photo's top edge cuts the hair; leave some room above the head.");
        }
    }

    private void aboutPixels(List<String> warnings) {
        FaceQuality quality = photo.quality();
        if (photo.faceSize() < SMALL_FACE) {
            warnings.add("The face is only " + photo.faceSize() + " pixels high and will look soft.");
        } else if (quality.sharpness() < LEAST_SHARPNESS) {
            warnings.add("The face is blurred.");
        }
        if (quality.brightness() < DARK) {
            warnings.add("The face is dark; use a photo with more light.");
        } else if (quality.clipped() > MOST_CLIPPED) {
            warnings.add("The light is too harsh; parts of the face show no detail.");
        } else if (quality.sideLight() > MOST_SIDE_LIGHT) {
            warnings.add("The light comes from one side; even light looks better when the head turns.");
        }
    }

    private void aboutExpression(List<String> warnings) {
        if (photo.quality().eyeOpening() < SHUT_EYES) {
            warnings.add("The eyes are closed; use a photo with open eyes.");
        }
        if (photo.quality().mouthOpening() > PARTED_LIPS) {
            warnings.add("The lips are parted; a photo with closed, relaxed lips gives the best speech.");
        }
    }
}
