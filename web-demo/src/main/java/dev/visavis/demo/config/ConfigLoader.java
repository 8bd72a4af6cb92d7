package dev.visavis.demo.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Puts reference, file, environment and command line together, the later over the earlier. */
public final class ConfigLoader {
    private static final String PREFIX = "VISAVIS_";
    /** What Kubernetes puts into every container for a service named visavis ("service links"); not ours. */
    private static final Pattern SERVICE_LINK = Pattern
            .compile("VISAVIS(_[A-Z0-9]+)*_(SERVICE_(HOST|PORT.*)|PORT|PORT_\\d+_(TCP|UDP).*)");

    private static final Pattern ORIGIN = Pattern.compile("https?://[^/\\s]+");
    private static final Pattern IP_ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]+");
    private static final Pattern ARGUMENT = Pattern.compile(".+");
    private static final Pattern ICE_URL = Pattern.compile("(stuns?|turns?):[^\\s<>\"]+");

    private final Map<String, String> environment;
    private final Config reference;
    private final KnownKeys known;

    /** @param environment the process's environment variables */
    public ConfigLoader(Map<String, String> environment) {
        this.environment = environment;
        this.reference = ConfigFactory.parseResources(ConfigLoader.class.getClassLoader(), "reference.conf",
                ConfigParseOptions.defaults().setAllowMissing(false)).withOnlyPath("visavis"); // libraries have theirs
        this.known = new KnownKeys(reference);
    }

    /**
     * @param file the user's file, or null for none
     * @param commandLine values by full name, which win over all others
     * @throws ConfigurationException if the file is missing or not HOCON, if a name is unknown, or a value of the wrong
     *             type or out of range
     */
    public VisavisConfig load(Path file, Map<String, ?> commandLine) throws ConfigurationException {
        try {
            Config top = ConfigFactory.parseMap(commandLine, "command line");
            known.check(top);
            Config merged = top.withFallback(fromEnvironment()).withFallback(fromFile(file)).withFallback(reference);
            Config resolved = merged.resolve();
            return read(new Settings(resolved), flat(resolved));
        } catch (ConfigException.UnresolvedSubstitution e) {
            throw new ConfigurationException(e.getMessage(), e);
        }
    }

    private Config fromFile(Path file) throws ConfigurationException {
        if (file == null) {
            return ConfigFactory.empty();
        }
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new ConfigurationException("there is no settings file " + file);
        }
        try {
            Config user = ConfigFactory.parseFile(file.toFile(),
                    ConfigParseOptions.defaults().setAllowMissing(false).setSyntax(ConfigSyntax.CONF));
            known.check(user.resolveWith(user.withFallback(reference).resolve()));
            return user;
        } catch (ConfigException.Parse | ConfigException.IO e) {
            throw new ConfigurationException("cannot read the settings: " + e.getMessage(), e);
        }
    }

    private Config fromEnvironment() throws ConfigurationException {
        Config config = ConfigFactory.empty();
        for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
            String name = variable.getKey();
            if (!name.startsWith(PREFIX)) {
                continue;
            }
            Optional<String> path = known.ofVariable(name);
            if (path.isPresent()) {
                config = config.withValue(path.get(), value(path.get(), variable));
            } else if (!SERVICE_LINK.matcher(name).matches()) {
                throw new ConfigurationException("environment variable " + name + " is no setting; did you mean "
                        + KnownKeys.nearest(name, List.copyOf(known.variables())) + "? reference.conf lists them all");
            }
        }
        return config;
    }

    private ConfigValue value(String path, Map.Entry<String, String> variable) {
        String origin = "environment variable " + variable.getKey();
        String text = variable.getValue().trim();
        if (reference.getValue(path).valueType() != ConfigValueType.LIST) {
            return ConfigValueFactory.fromAnyRef(text, origin);
        }
        List<String> items = text.isEmpty() ? List.of() : Arrays.asList(text.split("\\s*,\\s*"));
        return ConfigValueFactory.fromIterable(items, origin);
    }

    private static Map<String, Object> flat(Config resolved) {
        Map<String, Object> values = new TreeMap<>();
        resolved.entrySet().forEach(e -> values.put(e.getKey(), e.getValue().unwrapped()));
        return values;
    }

    private VisavisConfig read(Settings s, Map<String, Object> settings) throws ConfigurationException {
        return new VisavisConfig(readServer(s), readUploads(s), readCalls(s),
                new VisavisConfig.Agents(s.number("visavis.agents.processes", 0, 64),
                        s.number("visavis.agents.heap-megabytes", 256, 65_536),
                        s.number("visavis.agents.recycle-after-calls", 0, 1_000_000)),
                readVoice(s), readConversation(s), readTransport(s), readMedia(s), readIce(s), settings);
    }

    private static VisavisConfig.Ice readIce(Settings s) throws ConfigurationException {
        VisavisConfig.Ice ice = new VisavisConfig.Ice(
                s.texts("visavis.ice.servers", ICE_URL, "turn:turn.example.org:3478"), s.text("visavis.ice.secret"),
                s.duration("visavis.ice.login-lifetime", Duration.ofMinutes(1), Duration.ofDays(30)),
                s.flag("visavis.ice.relay-only"), s.text("visavis.ice.username"), s.text("visavis.ice.credential"));
        if (ice.relayOnly() && ice.servers().stream().noneMatch(url -> url.startsWith("turn"))) {
            throw s.wrong("visavis.ice.relay-only", "needs a turn: or turns: server in visavis.ice.servers");
        }
        return ice;
    }

    private VisavisConfig.Server readServer(Settings s) throws ConfigurationException {
        String host = s.text("visavis.server.host");
        if (host.isBlank()) {
            throw s.wrong("visavis.server.host", "must not be empty; 0.0.0.0 is every address of this machine");
        }
        String key = s.text("visavis.server.access-key");
        if (!key.isEmpty() && !key.matches("[A-Za-z0-9._~-]{8,}")) {
            throw s.wrong("visavis.server.access-key",
                    "must have 8 or more letters, digits, or any of . _ ~ - because it is part of an address");
        }
        String state = s.text("visavis.server.state-directory");
        return new VisavisConfig.Server(host, s.number("visavis.server.port", 0, 65_535),
                s.flag("visavis.server.https"), key,
                s.texts("visavis.server.allowed-origins", ORIGIN, "https://example.org"),
                s.number("visavis.server.set-ups-per-minute", 1, 100_000),
                state.isEmpty() ? defaultStateDirectory() : Path.of(state));
    }

    private Path defaultStateDirectory() {
        String xdg = environment.getOrDefault("XDG_STATE_HOME", "");
        Path base = xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".local", "state") : Path.of(xdg);
        return base.resolve("visavis");
    }

    private static VisavisConfig.Uploads readUploads(Settings s) throws ConfigurationException {
        return new VisavisConfig.Uploads(1_000_000 * s.number("visavis.uploads.max-megabytes", 1, 32),
                1_000_000L * s.number("visavis.uploads.max-stored-megabytes", 1, 1_000_000),
                s.duration("visavis.uploads.keep", Duration.ofMinutes(1), Duration.ofDays(3_650)));
    }

    private static VisavisConfig.Calls readCalls(Settings s) throws ConfigurationException {
        int max = s.number("visavis.calls.max", 0, 1_000);
        return new VisavisConfig.Calls(max == 0 ? 2 * Runtime.getRuntime().availableProcessors() : max,
                s.duration("visavis.calls.connect-timeout", Duration.ofSeconds(1), Duration.ofMinutes(5)),
                s.duration("visavis.calls.disconnected-timeout", Duration.ofSeconds(1), Duration.ofMinutes(5)),
                s.duration("visavis.calls.compute-allowance", Duration.ZERO, Duration.ofMillis(500)));
    }

    private static VisavisConfig.Conversation readConversation(Settings s) throws ConfigurationException {
        String url = s.text("visavis.conversation.url");
        if (!url.isEmpty() && !url.matches("wss?://[^\\s/?#]+[^\\s#]*")) {
            throw s.wrong("visavis.conversation.url", "must be like wss://api.openai.com/v1/realtime, not " + url);
        }
        String dialect = s.text("visavis.conversation.dialect");
        if (!dialect.equals("ga") && !dialect.equals("beta")) {
            throw s.wrong("visavis.conversation.dialect", "must be \"ga\" or \"beta\", not \"" + dialect + '"');
        }
        return new VisavisConfig.Conversation(url.isEmpty() ? Optional.empty() : Optional.of(URI.create(url)),
                s.text("visavis.conversation.key"), s.text("visavis.conversation.model"),
                s.text("visavis.conversation.voice"), s.text("visavis.conversation.instructions"),
                dialect.equals("beta"));
    }

    private static VisavisConfig.Transport readTransport(Settings s) throws ConfigurationException {
        String setting = s.text("visavis.transport");
        for (VisavisConfig.Transport transport : VisavisConfig.Transport.values()) {
            if (transport.setting().equals(setting)) {
                return transport;
            }
        }
        throw s.wrong("visavis.transport", "must be \"webrtc-java\" or \"jitsi\", not \"" + setting + '"');
    }

    private static VisavisConfig.Voice readVoice(Settings s) throws ConfigurationException {
        List<String> command = s.texts("visavis.voice.speech-command", ARGUMENT, "{text}");
        String line = String.join(" ", command);
        if (!line.contains("{text}") || !line.contains("{wav}")) {
            throw s.wrong("visavis.voice.speech-command",
                    "must have {text} and {wav} among its arguments, not " + line);
        }
        return new VisavisConfig.Voice(command);
    }

    private static VisavisConfig.Media readMedia(Settings s) throws ConfigurationException {
        int portMin = s.number("visavis.media.udp-port-min", 0, 65_535);
        int portMax = s.number("visavis.media.udp-port-max", 0, 65_535);
        if (portMin > portMax || portMin == 0 && portMax != 0) {
            throw s.wrong("visavis.media.udp-port-max", "must not be below udp-port-min, or both must be 0, got "
                    + portMin + " to " + portMax);
        }
        String advertised = s.text("visavis.media.advertised-address");
        if (!advertised.isEmpty() && !IP_ADDRESS.matcher(advertised).matches()) {
            throw s.wrong("visavis.media.advertised-address", "must be an IP address such as 203.0.113.7, not \""
                    + advertised + "\"");
        }
        int bitrateMin = s.number("visavis.media.bitrate-min", 50_000, 50_000_000);
        int bitrateMax = s.number("visavis.media.bitrate-max", 50_000, 50_000_000);
        if (bitrateMin > bitrateMax) {
            throw s.wrong("visavis.media.bitrate-max", "must not be below bitrate-min " + bitrateMin + ", got "
                    + bitrateMax);
        }
        return new VisavisConfig.Media(portMin, portMax,
                s.texts("visavis.media.addresses", IP_ADDRESS, "192.168.1.5"), advertised, bitrateMin, bitrateMax,
                s.text("visavis.media.capture-folder"));
    }
}
