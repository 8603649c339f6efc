package io.jettymcp.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** What {@link FaultServer} does with a request. */
@FunctionalInterface
public interface FaultAnswer {
  void to(FaultServer.Received request, FaultConnection connection) throws IOException;

  /** 200 with a JSON body; the connection stays open for more. */
  static FaultAnswer json(String body) {
    return status(200, "application/json", body);
  }

  /**
   * Any status, well-formed.
   *
   * @param headers whole header lines
   */
  static FaultAnswer status(int status, String type, String body, String... headers) {
    return (request, connection) ->
        connection.write(head(status, type, length(body), headers) + body);
  }

  static FaultAnswer redirect(int status, String location) {
    return status(status, "text/plain", "", "Location: " + location);
  }

  /** Anything at all, then the connection is closed. */
  static FaultAnswer raw(String text) {
    return (request, connection) -> {
      connection.write(text);
      connection.close();
    };
  }

  /** RST instead of a reply. */
  static FaultAnswer reset() {
    return (request, connection) -> connection.reset();
  }

  /** FIN instead of a reply. */
  static FaultAnswer hangUp() {
    return (request, connection) -> connection.close();
  }

  /** No reply, as long as the other side has patience. */
  static FaultAnswer silence() {
    return (request, connection) -> connection.untilPeerCloses();
  }

  /** A good reply, closed before its announced length. */
  static FaultAnswer cutShort(String body) {
    return raw(head(200, "application/json", length(body) + 10) + body);
  }

  /** A good chunked reply, closed before its last chunk. */
  static FaultAnswer cutChunked(String body) {
    return raw(chunkedHead() + Integer.toHexString(length(body)) + "\r\n" + body + "\r\n");
  }

  /** The head of a reply and the start of its body, then nothing. */
  static FaultAnswer stalls(String start) {
    return (request, connection) -> {
      connection.write(head(200, "application/json", length(start) + 10) + start);
      connection.untilPeerCloses();
    };
  }

  /** A JSON text of so many characters, made while it is sent. */
  static FaultAnswer huge(long characters) {
    return (request, connection) -> {
      connection.write(head(200, "application/json", characters + 2) + "\"");
      byte[] piece = "x".repeat(8192).getBytes(StandardCharsets.UTF_8);
      for (long left = characters; left > 0; left -= piece.length) {
        connection.write(
            left < piece.length ? "x".repeat((int) left).getBytes(StandardCharsets.UTF_8) : piece);
      }
      connection.write("\"");
    };
  }

  /** A JSON text of so many characters, compressed. */
  static FaultAnswer gzip(int characters) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(("\"" + "x".repeat(characters) + "\"").getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = compressed.toByteArray();
    return (request, connection) -> {
      connection.write(head(200, "application/json", bytes.length, "Content-Encoding: gzip"));
      connection.write(bytes);
    };
  }

  private static String head(int status, String type, long length, String... headers) {
    String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    return "HTTP/1.1 "
        + status
        + " Status\r\nContent-Type: "
        + type
        + "\r\nContent-Length: "
        + length
        + "\r\n"
        + lines
        + "\r\n";
  }

  private static String chunkedHead() {
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
  }

  private static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
