package io.jettymcp.jetty.http.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts what Java trusts, else what any of several stores trusts. They are read at the first
 * certificate that Java rejects, as reading them takes longer than connecting.
 */
final class FallbackTrust extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager java;
  private final List<LazyTrust> others;

  /** One check of a certificate chain. */
  private interface Check {
    void by(X509ExtendedTrustManager trust) throws CertificateException;
  }

  FallbackTrust(X509ExtendedTrustManager java, List<LazyTrust> others) {
    this.java = java;
    this.others = List.copyOf(others);
  }

  private void check(Check check) throws CertificateException {
    CertificateException reason;
    try {
      check.by(java);
      return;
    } catch (CertificateException e) {
      reason = e;
    }
    for (LazyTrust other : others) {
      try {
        Optional<X509ExtendedTrustManager> trust = other.get();
        if (trust.isPresent()) {
          check.by(trust.get());
          return;
        }
      } catch (CertificateException e) {
        // A store that knows the authority knows better what is wrong.
        if (TlsFault.of(e) != TlsFault.UNKNOWN_AUTHORITY) {
          reason = e;
        }
      }
    }
    throw reason;
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
    java.checkClientTrusted(chain, type, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    java.checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    java.checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return java.getAcceptedIssuers();
  }
}
