package io.jettymcp.transport.http.server;

import io.jettymcp.transport.http.HttpSettings;
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

/** Loads the certificate and key for https. */
final class Certificate {
  private Certificate() {}

  static SslContext load(HttpSettings.Tls files) throws ServerStartException {
    try (InputStream certificate = open(files.certificate());
        InputStream key = open(files.key())) {
      SslContext context =
          SslContextBuilder.forServer(certificate, key).protocols("TLSv1.3", "TLSv1.2").build();
      verify(context);
      return context;
    } catch (IllegalArgumentException | SSLException e) {
      throw new ServerStartException(
          "The files "
              + files.certificate()
              + " and "
              + files.key()
              + " are not a certificate (PEM) and its key (PEM, PKCS#8, without a password).",
          e);
    } catch (IOException e) {
      throw new ServerStartException("Cannot close a certificate file.", e);
    }
  }

  /** Performs one handshake: nothing else detects a key that does not match the certificate. */
  private static void verify(SslContext server) throws SSLException {
    SslContext client =
        SslContextBuilder.forClient().trustManager(InsecureTrustManagerFactory.INSTANCE).build();
    EmbeddedChannel serverChannel =
        new EmbeddedChannel(server.newHandler(UnpooledByteBufAllocator.DEFAULT));
    EmbeddedChannel clientChannel =
        new EmbeddedChannel(client.newHandler(UnpooledByteBufAllocator.DEFAULT));
    try {
      boolean active = true;
      while (active) {
        active = transfer(clientChannel, serverChannel);
        active |= transfer(serverChannel, clientChannel);
      }
    } catch (DecoderException e) {
      throw new SSLException(e);
    } finally {
      serverChannel.finishAndReleaseAll();
      clientChannel.finishAndReleaseAll();
    }
  }

  private static boolean transfer(EmbeddedChannel from, EmbeddedChannel to) {
    boolean any = false;
    for (Object part = from.readOutbound(); part != null; part = from.readOutbound()) {
      to.writeInbound(part);
      any = true;
    }
    return any;
  }

  private static InputStream open(Path file) throws ServerStartException {
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw new ServerStartException("Cannot read the file " + file + ".", e);
    }
  }
}
