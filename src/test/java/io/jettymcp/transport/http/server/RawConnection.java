package io.jettymcp.transport.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;

/** A connection on which tests can send any bytes. */
final class RawConnection implements AutoCloseable {
  /** Guards against a hang only: a cold server on a busy machine needs seconds for a response. */
  private static final int TIMEOUT_MS = 120_000;

  private final Socket socket;

  RawConnection(URI address) throws IOException {
    socket = new Socket(address.getHost(), address.getPort());
    socket.setSoTimeout(TIMEOUT_MS);
  }

  RawConnection send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  /** Reads the head of the next response up to its blank line, or to the end of the connection. */
  String head() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    for (int next = read(); next >= 0; next = read()) {
      head.write(next);
      if (head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
        break;
      }
    }
    return head.toString(ISO_8859_1);
  }

  /** Reads up to and with the first line that starts so. */
  String until(String start) throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int next = read();
      assertThat(next).as("the stream has ended before " + start).isNotNegative();
      if (next != '\n') {
        line.append((char) next);
      } else if (line.toString().startsWith(start)) {
        return line.toString();
      } else {
        line.setLength(0);
      }
    }
  }

  int read() throws IOException {
    return socket.getInputStream().read();
  }

  String body(int length) throws IOException {
    return new String(socket.getInputStream().readNBytes(length), ISO_8859_1);
  }

  /** Reads up to the end of the connection. */
  String rest() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
  }

  void closeOutput() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
