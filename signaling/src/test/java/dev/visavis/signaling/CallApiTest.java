package dev.visavis.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.signaling.protocol.AgentRequest.AddCandidates;
import dev.visavis.signaling.protocol.AgentRequest.CloseCall;
import dev.visavis.signaling.protocol.AgentRequest.OpenCall;
import dev.visavis.signaling.protocol.AgentRequest.RestartIce;
import dev.visavis.signaling.protocol.CallEvent.State;
import dev.visavis.signaling.protocol.CallFormat;
import dev.visavis.signaling.protocol.Controls;
import dev.visavis.signaling.protocol.TurnSecret;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallApiTest extends ServerTest {
    private int delete(String call) {
        return send(request("DELETE", call)).statusCode();
    }

    private static String detail(HttpResponse<String> response) {
        return new JsonObject(response.body()).getString("detail");
    }

    @Test
    void anOfferIsAnswered() {
        start(o -> o.iceServer(new IceServer(List.of("stun:stun.example.org"), "", ""))
                .iceServer(new IceServer(List.of("turn:turn.example.org?transport=udp"), "17:me", "pa\"ss")));
        HttpResponse<String> response = send(
                offer("?portrait=m1&gazeYaw=5&emotion=happy:0.6,sad:0.1", Fixtures.FIREFOX));
        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEqualTo(FakeAgent.ANSWER);
        assertThat(response.headers().allValues("Link")).containsExactly("<stun:stun.example.org>; rel=\"ice-server\"",
                "<turn:turn.example.org?transport=udp>; rel=\"ice-server\"; username=\"17:me\"; "
                        + "credential=\"pa\\\"ss\"; credential-type=\"password\"");
        OpenCall asked = agent.next(OpenCall.class);
        assertThat(asked.offer()).isEqualTo(Fixtures.FIREFOX);
        assertThat(asked.portrait()).isEqualTo("m1");
        assertThat(asked.controls()).isEqualTo(
                new Controls(5.0, null, null, Map.of("happy", 0.6, "sad", 0.1), null, null, null));
        assertThat(location(response)).isEqualTo("/api/calls/" + asked.callId());
        assertThat(asked.callId()).matches("[A-Za-z0-9_-]{22}");
    }

    @Test
    void theFormatAndTheBackgroundReachTheAgent() {
        start(o -> o);
        send(offer("?portrait=m1&background=blurred&size=1280x720&fps=40", Fixtures.FIREFOX));
        OpenCall asked = agent.next(OpenCall.class);
        assertThat(asked.format()).isEqualTo(new CallFormat(1280, 720, 40));
        assertThat(asked.controls().background()).isEqualTo("blurred");
        assertThat(asked.controls().portrait()).isNull();
        HttpResponse<String> refused = send(offer("?portrait=m1&size=1280x721", Fixtures.FIREFOX));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(detail(refused)).contains("640x480", "1280x721");
    }

    @Test
    void candidatesTrickle() {
        start(o -> o);
        HttpResponse<String> call = open();
        assertThat(send(patch(location(call), "\"other\", " + etag(call), Fixtures.TRICKLE)).statusCode())
                .isEqualTo(204);
        assertThat(agent.next(AddCandidates.class).fragment()).isEqualTo(Fixtures.TRICKLE);
    }

    @Test
    void aRestartBeginsAnotherIceSession() {
        start(o -> o);
        HttpResponse<String> call = open();
        HttpResponse<String> restarted = send(patch(location(call), "*", Fixtures.RESTART));
        assertThat(restarted.statusCode()).isEqualTo(200);
        assertThat(restarted.body()).isEqualTo(FakeAgent.FRAGMENT);
        assertThat(etag(restarted)).isNotEqualTo(etag(call));
        assertThat(agent.next(RestartIce.class).fragment()).isEqualTo(Fixtures.RESTART);
        assertThat(send(patch(location(call), etag(call), Fixtures.TRICKLE)).statusCode()).isEqualTo(412);
        assertThat(send(patch(location(call), etag(restarted), Fixtures.RESTART)).statusCode()).isEqualTo(204);
        assertThat(send(patch(location(call), etag(restarted), Fixtures.TRICKLE)).statusCode()).isEqualTo(400);
    }

    @Test
    void aRestartThatTheAgentRefusesLeavesTheIceSession() {
        start(o -> o);
        HttpResponse<String> call = open();
        agent.refuse(400, "not now");
        HttpResponse<String> refused = send(patch(location(call), "*", Fixtures.RESTART));
        assertThat(detail(refused)).contains("not now");
        agent.behave(FakeAgent::comply);
        assertThat(send(patch(location(call), etag(call), Fixtures.TRICKLE)).statusCode()).isEqualTo(204);
    }

    @Test
    void deleteWaitsUntilTheAgentHasReleasedTheCall() {
        start(o -> o);
        String call = location(open());
        agent.hold();
        var response = sendAsync(request("DELETE", call));
        assertThat(agent.next(CloseCall.class).callId()).isEqualTo(id(call));
        assertThat(response).isNotDone();
        agent.release();
        assertThat(response.join().statusCode()).isEqualTo(200);
        assertThat(delete(call)).isEqualTo(404);
    }

    @Test
    void aDeleteWithoutAnswerCanBeRepeated() {
        start(o -> o.agentTimeout(Duration.ofSeconds(1))); // the agent must answer within it at first
        String call = location(open());
        agent.behave(request -> null);
        assertThat(delete(call)).isEqualTo(504);
        agent.behave(FakeAgent::comply);
        assertThat(delete(call)).isEqualTo(200);
    }

    @Test
    void aPeerThatNeverConnectsIsForgotten() {
        start(o -> o);
        String call = location(open());
        agent.state(id(call), State.CLOSED, "The peer did not connect within 15 s.");
        settle();
        assertThat(delete(call)).isEqualTo(404);
    }

    @Test
    void anAgentThatTimesOutIsToldToDropTheCall() {
        start(o -> o.agentTimeout(Duration.ofMillis(50)));
        agent.behave(request -> null);
        assertThat(send(offer("?portrait=w1", Fixtures.CHROME)).statusCode()).isEqualTo(504);
        String opened = agent.next(OpenCall.class).callId();
        assertThat(agent.next(CloseCall.class).callId()).isEqualTo(opened);
    }

    @Test
    void aCallerWhoLeavesBeforeTheAnswerLeavesNothingBehind() throws Exception {
        start(o -> o);
        agent.hold();
        try (RawRequest raw = new RawRequest(server.port())) {
            raw.send("POST /api/calls?portrait=w1 HTTP/1.1", "Host: 127.0.0.1", "Content-Type: " + SDP,
                    "Content-Length: " + Fixtures.CHROME.length(), "", Fixtures.CHROME.stripTrailing());
            String opened = agent.next(OpenCall.class).callId();
            raw.reset();
            settle();
            agent.release();
            assertThat(agent.next(CloseCall.class).callId()).isEqualTo(opened);
        }
    }

    @Test
    void aFullAgentSendsTheCallToTheNext() {
        start(o -> o);
        agent.refuse(503, "full after all");
        FakeAgent other = new FakeAgent(vertx, "z2").announce(9, 8, "w1");
        settle();
        assertThat(send(offer("?portrait=w1", Fixtures.CHROME)).statusCode()).isEqualTo(201);
        other.announce(9, 8, "w1");
        settle();
        assertThat(other.next(OpenCall.class).callId()).isEqualTo(agent.next(OpenCall.class).callId());
        other.refuse(503, "full, too");
        HttpResponse<String> refused = send(offer("?portrait=w1", Fixtures.CHROME));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(detail(refused)).contains("full, too");
    }

    @Test
    void anAgentThatIsGoneSendsTheCallToTheNext() {
        start(o -> o);
        agent.die();
        assertThat(send(offer("?portrait=w1", Fixtures.CHROME)).statusCode()).isEqualTo(503);
        FakeAgent other = new FakeAgent(vertx, "z2").announce(2, 1, "w1");
        settle();
        assertThat(send(offer("?portrait=w1", Fixtures.CHROME)).statusCode()).isEqualTo(201);
        other.next(OpenCall.class);
    }

    @Test
    void theCallsOfADeadAgentEndAndOthersGoOn() {
        start(o -> o);
        String lost = location(open());
        FakeAgent other = new FakeAgent(vertx, "b2").announce(2, 0, "only-b");
        settle();
        String kept = location(send(offer("?portrait=only-b", Fixtures.SAFARI)));
        ControlClient lostSocket = ControlClient.open(server.port(), lost);
        lostSocket.next();
        agent.die();
        nowMs.addAndGet(2_000);
        other.announce(2, 1, "only-b");
        settle();
        nowMs.addAndGet(1_500);
        assertThat(lostSocket.next().getString("state")).isEqualTo("LOST");
        assertThat(lostSocket.closed()).startsWith("1000").contains("no longer hosts");
        assertThat(delete(lost)).isEqualTo(404);
        assertThat(delete(kept)).isEqualTo(200);
    }

    @Test
    void aPatchToAGoneAgentEndsTheCall() {
        start(o -> o);
        HttpResponse<String> call = open();
        agent.die();
        assertThat(send(patch(location(call), etag(call), Fixtures.TRICKLE)).statusCode()).isEqualTo(404);
        settle();
        assertThat(delete(location(call))).isEqualTo(404);
    }

    @Test
    void aCallThatItsAgentForgotHasEnded() {
        start(o -> o);
        HttpResponse<String> call = open();
        ControlClient socket = ControlClient.open(server.port(), location(call));
        socket.next();
        agent.refuse(404, "There is no such call.");
        assertThat(send(patch(location(call), etag(call), Fixtures.TRICKLE)).statusCode()).isEqualTo(404);
        assertThat(socket.closed()).startsWith("1000");
        assertThat(delete(location(call))).isEqualTo(404);
    }

    @Test
    void deletingACallOfAGoneAgentSucceeds() {
        start(o -> o);
        String call = location(open());
        agent.die();
        assertThat(delete(call)).isEqualTo(200);
    }

    @Test
    void badOffersLeaveOtherCallsUntouchedAndAgentsUnbothered() {
        start(o -> o);
        HttpResponse<String> good = open();
        agent.next(OpenCall.class);
        for (String bad : List.of("", "hello", "v=0\r\n", Fixtures.CHROME.replace("m=audio", "m=application"))) {
            assertThat(send(offer("?portrait=w1", bad)).statusCode()).isIn(400, 422);
        }
        assertThat(send(offer("?portrait=w1&gazeYaw=90", Fixtures.CHROME)).statusCode()).isEqualTo(422);
        assertThat(detail(send(offer("", Fixtures.CHROME)))).contains("/api/presenters");
        assertThat(detail(send(offer("?portrait=nobody", Fixtures.CHROME)))).contains("w1, m1");
        assertThat(agent.wasAsked()).isFalse();
        assertThat(send(patch(location(good), etag(good), Fixtures.TRICKLE)).statusCode()).isEqualTo(204);
    }

    @Test
    void theThirdCallFindsNoRoom() {
        start(o -> o);
        HttpResponse<String> first = open();
        open();
        HttpResponse<String> third = send(offer("?portrait=w1", Fixtures.CHROME));
        assertThat(third.statusCode()).isEqualTo(503);
        assertThat(third.headers().firstValue("Retry-After")).contains("5");
        assertThat(delete(location(first))).isEqualTo(200);
        agent.announce(2, 1, "w1", "m1");
        settle();
        open();
    }

    @Test
    void aCallThatEndsWhileItIsSetUpIsNotAnswered() {
        start(o -> o);
        agent.hold();
        var response = sendAsync(offer("?portrait=w1", Fixtures.CHROME));
        agent.state(agent.next(OpenCall.class).callId(), State.CLOSED, "out of memory");
        settle();
        agent.release();
        assertThat(response.join().statusCode()).isEqualTo(503);
        assertThat(detail(response.join())).contains("out of memory");
    }

    @Test
    void closingTheServerClosesItsCalls() {
        start(o -> o);
        String call = location(open());
        ControlClient socket = ControlClient.open(server.port(), call);
        socket.next();
        agent.hold();
        Future<Void> closing = server.close();
        assertThat(agent.next(CloseCall.class).callId()).isEqualTo(id(call));
        assertThat(send(offer("?portrait=w1", Fixtures.CHROME)).statusCode()).isEqualTo(503);
        agent.release();
        Wait.on(closing);
        assertThat(socket.next().getString("state")).isEqualTo("CLOSED");
        assertThat(socket.closed()).startsWith("1000");
    }

    @Test
    void otherMethodsAreToldWhichOnesThereAre() {
        start(o -> o);
        HttpResponse<String> response = send(request("PUT", "/api/calls"));
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("OPTIONS, POST");
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(send(request("GET", "/api/nothing")).statusCode()).isEqualTo(404);
    }

    @Test
    void presentersAndIceServersAreListed() {
        start(o -> o.iceServer(new IceServer(List.of("turns:turn.example.org"), "u", "c")));
        assertThat(send(request("GET", "/api/presenters")).body()).isEqualTo(
                "[{\"id\":\"w1\",\"name\":\"Presenter w1\",\"image\":\"/presenters/w1.jpg\"},"
                        + "{\"id\":\"m1\",\"name\":\"Presenter m1\",\"image\":\"/presenters/m1.jpg\"}]");
        assertThat(send(request("GET", "/api/config")).body()).isEqualTo(
                new JsonObject().put("iceServers", new JsonArray().add(new JsonObject()
                        .put("urls", new JsonArray().add("turns:turn.example.org")).put("username", "u")
                        .put("credential", "c"))).put("iceTransportPolicy", "all")
                        .put("uploads", new JsonObject().put("maxBytes", 20_000_000)
                                .put("consent", Consent.shown()))
                        .encode());
    }

    @Test
    void everyCallerGetsAnOwnLoginForALimitedTime() {
        TurnSecret secret = new TurnSecret("north", Duration.ofHours(1));
        Clock clock = Clock.fixed(Instant.ofEpochSecond(1_000_000_000), ZoneOffset.UTC);
        start(o -> o.iceServer(new IceServer(List.of("turn:turn.example.org", "stun:turn.example.org"), "", ""))
                .turnSecret(secret).relayOnly(true).wallClock(clock));
        JsonObject config = new JsonObject(send(request("GET", "/api/config")).body());
        JsonObject server = config.getJsonArray("iceServers").getJsonObject(0);
        TurnSecret.Login login = secret.login(clock.instant());
        assertThat(server.getString("username")).isEqualTo(login.username());
        assertThat(server.getString("credential")).isEqualTo(login.credential());
        assertThat(config.getString("iceTransportPolicy")).isEqualTo("relay");
        assertThat(config.encode()).doesNotContain("north");
    }

    @Test
    void readyMeansThatAnAgentWasHeardLately() {
        start(o -> o);
        assertThat(send(request("GET", "/health/ready")).statusCode()).isEqualTo(200);
        nowMs.addAndGet(3_000);
        assertThat(send(request("GET", "/health/ready")).statusCode()).isEqualTo(503);
        assertThat(send(offer("?portrait=w1", Fixtures.CHROME)).statusCode()).isEqualTo(503);
        agent.announce(2, 0, "w1");
        settle();
        assertThat(send(request("GET", "/health/ready")).statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsNotAStatusIsPassedOver() {
        start(o -> o);
        vertx.eventBus().publish("visavis.agent-status", new JsonObject().put("agentId", "broken"));
        String call = location(open());
        vertx.eventBus().publish("visavis.call." + id(call) + ".events", new JsonObject().put("type", "odd"));
        settle();
        assertThat(delete(call)).isEqualTo(200);
    }
}
