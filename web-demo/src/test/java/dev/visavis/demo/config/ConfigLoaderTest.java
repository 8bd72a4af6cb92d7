package dev.visavis.demo.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {
    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("my settings.conf"), text);
    }

    private static VisavisConfig load(Path file) throws ConfigurationException {
        return new ConfigLoader(Map.of()).load(file, Map.of());
    }

    @Test
    void defaultsAreSafe() {
        VisavisConfig config = VisavisConfig.defaults();
        assertThat(config.server().host()).isEqualTo("127.0.0.1");
        assertThat(config.server().port()).isEqualTo(8080);
        assertThat(config.server().https()).isFalse();
        assertThat(config.server().allowedOrigins()).isEmpty();
        assertThat(config.server().stateDirectory()).isAbsolute().endsWithRaw(Path.of("visavis"));
        assertThat(config.calls().max()).isEqualTo(2 * Runtime.getRuntime().availableProcessors());
        assertThat(config.calls().connectTimeout()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void everySettingIsDocumented() {
        var reference = ConfigFactory.parseResources("reference.conf").withOnlyPath("visavis");
        assertThat(reference.entrySet()).allSatisfy(
                e -> assertThat(e.getValue().origin().comments()).as(e.getKey()).isNotEmpty());
    }

    @Test
    void laterPlacesWin() throws Exception {
        Path file = file("visavis.server { port = 1001, host = \"::1\", https = on }\nvisavis.calls.max = 3");
        Map<String, String> environment = Map.of("VISAVIS_SERVER_PORT", "1002", "VISAVIS_CALLS_MAX", "7", "PATH", "/");
        VisavisConfig config = new ConfigLoader(environment).load(file, Map.of("visavis.server.port", 1003));
        assertThat(config.server().port()).isEqualTo(1003);
        assertThat(config.calls().max()).isEqualTo(7);
        assertThat(config.server().host()).isEqualTo("::1");
        assertThat(config.server().https()).isTrue();
    }

    @Test
    void environmentHoldsEveryKindOfValue() throws Exception {
        VisavisConfig config = new ConfigLoader(Map.of("VISAVIS_SERVER_HTTPS", "true", "VISAVIS_CALLS_CONNECT_TIMEOUT",
                "2500ms", "VISAVIS_SERVER_ALLOWED_ORIGINS", "https://a.example, https://b.example",
                "VISAVIS_MEDIA_ADDRESSES", "", "XDG_STATE_HOME", "/state", "VISAVIS_SERVER_ACCESS_KEY", "12345678"))
                .load(null, Map.of());
        assertThat(config.server().https()).isTrue();
        assertThat(config.calls().connectTimeout()).isEqualTo(Duration.ofMillis(2500));
        assertThat(config.server().allowedOrigins()).containsExactly("https://a.example", "https://b.example");
        assertThat(config.media().addresses()).isEmpty();
        assertThat(config.server().stateDirectory()).isEqualTo(Path.of("/state/visavis"));
        assertThat(config.server().accessKey()).isEqualTo("12345678");
    }

    @Test
    void everySettingHasItsOwnVariable() {
        var reference = ConfigFactory.parseResources("reference.conf").withOnlyPath("visavis");
        assertThat(reference.entrySet().stream().map(e -> KnownKeys.variable(e.getKey())).distinct())
                .hasSameSizeAs(reference.entrySet());
    }

    @Test
    void variablesThatKubernetesSetsAreNotOurs() throws Exception {
        Map<String, String> links = Map.of("VISAVIS_SERVICE_HOST", "10.0.0.1", "VISAVIS_SERVICE_PORT_HTTP", "8080",
                "VISAVIS_PORT", "tcp://10.0.0.1:8080", "VISAVIS_PORT_8080_TCP_ADDR", "10.0.0.1",
                "VISAVIS_AGENT_PORT", "tcp://10.0.0.2:1");
        assertThat(new ConfigLoader(links).load(null, Map.of()).server().port()).isEqualTo(8080);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            visavis.server.prot = 1     | there is no setting visavis.server.prot; did you mean visavis.server.port?
            server.port = 1             | there is no setting server.port; did you mean visavis.server.port?
            visavis.call.max = 1        | did you mean visavis.calls.max?
            visavis.server = 1          | visavis.server is a section
            visavis.server.port.x = 1   | there is no setting visavis.server.port.x
            """)
    void refusesUnknownNamesWithTheNearest(String line, String message) {
        assertRefused("# a comment\n" + line, ":2: ", message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            visavis.server.port = eighty              | must be a whole number, not "eighty"
            visavis.server.port = 70000               | must be between 0 and 65535, not 70000
            visavis.server.port = -1                  | must be between 0 and 65535, not -1
            visavis.server.port = null                | must be a whole number, not "null"
            visavis.server.port = [1]                 | must be a whole number
            visavis.server.https = maybe              | must be true or false, not "maybe"
            visavis.server.host = ""                  | must not be empty
            visavis.transport = "pigeon"              | must be "webrtc-java" or "jitsi", not "pigeon"
            visavis.server.access-key = short         | must have 8 or more
            visavis.server.access-key = "a&b=c&d=efg" | part of an address
            visavis.server.allowed-origins = "x"      | must be a list of texts
            visavis.server.allowed-origins = ["x"]    | holds "x"
            visavis.server.set-ups-per-minute = 0     | must be between 1 and
            visavis.calls.max = -1                    | must be between 0 and 1000
            visavis.calls.connect-timeout = soon      | must be a duration such as 15s
            visavis.calls.connect-timeout = 1h        | must be between 1s and 300s, not 3600s
            visavis.calls.disconnected-timeout = 0    | must be between 1s and 300s, not 0s
            visavis.calls.compute-allowance = 2s      | must be between 0s and 500ms, not 2s
            visavis.media.udp-port-max = 5            | must not be below udp-port-min, or both must be 0
            visavis.media.bitrate-max = 60000         | must not be below bitrate-min
            visavis.media.addresses = ["eth0"]        | holds "eth0"
            visavis.ice.servers = ["example.org"]     | it takes values such as "turn:
            """)
    void refusesWrongValuesWithTheirPlace(String line, String message) {
        assertRefused("\n\n" + line, ":3: ", message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"visavis { server", "visavis.server.port = \"", "visavis.server.port = ${nowhere}",
        "}{", "include file(\"\")x"})
    void refusesWhatIsNotHocon(String text) {
        assertRefused(text, "my settings.conf", "");
    }

    private void assertRefused(String text, String place, String message) {
        assertThatThrownBy(() -> load(file(text))).isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("my settings.conf").hasMessageContaining(place).hasMessageContaining(message);
    }

    @Test
    void refusesAFileThatIsNotThere() {
        assertThatThrownBy(() -> load(folder.resolve("none.conf"))).isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("there is no settings file");
        assertThatThrownBy(() -> load(folder)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void refusesUnknownAndWrongVariables() {
        assertThatThrownBy(() -> new ConfigLoader(Map.of("VISAVIS_SERVER_PROT", "1")).load(null, Map.of()))
                .hasMessageContaining("VISAVIS_SERVER_PROT is no setting; did you mean VISAVIS_SERVER_PORT?");
        assertThatThrownBy(() -> new ConfigLoader(Map.of("VISAVIS_SERVER_PORT", "x")).load(null, Map.of()))
                .hasMessageContaining("environment variable VISAVIS_SERVER_PORT: visavis.server.port must be");
    }

    @Test
    void refusesWrongValuesFromTheCommandLine() {
        assertThatThrownBy(() -> VisavisConfig.withOverrides(Map.of("visavis.server.port", 99_999)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("command line")
                .hasMessageContaining("must be between 0 and 65535");
    }

    @Test
    void credentialsStayOutOfLogs() {
        assertThat(new VisavisConfig.Ice(java.util.List.of(), "north", Duration.ofHours(1), false, "me", "south")
                .toString()).doesNotContain("north").doesNotContain("south");
    }

    @Test
    void relayOnlyNeedsARelay() {
        assertThatThrownBy(() -> VisavisConfig.withOverrides(Map.of("visavis.ice.relay-only", true)))
                .hasMessageContaining("turn:");
        assertThatThrownBy(() -> VisavisConfig.withOverrides(Map.of("visavis.media.advertised-address", "home")))
                .hasMessageContaining("203.0.113.7");
    }
}
