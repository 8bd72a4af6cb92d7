package dev.visavis.inference.render;

import dev.visavis.inference.face.FaceTopology;
import dev.visavis.inference.face.SkullMap;
import dev.visavis.inference.image.Texture;
import dev.visavis.inference.image.YuvImage;

/**
 * One eye taken apart: what the photo shows of it, the white behind the iris, the whole iris, and the skin of the
 * closed lid. The pictures share one grid of texels. Immutable.
 *
 * @param eye which
 * @param x0 texel column of the pictures' left
 * @param y0 texel row of the pictures' top
 * @param photo the eye as in the photo
 * @param sclera the white alone, with the photo's corners
 * @param iris the iris alone, completed under the lids
 * @param lid skin in place of the whole opening
 * @param lashes Y U V of the lash line
 * @param visible where the photo shows the eyeball, 0..1, in plane 0
 * @param centreX of the iris in the frame
 * @param centreY likewise
 * @param radius of the iris in frame pixels
 * @param opening mean height of the opening in frame pixels
 * @param depth z of the eye in frame space
 */
public record EyePlate(FaceTopology.Eye eye, int x0, int y0, YuvImage photo, YuvImage sclera, YuvImage iris,
        YuvImage lid,
        float[] lashes, YuvImage visible, float centreX, float centreY, float radius, float opening, float depth) {
    /** Radius of the eyeball over that of the iris: 12 mm to 5.85 mm, nearly the same in all adults. */
    static final float EYEBALL_PER_IRIS = 2.05f;

    /** Where the skull carries this eye. */
    SkullMap newMap() {
        return new SkullMap(centreX, centreY, depth, radius);
    }

    /** Y U V of the white behind the iris. */
    public float[] white() {
        int x = Math.round(Texture.SCALE * radius);
        float[] mean = new float[3];
        for (int side = -1; side <= 1; side++) {
            for (int c = 0; c < 3; c++) {
                mean[c] += sclera.at(c, sclera.width / 2f + side * x, sclera.height / 2f) / 3;
            }
        }
        return mean;
    }
}
