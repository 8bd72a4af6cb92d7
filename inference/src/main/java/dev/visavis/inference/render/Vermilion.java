package dev.visavis.inference.render;

import dev.visavis.inference.image.Smooth;
import dev.visavis.inference.image.Yuv;

/**
 * The red of one person's lips. Closed, thin lips show hardly any of it and have the skin's colour; an opening mouth
 * turns it outwards.
 *
 * @param rgb R G B of it, in the photo's light
 * @param luma what the photo's lips lack of it: a factor of their luma above black
 * @param u likewise, to add to their colour difference
 * @param v likewise
 */
public record Vermilion(float[] rgb, float luma, float u, float v) {
    /** Lips are so dark at the most, as a share of the skin's luma, and redder than the skin by so much at the least. */
    private static final float OF_SKIN_LUMA = 0.8f;
    private static final float LESS_YELLOW = 1;
    private static final float REDDER = 6;
    private static final float MOST = 7;

    /**
     * @param lips R G B of the photo's lips
     * @param skin luma above black and the two colour differences
     */
    public static Vermilion of(float[] lips, float[] skin) {
        float y = Yuv.y(lips[0], lips[1], lips[2]) - Yuv.BLACK;
        float u = Yuv.u(lips[0], lips[1], lips[2]) - Yuv.GREY;
        float v = Yuv.v(lips[0], lips[1], lips[2]) - Yuv.GREY;
        float luma = Math.min(1, OF_SKIN_LUMA * skin[0] / Math.max(1, y));
        float bluer = Smooth.clamp(skin[1] + LESS_YELLOW - u, 0, MOST);
        float redder = Smooth.clamp(skin[2] + REDDER - v, 0, MOST);
        int rgb = Yuv.rgb(Math.round(Yuv.BLACK + luma * y), Math.round(Yuv.GREY + u + bluer),
                Math.round(Yuv.GREY + v + redder));
        return new Vermilion(new float[] {rgb >> 16 & 0xFF, rgb >> 8 & 0xFF, rgb & 0xFF}, luma, bluer, redder);
    }

    /** Whether the photo's lips are as red as lips are. */
    boolean lacksNothing() {
        return luma >= 1 && u <= 0 && v <= 0;
    }
}
