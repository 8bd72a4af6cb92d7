package dev.visavis.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.visavis.signaling.protocol.CallEvent;
import dev.visavis.signaling.protocol.CallEvent.Stats.StageMs;
import dev.visavis.signaling.protocol.CallEvent.State;
import dev.visavis.signaling.protocol.CallFormat;
import dev.visavis.signaling.protocol.Controls;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlMessagesTest {
    private final ControlMessages messages = new ControlMessages();
    private final JsonObject schema = new JsonObject(Fixtures.resource("control.schema.json"));

    private void fitsServer(JsonObject message) {
        JsonObject server = schema.copy();
        server.remove("oneOf");
        assertThat(Contract.errors(server.put("$ref", "#/$defs/fromServer"), message)).as("%s", message).isEmpty();
    }

    private Controls query(String query) {
        return new ControlQuery(messages).read(parameters(query));
    }

    private static MultiMap parameters(String query) {
        MultiMap map = MultiMap.caseInsensitiveMultiMap();
        new QueryStringDecoder(query, false).parameters().forEach(map::add);
        return map;
    }

    @Test
    void everyControlIsRead() {
        JsonObject message = messages.read("""
                {"type":"controls","gazeYaw":-30,"gazePitch":20,"distance":0.7,"emotion":{"happy":0.5,"fear":1},
                 "expressiveness":2,"headMotion":0,"blinksPerMinute":60}""");
        assertThat(ControlMessages.controls(message))
                .isEqualTo(new Controls(-30.0, 20.0, 0.7, Map.of("happy", 0.5, "fear", 1.0), 2.0, 0.0, 60.0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"type":"controls","gazeYaw":31}              | gazeYaw
            {"type":"controls","gazePitch":-21}           | gazePitch
            {"type":"controls","distance":0.6}            | distance
            {"type":"controls","emotion":{"happy":1.1}}   | happy
            {"type":"controls","expressiveness":1e400}    | expressiveness
            {"type":"controls","blinksPerMinute":"many"}  | blinksPerMinute
            {"type":"controls","emotion":{"joy":0.5}}     | joy
            {"type":"controls","zoom":2}                  | zoom
            {"type":"state","state":"LIVE","reason":""}   | type
            {"gazeYaw":3}                                 | type
            """)
    void whatIsWrongIsNamed(String message, String where) {
        assertThatThrownBy(() -> messages.read(message)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(where);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "[]", "null", "3", "{\"type\":\"controls\"", "{}"})
    void whatIsNoMessageIsRefused(String text) {
        assertThatThrownBy(() -> messages.read(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void statesFitTheSchema(State state) {
        JsonObject message = ControlMessages.of(new CallEvent.StateChanged("c", state, "why"));
        fitsServer(message);
        assertThat(message.getString("state")).isEqualTo(state.name());
    }

    @Test
    void statsAndErrorsFitTheSchema() {
        fitsServer(ControlMessages.of(
                new CallEvent.Stats("c", 24.9, 3, 17.5, new StageMs(0.1, 0.2, 0.3, 4), 320, Double.NEGATIVE_INFINITY,
                        25, 1)));
        fitsServer(ControlMessages.error("no"));
    }

    @Test
    void aQueryHoldsTheSameControls() {
        assertThat(query("portrait=w1&key=k")).isEqualTo(Controls.UNCHANGED);
        assertThat(query("gazeYaw=5&gazePitch=-2.5&distance=1.1&emotion=happy:0.6,sad:0.1&emotion=fear:0.2"
                + "&expressiveness=1.5&headMotion=0.5&blinksPerMinute=12")).isEqualTo(
                        new Controls(5.0, -2.5, 1.1, Map.of("happy", 0.6, "sad", 0.1, "fear", 0.2), 1.5, 0.5, 12.0));
    }

    @Test
    void aQueryHoldsTheLookAndTheFormat() {
        assertThat(query("portrait=w1&background=%2320405c&size=1280x720&fps=30"))
                .isEqualTo(new Controls(null, null, null, null, null, null, null, null, "#20405c"));
        assertThat(format("size=1280x720&fps=30")).isEqualTo(new CallFormat(1280, 720, 30));
        assertThat(format("size=768x768")).isEqualTo(new CallFormat(768, 768, 25));
        assertThat(format("fps=40")).isEqualTo(new CallFormat(512, 512, 40));
        assertThat(format("portrait=w1")).isNull();
        for (String wrong : List.of("size=513x512", "size=4096x4096", "size=", "fps=60", "fps=x")) {
            assertThat(catchThrowableOfType(Problem.class, () -> format(wrong)).status()).isEqualTo(422);
        }
    }

    private CallFormat format(String query) {
        return new ControlQuery(messages).format(parameters(query));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gazeYaw=31", "gazeYaw=NaN", "gazeYaw=Infinity", "gazeYaw=left", "gazeYaw=", "zoom=2",
        "emotion=happy", "emotion=joy:1", "emotion=happy:2", "emotion=happy:x", "emotion=", "background=red",
        "background=%23123", "background="})
    void aQueryIsHeldAgainstTheSameSchema(String query) {
        assertThat(catchThrowableOfType(Problem.class, () -> query(query)).status()).isEqualTo(422);
    }

    @Test
    void longReasonsAreCutBetweenCharacters() {
        assertThat(ControlSocket.abbreviate("short")).isEqualTo("short");
        assertThat(ControlSocket.abbreviate("x".repeat(200))).hasSize(123);
        assertThat(ControlSocket.abbreviate("\uD83D\uDE00".repeat(100))).isEqualTo("\uD83D\uDE00".repeat(30));
    }
}
