package dev.visavis.demo.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All settings, checked. What each means is written in {@code reference.conf}, under the same names.
 *
 * @param calls limits of the calls
 * @param settings every setting by its full name, as {@link #withOverrides} takes them
 */
public record VisavisConfig(Server server, Uploads uploads, Calls calls, Agents agents, Voice voice,
        Conversation conversation,
        Transport transport, Media media, Ice ice, Map<String, Object> settings) {
    public VisavisConfig {
        settings = Map.copyOf(settings);
    }

    /** Credentials stay out of logs. */
    @Override
    public String toString() {
        return "VisavisConfig[" + server.host + ":" + server.port + "]";
    }

    /** {@code visavis.transport}: what carries the media. */
    public enum Transport {
        WEBRTC_JAVA("webrtc-java"), JITSI("jitsi");

        private final String setting;

        Transport(String setting) {
            this.setting = setting;
        }

        /** As it is written in the settings. */
        public String setting() {
            return setting;
        }
    }

    /** {@code visavis.server}: how the server is reached. {@code stateDirectory} is never empty. */
    public record Server(String host, int port, boolean https, String accessKey, List<String> allowedOrigins,
            int setUpsPerMinute, Path stateDirectory) {
    }

    /** {@code visavis.uploads}: what is kept of uploaded pictures, in the state directory. */
    public record Uploads(int maxBytes, long maxStoredBytes, Duration keep) {
    }

    /** {@code visavis.calls}. {@code max} is never 0. */
    public record Calls(int max, Duration connectTimeout, Duration disconnectedTimeout, Duration computeAllowance) {
    }

    /** {@code visavis.voice}. */
    public record Voice(List<String> speechCommand) {
    }

    /** {@code visavis.conversation}. Without a url there is none. */
    public record Conversation(Optional<URI> url, String key, String model, String voice, String instructions,
            boolean beta) {
        /** The key stays out of logs. */
        @Override
        public String toString() {
            return "Conversation[url=" + url + "]";
        }
    }

    /** {@code visavis.agents}. No processes: one agent in the server's own. */
    public record Agents(int processes, int heapMegabytes, int recycleAfterCalls) {
    }

    /** {@code visavis.media}. The ports are both 0 or a range. */
    public record Media(int udpPortMin, int udpPortMax, List<String> addresses, String advertisedAddress,
            int bitrateMin, int bitrateMax, String captureFolder) {
    }

    /** {@code visavis.ice}. {@code secret} may be empty. */
    public record Ice(List<String> servers, String secret, Duration loginLifetime, boolean relayOnly, String username,
            String credential) {
        /** Secret and credential stay out of logs. */
        @Override
        public String toString() {
            return "Ice[servers=" + servers + "]";
        }
    }

    /** The defaults and nothing else. */
    public static VisavisConfig defaults() {
        return withOverrides(Map.of());
    }

    /**
     * The defaults, changed by full names such as {@code visavis.server.port}; for programs that embed the server.
     *
     * @throws IllegalArgumentException if a name or value is wrong
     */
    public static VisavisConfig withOverrides(Map<String, ?> values) {
        try {
            return new ConfigLoader(Map.of()).load(null, values);
        } catch (ConfigurationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
