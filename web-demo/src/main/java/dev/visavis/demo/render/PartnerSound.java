package dev.visavis.demo.render;

import dev.visavis.agent.file.AudioFileReader;
import dev.visavis.agent.file.MediaFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** The other's speech, 10 ms at a time: silence where there is nobody, and after the file's end. */
final class PartnerSound implements AutoCloseable {
    private final AudioFileReader file;
    private final float[] pcm16k = new float[AudioFileReader.TICK_16K];
    private final float[] pcm48k = new float[AudioFileReader.TICK_48K];

    private PartnerSound(AudioFileReader file) {
        this.file = file;
    }

    /** @param path null for nobody */
    static PartnerSound open(Path path) throws MediaFileException {
        return new PartnerSound(path == null ? null : AudioFileReader.open(path));
    }

    void next() throws MediaFileException {
        if (file == null || !file.read(pcm16k, pcm48k)) {
            end();
        }
    }

    /** What comes now is silence. */
    void end() {
        Arrays.fill(pcm16k, 0);
        Arrays.fill(pcm48k, 0);
    }

    /** The present 10 ms, for the portrait to listen to; valid until the next call. */
    float[] pcm16k() {
        return pcm16k;
    }

    /** Mixes the present 10 ms into the video's sound, within full scale. */
    void addTo(float[] sound) {
        for (int i = 0; i < sound.length; i++) {
            sound[i] = Math.max(-1, Math.min(1, sound[i] + pcm48k[i]));
        }
    }

    @Override
    public void close() {
        if (file != null) {
            file.close();
        }
    }
}
