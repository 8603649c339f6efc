package io.jettymcp.jetty.http.tls;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Creates the TLS of all connections, once, and only where a connection uses it. */
public final class ClientTls {
  private final List<Path> certificates;
  private @Nullable SslContext context;

  /**
   * @param certificates PEM files, and directories of such, that are trusted besides Java's own
   */
  public ClientTls(List<Path> certificates) {
    this.certificates = List.copyOf(certificates);
  }

  /** Returns a context that checks certificate and name of the server. */
  public synchronized SslContext context() {
    if (context == null) {
      try {
        context =
            SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .trustManager(TrustStores.with(certificates))
                .endpointIdentificationAlgorithm("HTTPS")
                .build();
      } catch (SSLException e) {
        throw new IllegalStateException(e); // Every Java has TLS.
      }
    }
    return context;
  }
}
