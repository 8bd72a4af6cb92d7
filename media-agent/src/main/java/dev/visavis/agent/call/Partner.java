package dev.visavis.agent.call;

import dev.visavis.agent.transport.MediaTransport;
import dev.visavis.inference.audio.AudioEncoder;
import dev.visavis.inference.audio.Resampler;
import dev.visavis.inference.audio.SpeechLevel;
import dev.visavis.inference.motion.MotionGenerator;

/** Who talks with a portrait that has a voice of its own: what they say, and how loud, for the portrait to listen. */
final class Partner {
    private final EchoGate echoGate = new EchoGate();
    private final Resampler resampler = new Resampler(MediaTransport.SAMPLE_RATE_HZ, AudioEncoder.SAMPLE_RATE_HZ,
            MediaTransport.TICK_SAMPLES);
    private final SpeechLevel level = new SpeechLevel();
    private final float[] heard = new float[MediaTransport.TICK_SAMPLES];
    private final float[] heard16k = new float[AudioEncoder.TICK_SAMPLES];
    private boolean present;

    /**
     * Hears 10 ms.
     *
     * @param voice what leaves of the portrait's voice in the same tick
     * @param listener null if the portrait says the caller's own words: then there is no partner
     */
    void hear(float[] caller, short[] voice, CallerListener listener) {
        present = listener != null;
        if (present) {
            echoGate.process(caller, voice, heard);
            resampler.process(heard, heard.length, heard16k);
            level.add(heard16k);
            listener.hear(heard);
        }
    }

    /** Level of the last 40 ms, dBFS. */
    float db() {
        return present ? level.db() : MotionGenerator.NO_PARTNER_DB;
    }
}
