package io.jettymcp.jetty;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;

/** Answers a request to {@link FaultServer}. */
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
   * @param headers complete header lines
   */
  static FaultAnswer status(int status, String type, String body, String... headers) {
    return (request, connection) ->
        connection.write(head(status, type, length(body), headers) + body);
  }

  static FaultAnswer redirect(int status, String location) {
    return status(status, "text/plain", "", "Location: " + location);
  }

  /** Any bytes, then the connection is closed. */
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

  /** No reply until the other side closes. */
  static FaultAnswer silence() {
    return (request, connection) -> connection.untilPeerCloses();
  }

  /** Gives each request the next answer, and repeats the last one. */
  static FaultAnswer inTurn(FaultAnswer... answers) {
    AtomicInteger next = new AtomicInteger();
    return (request, connection) ->
        answers[Math.min(next.getAndIncrement(), answers.length - 1)].to(request, connection);
  }

  /** A good reply, closed before its announced length. */
  static FaultAnswer cutShort(String body) {
    return raw(head(200, "application/json", length(body) + 10) + body);
  }

  /** A good chunked reply, closed before its last chunk. */
  static FaultAnswer cutChunked(String body) {
    return raw(chunkedHead("application/json") + chunk(body));
  }

  /** The head of a reply and the start of its body, then nothing. */
  static FaultAnswer stalls(String start) {
    return (request, connection) -> {
      connection.write(head(200, "application/json", length(start) + 10) + start);
      connection.untilPeerCloses();
    };
  }

  /** Server-sent events, each text written by itself; the connection stays open for more. */
  static FaultAnswer events(String... texts) {
    return (request, connection) -> {
      streamed("text/event-stream", texts).to(request, connection);
      connection.write("0\r\n\r\n");
    };
  }

  /** The head and the start of a chunked body, each text written by itself; no end of it. */
  static FaultAnswer streamed(String type, String... texts) {
    return (request, connection) -> {
      connection.write(chunkedHead(type));
      for (String text : texts) {
        connection.write(chunk(text));
      }
    };
  }

  /** Continues with another answer. */
  default FaultAnswer then(FaultAnswer next) {
    return (request, connection) -> {
      to(request, connection);
      next.to(request, connection);
    };
  }

  /** Answers after a pause; the connection must stay open. */
  default FaultAnswer after(int millis) {
    return (request, connection) -> {
      connection.pause(millis);
      to(request, connection);
    };
  }

  /** The bytes of a file with its length announced, of which only the first so many are sent. */
  static FaultAnswer file(String type, byte[] content, int sent) {
    return (request, connection) -> {
      connection.write(head(200, type, content.length));
      connection.write(Arrays.copyOf(content, sent));
      if (sent < content.length) {
        connection.close();
      }
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

  private static String chunkedHead(String type) {
    return "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nTransfer-Encoding: chunked\r\n\r\n";
  }

  private static String chunk(String text) {
    return Integer.toHexString(length(text)) + "\r\n" + text + "\r\n";
  }

  private static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
