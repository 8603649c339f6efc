package io.jettymcp.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Sends an HTTP request on a connection of its own, which a test can break at any time. */
final class RawRequest {
  private static final int PATIENCE_MS = 30_000;

  private final URI address;
  private final String body;
  private final StringBuilder head = new StringBuilder();

  RawRequest(String method, URI address, String body) {
    this.address = address;
    this.body = body;
    String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    head.append("%s %s%s HTTP/1.1\r\n".formatted(method, address.getRawPath(), query));
    with("Host", address.getAuthority());
    with("Connection", "close");
    with("Content-Length", Integer.toString(body.getBytes(UTF_8).length));
  }

  /** Adds a header line, even if there is one of that name. */
  RawRequest with(String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
    return this;
  }

  /** Sends the complete request without waiting for the response. */
  Reply send() throws IOException {
    Socket socket = new Socket(address.getHost(), address.getPort());
    socket.setSoTimeout(PATIENCE_MS);
    socket.getOutputStream().write((head + "\r\n" + body).getBytes(UTF_8));
    return new Reply(socket);
  }

  /** Reads the response only as far as a test requests it. */
  static final class Reply implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader lines;
    private final Map<String, String> headers = new HashMap<>();
    private int status;

    private Reply(Socket socket) throws IOException {
      this.socket = socket;
      this.lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    int status() throws IOException {
      if (status == 0) {
        status = Integer.parseInt(lines.readLine().split(" ", 3)[1]);
        for (String line = lines.readLine(); !line.isEmpty(); line = lines.readLine()) {
          String[] parts = line.split(": *", 2);
          headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
        }
      }
      return status;
    }

    String header(String name) throws IOException {
      status();
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    /** Returns the next line with this start. */
    String line(String start) throws IOException {
      assertThat(status()).isEqualTo(200);
      String line = lines.readLine();
      while (line != null && !line.startsWith(start)) {
        line = lines.readLine();
      }
      assertThat(line).as(start).isNotNull();
      return line;
    }

    /** Reads the rest up to the end of the connection. */
    String rest() throws IOException {
      StringBuilder rest = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        rest.append(line).append('\n');
      }
      return rest.toString();
    }

    String body() throws IOException {
      status();
      return rest();
    }

    /** Ends the connection with RST. */
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
