package dev.visavis.signaling.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What an agent tells of a call. On the wire: the record's fields and {@code "type"}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({@JsonSubTypes.Type(value = CallEvent.StateChanged.class, name = "state"),
    @JsonSubTypes.Type(value = CallEvent.Stats.class, name = "stats"),
    @JsonSubTypes.Type(value = CallEvent.Voice.class, name = "voice")})
public sealed interface CallEvent {
    String callId();

    /** Life of a call as its caller sees it. */
    enum State {
        CONNECTING, LIVE,
        /** The peer is not heard; may come back. */
        INTERRUPTED, CLOSED,
        /** Closed, because the agent that had the call is gone; the caller may call again at once. */
        LOST;

        /** True if nothing follows. */
        public boolean isFinal() {
            return this == CLOSED || this == LOST;
        }
    }

    /**
     * @param reason why, in words; empty where there is nothing to say
     */
    record StateChanged(String callId, State state, String reason) implements CallEvent {
    }

    /**
     * Once a second while the call is live.
     *
     * @param framesPerSecond sent in the last second
     * @param framesDropped since the call began
     * @param generateMsP95 time to make one frame (audio, motion, picture), last ten seconds
     * @param stageMs where that time went, mean for one frame, last second
     * @param delayMs the call's fixed delay D
     * @param speechLevelDb loudness of the speech heard in the last second, dBFS; never below {@link #SILENCE_DB}
     * @param targetFramesPerSecond asked for now; less than usual while machine or path are overloaded
     * @param sizeDivisor 1; 2 while pictures have half their sides because of that
     */
    record Stats(String callId, double framesPerSecond, long framesDropped, double generateMsP95, StageMs stageMs,
            int delayMs, double speechLevelDb, double targetFramesPerSecond, int sizeDivisor) implements CallEvent {
        /** What digital silence is called: JSON has no infinity. */
        public static final double SILENCE_DB = -100;

        /**
         * Milliseconds a frame.
         *
         * @param transport speech in, voice and frames out
         * @param audio resampling and audio encoder
         * @param motion motion generator
         * @param picture face decoder and provenance mark
         */
        public record StageMs(double transport, double audio, double motion, double picture) {
        }

        public Stats {
            speechLevelDb = Math.max(SILENCE_DB, speechLevelDb);
        }
    }

    /**
     * Whose words the portrait says, or whether it speaks, has changed; or something about it is to be told.
     *
     * @param speaking true while a voice of its own leaves
     * @param detail in words for the caller, what went wrong; empty where there is nothing to say
     */
    record Voice(String callId, VoiceMode mode, boolean speaking, String detail) implements CallEvent {
    }
}
