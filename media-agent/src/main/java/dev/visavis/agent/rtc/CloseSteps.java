package dev.visavis.agent.rtc;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closing in the order that the library survives, after pushing has ended. A step that fails does not stop the rest. */
final class CloseSteps {
    private static final Logger LOG = LoggerFactory.getLogger(CloseSteps.class);

    private CloseSteps() {
    }

    static void run(Connection connection) {
        step("remove sink", connection::removeSink);
        step("close connection", connection::closeConnection);
        step("dispose tracks", connection::disposeTracks);
        step("dispose sources", connection::disposeSources);
    }

    private static void step(String name, Runnable step) {
        try {
            step.run();
        } catch (Error e) {
            // 0.14.0 gives up its reference and then complains that its own wrappers hold others (0.2 MB a call).
            LOG.debug("closing, {}: {}", name, e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("closing, {}", name, e);
        }
    }
}
