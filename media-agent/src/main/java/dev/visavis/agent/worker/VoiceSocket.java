package dev.visavis.agent.worker;

import dev.visavis.agent.call.VoiceFeed;
import dev.visavis.agent.voice.PortraitVoice;
import dev.visavis.agent.voice.VoiceDecoder;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/**
 * A program that speaks through a portrait (voice.schema.json): binary messages are its voice, text messages end or
 * take back a segment, and it is told what becomes of them. All but the events runs on the socket's event loop.
 */
final class VoiceSocket implements PortraitVoice {
    /** RFC 6455, section 7.4.1. */
    private static final short NORMAL = 1000;

    private final ServerWebSocket socket;
    private final CallVoice call;
    private final VoiceFeed feed;
    private final VoiceDecoder decoder;
    private long before;

    VoiceSocket(ServerWebSocket socket, CallVoice call, VoiceFeed feed, VoiceDecoder decoder) {
        this.socket = socket;
        this.call = call;
        this.feed = feed;
        this.decoder = decoder;
    }

    /** Takes its turn, or closes the socket with the reason why not. */
    void open() {
        socket.closeHandler(v -> {
            call.leave(this);
            decoder.close();
        });
        try {
            before = call.join(this);
        } catch (Refusal e) {
            socket.close(VoiceRoutes.REFUSED, e.getMessage());
            return;
        }
        socket.binaryMessageHandler(this::speak);
        socket.textMessageHandler(this::read);
        send(new JsonObject().put("type", "ready").put("capacityMs", VoiceFeed.CAPACITY_MS));
    }

    private void speak(Buffer message) {
        try {
            write(decoder.decode(message.getBytes()));
        } catch (IllegalArgumentException e) {
            send(error(e.getMessage()));
        }
    }

    private void write(short[] pcm) {
        if (!feed.write(pcm)) {
            send(new JsonObject().put("type", "busy").put("waitingMs", feed.waitingMs()).put("detail",
                    VoiceFeed.CAPACITY_MS / 1_000 + " s of voice may wait, so this message was not taken; send it "
                            + "again once some of it has been said."));
        }
    }

    private void read(String text) {
        String type;
        try {
            type = String.valueOf(new JsonObject(text).getValue("type"));
        } catch (DecodeException e) {
            type = "";
        }
        switch (type) {
            case "end" -> {
                write(decoder.flush());
                feed.endSegment();
            }
            case "clear" -> {
                decoder.reset();
                feed.clear();
            }
            default -> send(error("A text message is {\"type\": \"end\"} or {\"type\": \"clear\"}."));
        }
    }

    private static JsonObject error(String detail) {
        return new JsonObject().put("type", "error").put("detail", detail);
    }

    @Override
    public void started(long segment) {
        send(new JsonObject().put("type", "playback_started").put("segment", segment - before));
    }

    @Override
    public void finished(long segment, long positionMs, boolean interrupted) {
        send(new JsonObject().put("type", "playback_finished").put("segment", segment - before)
                .put("position", positionMs / 1_000.0).put("interrupted", interrupted));
    }

    private void send(JsonObject message) {
        if (!socket.isClosed()) {
            socket.writeTextMessage(message.encode());
        }
    }

    /** The call has ended. */
    @Override
    public void close() {
        socket.close(NORMAL, "The call has ended.");
    }
}
