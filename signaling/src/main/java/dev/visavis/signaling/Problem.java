package dev.visavis.signaling;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request that cannot be served, as its sender is told (RFC 9457). */
final class Problem extends RuntimeException {
    static final String CONTENT_TYPE = "application/problem+json";

    private static final long serialVersionUID = 1L;
    private static final String RETRY_AFTER_S = "5";

    private final int status;
    private final LinkedHashMap<String, String> headers = new LinkedHashMap<>();

    /** @param detail what is wrong and what to do about it */
    Problem(int status, String detail) {
        // No stack trace: a refusal is an ordinary outcome, and hostile peers could make many.
        super(detail, null, false, false);
        this.status = status;
    }

    /** 503: try again later. */
    static Problem busy(String detail) {
        return new Problem(503, detail).with("Retry-After", RETRY_AFTER_S);
    }

    Problem with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    JsonObject toJson() {
        return new JsonObject().put("type", "about:blank")
                .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
                .put("status", status).put("detail", getMessage());
    }
}
