package dev.visavis.agent.transport;

/** An offer or fragment cannot be used; the message says what is wrong with it, and what the peer can do. */
public final class NegotiationException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why, in terms of what the peer can do about it. */
    public enum Reason {
        /** Not SDP, or SDP that contradicts itself. */
        MALFORMED,
        /** Sound, which the call cannot do without, is not offered. */
        NO_AUDIO,
        /** Nothing is offered that could show the picture. */
        NO_VIDEO,
        /** No codec in common (H.264 constrained baseline, Opus). */
        NO_COMMON_CODEC,
        /** The transport itself failed, or is closed. */
        INTERNAL
    }

    private final Reason reason;

    public NegotiationException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public NegotiationException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
