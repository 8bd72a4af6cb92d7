package dev.visavis.agent.jitsi.net;

import java.util.Arrays;

/** Keys and salts of SRTP_AES128_CM_HMAC_SHA1_80, as the DTLS client exports them (RFC 5764, section 4.2). */
record SrtpKeys(byte[] clientKey, byte[] serverKey, byte[] clientSalt, byte[] serverSalt) {
    static final int KEY_BYTES = 16;
    static final int SALT_BYTES = 14;
    static final int EXPORTED_BYTES = 2 * (KEY_BYTES + SALT_BYTES);

    static SrtpKeys of(byte[] exported) {
        int salts = 2 * KEY_BYTES;
        return new SrtpKeys(Arrays.copyOfRange(exported, 0, KEY_BYTES), Arrays.copyOfRange(exported, KEY_BYTES, salts),
                Arrays.copyOfRange(exported, salts, salts + SALT_BYTES),
                Arrays.copyOfRange(exported, salts + SALT_BYTES, EXPORTED_BYTES));
    }

    @Override
    public String toString() {
        return "SrtpKeys"; // no key belongs into a log
    }
}
