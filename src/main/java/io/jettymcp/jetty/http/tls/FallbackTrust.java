package io.jettymcp.jetty.http.tls;

import java.net.Socket;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts the servers that any of several stores trusts. A store is read when those before it reject
 * a certificate, as reading it takes longer than connecting.
 */
final class FallbackTrust extends X509ExtendedTrustManager {
  private final List<LazyTrust> stores;

  /** One check of a certificate chain. */
  private interface Check {
    void by(X509ExtendedTrustManager trust) throws CertificateException;
  }

  FallbackTrust(List<LazyTrust> stores) {
    this.stores = List.copyOf(stores);
  }

  private void check(Check check) throws CertificateException {
    CertificateException reason = null;
    for (LazyTrust store : stores) {
      try {
        Optional<X509ExtendedTrustManager> trust = store.get();
        if (trust.isPresent()) {
          check.by(trust.get());
          return;
        }
      } catch (CertificateException e) {
        reason = better(reason, e);
      }
    }
    throw reason == null
        ? new CertificateException(new CertPathBuilderException("no store can be read"))
        : reason;
  }

  /** A store that knows the authority knows better what is wrong. */
  private static CertificateException better(
      @Nullable CertificateException reason, CertificateException next) {
    return reason == null || TlsFault.of(next) != TlsFault.UNKNOWN_AUTHORITY ? next : reason;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    check(trust -> trust.checkServerTrusted(chain, type, engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    check(trust -> trust.checkServerTrusted(chain, type, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(trust -> trust.checkServerTrusted(chain, type));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("no client is trusted here");
  }

  /** Names no authority: servers are not told which ones are trusted. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
