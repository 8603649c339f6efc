package io.jettymcp.jetty.http.tls;

import io.netty.handler.ssl.NotSslRecordException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;

/** Says why TLS could not be set up, and how to fix it. */
public enum TlsFault {
  UNKNOWN_AUTHORITY(
      "the certificate of %s is signed by an authority that is not trusted here. If this network"
          + " inspects TLS, name its CA certificate in --ca-file or SSL_CERT_FILE"),
  WRONG_NAME(
      "the certificate of %s was issued for another name. Check the address; a firewall may have"
          + " answered in its place"),
  EXPIRED(
      "the certificate of %s has expired. Check the clock of this machine; if it is right, the"
          + " certificate must be renewed there"),
  NOT_YET_VALID("the certificate of %s is not valid yet. Check the clock of this machine"),
  REJECTED("the certificate of %s does not meet the rules of this Java"),
  NOT_TLS(
      "%s does not speak TLS. Check host and port; a firewall or a proxy may have answered in its"
          + " place"),
  BROKEN(
      "the TLS handshake with %s broke off. A firewall may block it, or the server supports no TLS"
          + " version of this Java");

  private final String sentence;

  TlsFault(String sentence) {
    this.sentence = sentence;
  }

  /** Classifies the failure of a handshake. */
  public static TlsFault of(Throwable error) {
    List<Throwable> causes = causes(error);
    if (contains(causes, CertificateExpiredException.class)
        || hasReason(causes, BasicReason.EXPIRED)) {
      return EXPIRED;
    }
    if (contains(causes, CertificateNotYetValidException.class)
        || hasReason(causes, BasicReason.NOT_YET_VALID)) {
      return NOT_YET_VALID;
    }
    if (contains(causes, CertPathBuilderException.class)) {
      return UNKNOWN_AUTHORITY;
    }
    // Java's check of the name throws this class itself, and a subclass for all else.
    if (causes.stream().anyMatch(cause -> cause.getClass() == CertificateException.class)) {
      return WRONG_NAME;
    }
    if (contains(causes, CertificateException.class)) {
      return REJECTED;
    }
    return contains(causes, NotSslRecordException.class) ? NOT_TLS : BROKEN;
  }

  /** Returns whether an error is one of TLS. */
  public static boolean isIn(Throwable error) {
    List<Throwable> causes = causes(error);
    return contains(causes, SSLException.class) || contains(causes, CertificateException.class);
  }

  /** Returns what happened and what to do, without a full stop. */
  public String words(String where) {
    return sentence.formatted(where);
  }

  private static boolean hasReason(List<Throwable> causes, BasicReason reason) {
    return causes.stream()
        .anyMatch(
            cause ->
                cause instanceof CertPathValidatorException path && path.getReason() == reason);
  }

  private static boolean contains(List<Throwable> causes, Class<? extends Throwable> type) {
    return causes.stream().anyMatch(type::isInstance);
  }

  private static List<Throwable> causes(Throwable error) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable cause = error;
        cause != null && !causes.contains(cause);
        cause = cause.getCause()) {
      causes.add(cause);
    }
    return causes;
  }
}
