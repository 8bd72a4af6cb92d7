package dev.visavis.signaling;

import dev.visavis.signaling.protocol.Addresses;
import dev.visavis.signaling.protocol.AgentReply;
import dev.visavis.signaling.protocol.AgentRequest;
import dev.visavis.signaling.protocol.AgentStatus;
import dev.visavis.signaling.protocol.CallEvent;
import dev.visavis.signaling.protocol.CallEvent.State;
import dev.visavis.signaling.protocol.PhotoFindings;
import dev.visavis.signaling.protocol.PhotoFindings.Box;
import dev.visavis.signaling.protocol.Presenter;
import dev.visavis.signaling.protocol.Wire;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** An agent without media: answers requests as a test tells it, and says only what a test lets it say. */
final class FakeAgent {
    static final String ANSWER = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";
    static final String FRAGMENT = "a=ice-ufrag:agent\r\na=ice-pwd:0123456789abcdefghijkl\r\n";

    static final PhotoFindings FINDINGS = new PhotoFindings(640, 480, List.of(new Box(100, 90, 220, 230)), 1, -3.5, 2,
            0.5, List.of("The light is too harsh."), 512, 512, new Box(150, 140, 210, 215));
    /** Not a picture; signaling does not look. */
    static final byte[] IMAGE = "the picture".getBytes(StandardCharsets.US_ASCII);

    private final EventBus bus;
    private final String id;
    private AgentStatus.Listener listener = new AgentStatus.Listener("127.0.0.1", 1, "nobody listens here");
    private final MessageConsumer<JsonObject> consumer;
    private final BlockingQueue<AgentRequest> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<Runnable> held = new LinkedBlockingQueue<>();
    private volatile Function<AgentRequest, AgentReply> behaviour = FakeAgent::comply;
    private volatile boolean holding;

    FakeAgent(Vertx vertx, String id) {
        this.id = id;
        bus = vertx.eventBus();
        consumer = bus.consumer(Addresses.agent(id), this::answer);
    }

    /** Says that it lives. */
    FakeAgent announce(int capacity, int calls, String... presenters) {
        List<Presenter> list = List.of(presenters).stream().map(p -> new Presenter(p, "Presenter " + p)).toList();
        bus.publish(Addresses.AGENT_STATUS,
                Wire.encode(new AgentStatus(id, capacity, calls, calls, list, false, listener)));
        return this;
    }

    /** What it says of its listener from now on. */
    FakeAgent listenAt(AgentStatus.Listener address) {
        listener = address;
        return this;
    }

    /** What it does with requests from now on; null for no answer at all. */
    void behave(Function<AgentRequest, AgentReply> how) {
        behaviour = how;
    }

    /** Refuses everything from now on. */
    void refuse(int status, String why) {
        behave(request -> {
            throw new ReplyException(ReplyFailure.RECIPIENT_FAILURE, status, why);
        });
    }

    /** Keeps its answers back until {@link #release()}. */
    void hold() {
        holding = true;
    }

    void release() {
        holding = false;
        held.forEach(Runnable::run);
        held.clear();
    }

    void publish(CallEvent event) {
        bus.publish(Addresses.callEvents(event.callId()), Wire.encode(event));
    }

    /** Publishes a change of state. */
    void state(String callId, State state, String reason) {
        publish(new CallEvent.StateChanged(callId, state, reason));
    }

    /** Goes without a word. */
    void die() {
        Wait.on(consumer.unregister());
    }

    /** The next request of a kind; others before it are skipped. */
    <T extends AgentRequest> T next(Class<T> kind) {
        try {
            while (true) {
                AgentRequest request = requests.poll(Wait.SECONDS, TimeUnit.SECONDS);
                if (request == null) {
                    throw new AssertionError("agent " + id + " was not asked for " + kind.getSimpleName());
                }
                if (kind.isInstance(request)) {
                    return kind.cast(request);
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    boolean wasAsked() {
        return !requests.isEmpty();
    }

    private void answer(Message<JsonObject> message) {
        AgentRequest request = Wire.decode(message.body(), AgentRequest.class);
        Runnable answer = () -> {
            try {
                AgentReply reply = behaviour.apply(request);
                if (reply != null) {
                    message.reply(Wire.encode(reply));
                }
            } catch (ReplyException e) {
                message.fail(e.failureCode(), e.getMessage());
            }
        };
        if (holding) {
            held.add(answer);
            requests.add(request);
        } else {
            requests.add(request);
            answer.run();
        }
    }

    static AgentReply comply(AgentRequest request) {
        if (request instanceof AgentRequest.AnalyzePhoto) {
            return new AgentReply.PhotoAnalyzed(FINDINGS, Base64.getEncoder().encodeToString(IMAGE));
        }
        if (request instanceof AgentRequest.CheckBackground) {
            return new AgentReply.BackgroundChecked(List.of("It is small."), Base64.getEncoder().encodeToString(IMAGE));
        }
        if (request instanceof AgentRequest.OpenCall) {
            return new AgentReply.CallOpened(ANSWER, 300);
        }
        return request instanceof AgentRequest.RestartIce
                ? new AgentReply.IceRestarted(FRAGMENT)
                : new AgentReply.Done();
    }
}
