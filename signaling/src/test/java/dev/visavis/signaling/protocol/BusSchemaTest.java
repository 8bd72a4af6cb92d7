package dev.visavis.signaling.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BusSchemaTest {
    private static final String ID = "app://visavis/bus.schema.json";
    private static final Set<Class<?>> FAMILIES = Set.of(AgentRequest.class, AgentReply.class, CallEvent.class,
            GateFrame.class);

    private final JsonObject schema = load();
    private final SchemaRepository repository = SchemaRepository
            .create(new JsonSchemaOptions().setBaseUri(ID).setDraft(Draft.DRAFT202012)
                    .setOutputFormat(OutputFormat.Basic))
            .dereference(ID, JsonSchema.of(schema));

    private static JsonObject load() {
        try (InputStream in = BusSchemaTest.class.getResourceAsStream("bus.schema.json")) {
            return new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private boolean fits(String definition, JsonObject body) {
        OutputUnit result = repository
                .validator(JsonSchema.of(new JsonObject().put("$ref", ID + "#/$defs/" + definition))).validate(body);
        return result.getValid();
    }

    @ParameterizedTest
    @MethodSource("dev.visavis.signaling.protocol.Samples#all")
    void everyRecordFitsItsDefinition(Record message) {
        assertThat(fits(message.getClass().getSimpleName(), Wire.encode(message))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("dev.visavis.signaling.protocol.Samples#requests")
    void everyRequestIsOneOfTheRequests(AgentRequest request) {
        assertThat(fits("AgentRequest", Wire.encode(request))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("dev.visavis.signaling.protocol.Samples#events")
    void everyEventIsOneOfTheEvents(CallEvent event) {
        assertThat(fits("CallEvent", Wire.encode(event))).isTrue();
    }

    private static Stream<Class<?>> records(Class<?> family) {
        return family.isRecord()
                ? Stream.of(family)
                : Arrays.stream(family.getPermittedSubclasses()).flatMap(BusSchemaTest::records);
    }

    @Test
    void everyRecordHasASampleAndADefinition() {
        Set<String> records = FAMILIES.stream().flatMap(BusSchemaTest::records).map(Class::getSimpleName)
                .collect(Collectors.toSet());
        records.addAll(Set.of("AgentStatus", "AgentGone", "Listener", "Presenter", "Controls", "PhotoFindings", "Box"));
        assertThat(Samples.all().map(r -> r.getClass().getSimpleName())).containsAll(records);
        assertThat(schema.getJsonObject("$defs").fieldNames()).containsAll(records);
    }

    @Test
    void everyComponentIsRequiredButACallsFormat() {
        Stream<Record> strict = Samples.all().filter(r -> !(r instanceof Controls));
        strict.forEach(
                record -> Wire.encode(record).fieldNames().stream().filter(f -> !f.equals("format")).forEach(field -> {
                    JsonObject body = Wire.encode(record);
                    body.remove(field);
                    assertThat(fits(record.getClass().getSimpleName(), body)).as(record + " without " + field)
                            .isFalse();
                }));
    }
}
