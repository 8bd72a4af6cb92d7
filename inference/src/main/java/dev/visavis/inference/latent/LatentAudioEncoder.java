package dev.visavis.inference.latent;

import dev.visavis.inference.audio.AudioEncoder;
import dev.visavis.inference.runtime.OnnxModel;
import dev.visavis.inference.runtime.OnnxRun;
import java.nio.FloatBuffer;

/**
 * Speech to features, incrementally: inputs {@code pcm} 1x640 (40 ms) and {@code state}, outputs {@code feature} 1xF and
 * the {@code state} to give next time. The state starts as zeros. Causal: look-ahead belongs to the motion model.
 */
public final class LatentAudioEncoder implements AudioEncoder {
    private final OnnxRun run;
    private final FloatBuffer pcmIn;
    private final FloatBuffer stateIn;
    private final FloatBuffer stateOut;
    private final FloatBuffer featureOut;

    /** @param model stays its owner's to close */
    public LatentAudioEncoder(OnnxModel model) {
        run = model.newRun();
        pcmIn = run.floatInput("pcm");
        stateIn = run.floatInput("state");
        stateOut = run.floatOutput("state");
        featureOut = run.floatOutput("feature");
    }

    @Override
    public boolean encode(float[] pcm, float[] features) {
        for (int i = 0; i < TICK_SAMPLES; i++) {
            pcmIn.put(Float.isFinite(pcm[i]) ? Math.max(-1, Math.min(1, pcm[i])) : 0);
        }
        if (pcmIn.hasRemaining()) {
            return false;
        }
        run.run();
        pcmIn.clear();
        stateIn.clear().put(stateOut.clear());
        featureOut.clear().get(features, 0, featureOut.capacity());
        return true;
    }

    @Override
    public void rewind(long frame) {
        pcmIn.clear();
        stateIn.clear();
        while (stateIn.hasRemaining()) {
            stateIn.put(0);
        }
    }

    @Override
    public void close() {
        run.close();
    }
}
