package dev.visavis.agent.jitsi;

import dev.visavis.agent.jitsi.net.DtlsIdentity;
import dev.visavis.agent.transport.TransportOptions;
import dev.visavis.agent.transport.WebRtcTransport;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes transports on the Jitsi stack: ice4j, BouncyCastle's DTLS, jitsi-srtp, libopus and OpenH264. Thread-safe. */
public final class Jitsi {
    private static final AtomicInteger THREADS = new AtomicInteger();

    /** Negotiation and closing block, so each call that does it has a thread; idle ones go. */
    private static final ExecutorService CONTROL = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "jitsi-control-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    private final TransportOptions options;
    private final Clocks clocks = new Clocks(System::nanoTime, System::currentTimeMillis);
    private final DtlsIdentity identity = DtlsIdentity.create(Instant.now());
    private final AtomicInteger calls = new AtomicInteger();

    public Jitsi(TransportOptions options) {
        this.options = options;
    }

    /**
     * Loads the native codecs, and runs ciphers and codecs until the JVM has compiled them: a cold first call would be
     * late by more than the browser's buffers forget again soon.
     *
     * @throws UnsatisfiedLinkError if a library is missing; the message names it
     */
    public static void load() {
        WarmUp.run();
    }

    /** A transport for one call. */
    public WebRtcTransport newTransport() {
        return new JitsiTransport(options, identity, CONTROL, clocks, "jitsi-" + calls.incrementAndGet());
    }
}
