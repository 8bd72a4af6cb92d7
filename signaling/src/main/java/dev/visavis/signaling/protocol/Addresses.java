package dev.visavis.signaling.protocol;

/** Event-bus addresses. Every body is a {@code JsonObject} made from one record of this package. */
public final class Addresses {
    /** Published by every agent once a second, and at once when something changes: {@link AgentStatus}. */
    public static final String AGENT_STATUS = "visavis.agent-status";

    /** Published by whoever sees an agent die, so that nobody waits for its silence: {@link AgentGone}. */
    public static final String AGENT_GONE = "visavis.agent-gone";

    /** Failure code of a request whose agent died before it answered (RFC 9110, 15.5.11). */
    public static final int GONE = 410;

    private static final String CALL = "visavis.call.";

    private Addresses() {
    }

    /**
     * Requests to one agent: {@link AgentRequest}, tagged by its {@code type}. The reply is what the request names;
     * a failure is a {@code ReplyException} whose failure code is an HTTP status and whose message is for people. The
     * caller is told of a refusal as it is: {@code OpenCall} by 400 (malformed), 406 (no codec in common), 422 (cannot be
     * done) or 503 (no room; another agent is asked), {@code AnalyzePhoto} by 422 (no portrait can come of it) or 503, a
     * fragment by 400, a call that the agent does not know by 404, which ends
     * it, the death of the agent by {@link #GONE}. Any other code becomes 500.
     */
    public static String agent(String agentId) {
        return "visavis.agent." + agentId;
    }

    /** Published by the agent that has the call: {@link CallEvent}. The last one says that the call is closed. */
    public static String callEvents(String callId) {
        return CALL + callId + ".events";
    }

    /** True for what agents publish: their status, and the events of calls. */
    public static boolean isAgents(String address) {
        return address.equals(AGENT_STATUS) || address.startsWith(CALL);
    }
}
