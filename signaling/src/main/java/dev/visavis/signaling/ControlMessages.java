package dev.visavis.signaling;

import dev.visavis.signaling.protocol.AgentRequest;
import dev.visavis.signaling.protocol.AgentRequest.Interrupt;
import dev.visavis.signaling.protocol.AgentRequest.Say;
import dev.visavis.signaling.protocol.AgentRequest.SetVoice;
import dev.visavis.signaling.protocol.CallEvent;
import dev.visavis.signaling.protocol.Controls;
import dev.visavis.signaling.protocol.VoiceMode;
import dev.visavis.signaling.protocol.Wire;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The messages of {@code control.schema.json}: checks those that come in, makes those that go out. */
final class ControlMessages {
    private static final String ID = "app://visavis/control.schema.json";

    private final Map<String, Validator> fromClient = new TreeMap<>();

    ControlMessages() {
        SchemaRepository repository = SchemaRepository.create(new JsonSchemaOptions().setBaseUri(ID)
                .setDraft(Draft.DRAFT202012).setOutputFormat(OutputFormat.Basic));
        repository.dereference(ID, JsonSchema.of(resource("control.schema.json")));
        for (String type : List.of("controls", "voice", "say", "interrupt", "report")) {
            fromClient.put(type, repository.validator(
                    JsonSchema.of(new JsonObject().put("$ref", ID + "#/$defs/" + type))));
        }
    }

    /**
     * A client's message.
     *
     * @throws IllegalArgumentException if the schema refuses it; the message says where
     */
    JsonObject read(String text) {
        Object json;
        try {
            json = Json.decodeValue(text);
        } catch (DecodeException e) {
            throw new IllegalArgumentException("A control message is a JSON object.");
        }
        if (!(json instanceof JsonObject message)) {
            throw new IllegalArgumentException("A control message is a JSON object.");
        }
        check(message);
        return message;
    }

    /** @throws IllegalArgumentException if the schema refuses the message; the text says where */
    void check(JsonObject message) {
        Validator validator = fromClient.get(String.valueOf(message.getValue("type")));
        if (validator == null) {
            throw new IllegalArgumentException("type: must be one of " + String.join(", ", fromClient.keySet()) + ".");
        }
        OutputUnit result = validator.validate(message);
        if (!result.getValid()) {
            throw new IllegalArgumentException(explain(result));
        }
    }

    /** The values of a checked {@code controls} message. */
    static Controls controls(JsonObject message) {
        return Wire.decode(message, Controls.class);
    }

    /** What a checked message asks of the portrait's voice; empty if it is about something else. */
    static Optional<AgentRequest> voice(String callId, JsonObject message) {
        return Optional.ofNullable(switch (message.getString("type")) {
            case "voice" -> new SetVoice(callId, VoiceMode.valueOf(message.getString("mode")));
            case "say" -> new Say(callId, message.getString("text"));
            case "interrupt" -> new Interrupt(callId);
            default -> null;
        });
    }

    /** An agent's event as the caller sees it: the call is known from the socket. */
    static JsonObject of(CallEvent event) {
        JsonObject json = Wire.encode(event);
        json.remove("callId");
        return json;
    }

    static JsonObject error(String detail) {
        return new JsonObject().put("type", "error").put("detail", detail);
    }

    /** Of all that the validator reports, the error deepest in the schema is the one that names the value. */
    private static String explain(OutputUnit result) {
        OutputUnit error = result.getErrors().stream()
                .reduce((a, b) -> depth(b.getKeywordLocation()) > depth(a.getKeywordLocation()) ? b : a).orElseThrow();
        String where = error.getInstanceLocation().replaceFirst("^#?/?", "").replace('/', '.');
        if (error.getKeywordLocation().endsWith("/additionalProperties")) {
            return where + ": there is no such setting.";
        }
        return (where.isEmpty() ? "" : where + ": ") + error.getError() + ".";
    }

    private static long depth(String location) {
        return location.chars().filter(c -> c == '/').count();
    }

    private static JsonObject resource(String name) {
        try (InputStream in = ControlMessages.class.getResourceAsStream(name)) {
            return new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
