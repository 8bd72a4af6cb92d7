package dev.visavis.inference.encoder;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.face.FaceTopology;
import dev.visavis.inference.image.CoverageMask;
import dev.visavis.inference.image.ImageResampler;
import dev.visavis.inference.image.YuvImage;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.inference.render.ExplicitPortrait;
import java.awt.image.BufferedImage;

/** How well a portrait that is driven with its photo's own motion draws that photo again. */
public final class SourceFidelity {
    private final ExplicitPortrait portrait;
    private final YuvImage photo;

    /** @param source that the portrait was made of */
    public SourceFidelity(ExplicitPortrait portrait, PortraitSource source) {
        this.portrait = portrait;
        BufferedImage image = source.image();
        FrameCrop crop = FrameCrop.around(source.landmarks(), image.getWidth(), image.getHeight(), portrait.width,
                portrait.height);
        photo = new ImageResampler(image).read(crop.left(), crop.top(), crop.step(), portrait.width, portrait.height);
    }

    /**
     * @param frame drawn with {@link ExplicitPortrait#sourceMotion()}, say
     * @return peak signal-to-noise ratio of luma within the face's outline, in dB
     */
    public double psnr(I420Frame frame) {
        double error = 0;
        int n = 0;
        float[] face = coverage();
        for (int i = 0; i < face.length; i++) {
            if (face[i] > 0.5f) {
                double d = (frame.y()[i] & 0xFF) - photo.planes[0][i];
                error += d * d;
                n++;
            }
        }
        return 10 * Math.log10(255 * 255 / (error / Math.max(1, n) + 1e-9));
    }

    /** Mean change of luma between two frames within the face's outline, as a share of the full range. */
    public double change(I420Frame a, I420Frame b) {
        double sum = 0;
        int n = 0;
        float[] face = coverage();
        for (int i = 0; i < face.length; i++) {
            if (face[i] > 0.5f) {
                sum += Math.abs((a.y()[i] & 0xFF) - (b.y()[i] & 0xFF));
                n++;
            }
        }
        return sum / Math.max(1, n) / 255;
    }

    private float[] coverage() {
        float[] out = new float[portrait.width * portrait.height];
        CoverageMask mask = new CoverageMask(out.length);
        mask.begin(0, 0, portrait.width, portrait.height);
        int[] oval = FaceTopology.OVAL;
        float[] rest = portrait.mesh.rest;
        for (int i = 0; i < oval.length; i++) {
            int a = 3 * oval[i];
            int b = 3 * oval[(i + 1) % oval.length];
            mask.edge(rest[a], rest[a + 1], rest[b], rest[b + 1]);
        }
        mask.end(out);
        return out;
    }
}
