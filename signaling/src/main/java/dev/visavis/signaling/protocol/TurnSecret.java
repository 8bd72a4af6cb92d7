package dev.visavis.signaling.protocol;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret that a TURN server shares with us, from which logins for a limited time are made (draft-uberti-behave-turn-rest;
 * coturn: {@code use-auth-secret}, {@code static-auth-secret}). Never leaves the server.
 *
 * @param lifetime of a login; longer than any call, for the TURN server may ask for it again in the middle of one
 */
public record TurnSecret(String secret, Duration lifetime) {
    private static final String USER = "visavis";
    private static final String MAC = "HmacSHA1";

    /** @param username {@code expiry:visavis}, expiry in seconds since 1970 */
    public record Login(String username, String credential) {
    }

    public TurnSecret {
        if (secret.isEmpty() || lifetime.isNegative() || lifetime.isZero()) {
            throw new IllegalArgumentException("a TURN secret has a text and a lifetime");
        }
    }

    /** A login that works until {@code now} plus the lifetime. */
    public Login login(Instant now) {
        String username = now.plus(lifetime).getEpochSecond() + ":" + USER;
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), MAC));
            byte[] digest = mac.doFinal(username.getBytes(StandardCharsets.UTF_8));
            return new Login(username, Base64.getEncoder().encodeToString(digest));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA1", e);
        }
    }

    /** The secret stays out of logs. */
    @Override
    public String toString() {
        return "TurnSecret[lifetime=" + lifetime + "]";
    }
}
