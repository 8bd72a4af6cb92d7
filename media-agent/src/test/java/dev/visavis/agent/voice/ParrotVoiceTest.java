package dev.visavis.agent.voice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.agent.call.VoiceFeed;
import org.junit.jupiter.api.Test;

class ParrotVoiceTest {
    private final VoiceFeed feed = new VoiceFeed();
    private final ParrotVoice parrot = new ParrotVoice(feed);
    private final java.util.Random noise = new java.util.Random(1);

    /** Noise of a loudness, full scale 1. */
    private void hear(int ms, float level) {
        float[] tick = new float[480];
        for (int t = 0; t < ms / 10; t++) {
            for (int i = 0; i < tick.length; i++) {
                tick[i] = level * (2 * noise.nextFloat() - 1);
            }
            parrot.hear(tick);
        }
    }

    @Test
    void repeatsWhatWasSaidOnceTheCallerIsSilent() {
        hear(1_000, 0.001f);
        hear(1_500, 0.3f);
        assertThat(feed.isIdle()).isTrue();
        hear(500, 0.001f);
        assertThat(feed.isIdle()).isTrue();
        hear(300, 0.001f);
        assertThat(feed.waitingMs()).isBetween(1_500, 2_100);
    }

    @Test
    void noiseOfARoomIsNotRepeated() {
        hear(20_000, 0.01f);
        assertThat(feed.isIdle()).isTrue();
    }

    @Test
    void whoSpeaksInterruptsIt() {
        hear(500, 0.001f);
        hear(1_000, 0.3f);
        hear(800, 0.001f);
        assertThat(feed.isIdle()).isFalse();
        hear(200, 0.3f);
        assertThat(feed.isIdle()).isTrue();
        hear(1_000, 0.001f);
        assertThat(feed.waitingMs()).isBetween(200, 800);
    }

    @Test
    void ofALongSpeechTheBeginningIsRepeated() {
        hear(500, 0.001f);
        for (int s = 0; s < 25; s++) { // with the little pauses that speech has
            hear(900, 0.3f);
            hear(100, 0.001f);
        }
        assertThat(feed.isIdle()).isTrue();
        hear(800, 0.001f);
        assertThat(feed.waitingMs()).isBetween(ParrotVoice.MAX_MS - 1_000, ParrotVoice.MAX_MS);
    }
}
