package dev.visavis.signaling;

import dev.visavis.signaling.protocol.TurnSecret;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How a {@link SignalingServer} listens and what it allows. Setters return the options themselves. */
public final class SignalingOptions {
    /** Pictures are large, and looked at one after the other, some seconds each on a busy machine. */
    static final int PICTURE_PATIENCE = 3;

    String host = "127.0.0.1";
    int port = 8080;
    String accessKey = "";
    PemKeyCertOptions certificate;
    final Set<String> allowedOrigins = new LinkedHashSet<>();
    final List<StaticRoot> staticRoots = new ArrayList<>();
    final List<IceServer> iceServers = new ArrayList<>();
    TurnSecret turnSecret;
    boolean relayOnly;
    int maxOfferBytes = 64 * 1024;
    int maxFragmentBytes = 16 * 1024;
    int maxControlBytes = 16 * 1024;
    int maxSetUpsPerMinute = 30;
    int maxSocketsPerCall = 4;
    long agentTimeoutMs = 10_000;
    long requestTimeoutMs = 20_000;
    long agentSilenceMs = 3_000;
    long idleTimeoutMs = 60_000;
    UploadOptions uploads = UploadOptions.in(Path.of(System.getProperty("user.home"), ".visavis"));
    PictureStore.FreeSpace freeSpace = PictureStore::usableSpace;
    Clock wallClock = Clock.systemUTC();
    LongSupplier nowMs = () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime());

    public SignalingOptions() {
    }

    /** What a server keeps, so that later changes do not reach it. */
    SignalingOptions(SignalingOptions o) {
        host = o.host;
        port = o.port;
        accessKey = o.accessKey;
        certificate = o.certificate;
        allowedOrigins.addAll(o.allowedOrigins);
        staticRoots.addAll(o.staticRoots);
        iceServers.addAll(o.iceServers);
        turnSecret = o.turnSecret;
        relayOnly = o.relayOnly;
        maxOfferBytes = o.maxOfferBytes;
        maxFragmentBytes = o.maxFragmentBytes;
        maxControlBytes = o.maxControlBytes;
        maxSetUpsPerMinute = o.maxSetUpsPerMinute;
        maxSocketsPerCall = o.maxSocketsPerCall;
        agentTimeoutMs = o.agentTimeoutMs;
        requestTimeoutMs = o.requestTimeoutMs;
        agentSilenceMs = o.agentSilenceMs;
        idleTimeoutMs = o.idleTimeoutMs;
        uploads = o.uploads;
        freeSpace = o.freeSpace;
        wallClock = o.wallClock;
        nowMs = o.nowMs;
    }

    /** Address to listen on; 127.0.0.1 unless told. */
    public SignalingOptions host(String address) {
        host = Objects.requireNonNull(address);
        return this;
    }

    /** 8080 unless told; 0 takes any free port, {@link SignalingServer#port()} tells which. */
    public SignalingOptions port(int number) {
        if (number < 0 || number > 65_535) {
            throw new IllegalArgumentException("a port is between 0 and 65535, not " + number);
        }
        port = number;
        return this;
    }

    /**
     * Adds an origin whose pages may use the API, as a browser writes it, for example {@code https://example.org}.
     * Pages that this server serves itself may always, with one exception: over plain HTTP under a DNS name the server
     * cannot tell its own page from one that rebinds a name, so that origin has to be added too.
     */
    public SignalingOptions allowOrigin(String origin) {
        if (!origin.matches("https?://[^/\\s]+")) {
            throw new IllegalArgumentException("an origin looks like https://example.org, not " + origin);
        }
        allowedOrigins.add(origin);
        return this;
    }

    /**
     * Asks for this key on every request to the API: {@code Authorization: Bearer KEY}, or {@code ?key=KEY}, or the
     * cookie that a visit of any page with {@code ?key=KEY} sets. Empty, as it is unless told, asks for none.
     */
    public SignalingOptions accessKey(String key) {
        accessKey = Objects.requireNonNull(key);
        return this;
    }

    /** Listens with TLS. */
    public SignalingOptions certificate(PemKeyCertOptions pem) {
        certificate = pem;
        return this;
    }

    /** Adds files to serve; the longest prefix wins. */
    public SignalingOptions serve(StaticRoot root) {
        staticRoots.add(root);
        return this;
    }

    /** Adds a STUN or TURN server to tell callers of. */
    public SignalingOptions iceServer(IceServer server) {
        iceServers.add(server);
        return this;
    }

    /** Gives every caller a login of its own, for a limited time, to the TURN servers that were added without one. */
    public SignalingOptions turnSecret(TurnSecret secret) {
        turnSecret = Objects.requireNonNull(secret);
        return this;
    }

    /** Callers use no path but those through a TURN server. */
    public SignalingOptions relayOnly(boolean only) {
        relayOnly = only;
        return this;
    }

    /** What callers are told now. */
    List<IceServer> iceServersNow() {
        if (turnSecret == null) {
            return iceServers;
        }
        TurnSecret.Login login = turnSecret.login(wallClock.instant());
        return iceServers.stream().map(server -> server.with(login)).toList();
    }

    /** Calls that one remote address (IPv6: one /64) may try to set up in a minute, and photos; more get 429. 30 unless told. */
    public SignalingOptions maxSetUpsPerMinute(int calls) {
        maxSetUpsPerMinute = positive(calls);
        return this;
    }

    /** Control sockets that one call may have at once; more get 429. 4 unless told. */
    public SignalingOptions maxSocketsPerCall(int sockets) {
        maxSocketsPerCall = positive(sockets);
        return this;
    }

    /** Bytes of an offer, a trickle fragment, a control message; more get 413, or end the socket. */
    public SignalingOptions maxBytes(int offer, int fragment, int control) {
        maxOfferBytes = positive(offer);
        maxFragmentBytes = positive(fragment);
        maxControlBytes = positive(control);
        return this;
    }

    /**
     * How long an agent may take to answer, {@value #PICTURE_PATIENCE} times that where it looks at a picture or opens
     * a call, which may have to open its portrait first; then 504. 10 s unless told.
     */
    public SignalingOptions agentTimeout(Duration d) {
        agentTimeoutMs = millis(d);
        return this;
    }

    /** How long a request may take, its body included, and the same times that; then 408. 20 s unless told. */
    public SignalingOptions requestTimeout(Duration d) {
        requestTimeoutMs = millis(d);
        return this;
    }

    /** After which silence an agent counts as dead. 3 s unless told. */
    public SignalingOptions agentSilence(Duration d) {
        agentSilenceMs = millis(d);
        return this;
    }

    /** After which silence a connection is closed; sockets are pinged three times as often. 60 s unless told. */
    public SignalingOptions idleTimeout(Duration d) {
        idleTimeoutMs = millis(d);
        return this;
    }

    /** Where uploaded pictures are kept; in .visavis of the home folder unless told. */
    public SignalingOptions uploads(UploadOptions kept) {
        uploads = Objects.requireNonNull(kept);
        return this;
    }

    /** Asks for the time, for consents and expiry. */
    public SignalingOptions wallClock(Clock clock) {
        wallClock = Objects.requireNonNull(clock);
        return this;
    }

    /** For tests of a full disk. */
    SignalingOptions freeSpace(PictureStore.FreeSpace disk) {
        freeSpace = disk;
        return this;
    }

    /** Monotonic milliseconds, for rates and the silence of agents. */
    public SignalingOptions clock(LongSupplier monotonicMs) {
        nowMs = Objects.requireNonNull(monotonicMs);
        return this;
    }

    private static long millis(Duration d) {
        return positive(Math.toIntExact(d.toMillis()));
    }

    private static int positive(int n) {
        if (n <= 0) {
            throw new IllegalArgumentException("must be more than 0, not " + n);
        }
        return n;
    }
}
