package dev.visavis.infra;

import dev.visavis.demo.tls.SelfSignedCertificate;
import dev.visavis.infra.relay.RelayedPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A real coturn on this machine: UDP and TCP on one port, TLS on another, logins by a shared secret. */
final class TurnServer implements AutoCloseable {
    private static final int ATTEMPTS = 250;

    private final Process process;
    private final int port;
    private final int tlsPort;

    private TurnServer(Process process, int port, int tlsPort) {
        this.process = process;
        this.port = port;
        this.tlsPort = tlsPort;
    }

    /** @param folder for its certificate and its log */
    static TurnServer start(String secret, Path folder) throws IOException, InterruptedException {
        SelfSignedCertificate certificate = SelfSignedCertificate.loadOrCreate(folder, Set.of("127.0.0.1"),
                Instant.now());
        int port = freePort();
        int tlsPort = freePort();
        Process process = new ProcessBuilder(program(), "-n", "--no-cli", "--use-auth-secret",
                "--static-auth-secret=" + secret, "--realm=visavis", "--listening-ip=127.0.0.1",
                "--relay-ip=" + RelayedPorts.ownAddress().getHostAddress(), "--listening-port=" + port,
                "--tls-listening-port=" + tlsPort, "--cert=" + certificate.certificate(),
                "--pkey=" + certificate.key(), "--allow-loopback-peers", "--log-file=stdout",
                "--userdb=" + folder.resolve("turndb"), "--pidfile=" + folder.resolve("turnserver.pid"))
                .redirectErrorStream(true).redirectOutput(folder.resolve("turnserver.log").toFile()).start();
        TurnServer server = new TurnServer(process, port, tlsPort);
        server.awaitListening(folder);
        return server;
    }

    private static String program() {
        return List.of("/usr/bin/turnserver", "/usr/local/bin/turnserver", "/opt/homebrew/bin/turnserver").stream()
                .filter(p -> Files.isExecutable(Path.of(p))).findFirst().orElseThrow(() -> new IllegalStateException(
                        "turnserver was not found; on Debian: apt-get install coturn"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitListening(Path folder) throws IOException, InterruptedException {
        for (int i = 0; i < ATTEMPTS; i++) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), tlsPort).close();
                return;
            } catch (IOException e) {
                if (process.waitFor(40, TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
        }
        process.destroyForcibly();
        throw new IOException("turnserver does not listen: " + Files.readString(folder.resolve("turnserver.log")));
    }

    /** @param transport udp, tcp or tls */
    String url(String transport) {
        return transport.equals("tls")
                ? "turns:127.0.0.1:" + tlsPort + "?transport=tcp"
                : "turn:127.0.0.1:" + port + "?transport=" + transport;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
