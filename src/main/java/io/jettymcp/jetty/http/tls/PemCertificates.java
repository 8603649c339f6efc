package io.jettymcp.jetty.http.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the certificates of a PEM file (RFC 7468), or of every file in a directory. */
final class PemCertificates {
  private static final Logger LOG = LoggerFactory.getLogger(PemCertificates.class);

  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----");

  /** In bytes; the bundles of systems have some 200 KB. */
  private static final long MAX_SIZE = 16 * 1024 * 1024;

  private PemCertificates() {}

  /** Leaves out what is no certificate: a bundle may have keys, comments and damaged entries. */
  static KeyStore read(Path place) throws IOException, GeneralSecurityException {
    Set<Certificate> certificates = new LinkedHashSet<>();
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    if (Files.isDirectory(place)) {
      for (Path file : files(place)) {
        try {
          addAll(file, factory, certificates);
        } catch (IOException e) {
          LOG.warn("The file {} cannot be read ({}).", file, e.getClass().getSimpleName());
        }
      }
    } else {
      addAll(place, factory, certificates);
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : certificates) {
      store.setCertificateEntry(Integer.toString(number++), certificate);
    }
    return store;
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> inside = Files.list(directory)) {
      return inside.filter(PemCertificates::isReadable).toList();
    }
  }

  private static boolean isReadable(Path file) {
    return Files.isRegularFile(file) && Files.isReadable(file) && file.toFile().length() < MAX_SIZE;
  }

  private static void addAll(Path file, CertificateFactory factory, Set<Certificate> to)
      throws IOException {
    Matcher block = CERTIFICATE.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
    while (block.find()) {
      add(block.group(1), factory, to);
    }
  }

  private static void add(String base64, CertificateFactory factory, Set<Certificate> to) {
    try {
      byte[] der = Base64.getMimeDecoder().decode(base64);
      to.add(factory.generateCertificate(new ByteArrayInputStream(der)));
    } catch (CertificateException | IllegalArgumentException ignored) {
      // The others of the file may be good.
    }
  }
}
