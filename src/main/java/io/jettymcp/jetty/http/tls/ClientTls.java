package io.jettymcp.jetty.http.tls;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the TLS of all connections, once, and only where a connection uses it. */
public final class ClientTls {
  private static final Logger LOG = LoggerFactory.getLogger(ClientTls.class);

  private final List<Path> certificates;
  private List<LazyTrust> trusted = List.of();
  private @Nullable SslContext context;

  /**
   * @param certificates PEM files, and directories of such, that are trusted besides Java's own
   */
  public ClientTls(List<Path> certificates) {
    this.certificates = List.copyOf(certificates);
  }

  /**
   * Loads what a handshake needs: Java's classes for it, by beginning one that leads nowhere unless
   * a connection has begun its own, then the certificates that it trusts, which the reply of a
   * server is checked with.
   */
  public void load() {
    if (!isUsed()) {
      beginHandshake();
    }
    preferredTrust().get();
  }

  private synchronized boolean isUsed() {
    return context != null;
  }

  private void beginHandshake() {
    try {
      SSLEngine engine = context().newEngine(UnpooledByteBufAllocator.DEFAULT);
      engine.beginHandshake();
      engine.wrap(
          ByteBuffer.allocate(0), ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
    } catch (SSLException e) {
      throw new IllegalStateException(e); // Nothing is read.
    }
  }

  private synchronized LazyTrust preferredTrust() {
    return trusted.get(0);
  }

  /**
   * Makes a key such as every handshake of Java begins with. Java 25 takes 85 ms for the first one,
   * in which the connection is being opened.
   */
  private static void loadCurve() {
    try {
      KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
      keys.initialize(new ECGenParameterSpec("secp256r1"));
      keys.generateKeyPair();
    } catch (GeneralSecurityException e) {
      LOG.debug("This Java has no keys for handshakes on P-256", e);
    }
  }

  /** Returns a context that checks certificate and name of the server. */
  public synchronized SslContext context() {
    if (context == null) {
      trusted = TrustStores.with(certificates);
      try {
        context =
            SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .trustManager(new FallbackTrust(trusted))
                .endpointIdentificationAlgorithm("HTTPS")
                .build();
      } catch (SSLException e) {
        throw new IllegalStateException(e); // Every Java has TLS.
      }
      Thread curve = new Thread(ClientTls::loadCurve, "curve");
      curve.setDaemon(true);
      curve.start();
    }
    return context;
  }
}
