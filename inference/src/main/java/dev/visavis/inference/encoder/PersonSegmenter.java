package dev.visavis.inference.encoder;

import dev.visavis.inference.image.Filters;
import dev.visavis.inference.image.Yuv;
import dev.visavis.inference.image.YuvImage;
import dev.visavis.inference.runtime.OnnxModel;
import dev.visavis.inference.runtime.OnnxRun;
import java.nio.FloatBuffer;

/**
 * Tells a person from the background, coarsely: MediaPipe's selfie segmentation on {@value #SIDE} x {@value #SIDE}
 * pixels, whatever the picture's size and shape. Thread-safe; the model stays the caller's to close.
 */
public final class PersonSegmenter {
    /** Side of the network's input and answer. */
    public static final int SIDE = 256;
    /** Role of the model's input, 1 x 3 x SIDE x SIDE, red green blue, 0..1. */
    public static final String IMAGE = "image";
    /** Role of its output, 1 x 1 x SIDE x SIDE, 1 where a person is. */
    public static final String PERSON = "person";

    private final OnnxModel model;

    public PersonSegmenter(OnnxModel model) {
        this.model = model;
    }

    /** Coverage by a person, 0..1, for every pixel of the picture. */
    float[] segment(YuvImage image) {
        float[] coarse = new float[SIDE * SIDE];
        try (OnnxRun run = model.newRun()) {
            FloatBuffer input = run.floatInput(IMAGE);
            for (int i = 0; i < coarse.length; i++) {
                int rgb = mean(image, i % SIDE, i / SIDE);
                for (int c = 0; c < 3; c++) {
                    input.put(c * coarse.length + i, (rgb >> 16 - 8 * c & 0xFF) / 255f);
                }
            }
            run.run();
            run.floatOutput(PERSON).get(coarse);
        }
        return Filters.resize(coarse, SIDE, SIDE, image.width, image.height);
    }

    /** 0xRRGGBB: the mean of the pixels under one of the network's. */
    private static int mean(YuvImage image, int column, int row) {
        int x0 = column * image.width / SIDE;
        int x1 = Math.max(x0 + 1, (column + 1) * image.width / SIDE);
        int y0 = row * image.height / SIDE;
        int y1 = Math.max(y0 + 1, (row + 1) * image.height / SIDE);
        float[] sum = new float[3];
        for (int y = y0; y < y1; y++) {
            for (int i = y * image.width + x0; i < y * image.width + x1; i++) {
                for (int c = 0; c < 3; c++) {
                    sum[c] += image.planes[c][i];
                }
            }
        }
        float n = (x1 - x0) * (y1 - y0);
        return Yuv.rgb(Math.round(sum[0] / n), Math.round(sum[1] / n), Math.round(sum[2] / n));
    }
}
