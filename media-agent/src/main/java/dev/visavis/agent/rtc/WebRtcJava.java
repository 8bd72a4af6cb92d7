package dev.visavis.agent.rtc;

import dev.visavis.agent.transport.TransportOptions;
import dev.visavis.agent.transport.WebRtcTransport;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes transports on webrtc-java. The native factory behind it is one per process, is made on first use and stays.
 * Thread-safe.
 */
public final class WebRtcJava {
    private static final AtomicInteger THREADS = new AtomicInteger();

    /** Negotiation and closing block on native threads, so each call that does it has a thread; idle ones go. */
    private static final ExecutorService CONTROL = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "rtc-control-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    private final TransportOptions options;

    public WebRtcJava(TransportOptions options) {
        this.options = options;
    }

    /**
     * Loads the native library now rather than with the first call.
     *
     * @throws UnsatisfiedLinkError if a shared library of the system is missing; the message names it
     */
    public static void load() {
        NativeFactory.get();
    }

    /** A transport for one call. */
    public WebRtcTransport newTransport() {
        return new WebRtcJavaTransport(events -> new NativeConnection(NativeFactory.get(), options, events),
                options, CONTROL, System::nanoTime);
    }
}
