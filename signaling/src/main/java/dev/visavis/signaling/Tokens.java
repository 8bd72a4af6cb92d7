package dev.visavis.signaling;

import java.security.SecureRandom;
import java.util.Base64;

/** Names that nobody guesses. */
final class Tokens {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;

    private Tokens() {
    }

    /** 128 random bits in 22 characters that are safe in addresses. */
    static String next() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
