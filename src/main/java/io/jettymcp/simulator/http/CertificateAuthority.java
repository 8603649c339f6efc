package io.jettymcp.simulator.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;

/**
 * An authority that signs certificates for servers on loopback. Writes X.509 in DER itself, because
 * Java has no public means for it and its keytool needs a process and a key file for each step.
 */
public final class CertificateAuthority {
  private static final String SIGNATURE = "SHA256withECDSA";

  /** ecdsa-with-SHA256, 1.2.840.10045.4.3.2. */
  private static final byte[] ALGORITHM =
      der(0x30, der(0x06, new byte[] {0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 4, 3, 2}));

  /** The names of loopback, whose certificates name its address too. */
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1");

  private static final Duration VALIDITY = Duration.ofDays(100);

  private final String name;
  private final KeyPair keys;
  private final Certificate certificate;

  /**
   * Makes an authority with a key of its own.
   *
   * @param name in X.500 form, such as {@code CN=example}
   */
  public CertificateAuthority(String name) throws GeneralSecurityException {
    this.name = name;
    this.keys = keyPair();
    Instant now = Instant.now();
    // basicConstraints, critical: an authority.
    byte[] authority = extension(19, true, der(0x30, der(0x01, new byte[] {(byte) 0xff})));
    this.certificate =
        certificate(name, keys.getPublic(), now.minus(VALIDITY), now.plus(VALIDITY), authority);
  }

  /** Writes the certificate of the authority as PEM. */
  public Path writeTo(Path file) throws IOException, GeneralSecurityException {
    return Files.writeString(
        file,
        "# An authority that was made for one process.\n-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
            + "\n-----END CERTIFICATE-----\n");
  }

  /** Returns the TLS of a server at a name, valid as long as the authority. */
  public SSLContext server(String host) throws GeneralSecurityException, IOException {
    Instant now = Instant.now();
    return server(host, now.minus(VALIDITY), now.plus(VALIDITY));
  }

  /** Returns the TLS of a server whose certificate is valid from one time to another. */
  public SSLContext server(String host, Instant from, Instant to)
      throws GeneralSecurityException, IOException {
    KeyPair own = keyPair();
    byte[] dnsName = der(0x82, host.getBytes(StandardCharsets.US_ASCII));
    byte[] address = LOOPBACK.contains(host) ? der(0x87, new byte[] {127, 0, 0, 1}) : new byte[0];
    byte[] names = extension(17, false, der(0x30, dnsName, address));
    Certificate server = certificate("CN=" + host, own.getPublic(), from, to, names);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server", own.getPrivate(), new char[0], new Certificate[] {server, certificate});
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static KeyPair keyPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return generator.generateKeyPair();
  }

  private Certificate certificate(
      String subject, PublicKey key, Instant from, Instant to, byte[] extension)
      throws GeneralSecurityException {
    byte[] content =
        der(
            0x30,
            der(0xa0, der(0x02, new byte[] {2})),
            der(0x02, BigInteger.valueOf(System.nanoTime()).toByteArray()),
            ALGORITHM,
            new X500Principal(name).getEncoded(),
            der(0x30, time(from), time(to)),
            new X500Principal(subject).getEncoded(),
            key.getEncoded(),
            der(0xa3, der(0x30, extension)));
    byte[] signature = signed(keys.getPrivate(), content);
    byte[] whole = der(0x30, content, ALGORITHM, der(0x03, new byte[1], signature));
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(whole));
  }

  private static byte[] signed(PrivateKey key, byte[] content) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(SIGNATURE);
    signature.initSign(key);
    signature.update(content);
    return signature.sign();
  }

  /** Encodes an extension of X.509 by the last number of its identifier, 2.5.29.x. */
  private static byte[] extension(int number, boolean critical, byte[] value) {
    byte[] mark = critical ? der(0x01, new byte[] {(byte) 0xff}) : new byte[0];
    return der(0x30, der(0x06, new byte[] {0x55, 0x1d, (byte) number}), mark, der(0x04, value));
  }

  private static byte[] time(Instant instant) {
    String text =
        DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC).format(instant);
    return der(0x18, text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Encodes a tag, the length of its parts, and the parts. */
  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    int length = content.size();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(tag);
    if (length >= 0x80) {
      all.write(length < 0x100 ? 0x81 : 0x82);
    }
    if (length >= 0x100) {
      all.write(length >> 8);
    }
    all.write(length);
    all.writeBytes(content.toByteArray());
    return all.toByteArray();
  }
}
