package io.jettymcp.transport.http;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLException;

/** The certificate and key that https is served with. */
final class Certificate {
  private Certificate() {}

  static SslContext load(HttpSettings.Tls files) throws CannotServe {
    try (InputStream certificate = open(files.certificate());
        InputStream key = open(files.key())) {
      return SslContextBuilder.forServer(certificate, key).protocols("TLSv1.3", "TLSv1.2").build();
    } catch (IllegalArgumentException | SSLException wrong) {
      throw new CannotServe(
          "The files "
              + files.certificate()
              + " and "
              + files.key()
              + " are not a certificate (PEM) and its key (PEM, PKCS#8, without a password).",
          wrong);
    } catch (IOException unread) {
      throw new CannotServe("A file of the certificate cannot be closed.", unread);
    }
  }

  private static InputStream open(Path file) throws CannotServe {
    try {
      return Files.newInputStream(file);
    } catch (IOException unread) {
      throw new CannotServe("The file " + file + " cannot be read.", unread);
    }
  }
}
