package dev.visavis.infra.marker;

import dev.visavis.demo.StartException;
import dev.visavis.demo.VisavisServer;
import dev.visavis.demo.config.ConfigLoader;
import dev.visavis.demo.config.ConfigurationException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The product's server with the {@link MarkerPack} in place of faces, on any free port, with the settings of
 * the environment, until it is stopped.
 */
public final class MarkerServer {
    private MarkerServer() {
    }

    public static void main(String[] args) throws StartException, ConfigurationException, InterruptedException {
        VisavisServer server = VisavisServer.start(
                new ConfigLoader(System.getenv()).load(null, Map.of("visavis.server.port", 0)), new MarkerPack());
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
        System.out.println(server.address());
        new CountDownLatch(1).await();
    }
}
