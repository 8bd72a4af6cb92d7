package dev.visavis.agent.jitsi.net;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Locale;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SRTPProtectionProfile;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCrypto;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** Our side of the handshake: DTLS 1.2, use_srtp, and a peer that has to be the one of the offer. */
final class DtlsPeer extends DefaultTlsClient {
    private static final int RESEND_MS = 200;
    private static final int TIMEOUT_MS = 30_000;

    private final DtlsIdentity identity;
    private final String peerFingerprint;
    private byte[] exported;

    DtlsPeer(TlsCrypto crypto, DtlsIdentity identity, String peerFingerprint) {
        super(crypto);
        this.identity = identity;
        this.peerFingerprint = peerFingerprint;
    }

    /** Once the handshake is complete. */
    SrtpKeys keys() {
        return SrtpKeys.of(exported);
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    public int getHandshakeResendTimeMillis() {
        return RESEND_MS;
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return TIMEOUT_MS;
    }

    @Override
    @SuppressWarnings({"rawtypes", "unchecked"}) // BouncyCastle's signatures
    public Hashtable getClientExtensions() throws IOException {
        Hashtable extensions = TlsExtensionsUtils.ensureExtensionsInitialised(super.getClientExtensions());
        TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(
                new int[] {SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80}, TlsUtils.EMPTY_BYTES));
        return extensions;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void processServerExtensions(Hashtable extensions) throws IOException {
        super.processServerExtensions(extensions);
        UseSRTPData srtp = TlsSRTPUtils.getUseSRTPExtension(extensions);
        if (srtp == null || srtp.getProtectionProfiles()[0] != SRTPProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80) {
            throw new TlsFatalAlert(AlertDescription.illegal_parameter);
        }
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        exported = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, SrtpKeys.EXPORTED_BYTES);
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
                byte[] certificate = server.getCertificate().getCertificateAt(0).getEncoded();
                if (!isThePeer(certificate)) {
                    throw new TlsFatalAlert(AlertDescription.bad_certificate);
                }
            }

            @Override
            public TlsCredentials getClientCredentials(CertificateRequest request) {
                BcTlsCrypto crypto = (BcTlsCrypto) context.getCrypto();
                Certificate chain = new Certificate(
                        new TlsCertificate[] {new BcTlsCertificate(crypto, certificateOf(identity))});
                return new BcDefaultTlsCredentialedSigner(new TlsCryptoParameters(context), crypto,
                        identity.privateKey(), chain, SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256,
                                SignatureAlgorithm.ecdsa));
            }
        };
    }

    private static org.bouncycastle.asn1.x509.Certificate certificateOf(DtlsIdentity identity) {
        return org.bouncycastle.asn1.x509.Certificate.getInstance(identity.certificate());
    }

    private boolean isThePeer(byte[] certificate) {
        String hash = peerFingerprint.split(" ")[0].toLowerCase(Locale.ROOT);
        try {
            return DtlsIdentity.fingerprint(hash, certificate).equalsIgnoreCase(peerFingerprint);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
