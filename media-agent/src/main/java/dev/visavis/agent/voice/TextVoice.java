package dev.visavis.agent.voice;

import dev.visavis.agent.call.VoiceFeed;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Says texts, sentence by sentence: the first is heard while the next is made. Thread-safe. */
public final class TextVoice {
    private final VoiceFeed feed;
    private final SpeechProgram program;
    private final Executor worker;
    private final Consumer<String> onFailure;
    private int interruptions;

    /**
     * @param worker runs one task after the other; the tasks block
     * @param onFailure told why a text, or the rest of it, is not said
     */
    public TextVoice(VoiceFeed feed, SpeechProgram program, Executor worker, Consumer<String> onFailure) {
        this.feed = feed;
        this.program = program;
        this.worker = worker;
        this.onFailure = onFailure;
    }

    /** Says a text, as one segment, after those before. */
    public void say(String text) {
        int before = interruptions();
        worker.execute(() -> speak(sentences(text), before));
    }

    /** Drops what was to be said; what waits in the feed already is the caller's to clear. */
    public synchronized void interrupt() {
        interruptions++;
    }

    private synchronized int interruptions() {
        return interruptions;
    }

    private void speak(List<String> sentences, int before) {
        try {
            for (String sentence : sentences) {
                if (!write(program.speak(sentence), before)) {
                    break;
                }
            }
        } catch (SpeechException e) {
            onFailure.accept(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end(before);
    }

    /** @return false if no more is to be said */
    private boolean write(short[] pcm, int before) {
        synchronized (this) {
            if (interruptions != before) {
                return false;
            }
            if (feed.write(pcm)) {
                return true;
            }
        }
        onFailure.accept("More than " + VoiceFeed.CAPACITY_MS / 1_000
                + " s wait to be said; the rest of the text was left out.");
        return false;
    }

    private synchronized void end(int before) {
        if (interruptions == before) {
            feed.endSegment();
        }
    }

    static List<String> sentences(String text) {
        BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ENGLISH);
        breaks.setText(text);
        List<String> sentences = new ArrayList<>();
        int start = breaks.first();
        for (int end = breaks.next(); end != BreakIterator.DONE; start = end, end = breaks.next()) {
            String sentence = text.substring(start, end).strip();
            if (!sentence.isEmpty()) {
                sentences.add(sentence);
            }
        }
        return sentences;
    }
}
