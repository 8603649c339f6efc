package io.jettymcp.jetty.http.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Finds the certificates to trust: Java's own, those of files that the user named, and those of the
 * system, which Java does not read on every platform.
 */
final class TrustStores {
  /** Debian and Arch, Fedora, SUSE, Alpine and OpenBSD. */
  private static final List<Path> SYSTEM_FILES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"));

  private TrustStores() {}

  /**
   * Returns the stores to ask, in this order.
   *
   * @param files PEM files, and directories of such
   */
  static List<LazyTrust> with(List<Path> files) {
    List<LazyTrust> stores = new ArrayList<>();
    stores.add(new LazyTrust("this Java", TrustStores::ofJava));
    files.forEach(file -> stores.add(pem(file)));
    // A trust store that was chosen for this JVM is all that is trusted, besides named files.
    if (System.getProperty("javax.net.ssl.trustStore") == null) {
      stores.addAll(ofSystem(System.getProperty("os.name", "").toLowerCase(Locale.ROOT)));
    }
    return stores;
  }

  private static Optional<X509ExtendedTrustManager> ofJava() throws GeneralSecurityException {
    X509ExtendedTrustManager trust = trusting(null);
    return trust.getAcceptedIssuers().length == 0 ? Optional.empty() : Optional.of(trust);
  }

  private static LazyTrust pem(Path file) {
    return new LazyTrust(file.toString(), () -> trustingAll(PemCertificates.read(file)));
  }

  private static List<LazyTrust> ofSystem(String system) {
    if (system.contains("mac")) {
      return keyStores("KeychainStore", "KeychainStore-ROOT");
    }
    if (system.contains("windows")) {
      return keyStores("Windows-ROOT");
    }
    return SYSTEM_FILES.stream()
        .filter(Files::isRegularFile)
        .limit(1)
        .map(TrustStores::pem)
        .toList();
  }

  /** Leaves out those that this Java does not have. */
  private static List<LazyTrust> keyStores(String... types) {
    Set<String> available = Security.getAlgorithms("KeyStore");
    return Stream.of(types)
        .filter(type -> available.contains(type.toUpperCase(Locale.ROOT)))
        .map(type -> new LazyTrust(type, () -> trustingAll(loaded(type))))
        .toList();
  }

  private static KeyStore loaded(String type) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(type);
    store.load(null, null);
    return store;
  }

  private static Optional<X509ExtendedTrustManager> trustingAll(KeyStore store)
      throws GeneralSecurityException {
    return store.size() == 0 ? Optional.empty() : Optional.of(trusting(store));
  }

  /**
   * Returns the trust in the certificates of a store.
   *
   * @param store Java's own if null
   */
  private static X509ExtendedTrustManager trusting(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager trust : factory.getTrustManagers()) {
      if (trust instanceof X509ExtendedTrustManager certificates) {
        return certificates;
      }
    }
    throw new GeneralSecurityException("no trust manager for X.509");
  }
}
