package dev.visavis.inference.latent;

import dev.visavis.inference.ColorConversion;
import dev.visavis.inference.I420Frame;
import dev.visavis.inference.render.FaceDecoder;
import dev.visavis.inference.runtime.OnnxModel;
import dev.visavis.inference.runtime.OnnxRun;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * Appearance and motion latent to picture: inputs {@code appearance} and {@code latent} 1xL, output {@code frame}
 * 1xHxWx3, red, green, blue as bytes, so that little has to leave the graph.
 */
public final class LatentFaceDecoder implements FaceDecoder {
    private final OnnxRun run;
    private final FloatBuffer latentIn;
    private final ByteBuffer frameOut;
    private final byte[] rgb;

    /** @param model stays its owner's to close */
    public LatentFaceDecoder(OnnxModel model, LatentPortrait portrait) {
        run = model.newRun();
        run.floatInput("appearance").put(portrait.appearance());
        latentIn = run.floatInput("latent");
        frameOut = run.byteOutput("frame");
        rgb = new byte[frameOut.capacity()];
    }

    @Override
    public void decode(float[] latent, I420Frame frame) {
        latentIn.clear().put(latent, 0, latentIn.capacity());
        run.run();
        frameOut.clear().get(rgb);
        ColorConversion.rgbToI420(rgb, frame);
    }

    @Override
    public void close() {
        run.close();
    }
}
