package io.jettymcp.transport.http;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLException;

/** The certificate and key that https is served with. */
final class Certificate {
  private Certificate() {}

  static SslContext load(HttpSettings.Tls files) throws ServerStartException {
    try (InputStream certificate = open(files.certificate());
        InputStream key = open(files.key())) {
      SslContext context =
          SslContextBuilder.forServer(certificate, key).protocols("TLSv1.3", "TLSv1.2").build();
      tryOut(context);
      return context;
    } catch (IllegalArgumentException | SSLException wrong) {
      throw new ServerStartException(
          "The files "
              + files.certificate()
              + " and "
              + files.key()
              + " are not a certificate (PEM) and its key (PEM, PKCS#8, without a password).",
          wrong);
    } catch (IOException unread) {
      throw new ServerStartException("A file of the certificate cannot be closed.", unread);
    }
  }

  /** Shakes hands once: a key that is not that of the certificate is noticed nowhere else. */
  private static void tryOut(SslContext server) throws SSLException {
    SslContext client =
        SslContextBuilder.forClient().trustManager(InsecureTrustManagerFactory.INSTANCE).build();
    EmbeddedChannel here = new EmbeddedChannel(server.newHandler(UnpooledByteBufAllocator.DEFAULT));
    EmbeddedChannel there =
        new EmbeddedChannel(client.newHandler(UnpooledByteBufAllocator.DEFAULT));
    try {
      boolean said = true;
      while (said) {
        said = pass(there, here);
        said |= pass(here, there);
      }
    } catch (DecoderException failed) {
      throw new SSLException(failed);
    } finally {
      here.finishAndReleaseAll();
      there.finishAndReleaseAll();
    }
  }

  private static boolean pass(EmbeddedChannel from, EmbeddedChannel to) {
    boolean said = false;
    for (Object part = from.readOutbound(); part != null; part = from.readOutbound()) {
      to.writeInbound(part);
      said = true;
    }
    return said;
  }

  private static InputStream open(Path file) throws ServerStartException {
    try {
      return Files.newInputStream(file);
    } catch (IOException unread) {
      throw new ServerStartException("The file " + file + " cannot be read.", unread);
    }
  }
}
