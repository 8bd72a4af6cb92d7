package dev.visavis.signaling.protocol;

/** What an agent answers when a request succeeds. */
public sealed interface AgentReply {
    /**
     * @param answer SDP with all of the agent's candidates
     * @param delayMs the call's fixed delay D from speech in to speech and picture out
     */
    record CallOpened(String answer, int delayMs) implements AgentReply {
    }

    /** @param fragment the agent's new ICE credentials and candidates (RFC 8840) */
    record IceRestarted(String fragment) implements AgentReply {
    }

    /** @param image the photo as calls frame it: a JPEG of some tens of kilobytes in base64 (RFC 4648, section 4) */
    record PhotoAnalyzed(PhotoFindings findings, String image) implements AgentReply {
    }

    /** Nothing to tell. On the wire an empty object. */
    record Done() implements AgentReply {
    }
}
