package dev.visavis.inference.encoder;

import dev.visavis.inference.face.FaceTopology;
import dev.visavis.inference.image.Filters;
import dev.visavis.inference.image.ImageResampler;
import dev.visavis.inference.image.Inpainting;
import dev.visavis.inference.image.Smooth;
import dev.visavis.inference.image.Texture;
import dev.visavis.inference.image.YuvImage;
import java.awt.image.BufferedImage;

/**
 * A photo taken apart for one frame: the person as a texture with coverage, which moves, and the background behind them
 * without them, which does not. Both go on where the photo ends.
 */
final class PhotoLayers {
    /** What the texture has beyond the frame, as a share of the frame's smaller side. */
    private static final float MARGIN = 0.2f;
    /** Widest texture over the frame's height: a person with their shoulders, not the whole of a wide frame. */
    private static final float WIDEST = 1.6f;
    /** Half the face's outline, from its middle to its top, times this is where hair ends. */
    private static final float HAIR = 1.5f;
    /** What lies this near to the person, as a share of the face's width, may be stray hair: no background. */
    private static final float STRAY = 0.04f;
    /** Nobody sees the colour of what lies farther beside the person, in pixels. */
    private static final int BESIDE = 4;

    final YuvImage image;
    final Texture texture;
    /** Of the frame's size. */
    final YuvImage background;

    private final BufferedImage photo;
    private final FrameCrop crop;
    private final int frameWidth;
    private final int frameHeight;
    /** The texture's box in the frame. */
    private final int left;
    private final int top;
    private final int width;
    private final int height;
    /** The photo's part of frame and texture together, in frame pixels. */
    private final int photoLeft;
    private final int photoTop;
    private final int photoWidth;
    private final int photoHeight;

    /** @param face mesh vertices in frame pixels, 3 numbers each */
    PhotoLayers(BufferedImage photo, FrameCrop crop, float[] face, int frameWidth, int frameHeight,
            MatteMaker mattes) {
        this.photo = photo;
        this.crop = crop;
        this.frameWidth = frameWidth;
        this.frameHeight = frameHeight;
        int margin = Math.round(MARGIN * Math.min(frameWidth, frameHeight)) & ~1;
        width = Math.min(frameWidth + 2 * margin, (int) (WIDEST * frameHeight) & ~1);
        height = frameHeight + 2 * margin;
        float[] oval = oval(face);
        left = Math.round(Math.max(-margin, Math.min(frameWidth + margin - width, oval[0] - width / 2f)));
        top = -margin;
        photoLeft = Math.max(Math.min(0, left), (int) Math.ceil(-crop.left() / crop.step()));
        photoTop = Math.max(top, (int) Math.ceil(-crop.top() / crop.step()));
        photoWidth = Math.min(Math.max(frameWidth, left + width),
                (int) Math.floor((photo.getWidth() - crop.left()) / crop.step())) - photoLeft;
        photoHeight = Math.min(top + height, (int) Math.floor((photo.getHeight() - crop.top()) / crop.step()))
                - photoTop;

        YuvImage inner = read(photoLeft, photoTop, photoWidth, photoHeight, 1);
        float[] alpha = mattes.make(inner, shifted(face));
        YuvImage clean = cleanBackground(inner, alpha, oval[2]);
        YuvImage person = ForegroundColours.solve(inner, clean, alpha);
        background = extended(clean);
        PersonEdges edges = new PersonEdges(alpha, photoWidth, photoHeight, oval[0] - photoLeft,
                oval[1] + oval[3] - photoTop, oval[1] - HAIR * oval[3] - photoTop, 0.4f * frameHeight,
                photoLeft - left, left + width - photoLeft - photoWidth);
        image = read(left, top, width, height, Texture.SCALE);
        separate(person, alpha);
        byte[] cover = continuePerson(edges);
        texture = new Texture(image, left, top, cover);
    }

    /** Middle x and y, width and half the height of the face's outline. */
    private static float[] oval(float[] face) {
        float[] box = {Float.MAX_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE, -Float.MAX_VALUE};
        for (int o : FaceTopology.OVAL) {
            for (int k = 0; k < 2; k++) {
                box[k] = Math.min(box[k], face[3 * o + k]);
                box[2 + k] = Math.max(box[2 + k], face[3 * o + k]);
            }
        }
        return new float[] {(box[0] + box[2]) / 2, (box[1] + box[3]) / 2, box[2] - box[0], (box[3] - box[1]) / 2};
    }

    private float[] shifted(float[] face) {
        float[] out = face.clone();
        for (int i = 0; i < out.length; i += 3) {
            out[i] -= photoLeft;
            out[i + 1] -= photoTop;
        }
        return out;
    }

    /** A box of the frame, at {@code scale} pixels for one of the frame's. */
    private YuvImage read(int x, int y, int w, int h, int scale) {
        return new ImageResampler(photo).read(crop.left() + x * crop.step(), crop.top() + y * crop.step(),
                crop.step() / scale, w * scale, h * scale);
    }

    /** The background without the person, nor any stray hair beside them. */
    private static YuvImage cleanBackground(YuvImage inner, float[] alpha, float faceWidth) {
        int stray = Math.max(2, Math.round(STRAY * faceWidth));
        float[] near = Filters.dilate(alpha, inner.width, inner.height, stray);
        near = Filters.box(near, inner.width, inner.height, Math.max(1, stray / 2));
        float[] known = new float[near.length];
        for (int i = 0; i < known.length; i++) {
            known[i] = 1 - Smooth.step(near[i], 0.02f, 0.25f);
        }
        YuvImage clean = inner.crop(0, 0, inner.width, inner.height);
        Inpainting.fill(clean, known);
        return clean;
    }

    private YuvImage extended(YuvImage clean) {
        YuvImage out = clean.crop(-photoLeft, -photoTop, frameWidth, frameHeight);
        PhotoEdges.extend(out, Math.max(0, photoLeft), Math.max(0, photoTop),
                Math.min(frameWidth, photoLeft + photoWidth), Math.min(frameHeight, photoTop + photoHeight));
        return out;
    }

    /** Puts the person's own colours where the photo shows a mixture. */
    private void separate(YuvImage person, float[] alpha) {
        int scale = Texture.SCALE;
        for (int y = 0; y < image.height; y++) {
            float py = (y + 0.5f) / scale + top - photoTop;
            for (int x = 0; x < image.width; x++) {
                float px = (x + 0.5f) / scale + left - photoLeft;
                if (px < 0 || py < 0 || px >= photoWidth || py >= photoHeight) {
                    continue;
                }
                float share = 1 - Smooth.step(alpha[(int) py * photoWidth + (int) px], 0.9f, 0.99f);
                if (share > 0) {
                    int i = y * image.width + x;
                    for (int c = 0; c < 3; c++) {
                        image.planes[c][i] = Smooth.mix(image.planes[c][i], person.at(c, px, py), share);
                    }
                }
            }
        }
    }

    /** Fills the texture outside of the photo; returns the coverage of all of it, at the frame's resolution. */
    private byte[] continuePerson(PersonEdges edges) {
        byte[] cover = new byte[width * height];
        float[] shown = new float[cover.length];
        for (int i = 0; i < cover.length; i++) {
            boolean border = i % width == 0 || i % width == width - 1;
            // The warper repeats the texture's border beyond it: nobody may stand there.
            cover[i] = border
                    ? 0
                    : (byte) Math.round(255 * edges.alpha(i % width + left - photoLeft, i / width + top - photoTop));
            shown[i] = cover[i] == 0 ? 0 : 1;
        }
        shown = Filters.dilate(shown, width, height, BESIDE);
        YuvImage inside = image.crop(0, 0, image.width, image.height);
        float[] from = new float[2];
        int scale = Texture.SCALE;
        for (int y = 0; y < image.height; y++) {
            float py = (y + 0.5f) / scale + top - photoTop;
            for (int x = 0; x < image.width; x++) {
                float px = (x + 0.5f) / scale + left - photoLeft;
                boolean inPhoto = px >= 0 && py >= 0 && px < photoWidth && py < photoHeight;
                if (inPhoto || shown[y / scale * width + x / scale] == 0) {
                    continue;
                }
                edges.source(px, py, from);
                for (int c = 0; c < 3; c++) {
                    image.planes[c][y * image.width + x] = inside.at(c, (from[0] + photoLeft - left) * scale,
                            (from[1] + photoTop - top) * scale);
                }
            }
        }
        return cover;
    }
}
