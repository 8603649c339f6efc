package io.jettymcp.transport;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Finds the id of a request that is too large to parse, byte by byte and without holding the rest.
 * The error response must carry it: a client would wait for ever for the response to its own id.
 */
final class RequestIdScanner {
  /** Longer than any id in use, such as a UUID in quotes. */
  private static final int MAX_TOKEN = 1_024;

  private final ByteArrayOutputStream token = new ByteArrayOutputStream();
  private String name = "";
  private String id = "";
  private boolean isRequest;
  private boolean inString;
  private boolean escaped;
  private int depth;

  /** Returns the id of a complete message, as JSON. */
  static String idOf(LineReader.Text line) {
    RequestIdScanner scanner = new RequestIdScanner();
    for (int i = 0; i < line.length(); i++) {
      scanner.add(line.at(i));
    }
    return scanner.id();
  }

  /** Returns the id of a complete message, as JSON. */
  static String idOf(byte[] message) {
    RequestIdScanner scanner = new RequestIdScanner();
    scanner.add(message, 0, message.length);
    return scanner.id();
  }

  /** Adds the next bytes of the message. */
  void add(byte[] bytes, int begin, int end) {
    for (int i = begin; i < end; i++) {
      add(bytes[i]);
    }
  }

  /** Returns the id as JSON; {@link JsonRpcMessage#NO_ID} if the message is no request. */
  String id() {
    return isRequest ? JsonRpcMessage.Parser.id(id) : JsonRpcMessage.NO_ID;
  }

  private void add(byte next) {
    if (inString) {
      inString = escaped || next != '"';
      escaped = !escaped && next == '\\';
      append(next);
      return;
    }
    switch (next) {
      case '"' -> {
        inString = true;
        append(next);
      }
      case '{', '[' -> depth++;
      case '}', ']' -> {
        endMember();
        depth--;
      }
      case ',' -> endMember();
      case ':' -> endName();
      default -> append(next);
    }
  }

  /** Adds a byte to the name or plain value that is read, at the top level. */
  private void append(byte next) {
    if (depth == 1 && token.size() <= MAX_TOKEN) {
      token.write(next);
    }
  }

  private void endName() {
    if (depth == 1) {
      name = takeToken();
    }
  }

  private void endMember() {
    if (depth == 1) {
      String value = takeToken();
      if (name.equals("\"id\"")) {
        id = value;
      }
      isRequest |= name.equals("\"method\"");
      name = "";
    }
  }

  private String takeToken() {
    String taken = token.size() > MAX_TOKEN ? "" : token.toString(StandardCharsets.UTF_8).strip();
    token.reset();
    return taken;
  }
}
