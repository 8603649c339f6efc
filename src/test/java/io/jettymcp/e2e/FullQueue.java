package io.jettymcp.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A port at which connections are neither made nor refused. */
final class FullQueue implements AutoCloseable {
  private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final List<Socket> waiting = new ArrayList<>();

  /** Connects, and accepts nothing, until there is no room left. */
  FullQueue() throws IOException {
    try {
      while (true) {
        Socket one = new Socket();
        waiting.add(one);
        one.connect(new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort()), 300);
      }
    } catch (SocketTimeoutException full) {
      // As intended.
    }
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    for (Socket one : waiting) {
      one.close();
    }
    socket.close();
  }
}
