package io.jettymcp.jetty;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Answers the first bytes of each connection on loopback with a text, and then ends it. */
public final class RawServer implements AutoCloseable {
  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final String text;
  private final boolean reset;

  private RawServer(String text, boolean reset) throws IOException {
    this.text = text;
    this.reset = reset;
    Thread server = new Thread(this::serve, "raw-server");
    server.setDaemon(true);
    server.start();
  }

  public static RawServer answering(String text) throws IOException {
    return new RawServer(text, false);
  }

  /** Closes each connection without a word. */
  public static RawServer closing() throws IOException {
    return new RawServer("", false);
  }

  /** Resets each connection (RST). */
  public static RawServer resetting() throws IOException {
    return new RawServer("", true);
  }

  public int port() {
    return socket.getLocalPort();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        byte[] first = new byte[16];
        int unused = client.getInputStream().read(first);
        if (reset) {
          client.setSoLinger(true, 0);
        } else if (!text.isEmpty()) {
          client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
          client.shutdownOutput();
          client.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
      } catch (IOException ignored) {
        // The other side closed first, or the test is over.
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
