package dev.visavis.agent.jitsi.net;

import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.SrtpPolicy;

/**
 * One direction of SRTP and SRTCP (RFC 3711), with a context for each source. A peer may use as many sources as a call
 * can have and no more. Not thread-safe.
 */
final class Srtp implements AutoCloseable {
    private static final int MAX_SOURCES = 16;
    private static final int TAG_BYTES = 10;
    private static final int AUTH_KEY_BYTES = 20;

    private final SrtpContextFactory factory;
    private final Map<Integer, SrtpCryptoContext> rtp = new HashMap<>();
    private final Map<Integer, SrtcpCryptoContext> rtcp = new HashMap<>();

    private Srtp(boolean sender, byte[] key, byte[] salt) {
        factory = new SrtpContextFactory(sender, key, salt, policy(), policy(), JitsiLibraries.LOG);
    }

    /** What we send, as the DTLS client. */
    static Srtp sending(SrtpKeys keys) {
        return new Srtp(true, keys.clientKey(), keys.clientSalt());
    }

    /** What the peer sends, as the DTLS server. */
    static Srtp receiving(SrtpKeys keys) {
        return new Srtp(false, keys.serverKey(), keys.serverSalt());
    }

    private static SrtpPolicy policy() {
        SrtpPolicy policy = new SrtpPolicy(SrtpPolicy.AESCM_ENCRYPTION, SrtpKeys.KEY_BYTES,
                SrtpPolicy.HMACSHA1_AUTHENTICATION, AUTH_KEY_BYTES, TAG_BYTES, SrtpKeys.SALT_BYTES);
        policy.setSendReplayEnabled(false); // a packet may be sent again as it was
        return policy;
    }

    boolean protectRtp(PacketBuffer packet, int ssrc) throws GeneralSecurityException {
        SrtpCryptoContext context = rtpContext(ssrc);
        return context != null && context.transformPacket(packet) == SrtpErrorStatus.OK;
    }

    boolean protectRtcp(PacketBuffer packet, int ssrc) throws GeneralSecurityException {
        SrtcpCryptoContext context = rtcpContext(ssrc);
        return context != null && context.transformPacket(packet) == SrtpErrorStatus.OK;
    }

    /** @return false if the packet is forged or comes again */
    boolean unprotectRtp(PacketBuffer packet, int ssrc) throws GeneralSecurityException {
        SrtpCryptoContext context = rtpContext(ssrc);
        return context != null && context.reverseTransformPacket(packet, false) == SrtpErrorStatus.OK;
    }

    /** @return false if the packet is forged or comes again */
    boolean unprotectRtcp(PacketBuffer packet, int ssrc) throws GeneralSecurityException {
        SrtcpCryptoContext context = rtcpContext(ssrc);
        return context != null && context.reverseTransformPacket(packet) == SrtpErrorStatus.OK;
    }

    private SrtpCryptoContext rtpContext(int ssrc) throws GeneralSecurityException {
        SrtpCryptoContext context = rtp.get(ssrc);
        if (context == null && rtp.size() < MAX_SOURCES) {
            context = factory.deriveContext(ssrc, 0);
            rtp.put(ssrc, context);
        }
        return context;
    }

    private SrtcpCryptoContext rtcpContext(int ssrc) throws GeneralSecurityException {
        SrtcpCryptoContext context = rtcp.get(ssrc);
        if (context == null && rtcp.size() < MAX_SOURCES) {
            context = factory.deriveControlContext(ssrc);
            rtcp.put(ssrc, context);
        }
        return context;
    }

    @Override
    public void close() {
        factory.close();
    }
}
