package io.jettymcp.jetty;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** The server's end of a connection. */
public final class FaultConnection implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  FaultConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  InputStream in() {
    return in;
  }

  boolean isClosed() {
    return socket.isClosed();
  }

  public void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  public void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Ends the connection with RST instead of FIN. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Waits until the other side closes. */
  public void untilPeerCloses() throws IOException {
    while (in.read() >= 0) {
      // Discards what the other side sends.
    }
    socket.close();
  }

  /** Waits; throws early if the other side closes. */
  public void pause(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      if (in.read() < 0) {
        throw new IOException("the other side closed");
      }
    } catch (SocketTimeoutException e) {
      socket.setSoTimeout(0);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
