package dev.visavis.signaling.protocol;

import java.util.List;

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

    /** Of an uploaded picture. */
    sealed interface PictureReply extends AgentReply {
        /** What is shown of it: a JPEG of some tens of kilobytes in base64 (RFC 4648, section 4). */
        String image();
    }

    /** @param image the photo as calls frame it */
    record PhotoAnalyzed(PhotoFindings findings, String image) implements PictureReply {
    }

    /**
     * @param warnings in words for the person who chose the picture, the most important first; none if all is well
     * @param image the picture, smaller
     */
    record BackgroundChecked(List<String> warnings, String image) implements PictureReply {
        public BackgroundChecked {
            warnings = List.copyOf(warnings);
        }
    }

    /** Nothing to tell. On the wire an empty object. */
    record Done() implements AgentReply {
    }
}
