package dev.visavis.inference.image;

import dev.visavis.inference.I420Frame;
import java.awt.image.BufferedImage;

/** A picture of three float planes at one resolution, used while a portrait is prepared and for its small plates. */
public final class YuvImage {
    public final int width;
    public final int height;
    /** Luma, blue difference, red difference; each width * height. */
    public final float[][] planes;

    public YuvImage(int width, int height) {
        this.width = width;
        this.height = height;
        this.planes = new float[3][width * height];
    }

    /** A copy of a rectangle; where it hangs over the edge, the edge is repeated. */
    public YuvImage crop(int x0, int y0, int w, int h) {
        YuvImage out = new YuvImage(w, h);
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < h; y++) {
                int row = Math.max(0, Math.min(height - 1, y0 + y)) * width;
                for (int x = 0; x < w; x++) {
                    out.planes[c][y * w + x] = planes[c][row + Math.max(0, Math.min(width - 1, x0 + x))];
                }
            }
        }
        return out;
    }

    /** Bilinear sample of plane {@code c} at a continuous position (pixel centres at +0.5). */
    public float at(int c, float x, float y) {
        float fx = Smooth.clamp(x - 0.5f, 0, width - 1.001f);
        float fy = Smooth.clamp(y - 0.5f, 0, height - 1.001f);
        int i = (int) fy * width + (int) fx;
        fx -= (int) fx;
        fy -= (int) fy;
        float[] p = planes[c];
        float top = p[i] + (p[i + 1] - p[i]) * fx;
        float bottom = p[i + width] + (p[i + width + 1] - p[i + width]) * fx;
        return top + (bottom - top) * fy;
    }

    /** Mixes {@code other} in where {@code weight} says so. */
    public void blend(YuvImage other, float[] weight) {
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < weight.length; i++) {
                planes[c][i] += (other.planes[c][i] - planes[c][i]) * weight[i];
            }
        }
    }

    /** As a frame; sides must be even. */
    public I420Frame toFrame() {
        I420Frame frame = new I420Frame(width, height);
        for (int i = 0; i < planes[0].length; i++) {
            frame.y()[i] = Yuv.toByte(planes[0][i]);
        }
        for (int i = 0; i < frame.u().length; i++) {
            int at = 2 * (i / (width / 2)) * width + 2 * (i % (width / 2));
            frame.u()[i] = Yuv.toByte(quad(planes[1], at));
            frame.v()[i] = Yuv.toByte(quad(planes[2], at));
        }
        return frame;
    }

    /** As a picture of type {@link BufferedImage#TYPE_3BYTE_BGR}. */
    public BufferedImage toImage() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        for (int i = 0; i < planes[0].length; i++) {
            image.setRGB(i % width, i / width,
                    Yuv.rgb(Math.round(planes[0][i]), Math.round(planes[1][i]), Math.round(planes[2][i])));
        }
        return image;
    }

    private float quad(float[] plane, int at) {
        return (plane[at] + plane[at + 1] + plane[at + width] + plane[at + width + 1]) / 4;
    }
}
