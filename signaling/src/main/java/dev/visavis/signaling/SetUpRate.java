package dev.visavis.signaling;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Bounds how often one remote address sets up calls, or uploads photos: a token bucket each, filled over a minute. Remembers the addresses
 * used last; one that is forgotten starts afresh.
 */
final class SetUpRate implements Handler<RoutingContext> {
    private static final int MAX_ADDRESSES = 4_096;
    private static final double MINUTE_MS = 60_000;

    private final String what;
    private final int perMinute;
    private final LongSupplier nowMs;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };

    private record Bucket(double tokens, long atMs) {
    }

    /** @param what is counted, in words */
    SetUpRate(String what, int perMinute, LongSupplier nowMs) {
        this.what = what;
        this.perMinute = perMinute;
        this.nowMs = nowMs;
    }

    @Override
    public void handle(RoutingContext ctx) {
        take(ctx.request().remoteAddress().hostAddress());
        ctx.next();
    }

    /** @throws Problem 429 if the address has none left */
    void take(String address) {
        long now = nowMs.getAsLong();
        String who = group(address);
        Bucket bucket = buckets.getOrDefault(who, new Bucket(perMinute, now));
        double tokens = Math.min(perMinute, bucket.tokens + (now - bucket.atMs) * perMinute / MINUTE_MS);
        if (tokens < 1) {
            long waitS = (long) Math.ceil((1 - tokens) * 60 / perMinute);
            throw new Problem(429, "Too many " + what + " from your address; try again in " + waitS + " s.")
                    .with("Retry-After", Long.toString(waitS));
        }
        buckets.put(who, new Bucket(tokens - 1, now));
    }

    /** An IPv6 peer has a whole /64 to choose addresses from, so that counts as one. */
    private static String group(String address) {
        if (!address.contains(":")) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 8));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("a peer's address is no address: " + address, e);
        }
    }
}
