package dev.visavis.inference.encoder;

import dev.visavis.inference.face.FaceTopology;
import dev.visavis.inference.image.CoverageMask;
import dev.visavis.inference.image.Filters;
import dev.visavis.inference.image.GuidedFilter;
import dev.visavis.inference.image.Smooth;
import dev.visavis.inference.image.YuvImage;

/**
 * How much of each pixel is the person, 0..1: the segmentation network's coarse answer, given the photo's own edges,
 * and mended by what is known of people: the face is whole, a body goes on downwards, and nothing floats beside it.
 */
final class MatteMaker {
    /** Radius of the guided filter, as a share of the face's width. */
    private static final float REACH = 0.035f;
    /** Colour differences, in levels, that count as edges. */
    private static final float NOISE = 7;
    /** The filter leaves a haze where colours are alike; what is outside of these becomes all or nothing. */
    private static final float LOW = 0.12f;
    private static final float HIGH = 0.88f;
    /** Share of the face's outline within which there is no doubt. */
    private static final float WHOLE = 0.93f;
    /** Islands of coverage are cut off the person below this. */
    private static final float JOINED = 0.25f;

    private final PersonSegmenter segmenter;

    MatteMaker(PersonSegmenter segmenter) {
        this.segmenter = segmenter;
    }

    /**
     * @param image part of the photo
     * @param face mesh vertices, 3 numbers each, in pixels of the image
     */
    float[] make(YuvImage image, float[] face) {
        float[] alpha = segmenter.segment(image);
        float[] centre = new float[3];
        float width = oval(face, centre);
        coverFace(alpha, image.width, image.height, face, centre);
        continueBody(alpha, image.width, image.height, centre, width);
        alpha = new GuidedFilter(image, Math.max(2, Math.round(REACH * width)), NOISE).filter(alpha);
        for (int i = 0; i < alpha.length; i++) {
            alpha[i] = Smooth.step(alpha[i], LOW, HIGH);
        }
        coverFace(alpha, image.width, image.height, face, centre);
        keepJoined(alpha, image.width, image.height, (int) centre[0], (int) centre[1]);
        return alpha;
    }

    /** @return the oval's width; writes its centre and, third, its lowest point */
    private static float oval(float[] face, float[] centre) {
        float low = Float.MAX_VALUE;
        float high = -Float.MAX_VALUE;
        for (int o : FaceTopology.OVAL) {
            centre[0] += face[3 * o] / FaceTopology.OVAL.length;
            centre[1] += face[3 * o + 1] / FaceTopology.OVAL.length;
            centre[2] = Math.max(centre[2], face[3 * o + 1]);
            low = Math.min(low, face[3 * o]);
            high = Math.max(high, face[3 * o]);
        }
        return high - low;
    }

    /** The face itself is no background, whatever a network thinks of a beard or of glasses. */
    private static void coverFace(float[] alpha, int width, int height, float[] face, float[] centre) {
        CoverageMask mask = new CoverageMask(width * height);
        float[] inside = new float[width * height];
        mask.begin(0, 0, width, height);
        int before = FaceTopology.OVAL[FaceTopology.OVAL.length - 1];
        for (int o : FaceTopology.OVAL) {
            // A little inside: a cheek's own edge is the filter's to find.
            mask.edge(Smooth.mix(centre[0], face[3 * before], WHOLE),
                    Smooth.mix(centre[1], face[3 * before + 1], WHOLE),
                    Smooth.mix(centre[0], face[3 * o], WHOLE), Smooth.mix(centre[1], face[3 * o + 1], WHOLE));
            before = o;
        }
        mask.end(inside);
        for (int i = 0; i < alpha.length; i++) {
            alpha[i] = Math.max(alpha[i], inside[i]);
        }
    }

    /** Below the chin, what is under a shoulder is body: dark clothes leave holes in the network's answer. */
    private static void continueBody(float[] alpha, int width, int height, float[] centre, float faceWidth) {
        int chin = Math.max(1, Math.round(centre[2] + 0.1f * faceWidth));
        for (int y = chin; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float above = alpha[(y - 1) * width + x];
                alpha[y * width + x] = Math.max(alpha[y * width + x], above * Smooth.step(above, 0.4f, 0.8f));
            }
        }
    }

    /** Whatever hangs together with the face stays; the rest was a lamp, a plant, a speck. */
    private static void keepJoined(float[] alpha, int width, int height, int x, int y) {
        boolean[] joined = new boolean[alpha.length];
        int[] queue = new int[alpha.length];
        int start = Math.max(0, Math.min(height - 1, y)) * width + Math.max(0, Math.min(width - 1, x));
        joined[start] = true;
        queue[0] = start;
        int size = 1;
        for (int read = 0; read < size; read++) {
            int i = queue[read];
            int column = i % width;
            for (int k = 0; k < 4; k++) {
                int j = k == 0 ? i - 1 : k == 1 ? i + 1 : k == 2 ? i - width : i + width;
                boolean inside = j >= 0 && j < alpha.length && (k > 1 || j / width == i / width && column >= 0);
                if (inside && !joined[j] && alpha[j] >= JOINED) {
                    joined[j] = true;
                    queue[size++] = j;
                }
            }
        }
        float[] near = new float[alpha.length];
        for (int i = 0; i < near.length; i++) {
            near[i] = joined[i] ? 1 : 0;
        }
        near = Filters.dilate(near, width, height, 2);
        for (int i = 0; i < alpha.length; i++) {
            alpha[i] *= near[i];
        }
    }
}
