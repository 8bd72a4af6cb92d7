package dev.visavis.signaling.protocol;

import dev.visavis.signaling.protocol.CallEvent.Stats.StageMs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireTest {
    @ParameterizedTest
    @MethodSource("dev.visavis.signaling.protocol.Samples#all")
    void everyRecordSurvivesTheWire(Record message) {
        JsonObject received = new JsonObject(Wire.encode(message).encode());
        assertThat(Wire.decode(received, message.getClass())).isEqualTo(message);
    }

    /** The bus copies what it delivers within one process. */
    @ParameterizedTest
    @MethodSource("dev.visavis.signaling.protocol.Samples#all")
    void everyRecordSurvivesACopyOfItsBody(Record message) {
        assertThat(Wire.decode(Wire.encode(message).copy(), message.getClass())).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("dev.visavis.signaling.protocol.Samples#requests")
    void requestsAreToldApartByType(AgentRequest request) {
        assertThat(Wire.decode(new JsonObject(Wire.encode(request).encode()), AgentRequest.class)).isEqualTo(request);
    }

    @ParameterizedTest
    @MethodSource("dev.visavis.signaling.protocol.Samples#events")
    void eventsAreToldApartByType(CallEvent event) {
        assertThat(Wire.decode(new JsonObject(Wire.encode(event).encode()), CallEvent.class)).isEqualTo(event);
    }

    @Test
    void controlsLeftAloneAreNotOnTheWire() {
        assertThat(Wire.encode(Controls.UNCHANGED)).isEmpty();
        assertThat(Wire.decode(new JsonObject(), Controls.class)).isEqualTo(Controls.UNCHANGED);
    }

    @Test
    void aFieldOfALaterVersionIsIgnored() {
        JsonObject body = Wire.encode(new Presenter("w1", "Mia")).put("height", 180);
        assertThat(Wire.decode(body, Presenter.class)).isEqualTo(new Presenter("w1", "Mia"));
    }

    @Test
    void aMissingComponentIsNamed() {
        JsonObject body = Wire.encode(new AgentReply.CallOpened("v=0\r\n", 300));
        assertThatThrownBy(() -> Wire.decode(body.copy().putNull("delayMs"), AgentReply.CallOpened.class))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("delayMs");
        body.remove("answer");
        assertThatThrownBy(() -> Wire.decode(body, AgentReply.CallOpened.class))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("answer");
    }

    @Test
    void anUnknownTypeIsRefused() {
        JsonObject body = new JsonObject().put("type", "make-coffee").put("callId", "c");
        assertThatThrownBy(() -> Wire.decode(body, AgentRequest.class)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("make-coffee");
    }

    @Test
    void digitalSilenceIsANumber() {
        var stats = new CallEvent.Stats("c", 25, 0, 12.5, new StageMs(0.1, 0.2, 0.3, 4), 300, Double.NEGATIVE_INFINITY,
                25, 1);
        assertThat(stats.speechLevelDb()).isEqualTo(CallEvent.Stats.SILENCE_DB);
    }
}
