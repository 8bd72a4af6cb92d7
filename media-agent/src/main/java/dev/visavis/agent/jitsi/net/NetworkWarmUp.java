package dev.visavis.agent.jitsi.net;

import java.security.GeneralSecurityException;
import org.ice4j.ice.Agent;

/** SRTP and ICE, run before the first call. */
public final class NetworkWarmUp {
    private static final int PACKETS = 3_000;
    private static final int BYTES = 1_100;

    private NetworkWarmUp() {
    }

    /** Takes some tenths of a second. */
    public static void run() {
        SrtpKeys keys = SrtpKeys.of(new byte[SrtpKeys.EXPORTED_BYTES]);
        try (Srtp sending = Srtp.sending(keys); Srtp receiving = Srtp.receiving(keys)) {
            PacketBuffer buffer = new PacketBuffer();
            for (int i = 0; i < PACKETS; i++) {
                byte[] packet = new byte[BYTES + 100];
                packet[0] = (byte) 0x80;
                packet[2] = (byte) (i >> 8);
                packet[3] = (byte) i;
                sending.protectRtp(buffer.wrap(packet, 0, BYTES), 0);
                receiving.unprotectRtp(buffer, 0);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no AES or HMAC-SHA1", e);
        }
        new Agent(JitsiLibraries.LOG).free();
    }
}
