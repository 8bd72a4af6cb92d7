package dev.visavis.infra.bench;

import dev.visavis.agent.file.AudioFileReader;
import dev.visavis.agent.file.MediaFileException;
import dev.visavis.infra.browser.Microphone;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The recording that every figure is measured with (12.6 s, NOTICE), cut into ticks of 10 ms. */
public final class Speech {
    private final List<float[]> ticks16k = new ArrayList<>();
    private final List<float[]> ticks48k = new ArrayList<>();

    private Speech() {
    }

    /** Decodes the recording that comes with this module. */
    public static Speech load() throws IOException, MediaFileException {
        Path file = Files.createTempFile("visavis-speech", ".flac");
        try (InputStream in = Speech.class.getResourceAsStream("/dev/visavis/infra/speech.flac")) {
            Files.copy(Objects.requireNonNull(in), file, StandardCopyOption.REPLACE_EXISTING);
            return read(file);
        } finally {
            Files.delete(file);
        }
    }

    private static Speech read(Path file) throws MediaFileException {
        Speech speech = new Speech();
        try (AudioFileReader reader = AudioFileReader.open(file)) {
            float[] pcm16k = new float[AudioFileReader.TICK_16K];
            float[] pcm48k = new float[AudioFileReader.TICK_48K];
            while (reader.read(pcm16k, pcm48k)) {
                speech.ticks16k.add(pcm16k.clone());
                speech.ticks48k.add(pcm48k.clone());
            }
        }
        return speech;
    }

    /** 160 samples at 16 kHz; after the end it begins again. */
    float[] tick16k(long tick) {
        return ticks16k.get((int) (tick % ticks16k.size()));
    }

    /** 480 samples at 48 kHz; after the end it begins again. */
    float[] tick48k(long tick) {
        return ticks48k.get((int) (tick % ticks48k.size()));
    }

    /** Writes it as a file for the browser's microphone. */
    public void writeMicrophone(Path wav) throws IOException {
        float[] pcm = new float[ticks48k.size() * AudioFileReader.TICK_48K];
        for (int i = 0; i < ticks48k.size(); i++) {
            System.arraycopy(ticks48k.get(i), 0, pcm, i * AudioFileReader.TICK_48K, AudioFileReader.TICK_48K);
        }
        Microphone.write(pcm, wav);
    }
}
