package io.jettymcp.jetty.http.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a store of certificates when it is needed, until that succeeds once. */
final class LazyTrust {
  private static final Logger LOG = LoggerFactory.getLogger(LazyTrust.class);

  private final String name;
  private final Source source;
  private boolean isRead;
  private Optional<X509ExtendedTrustManager> trust = Optional.empty();

  /** Reads a store; returns nothing if it is empty. */
  interface Source {
    Optional<X509ExtendedTrustManager> read() throws IOException, GeneralSecurityException;
  }

  LazyTrust(String name, Source source) {
    this.name = name;
    this.source = source;
  }

  /** Returns its trust, unless it is empty or cannot be read. */
  synchronized Optional<X509ExtendedTrustManager> get() {
    if (!isRead) {
      trust = read();
    }
    return trust;
  }

  private Optional<X509ExtendedTrustManager> read() {
    try {
      Optional<X509ExtendedTrustManager> found = source.read();
      isRead = true;
      return found;
    } catch (IOException | GeneralSecurityException e) {
      LOG.warn("The certificates of {} cannot be read ({}).", name, e.getClass().getSimpleName());
      return Optional.empty();
    }
  }
}
