package dev.visavis.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.visavis.demo.config.VisavisConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerAddressesTest {
    private static VisavisConfig.Server server(Object... settings) {
        Map<String, Object> values = new java.util.HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            values.put("visavis.server." + settings[i], settings[i + 1]);
        }
        return VisavisConfig.withOverrides(values).server();
    }

    @Test
    void thisMachineAloneNeedsNoKey() throws StartException {
        VisavisConfig.Server server = server();
        assertThat(ServerAddresses.accessKey(server)).isEmpty();
        ServerAddresses addresses = ServerAddresses.of(server, 8123, "");
        assertThat(addresses.urls()).containsExactly("http://localhost:8123");
        assertThat(addresses.openToOthers()).isFalse();
    }

    @Test
    void anyOtherAddressGetsAFreshKey() throws StartException {
        VisavisConfig.Server server = server("host", "0.0.0.0", "https", true);
        String key = ServerAddresses.accessKey(server);
        assertThat(key).matches("[A-Za-z0-9_-]{22}").isNotEqualTo(ServerAddresses.accessKey(server));
        ServerAddresses addresses = ServerAddresses.of(server, 9, key);
        assertThat(addresses.openToOthers()).isTrue();
        assertThat(addresses.urls().get(0)).isEqualTo("https://localhost:9/?key=" + key);
        assertThat(addresses.urls()).allMatch(url -> url.endsWith(":9/?key=" + key));
    }

    @Test
    void aConfiguredKeyIsKept() throws StartException {
        VisavisConfig.Server server = server("host", "::", "access-key", "correct-horse");
        assertThat(ServerAddresses.accessKey(server)).isEqualTo("correct-horse");
        assertThat(ServerAddresses.accessKey(server("access-key", "correct-horse"))).isEqualTo("correct-horse");
    }

    @Test
    void ipv6StandsInBrackets() throws StartException {
        assertThat(ServerAddresses.of(server("host", "::1"), 1, "").urls()).containsExactly("http://[::1]:1");
    }

    @Test
    void aHostWithoutAnAddressIsRefused() {
        assertThatThrownBy(() -> ServerAddresses.accessKey(server("host", "no.such.host.invalid")))
                .isInstanceOf(StartException.class).hasMessageContaining("no.such.host.invalid")
                .hasMessageContaining("--host");
    }
}
