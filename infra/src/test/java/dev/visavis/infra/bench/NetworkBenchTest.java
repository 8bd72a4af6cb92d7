package dev.visavis.infra.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkBenchTest {
    @Test
    void networksAreKnownByName() {
        assertThat(NetworkScenario.named(Set.of("jitter", "loss_5"))).extracting(NetworkScenario::name)
                .containsExactly("loss_5", "jitter");
        assertThat(NetworkScenario.named(Set.of())).isEqualTo(NetworkScenario.all());
        assertThatThrownBy(() -> NetworkScenario.named(Set.of("moon"))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("moon").hasMessageContaining("rate_500k");
    }

    @ParameterizedTest
    @ValueSource(strings = {"loss_5", "rate_500k"})
    @Tag("long")
    void fiveMinutesWithoutAFreeze(String network) throws Exception {
        Figures figures = new Figures();
        List<NetworkScenario> scenarios = NetworkScenario.named(Set.of(network));
        new NetworkBench(Speech.load(), 60, figures, Map.of()).run(scenarios, 5);
        assertThat(figures.number("network." + network + ".freezes")).isZero();
    }
}
