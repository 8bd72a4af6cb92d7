package dev.visavis.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.inference.audio.SyntheticSpeech;
import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.pack.ModelPacks;
import dev.visavis.inference.portrait.Portrait;
import dev.visavis.inference.portrait.Presenters;
import dev.visavis.inference.provenance.VisibleBadge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The embedded pack and a presenter, from speech to pictures. */
class TalkingHeadTest {
    private static ModelPack pack;
    private static Portrait portrait;

    @BeforeAll
    static void open() throws Exception {
        pack = ModelPacks.explicit();
        portrait = pack.openPortrait(Presenters.open("w2").orElseThrow());
    }

    @AfterAll
    static void close() {
        if (pack != null) {
            pack.close();
        }
    }

    @Test
    void givesAFrameForEvery40MsLessTheLookahead() {
        // 2 s are 50 features; the last frame needs two and a half more behind it
        assertThat(talk(new float[32_000], 1)).hasSize(47);
    }

    @Test
    void sameSeedSameVideoOtherSeedOtherVideo() {
        float[] speech = new SyntheticSpeech(1).babble().samples();

        List<byte[]> one = talk(speech, 1);

        assertThat(talk(speech, 1)).usingElementComparator(Arrays::compare).isEqualTo(one);
        assertThat(difference(talk(speech, 2).get(20), one.get(20), 0, 512)).isGreaterThan(0.3);
    }

    @Test
    void theMouthOpensWithAVowelAndRestsInSilence() {
        List<byte[]> frames = talk(new SyntheticSpeech(1).silence(0.6).aa(0.6).silence(0.2).samples(), 3);

        // The sound begins with frame 15; lips part up to the look-ahead of 120 ms before it.
        double talking = difference(frames.get(24), frames.get(11), 300, 420);
        double resting = difference(frames.get(11), frames.get(9), 300, 420);
        assertThat(talking).isGreaterThan(3 * resting);
    }

    @Test
    void notANumberIsSilence() {
        float[] bad = new float[16_000];
        Arrays.fill(bad, 4000, 9000, Float.NaN);
        bad[9500] = Float.POSITIVE_INFINITY;

        assertThat(talk(bad, 1)).usingElementComparator(Arrays::compare).isEqualTo(talk(new float[16_000], 1));
    }

    @Test
    void silenceIsAliveButCalm() {
        List<byte[]> frames = talk(new float[16_000 * 4], 5);

        int changed = 0;
        for (int i = 1; i < frames.size(); i++) {
            changed += Arrays.equals(frames.get(i), frames.get(i - 1)) ? 0 : 1;
        }
        assertThat(changed).as("frames that differ from the one before").isGreaterThan(frames.size() - 5);
    }

    private static List<byte[]> talk(float[] pcm, long seed) {
        List<byte[]> frames = new ArrayList<>();
        I420Frame frame = new I420Frame(512, 512);
        try (TalkingHead head = new TalkingHead(pack, portrait, new VisibleBadge(), seed)) {
            for (int at = 0; at + 160 <= pcm.length; at += 160) {
                head.push(Arrays.copyOfRange(pcm, at, at + 160));
                while (head.pull(frame)) {
                    frames.add(frame.y().clone());
                }
            }
        }
        return frames;
    }

    /** Mean absolute difference of luma over some rows, the middle third of each. */
    private static double difference(byte[] a, byte[] b, int fromRow, int toRow) {
        double sum = 0;
        for (int y = fromRow; y < toRow; y++) {
            for (int x = 170; x < 340; x++) {
                sum += Math.abs((a[512 * y + x] & 0xFF) - (b[512 * y + x] & 0xFF));
            }
        }
        return sum / ((toRow - fromRow) * 170);
    }
}
