package dev.visavis.signaling.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What signaling asks of an agent. On the wire: the record's fields and {@code "type"}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({@JsonSubTypes.Type(value = AgentRequest.OpenCall.class, name = "open-call"),
    @JsonSubTypes.Type(value = AgentRequest.AddCandidates.class, name = "add-candidates"),
    @JsonSubTypes.Type(value = AgentRequest.RestartIce.class, name = "restart-ice"),
    @JsonSubTypes.Type(value = AgentRequest.SetControls.class, name = "set-controls"),
    @JsonSubTypes.Type(value = AgentRequest.SetVoice.class, name = "set-voice"),
    @JsonSubTypes.Type(value = AgentRequest.Say.class, name = "say"),
    @JsonSubTypes.Type(value = AgentRequest.Interrupt.class, name = "interrupt"),
    @JsonSubTypes.Type(value = AgentRequest.CloseCall.class, name = "close-call"),
    @JsonSubTypes.Type(value = AgentRequest.AnalyzePhoto.class, name = "analyze-photo"),
    @JsonSubTypes.Type(value = AgentRequest.ForgetPortrait.class, name = "forget-portrait"),
    @JsonSubTypes.Type(value = AgentRequest.CheckBackground.class, name = "check-background"),
    @JsonSubTypes.Type(value = AgentRequest.ForgetBackground.class, name = "forget-background"),
    @JsonSubTypes.Type(value = AgentRequest.Drain.class, name = "drain")})
public sealed interface AgentRequest {
    /**
     * Opens a call. Reply: {@link AgentReply.CallOpened}.
     *
     * @param offer SDP of the peer
     * @param portrait a presenter's id, or a {@link PictureId}
     * @param controls starting values, never null
     * @param format of the picture; null: the agent's own
     */
    record OpenCall(String callId, String offer, String portrait, Controls controls,
            @JsonInclude(JsonInclude.Include.NON_NULL) CallFormat format)
            implements
                AgentRequest {
        /** In the agent's own format. */
        public OpenCall(String callId, String offer, String portrait, Controls controls) {
            this(callId, offer, portrait, controls, null);
        }
    }

    /**
     * The peer's later candidates. Reply: {@link AgentReply.Done}.
     *
     * @param fragment SDP fragment (RFC 8840)
     */
    record AddCandidates(String callId, String fragment) implements AgentRequest {
    }

    /**
     * New ICE credentials of the peer. Reply: {@link AgentReply.IceRestarted}.
     *
     * @param fragment SDP fragment (RFC 8840)
     */
    record RestartIce(String callId, String fragment) implements AgentRequest {
    }

    /**
     * Live controls. Reply: {@link AgentReply.Done}.
     *
     * @param controls fields left null stay as they are
     */
    record SetControls(String callId, Controls controls) implements AgentRequest {
    }

    /**
     * Chooses whose words the portrait says. Reply: {@link AgentReply.Done}; 422 if the agent is not set up for it.
     *
     * @param mode not {@link VoiceMode#PROGRAM}
     */
    record SetVoice(String callId, VoiceMode mode) implements AgentRequest {
    }

    /**
     * Says a text, after what waits already; a portrait that says its caller's words turns to
     * {@link VoiceMode#TEXT}. Reply: {@link AgentReply.Done}, before it is said; 422 if it cannot be said, 503 if too
     * much waits.
     */
    record Say(String callId, String text) implements AgentRequest {
        /** About a minute, which is what a feed holds. */
        public static final int MAX_CHARS = 800;
    }

    /** Silences the portrait at once; what waits is dropped. Reply: {@link AgentReply.Done}. */
    record Interrupt(String callId) implements AgentRequest {
    }

    /**
     * Ends a call; an unknown call counts as ended. Reply, once everything of the call is released:
     * {@link AgentReply.Done}.
     *
     * @param reason for the log
     */
    record CloseCall(String callId, String reason) implements AgentRequest {
    }

    /**
     * Finds the face on a photo, which the agent fetches by its name, and prepares the portrait. Reply:
     * {@link AgentReply.PhotoAnalyzed}.
     *
     * @param portrait a {@link PictureId}
     */
    record AnalyzePhoto(String portrait) implements AgentRequest {
    }

    /**
     * The portrait was removed: nothing of it may stay in memory, once the calls that show it have ended. Reply:
     * {@link AgentReply.Done}, also if the agent never had it.
     *
     * @param portrait a {@link PictureId}
     */
    record ForgetPortrait(String portrait) implements AgentRequest {
    }

    /**
     * Reads a picture, which the agent fetches by its name, and makes it ready to stand behind portraits. Reply:
     * {@link AgentReply.BackgroundChecked}.
     *
     * @param background a {@link PictureId}
     */
    record CheckBackground(String background) implements AgentRequest {
    }

    /**
     * As {@link ForgetPortrait}, for a background.
     *
     * @param background a {@link PictureId}
     */
    record ForgetBackground(String background) implements AgentRequest {
    }

    /** Takes no new calls from now on; those there are go on. Reply: {@link AgentReply.Done}. */
    record Drain() implements AgentRequest {
    }
}
