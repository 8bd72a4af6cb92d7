package dev.visavis.agent.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.agent.call.VoiceFeed;
import dev.visavis.agent.conversation.ConversationOptions.Dialect;
import dev.visavis.agent.transport.Pump;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A conversation with a double of the server: it says what a test lets it say, and keeps what it is told. */
@Timeout(60)
class RealtimeConversationTest implements RealtimeConversation.Listener {
    private static final String KEY = "a secret";

    private final Vertx vertx = Vertx.vertx();
    private final VoiceFeed feed = new VoiceFeed();
    private final List<JsonObject> heard = new CopyOnWriteArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile ServerWebSocket socket;
    private RealtimeConversation conversation;

    @BeforeEach
    void listen() throws Exception {
        server = vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1").await(20,
                TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    private void answer(HttpServerRequest request) {
        requests.add(request.uri() + " beta=" + request.getHeader("OpenAI-Beta"));
        if (!("Bearer " + KEY).equals(request.getHeader("Authorization"))) {
            request.response().setStatusCode(401).end();
            return;
        }
        request.toWebSocket().onSuccess(opened -> {
            opened.textMessageHandler(text -> heard.add(new JsonObject(text)));
            socket = opened;
        });
    }

    private ConversationOptions options(String key, Dialect dialect) {
        return new ConversationOptions(URI.create("ws://127.0.0.1:" + server.actualPort() + "/v1/realtime"), key,
                "a model", "marin", "Be brief.", dialect);
    }

    private void converse(Dialect dialect) {
        conversation = RealtimeConversation.start(vertx, options(KEY, dialect), feed, this);
        Pump.until("the session is set up", () -> last("session.update") != null);
    }

    @Override
    public void trouble(String words) {
        told.add(words);
    }

    @Override
    public void ended(String why) {
        told.add("ended: " + why);
    }

    private JsonObject last(String type) {
        return heard.stream().filter(m -> type.equals(m.getString("type"))).reduce((a, b) -> b).orElse(null);
    }

    private void say(String type, JsonObject fields) {
        socket.writeTextMessage(fields.put("type", type).encode());
    }

    private void sayAudio(String item, int ms) {
        byte[] pcm = new byte[48 * ms];
        for (int i = 1; i < pcm.length; i += 2) {
            pcm[i] = 16;
        }
        say("response.output_audio.delta", new JsonObject().put("item_id", item)
                .put("delta", Base64.getEncoder().encodeToString(pcm)));
    }

    @ParameterizedTest
    @EnumSource
    void theSessionIsSetUpInEitherDialect(Dialect dialect) {
        converse(dialect);
        assertThat(requests).containsExactly("/v1/realtime?model=a+model beta="
                + (dialect == Dialect.BETA ? "realtime=v1" : "null"));
        JsonObject session = last("session.update").getJsonObject("session");
        assertThat(session.getString("instructions")).isEqualTo("Be brief.");
        JsonObject audio = session.getJsonObject("audio");
        if (dialect == Dialect.GA) {
            assertThat(audio.getJsonObject("output").getString("voice")).isEqualTo("marin");
            assertThat(audio.getJsonObject("input").getJsonObject("format").getInteger("rate")).isEqualTo(24_000);
        } else {
            assertThat(session.getString("input_audio_format")).isEqualTo("pcm16");
            assertThat(session.getString("voice")).isEqualTo("marin");
        }
    }

    @Test
    void theCallersVoiceGoesUpAt24kHz() {
        converse(Dialect.GA);
        float[] tick = new float[480];
        java.util.Arrays.fill(tick, 0.25f);
        for (int i = 0; i < 40; i++) {
            conversation.hear(tick);
        }
        Pump.until("400 ms", () -> heard.stream()
                .filter(m -> "input_audio_buffer.append".equals(m.getString("type"))).count() == 10);
        byte[] pcm = Base64.getDecoder().decode(last("input_audio_buffer.append").getString("audio"));
        assertThat(pcm).hasSize(1_920);
        assertThat((short) (pcm[0] & 0xff | pcm[1] << 8)).isEqualTo((short) 8_192);
    }

    @Test
    void theAnswerIsSaidAsOneSegment() {
        converse(Dialect.GA);
        say("response.created", new JsonObject());
        sayAudio("item-1", 500);
        sayAudio("item-1", 500);
        say("response.output_audio.done", new JsonObject().put("item_id", "item-1"));
        sayAudio("item-2", 200);
        Pump.until("all of it", () -> feed.waitingMs() >= 1_199);
        assertThat(feed.lastSegment()).isEqualTo(2);
        assertThat(told).isEmpty();
    }

    @Test
    void aCallerWhoSpeaksSilencesTheModelAndItLearnsHowFarItWasHeard() {
        converse(Dialect.GA);
        say("response.created", new JsonObject());
        sayAudio("item-1", 2_000);
        Pump.until("the answer", () -> feed.waitingMs() >= 1_990);
        say("input_audio_buffer.speech_started", new JsonObject());
        sayAudio("item-1", 1_000);
        sayAudio("item-2", 300);
        Pump.until("the next answer alone", () -> feed.lastSegment() == 2 && feed.waitingMs() <= 310);
        conversation.finished(1, 640, true); // as the call's thread tells it
        Pump.until("truncation", () -> last("conversation.item.truncate") != null);
        assertThat(last("conversation.item.truncate")).isEqualTo(new JsonObject()
                .put("type", "conversation.item.truncate").put("item_id", "item-1").put("content_index", 0)
                .put("audio_end_ms", 640));
        assertThat(last("response.cancel")).as("the server has stopped by itself").isNull();
    }

    @Test
    void aButtonThatInterruptsStopsTheModelToo() {
        converse(Dialect.GA);
        say("response.created", new JsonObject());
        sayAudio("item-1", 500);
        Pump.until("the answer", () -> feed.waitingMs() >= 490);
        feed.clear();
        conversation.finished(1, 100, true);
        Pump.until("both", () -> last("response.cancel") != null && last("conversation.item.truncate") != null);
        sayAudio("item-1", 500);
        say("error", new JsonObject().put("error", new JsonObject().put("message", "too late")));
        Pump.until("the rest was read", () -> !told.isEmpty());
        assertThat(feed.isIdle()).isTrue();
    }

    @Test
    void whatGoesWrongIsToldInWordsAndTheConversationGoesOn() {
        converse(Dialect.GA);
        say("error", new JsonObject().put("error", new JsonObject().put("message", "Unknown voice.")));
        say("response.done", new JsonObject().put("response", new JsonObject().put("status", "failed")
                .put("status_details", new JsonObject().put("error", new JsonObject().put("message", "no credit")))));
        socket.writeTextMessage("no JSON");
        for (int i = 0; i < 32; i++) {
            sayAudio("item-1", 2_000);
        }
        Pump.until("three troubles", () -> told.size() == 3);
        assertThat(told.get(0)).contains("Unknown voice.");
        assertThat(told.get(1)).contains("no credit");
        assertThat(told.get(2)).contains("60 s");
    }

    @Test
    void aKeyThatIsRefusedIsTold() {
        RealtimeConversation.start(vertx, options("wrong", Dialect.GA), feed, this);
        Pump.until("the end", () -> !told.isEmpty());
        assertThat(told.get(0)).startsWith("ended: ").contains("refused the key").contains("visavis.conversation.key");
    }

    @Test
    void aServerThatIsNotThereIsTold() throws Exception {
        server.close().await(20, TimeUnit.SECONDS);
        RealtimeConversation.start(vertx, options(KEY, Dialect.GA), feed, this);
        Pump.until("the end", () -> !told.isEmpty());
        assertThat(told.get(0)).startsWith("ended: ").contains("cannot be reached");
    }

    @Test
    void aServerThatHangsUpIsToldAndOurOwnEndIsNot() {
        converse(Dialect.GA);
        socket.close((short) 1011, "out of memory");
        Pump.until("the end", () -> !told.isEmpty());
        assertThat(told.get(0)).isEqualTo("ended: The conversation server ended the conversation: out of memory");
        heard.clear();
        converse(Dialect.GA);
        ServerWebSocket mine = socket;
        conversation.close();
        Pump.until("it is closed", mine::isClosed);
        assertThat(told).hasSize(1);
    }
}
