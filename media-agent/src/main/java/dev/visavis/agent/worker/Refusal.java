package dev.visavis.agent.worker;

import dev.visavis.agent.transport.NegotiationException;
import dev.visavis.inference.portrait.PortraitException;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request that cannot be met: the HTTP status that says so, and a message for people. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(Refusal.class);

    private final int status;

    Refusal(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** HTTP status. */
    int status() {
        return status;
    }

    static Refusal malformed(String message) {
        return new Refusal(400, message);
    }

    static Refusal unknownCall() {
        return new Refusal(404, "There is no such call; it has ended, or never was.");
    }

    static Refusal cannot(String message) {
        return new Refusal(422, message);
    }

    static Refusal busy(String message) {
        return new Refusal(503, message);
    }

    /** Anything that went wrong, as an event-bus reply. What is not a refusal of ours is logged. */
    static ReplyException reply(Throwable e) {
        int status = statusOf(e);
        if (status == 500) {
            LOG.error("A request failed", e);
        }
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        return new ReplyException(ReplyFailure.RECIPIENT_FAILURE, status, message);
    }

    private static int statusOf(Throwable e) {
        if (e instanceof Refusal refusal) {
            return refusal.status;
        }
        if (e instanceof PortraitException) {
            return 422;
        }
        if (e instanceof NegotiationException negotiation) {
            return switch (negotiation.reason()) {
                case MALFORMED -> 400;
                case NO_AUDIO, NO_VIDEO -> 422;
                case NO_COMMON_CODEC -> 406;
                case INTERNAL -> 500;
            };
        }
        return 500;
    }
}
