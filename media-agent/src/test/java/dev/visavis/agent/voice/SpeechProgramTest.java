package dev.visavis.agent.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.visavis.agent.call.VoiceFeed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text-to-speech with a stand-in for its program: it "speaks" a sound file, and keeps what it was given. */
class SpeechProgramTest {
    @TempDir
    Path folder;
    private SpeechProgram program;

    @BeforeEach
    void writeProgram() throws IOException {
        byte[] half = new byte[16_000]; // half a second at 16 kHz
        for (int i = 1; i < half.length; i += 2) {
            half[i] = 16;
        }
        AudioSystem.write(new AudioInputStream(new ByteArrayInputStream(half),
                new AudioFormat(16_000, 16, 1, true, false), half.length / 2), AudioFileFormat.Type.WAVE,
                folder.resolve("half.wav").toFile());
        program = script("cat \"$1\" >> heard.txt; cp half.wav \"$2\"");
    }

    private SpeechProgram script(String body) throws IOException {
        Path script = Files.writeString(folder.resolve("speak.sh"), "cd " + folder + "; " + body);
        return new SpeechProgram(List.of("sh", script.toString(), "{text}", "{wav}"));
    }

    @Test
    void aTextBecomesSpeechAndIsNoPartOfACommand() throws Exception {
        short[] pcm = program.speak("Hello; touch oops $(touch oops)");
        assertThat(pcm.length).isBetween(23_500, 24_500);
        assertThat(pcm[12_000]).isBetween((short) 3_900, (short) 4_200);
        assertThat(Files.readString(folder.resolve("heard.txt"))).startsWith("Hello; touch oops $(touch oops)");
        assertThat(folder.resolve("oops")).doesNotExist();
    }

    @Test
    void whatGoesWrongIsToldWithTheWayOut() throws Exception {
        assertThatThrownBy(() -> new SpeechProgram(List.of("no-such-program", "{text}", "{wav}")).speak("x"))
                .isInstanceOf(SpeechException.class).hasMessageContaining("apt-get install flite")
                .hasMessageContaining("no-such-program").hasMessageContaining("speech-command");
        assertThatThrownBy(() -> script("echo no voice; exit 3").speak("x")).hasMessageContaining("no voice");
        assertThatThrownBy(() -> script("exit 0").speak("x")).hasMessageContaining("gave no sound");
        assertThatThrownBy(() -> new SpeechProgram(List.of("say", "{text}"))).hasMessageContaining("{wav}");
    }

    @Test
    void aTextIsSaidSentenceBySentenceAsOneSegment() {
        VoiceFeed feed = new VoiceFeed();
        List<String> failures = new ArrayList<>();
        TextVoice voice = new TextVoice(feed, program, Runnable::run, failures::add);
        voice.say("Good morning. How are you?");
        voice.say("Fine!");
        assertThat(failures).isEmpty();
        assertThat(feed.lastSegment()).isEqualTo(2);
        assertThat(feed.waitingMs()).isBetween(1_470, 1_530);
        assertThat(TextVoice.sentences("  One. Two!  Three ")).containsExactly("One.", "Two!", "Three");
    }

    @Test
    void whatIsNotYetSaidIsDroppedByAnInterruption() {
        VoiceFeed feed = new VoiceFeed();
        List<Runnable> later = new ArrayList<>();
        TextVoice voice = new TextVoice(feed, program, later::add, why -> {
        });
        voice.say("One. Two.");
        voice.interrupt();
        voice.say("Three.");
        later.forEach(Runnable::run);
        assertThat(feed.lastSegment()).isEqualTo(1);
        assertThat(feed.waitingMs()).isBetween(490, 510);
    }

    @Test
    void aFailureAndAFullFeedAreTold() throws IOException {
        VoiceFeed feed = new VoiceFeed();
        List<String> failures = new ArrayList<>();
        new TextVoice(feed, script("exit 1"), Runnable::run, failures::add).say("One.");
        assertThat(failures).hasSize(1);
        feed.write(new short[48 * (VoiceFeed.CAPACITY_MS - 400)]);
        new TextVoice(feed, script("cp half.wav \"$2\""), Runnable::run, failures::add).say("One.");
        assertThat(failures.get(1)).contains("60 s");
    }
}
