package io.jettymcp.transport.http;

import io.jettymcp.mcp.InitializeResponse;
import io.jettymcp.transport.JsonRpcMessage;
import io.jettymcp.transport.JsonRpcResponses;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Takes the message out of a POST, and turns away what is none. */
final class MessageReader {
  static final String VERSION = "MCP-Protocol-Version";

  private final JsonRpcResponses answers;
  private final JsonMapper bounded;

  /** What is done about something that a client wants, unless it is turned away. */
  interface Handling<T> {
    Publisher<Void> of(T wanted) throws HttpError;
  }

  /**
   * @param depth how deep the JSON may nest
   */
  MessageReader(McpJsonMapper json, int depth) {
    this.answers = new JsonRpcResponses(json);
    this.bounded = JsonRpcMessage.bounded(depth);
  }

  /** Answers a visit, with the reason if it is turned away. */
  static Publisher<Void> visited(McpRequest visit, Handling<McpRequest> handling) {
    return Flux.defer(
        () -> {
          try {
            return handling.of(visit);
          } catch (HttpError refusal) {
            return visit.refuse(refusal);
          }
        });
  }

  /** Reads the one message of a POST and lets it be handled. */
  Publisher<Void> read(McpRequest visit, Handling<JsonRpcMessage> handling) throws HttpError {
    requireJson(visit);
    requireKnownVersion(visit);
    return Mono.from(visit.body())
        .map(body -> JsonRpcMessage.read(body, bounded))
        .flatMapMany(message -> visited(visit, same -> answer(visit, message, handling)));
  }

  private Publisher<Void> answer(
      McpRequest visit, JsonRpcMessage message, Handling<JsonRpcMessage> handling)
      throws HttpError {
    return message instanceof JsonRpcMessage.Wrong wrong
        ? visit.json(400, Map.of(), answers.error(wrong.id(), wrong.code(), wrong.message()))
        : handling.of(message);
  }

  /** Turns away a method of HTTP that the route does not have. */
  Publisher<Void> notAllowed(McpRequest visit, String allowed) {
    return visit.json(
        405,
        Map.of("Allow", allowed),
        answers.error(
            JsonRpcMessage.NO_ID, ErrorCodes.INVALID_REQUEST, "The method is not allowed here."));
  }

  private static void requireJson(McpRequest visit) throws HttpError {
    String type = visit.header("Content-Type").orElse("").split(";", 2)[0].strip();
    if (!type.toLowerCase(Locale.ROOT).equals(AcceptHeader.JSON)) {
      throw new HttpError(415, "Content-Type must be application/json.");
    }
  }

  /** The revision that a request names, if it names one; it is one that we speak. */
  static Optional<String> requireKnownVersion(McpRequest visit) throws HttpError {
    Optional<String> version = visit.header(VERSION);
    if (version.isPresent() && !InitializeResponse.REVISIONS.contains(version.get())) {
      throw new HttpError(
          400,
          "This "
              + VERSION
              + " is not supported; supported are "
              + InitializeResponse.REVISIONS
              + ".");
    }
    return version;
  }
}
