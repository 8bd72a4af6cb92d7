package dev.visavis.signaling;

import dev.visavis.signaling.AgentLink.CallGone;
import dev.visavis.signaling.protocol.AgentReply.CallOpened;
import dev.visavis.signaling.protocol.AgentRequest.OpenCall;
import dev.visavis.signaling.protocol.CallFormat;
import dev.visavis.signaling.protocol.Controls;
import dev.visavis.signaling.protocol.PictureId;
import dev.visavis.signaling.protocol.Sdp;
import io.vertx.core.Future;
import java.util.Iterator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a call on the best agent, and on the next best if that one is full or gone after all. */
final class CallOpener {
    private static final Logger LOG = LoggerFactory.getLogger(CallOpener.class);

    private final AgentDirectory directory;
    private final AgentLink agents;
    private final CallRegistry calls;

    /** @param answer SDP with all of the agent's candidates */
    record Opened(Call call, String answer) {
    }

    CallOpener(AgentDirectory directory, AgentLink agents, CallRegistry calls) {
        this.directory = directory;
        this.agents = agents;
        this.calls = calls;
    }

    /** Fails with a {@link Problem}; nothing of the call is left then. */
    Future<Opened> open(Sdp offer, IceCredentials peer, String portrait, Controls controls, CallFormat format) {
        List<String> candidates = PictureId.parse(portrait).isPresent()
                ? directory.candidatesWithRoom()
                : directory.candidates(portrait);
        return calls.create(peer).compose(call -> {
            OpenCall request = new OpenCall(call.id(), offer.toString(), portrait, controls, format);
            return attempt(call, request, candidates.iterator()).onFailure(e -> calls.drop(call, e.getMessage()))
                    .compose(reply -> opened(call, reply));
        });
    }

    private Future<CallOpened> attempt(Call call, OpenCall request, Iterator<String> candidates) {
        String agentId = candidates.next();
        call.agentId(agentId);
        directory.placed(agentId);
        return agents.ask(agentId, request, CallOpened.class).recover(e -> {
            boolean another = e instanceof CallGone || e instanceof Problem p && p.status() == 503;
            if (another && candidates.hasNext() && !call.isClosed()) {
                return attempt(call, request, candidates);
            }
            return Future.failedFuture(e instanceof CallGone ? Problem.busy("The agent is gone; try again.") : e);
        });
    }

    private static Future<Opened> opened(Call call, CallOpened reply) {
        if (call.isClosed()) {
            return Future.failedFuture(Problem.busy("The call ended while it was set up: " + call.state().reason()));
        }
        LOG.info("Call {} opened on agent {}, delay {} ms", call.shortId(), call.agentId(), reply.delayMs());
        return Future.succeededFuture(new Opened(call, reply.answer()));
    }
}
