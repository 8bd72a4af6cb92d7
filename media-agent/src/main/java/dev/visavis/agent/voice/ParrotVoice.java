package dev.visavis.agent.voice;

import dev.visavis.agent.call.VoiceFeed;
import dev.visavis.agent.transport.MediaTransport;
import java.util.Arrays;

/**
 * Repeats what the caller has said, once they have been silent for {@value #PAUSE_MS} ms; whoever speaks while it does
 * interrupts it. Useful without any account, and the simplest example of a voice.
 */
public final class ParrotVoice implements PortraitVoice {
    static final int PAUSE_MS = 600;

    /** What is said beyond is not repeated. */
    static final int MAX_MS = 20_000;

    private static final int PER_MS = MediaTransport.SAMPLE_RATE_HZ / 1_000;
    private static final int TICK_MS = 10;
    /** Heard before speech is noticed, and left at its end. */
    private static final int MARGIN_MS = 200;
    private static final int NOTICE_TICKS = 5;

    private final VoiceFeed feed;
    private final SpeechDetector detector = new SpeechDetector();
    private final short[] heard = new short[MAX_MS * PER_MS];
    private int length;
    private boolean listening;
    private int spoken;
    private int silentMs;

    public ParrotVoice(VoiceFeed feed) {
        this.feed = feed;
    }

    @Override
    public void hear(float[] pcm) {
        boolean speech = detector.isSpeech(pcm);
        keep(pcm);
        spoken = speech ? spoken + 1 : 0;
        silentMs = speech ? 0 : silentMs + TICK_MS;
        if (!listening && spoken >= NOTICE_TICKS) {
            listening = true;
            feed.clear();
        }
        if (listening && silentMs >= PAUSE_MS) {
            repeat();
        }
    }

    private void keep(float[] pcm) {
        int margin = (MARGIN_MS + NOTICE_TICKS * TICK_MS) * PER_MS;
        if (!listening && length + pcm.length > margin) {
            int excess = length + pcm.length - margin;
            System.arraycopy(heard, excess, heard, 0, length - excess);
            length -= excess;
        }
        if (length + pcm.length <= heard.length) {
            for (float s : pcm) {
                heard[length++] = (short) Math.round(Math.max(-32_768, Math.min(32_767, s * 32_768)));
            }
        }
    }

    private void repeat() {
        int end = Math.max(0, length - Math.max(0, silentMs - MARGIN_MS) * PER_MS);
        feed.write(Arrays.copyOf(heard, end));
        feed.endSegment();
        length = 0;
        listening = false;
        spoken = 0;
    }
}
