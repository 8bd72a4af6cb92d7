package dev.visavis.agent.voice;

import dev.visavis.agent.file.AudioFileReader;
import dev.visavis.agent.file.MediaFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Text-to-speech by a program of the machine that reads a text file and writes a sound file: Flite, eSpeak NG, Piper
 * and the like. The text is never part of a command line. Thread-safe.
 */
public final class SpeechProgram {
    private static final long TIMEOUT_SECONDS = 30;
    private static final String TEXT = "{text}";
    private static final String SOUND = "{wav}";
    private static final int MAX_TOLD = 200;

    private final List<String> command;

    /**
     * @param command program and arguments; {@code {text}} and {@code {wav}} stand for the files
     * @throws IllegalArgumentException if one of the two is missing
     */
    public SpeechProgram(List<String> command) {
        if (command.isEmpty() || !String.join(" ", command).contains(TEXT)
                || !String.join(" ", command).contains(SOUND)) {
            throw new IllegalArgumentException("a speech command names a program, " + TEXT + " and " + SOUND
                    + ", for example flite -voice slt -f {text} -o {wav}");
        }
        this.command = List.copyOf(command);
    }

    /**
     * Speaks; blocks until all is spoken.
     *
     * @return 48 kHz mono
     * @throws SpeechException if the program is not there, or fails
     */
    public short[] speak(String text) throws SpeechException, InterruptedException {
        try {
            Path folder = Files.createTempDirectory("visavis-say");
            try {
                return speak(text, folder.resolve("text.txt"), folder.resolve("speech.wav"), folder.resolve("log.txt"));
            } finally {
                for (String file : new String[] {"text.txt", "speech.wav", "log.txt", ""}) {
                    Files.deleteIfExists(folder.resolve(file));
                }
            }
        } catch (IOException e) {
            throw new SpeechException("The text cannot be handed to the speech program: " + e.getMessage(), e);
        }
    }

    private short[] speak(String text, Path textFile, Path sound, Path log)
            throws IOException, SpeechException, InterruptedException {
        Files.writeString(textFile, text + System.lineSeparator());
        Process process = start(textFile, sound, log);
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new SpeechException(command.get(0) + " did not speak within " + TIMEOUT_SECONDS + " s.", null);
            }
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            String told = Files.readString(log, StandardCharsets.ISO_8859_1).strip();
            throw new SpeechException(command.get(0) + " failed: "
                    + told.substring(0, Math.min(MAX_TOLD, told.length())), null);
        }
        return read(sound);
    }

    private Process start(Path textFile, Path sound, Path log) throws SpeechException {
        List<String> filled = command.stream()
                .map(part -> part.replace(TEXT, textFile.toString()).replace(SOUND, sound.toString())).toList();
        try {
            return new ProcessBuilder(filled).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        } catch (IOException e) {
            throw new SpeechException("There is no program " + command.get(0) + " to speak with: install it"
                    + " (Debian, Ubuntu: apt-get install flite), or set visavis.voice.speech-command to another.", e);
        }
    }

    private short[] read(Path sound) throws SpeechException {
        float[] tick16k = new float[AudioFileReader.TICK_16K];
        float[] tick = new float[AudioFileReader.TICK_48K];
        short[] pcm = new short[0];
        int length = 0;
        try (AudioFileReader reader = AudioFileReader.open(sound)) {
            while (reader.read(tick16k, tick)) {
                pcm = length + tick.length > pcm.length ? Arrays.copyOf(pcm, 2 * pcm.length + 96_000) : pcm;
                for (float s : tick) {
                    pcm[length++] = (short) Math.round(Math.max(-32_768, Math.min(32_767, s * 32_768)));
                }
            }
        } catch (MediaFileException e) {
            throw new SpeechException(command.get(0) + " gave no sound: " + e.getMessage(), e);
        }
        return Arrays.copyOf(pcm, length);
    }
}
