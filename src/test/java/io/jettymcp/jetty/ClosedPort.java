package io.jettymcp.jetty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.SocketChannel;

/** Reserves a port that refuses connections: its socket is bound and does not listen. */
public final class ClosedPort {
  private static final SocketChannel RESERVED = reserve();

  private ClosedPort() {}

  private static SocketChannel reserve() {
    try {
      return SocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static int number() {
    return RESERVED.socket().getLocalPort();
  }

  public static URI url() {
    return URI.create("http://127.0.0.1:" + number());
  }
}
