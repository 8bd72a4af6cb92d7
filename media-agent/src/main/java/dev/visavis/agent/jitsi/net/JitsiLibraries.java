package dev.visavis.agent.jitsi.net;

import java.util.List;
import java.util.logging.Logger;
import org.jitsi.utils.logging2.LoggerImpl;

/** Settings of ice4j and jitsi-srtp, which are global to the process; made before their first class is used. */
final class JitsiLibraries {
    /** Kept, or java.util.logging would forget them. */
    private static final List<Logger> QUIET = List.of(Logger.getLogger("org.ice4j"), Logger.getLogger("org.jitsi"),
            Logger.getLogger("JitsiConfig"), Logger.getLogger("visavis"));

    static {
        // They warn of what is normal, at levels they set themselves; what matters reaches us as states and exceptions.
        QUIET.forEach(logger -> logger.setUseParentHandlers(false));
        set("ice4j.software", "");
        set("ice4j.harvest.mapping.aws.enabled", "false"); // asks a link-local address at every start
        set("ice4j.harvest.timeout", "4 seconds");
        // The agent stays open to addresses that appear later (a peer that changes its network).
        set("ice4j.ice.termination-delay", "7 days");
        set("ice4j.consent-freshness.interval", "4 seconds");
        // Checks go on through an outage, twice a second: a failed agent stays failed.
        set("org.ice4j.MAX_RETRANSMISSIONS", "60");
        set("org.ice4j.MAX_CTRAN_RETRANS_TIMER", "500");
    }

    /** The parent of the loggers that the libraries want to be given. */
    static final org.jitsi.utils.logging2.Logger LOG = new LoggerImpl("visavis");

    private JitsiLibraries() {
    }

    private static void set(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
