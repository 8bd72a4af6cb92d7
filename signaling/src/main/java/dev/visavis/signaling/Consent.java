package dev.visavis.signaling;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;

/**
 * What whoever uploads a photo of a person agrees to. The text is the server's, so that what is recorded is what was read.
 *
 * @param version of the text
 * @param text as it was shown
 * @param at when it was agreed to
 */
record Consent(String version, String text, Instant at) {
    /** Counts up whenever the text changes. */
    static final String VERSION = "1";
    static final String TEXT = "This is a photo of me, or of someone who has agreed that I use it here. It is stored on "
            + "this server to make a talking portrait of it in calls, and deleted when I remove it or the time is up.";

    private static final String HEADER = "Visavis-Consent";

    static Consent now(Instant at) {
        return new Consent(VERSION, TEXT, at);
    }

    /** What a page shows beside its checkbox. */
    static JsonObject shown() {
        return new JsonObject().put("version", VERSION).put("text", TEXT);
    }

    /** Passes requests on that say {@code consent=true}, in the query or the header. */
    static void require(RoutingContext ctx) {
        if (!"true".equals(ctx.queryParams().get("consent")) && !"true".equals(ctx.request().getHeader(HEADER))) {
            throw new Problem(422, "The person on the photo has to agree. If they do, say so with consent=true in the "
                    + "query or " + HEADER + ": true; /api/config has the text that they agree to.");
        }
        ctx.next();
    }

    JsonObject toJson() {
        return new JsonObject().put("version", version).put("text", text).put("at", at.toString());
    }

    static Consent fromJson(JsonObject json) {
        return new Consent(json.getString("version"), json.getString("text"), Instant.parse(json.getString("at")));
    }
}
