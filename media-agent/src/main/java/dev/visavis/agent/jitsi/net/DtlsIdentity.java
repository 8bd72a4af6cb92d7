package dev.visavis.agent.jitsi.net;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A key and its self-signed certificate (ECDSA on P-256, RFC 8827, section 6.5). The peer knows it by the fingerprint in
 * the answer.
 *
 * @param certificate DER
 */
public record DtlsIdentity(byte[] certificate, AsymmetricKeyParameter privateKey) {
    private static final Duration VALID = Duration.ofDays(30);

    /** @throws IllegalStateException if this Java cannot make one */
    public static DtlsIdentity create(Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            X500Name name = new X500Name("CN=visavis");
            BigInteger serial = new BigInteger(64, new SecureRandom());
            byte[] der = new JcaX509v3CertificateBuilder(name, serial, Date.from(now.minus(Duration.ofDays(1))),
                    Date.from(now.plus(VALID)), name, keys.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())).getEncoded();
            return new DtlsIdentity(der, PrivateKeyFactory.createKey(keys.getPrivate().getEncoded()));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("no DTLS certificate can be made", e);
        }
    }

    /** As in SDP (RFC 8122): {@code sha-256 AB:CD:...}. */
    public String fingerprint() {
        return fingerprint("sha-256", certificate);
    }

    /**
     * @param hash as in SDP
     * @throws IllegalArgumentException if there is no such hash
     */
    static String fingerprint(String hash, byte[] certificate) {
        try {
            byte[] digest = MessageDigest.getInstance(hash).digest(certificate);
            return hash + " " + HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("unknown hash " + hash, e);
        }
    }
}
