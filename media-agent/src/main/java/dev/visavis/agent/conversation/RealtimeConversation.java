package dev.visavis.agent.conversation;

import dev.visavis.agent.call.VoiceFeed;
import dev.visavis.agent.voice.PortraitVoice;
import dev.visavis.agent.voice.VoiceDecoder;
import dev.visavis.agent.voice.VoiceFormat;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * The portrait's side of a conversation with a voice model. The server decides whose turn it is: when it notices the
 * caller, the portrait falls silent at once and the model is told how far it was heard. All state belongs to one
 * context; the call's thread only hands over.
 *
 * <p>Bounds: what the server does not take in time of the caller's voice is dropped, and so is what would make more than
 * {@link VoiceFeed#CAPACITY_MS} of an answer wait.
 */
public final class RealtimeConversation implements PortraitVoice {
    private static final int CONNECT_TIMEOUT_MS = 10_000;
    private static final int MAX_MESSAGE_BYTES = 4 << 20;

    /** What is told of the conversation; on its context. */
    public interface Listener {
        /** Something went wrong, and the conversation goes on. */
        void trouble(String words);

        /** The conversation is over, and not by {@link #close}. */
        void ended(String why);
    }

    private final ConversationOptions options;
    private final VoiceFeed feed;
    private final Listener listener;
    private final Context context;
    private final WebSocketClient client;
    private final VoiceDecoder decoder = VoiceDecoder.of(new VoiceFormat(false, RealtimeMessages.RATE_HZ));
    private final CallerPieces pieces = new CallerPieces(this::send);
    private final Map<Long, String> items = new HashMap<>();
    private WebSocket socket;
    private String speaking = "";
    private String silenced = "";
    private boolean answering;
    private boolean closed;

    private RealtimeConversation(Vertx vertx, ConversationOptions options, VoiceFeed feed, Listener listener) {
        this.options = options;
        this.feed = feed;
        this.listener = listener;
        context = vertx.getOrCreateContext();
        client = vertx.createWebSocketClient(new WebSocketClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setMaxFrameSize(MAX_MESSAGE_BYTES).setMaxMessageSize(MAX_MESSAGE_BYTES));
    }

    /** Begins to connect; whether it comes to a conversation is told to the listener. */
    public static RealtimeConversation start(Vertx vertx, ConversationOptions options, VoiceFeed feed,
            Listener listener) {
        RealtimeConversation conversation = new RealtimeConversation(vertx, options, feed, listener);
        conversation.context.runOnContext(v -> conversation.connect());
        return conversation;
    }

    private void connect() {
        URI url = options.url();
        boolean tls = "wss".equals(url.getScheme());
        int port = url.getPort() > 0 ? url.getPort() : tls ? 443 : 80;
        WebSocketConnectOptions request = new WebSocketConnectOptions().setHost(url.getHost()).setPort(port)
                .setSsl(tls).setURI(target(url));
        if (!options.key().isEmpty()) {
            request.addHeader("Authorization", "Bearer " + options.key());
        }
        if (options.dialect() == ConversationOptions.Dialect.BETA) {
            request.addHeader("OpenAI-Beta", "realtime=v1");
        }
        client.connect(request).onSuccess(this::opened).onFailure(e -> end(explain(e)));
    }

    private String target(URI url) {
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "&" + url.getRawQuery();
        String model = options.model().isEmpty()
                ? ""
                : "&model=" + URLEncoder.encode(options.model(), StandardCharsets.UTF_8);
        return path + (query + model).replaceFirst("^&", "?");
    }

    private String explain(Throwable e) {
        String server = "The conversation server " + options.url().getHost();
        if (e instanceof UpgradeRejectedException refused) {
            return refused.getStatus() == 401 || refused.getStatus() == 403
                    ? server + " refused the key; check visavis.conversation.key."
                    : server + " refused the conversation with status " + refused.getStatus()
                            + "; check visavis.conversation.url and model.";
        }
        return server + " cannot be reached: " + e.getMessage();
    }

    private void opened(WebSocket opened) {
        if (closed) {
            opened.close();
            return;
        }
        socket = opened;
        socket.textMessageHandler(this::read);
        socket.exceptionHandler(e -> end("The connection to the conversation server broke: " + e.getMessage()));
        socket.closeHandler(v -> end("The conversation server ended the conversation"
                + (opened.closeReason() == null || opened.closeReason().isEmpty()
                        ? "."
                        : ": " + opened.closeReason())));
        write(RealtimeMessages.sessionUpdate(options));
    }

    private void read(String text) {
        JsonObject event;
        try {
            event = new JsonObject(text);
        } catch (DecodeException e) {
            return; // not of this protocol; the server will say what is wrong
        }
        switch (event.getString("type", "")) {
            case "response.created" -> answering = true;
            case "response.output_audio.delta", "response.audio.delta" -> speak(event);
            case "response.output_audio.done", "response.audio.done" -> endAnswer();
            case "response.done" -> answered(event.getJsonObject("response", new JsonObject()));
            case "input_audio_buffer.speech_started" -> interrupted();
            case "error" -> trouble(event.getJsonObject("error", new JsonObject()));
            default -> {
                // transcripts and the like
            }
        }
    }

    private void speak(JsonObject event) {
        String item = event.getString("item_id", "");
        if (item.equals(silenced)) {
            return;
        }
        if (!item.equals(speaking)) {
            endAnswer();
            speaking = item;
        }
        try {
            boolean taken = feed.write(decoder.decode(Base64.getDecoder().decode(event.getString("delta", ""))));
            items.put(feed.lastSegment(), item);
            if (!taken) {
                silenced = item;
                listener.trouble("The answer is more than " + VoiceFeed.CAPACITY_MS / 1_000
                        + " s ahead of what was said; the rest of it is left out.");
            }
        } catch (IllegalArgumentException e) {
            listener.trouble("The conversation server sent sound that is none: " + e.getMessage());
        }
    }

    private void endAnswer() {
        if (!speaking.isEmpty()) {
            feed.write(decoder.flush());
            feed.endSegment();
            speaking = "";
        }
    }

    private void answered(JsonObject response) {
        answering = false;
        if ("failed".equals(response.getString("status"))) {
            JsonObject error = response.getJsonObject("status_details", new JsonObject()).getJsonObject("error",
                    new JsonObject());
            listener.trouble("The model could not answer: " + error.getString("message", "it did not say why."));
        }
    }

    /** The server hears the caller. It stops its answer itself; what has come of it already is taken back here. */
    private void interrupted() {
        answering = false;
        fallSilent();
        feed.clear();
    }

    private void fallSilent() {
        silenced = speaking.isEmpty() ? silenced : speaking;
        speaking = "";
        decoder.reset();
    }

    private void trouble(JsonObject error) {
        if (!"response_cancel_not_active".equals(error.getString("code"))) {
            listener.trouble("The conversation server says: " + error.getString("message", error.encode()));
        }
    }

    @Override
    public void hear(float[] pcm) {
        pieces.add(pcm);
    }

    private void send(byte[] pcm) {
        context.runOnContext(v -> {
            if (socket != null && !socket.isClosed() && !socket.writeQueueFull()) {
                write(RealtimeMessages.append(pcm));
            }
        });
    }

    @Override
    public void finished(long segment, long positionMs, boolean interrupted) {
        context.runOnContext(v -> heard(segment, positionMs, interrupted));
    }

    private void heard(long segment, long positionMs, boolean interrupted) {
        String item = items.remove(segment);
        if (!interrupted || item == null || closed) {
            return;
        }
        if (item.equals(speaking)) {
            fallSilent();
        }
        if (answering) { // interrupted by someone else than the server
            answering = false;
            write(RealtimeMessages.cancel());
        }
        write(RealtimeMessages.truncate(item, positionMs));
    }

    private void write(JsonObject message) {
        if (socket != null && !socket.isClosed()) {
            socket.writeTextMessage(message.encode());
        }
    }

    private void end(String why) {
        if (!closed) {
            closed = true;
            client.close();
            listener.ended(why);
        }
    }

    @Override
    public void close() {
        context.runOnContext(v -> {
            closed = true;
            client.close();
        });
    }
}
