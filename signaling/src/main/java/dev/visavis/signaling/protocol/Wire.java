package dev.visavis.signaling.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.jackson.VertxModule;
import java.util.Map;

/**
 * Records of this package to event-bus bodies and back. Decoding ignores fields that it does not know, so that agents
 * of different versions can share a bus, and refuses a body in which a component is missing.
 */
public final class Wire {
    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {
    };

    // VertxModule: the bus turns inner lists and maps into JsonArray and JsonObject when it copies a body.
    private static final ObjectMapper MAPPER = JsonMapper.builder().addModule(new VertxModule())
            .annotationIntrospector(new EveryComponentRequired())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();

    private Wire() {
    }

    /** A record as an event-bus body. */
    public static JsonObject encode(Object message) {
        return new JsonObject(MAPPER.convertValue(message, MAP));
    }

    /**
     * The record in an event-bus body.
     *
     * @param type a record, or one of the sealed interfaces, which the body's {@code type} resolves
     * @throws IllegalArgumentException if the body is not such a record; the message says what is wrong
     */
    public static <T> T decode(JsonObject body, Class<T> type) {
        return MAPPER.convertValue(body.getMap(), type);
    }

    /**
     * Only {@link Controls} may leave components out, where absence means "as it is", and what is marked as left out
     * when it is null.
     */
    private static final class EveryComponentRequired extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasRequiredMarker(AnnotatedMember member) {
            return member.getDeclaringClass() != Controls.class && !member.hasAnnotation(JsonInclude.class);
        }
    }
}
