package dev.visavis.agent.transport;

import dev.visavis.signaling.protocol.Sdp;
import java.util.concurrent.CompletionStage;

/**
 * A {@link MediaTransport} that is set up by SDP offer and answer (RFC 9429) with the browser as the offerer. The
 * stages fail with {@link NegotiationException}.
 */
public interface WebRtcTransport extends MediaTransport {
    /**
     * Answers the peer's offer, once.
     *
     * @return the answer with all of the agent's candidates in it
     */
    CompletionStage<Sdp> answer(Sdp offer);

    /**
     * Adds the peer's later candidates.
     *
     * @param fragment {@code application/trickle-ice-sdpfrag} (RFC 8840) with the credentials in use
     */
    CompletionStage<Void> addCandidates(Sdp fragment);

    /**
     * Restarts ICE with the peer's new credentials and candidates (RFC 8445, section 9); media goes on meanwhile.
     *
     * @return the agent's new credentials and candidates, as a fragment
     */
    CompletionStage<Sdp> restartIce(Sdp fragment);
}
