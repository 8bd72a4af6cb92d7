package dev.visavis.demo.tls;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A TLS server certificate signed by itself (RFC 5280), kept as PEM files that only the user may read.
 *
 * @param certificate PEM file
 * @param key PEM file (PKCS #8), mode 0600
 * @param fingerprint SHA-256 of the certificate as browsers show it, {@code AB:CD:...}
 */
public record SelfSignedCertificate(Path certificate, Path key, String fingerprint) {
    /** Browsers of Apple refuse server certificates that live longer than 825 days. */
    private static final Duration LIFE = Duration.ofDays(397);
    private static final Duration RENEW_BEFORE = Duration.ofDays(7);

    /**
     * Takes the certificate of the folder, or makes one if there is none, it ends within a week, or it lacks a name.
     *
     * @param folder made if it is missing
     * @param names DNS names and IP addresses that the server is reached under
     * @param now for the validity
     * @throws IOException if the folder cannot be written to
     */
    public static SelfSignedCertificate loadOrCreate(Path folder, Collection<String> names, Instant now)
            throws IOException {
        Path certificate = folder.resolve("https-certificate.pem");
        Path key = folder.resolve("https-key.pem");
        X509CertificateHolder kept = Files.exists(certificate) && Files.exists(key) ? read(certificate) : null;
        if (kept == null || !kept.isValidOn(Date.from(now))
                || !kept.isValidOn(Date.from(now.plus(RENEW_BEFORE))) || !names(kept).containsAll(names)) {
            kept = create(folder, certificate, key, names, now);
        }
        return new SelfSignedCertificate(certificate, key, fingerprint(kept));
    }

    private static X509CertificateHolder create(Path folder, Path certificate, Path key, Collection<String> names,
            Instant now) throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            X509CertificateHolder made = sign(pair, names, now);
            createPrivateFolder(folder);
            writePem(key, new JcaPKCS8Generator(pair.getPrivate(), null));
            writePem(certificate, made);
            return made;
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("cannot make a certificate: " + e.getMessage(), e);
        }
    }

    private static X509CertificateHolder sign(KeyPair pair, Collection<String> names, Instant now)
            throws IOException, OperatorCreationException {
        X500Name self = new X500Name("CN=Visavis on this machine");
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(self,
                new BigInteger(127, new SecureRandom()),
                // Clocks of other devices may be behind.
                Date.from(now.minus(Duration.ofDays(1))), Date.from(now.plus(LIFE)), self, pair.getPublic());
        GeneralName[] alternatives = names.stream()
                .map(n -> new GeneralName(isAddress(n) ? GeneralName.iPAddress : GeneralName.dNSName, n))
                .toArray(GeneralName[]::new);
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(alternatives));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        ContentSigner signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
        return builder.build(signer);
    }

    private static boolean isAddress(String name) {
        return name.contains(":") || name.matches("[0-9.]+");
    }

    private static Set<String> names(X509CertificateHolder certificate) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        GeneralNames alternatives = GeneralNames.fromExtensions(certificate.getExtensions(),
                Extension.subjectAlternativeName);
        if (alternatives == null) {
            return names;
        }
        for (GeneralName name : alternatives.getNames()) {
            if (name.getTagNo() == GeneralName.iPAddress) {
                byte[] octets = org.bouncycastle.asn1.ASN1OctetString.getInstance(name.getName()).getOctets();
                names.add(java.net.InetAddress.getByAddress(octets).getHostAddress());
            } else {
                names.add(name.getName().toString());
            }
        }
        // Java writes ::1 in full.
        if (names.contains("0:0:0:0:0:0:0:1")) {
            names.add("::1");
        }
        return names;
    }

    private static X509CertificateHolder read(Path certificate) throws IOException {
        try (PEMParser parser = new PEMParser(new StringReader(Files.readString(certificate)))) {
            return parser.readObject() instanceof X509CertificateHolder holder ? holder : null;
        } catch (IOException | IllegalArgumentException e) {
            return null; // a damaged one is made anew
        }
    }

    private static String fingerprint(X509CertificateHolder certificate) throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static void createPrivateFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, mode("rwx------"));
        }
    }

    /** Written under another name first: nobody ever sees half a file, or one that others may read. */
    private static void writePem(Path file, Object content) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(content);
        }
        Path part = Files.createTempFile(file.getParent(), "https", ".pem", mode("rw-------"));
        try {
            Files.write(part, text.toString().getBytes(StandardCharsets.US_ASCII));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static FileAttribute<?>[] mode(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString(permissions))}
                : new FileAttribute<?>[0];
    }
}
