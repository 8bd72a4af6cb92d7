package dev.visavis.demo;

import dev.visavis.demo.config.ConfigLoader;
import dev.visavis.demo.config.ConfigurationException;
import dev.visavis.demo.config.VisavisConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that every command with settings has. */
final class ConfigOptions {
    private static final Path USUAL = Path.of("visavis.conf");

    @Option(names = "--config", paramLabel = "FILE", description = "settings file (default: visavis.conf, if it exists)")
    private Path file;

    @Option(names = "--port", paramLabel = "N", description = "TCP port of page and API (default: 8080)")
    private Integer port;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "address to listen on (default: 127.0.0.1; 0.0.0.0 for the whole network)")
    private String host;

    @Option(names = "--https", description = "HTTPS with a self-signed certificate, made on first use")
    private boolean https;

    @Option(names = "--access-key", paramLabel = "KEY", description = "what other machines must show (default: a new one)")
    private String accessKey;

    @Option(names = "--agents", paramLabel = "N", description = "processes that host the calls (default: 2; 0: the server itself)")
    private Integer agents;

    VisavisConfig load() throws ConfigurationException {
        Map<String, Object> values = new LinkedHashMap<>();
        put(values, "visavis.server.port", port);
        put(values, "visavis.server.host", host);
        put(values, "visavis.server.https", https ? true : null);
        put(values, "visavis.server.access-key", accessKey);
        put(values, "visavis.agents.processes", agents);
        Path chosen = file != null ? file : Files.exists(USUAL) ? USUAL : null;
        return new ConfigLoader(System.getenv()).load(chosen, values);
    }

    private static void put(Map<String, Object> values, String path, Object value) {
        if (value != null) {
            values.put(path, value);
        }
    }
}
