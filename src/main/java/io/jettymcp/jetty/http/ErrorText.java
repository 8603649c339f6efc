package io.jettymcp.jetty.http;

import io.jettymcp.json.FieldMask;
import io.jettymcp.json.FieldMaskReader;
import io.jettymcp.json.UnreadableJsonException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Extracts the message of an error body. Jetty's validation errors repeat what was sent ({@code
 * input}, {@code ctx}), secrets included, so only the fields that hold a message are read.
 */
final class ErrorText {
  private static final FieldMask MESSAGES =
      FieldMask.only()
          .with("detail", FieldMask.fields("loc", "msg", "message", "error"))
          .with("error", FieldMask.fields("message"))
          .with("message", FieldMask.only());

  private ErrorText() {}

  /**
   * Returns the message in a body; empty if there is none, or if it is plain text that was cut, as
   * it can end in half a secret. Nothing more is cut here, as the message is not redacted yet.
   */
  static String of(ErrorBody body) {
    byte[] start = body.start();
    String text = new String(start, StandardCharsets.UTF_8).strip();
    FieldMaskReader reader = new FieldMaskReader(MESSAGES);
    boolean json = text.startsWith("{") || text.startsWith("[") || text.startsWith("\"");
    try {
      reader.feed(start, 0, start.length);
      json |= !reader.finish().isMissingNode();
    } catch (UnreadableJsonException ignored) {
      // The part that was read may hold the message.
    }
    if (json) {
      return message(reader.partial());
    }
    return body.isComplete() ? text : "";
  }

  /** Returns an error body, which may be cut, or a missing node if it is no JSON. */
  static JsonNode json(byte[] body) {
    FieldMaskReader reader = new FieldMaskReader(FieldMask.ALL);
    try {
      reader.feed(body, 0, body.length);
    } catch (UnreadableJsonException e) {
      return JsonNodeFactory.instance.missingNode();
    }
    return reader.partial();
  }

  private static String message(JsonNode node) {
    if (node.isString()) {
      return node.stringValue();
    }
    if (node.isArray()) {
      return joined(node);
    }
    if (!node.isObject()) {
      return "";
    }
    String message =
        Stream.of("msg", "detail", "error", "message")
            .map(field -> message(node.path(field)))
            .filter(text -> !text.isEmpty())
            .findFirst()
            .orElse("");
    String where =
        node.path("loc")
            .valueStream()
            .map(step -> step.asString(""))
            .collect(Collectors.joining("."));
    return message.isEmpty() || where.isEmpty() ? message : where + ": " + message;
  }

  private static String joined(JsonNode list) {
    return list.valueStream()
        .map(ErrorText::message)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("; "));
  }
}
