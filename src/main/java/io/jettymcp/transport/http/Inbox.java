package io.jettymcp.transport.http;

import io.jettymcp.protocol.Greeting;
import io.jettymcp.transport.Answers;
import io.jettymcp.transport.Incoming;
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
final class Inbox {
  static final String VERSION = "MCP-Protocol-Version";

  private final Answers answers;
  private final JsonMapper bounded;

  /** What is done about something that a client wants, unless it is turned away. */
  interface Handling<T> {
    Publisher<Void> of(T wanted) throws Refusal;
  }

  /**
   * @param depth how deep the JSON may nest
   */
  Inbox(McpJsonMapper json, int depth) {
    this.answers = new Answers(json);
    this.bounded = Incoming.bounded(depth);
  }

  /** Answers a visit, with the reason if it is turned away. */
  static Publisher<Void> visited(Visit visit, Handling<Visit> handling) {
    return Flux.defer(
        () -> {
          try {
            return handling.of(visit);
          } catch (Refusal refusal) {
            return visit.refuse(refusal);
          }
        });
  }

  /** Reads the one message of a POST and lets it be handled. */
  Publisher<Void> read(Visit visit, Handling<Incoming> handling) throws Refusal {
    requireJson(visit);
    requireKnownVersion(visit);
    return Mono.from(visit.body())
        .map(body -> Incoming.read(body, bounded))
        .flatMapMany(message -> visited(visit, same -> answer(visit, message, handling)));
  }

  private Publisher<Void> answer(Visit visit, Incoming message, Handling<Incoming> handling)
      throws Refusal {
    return message instanceof Incoming.Wrong wrong
        ? visit.json(400, Map.of(), answers.error(wrong.id(), wrong.code(), wrong.message()))
        : handling.of(message);
  }

  /** Turns away a method of HTTP that the route does not have. */
  Publisher<Void> notAllowed(Visit visit, String allowed) {
    return visit.json(
        405,
        Map.of("Allow", allowed),
        answers.error(
            Incoming.NO_ID, ErrorCodes.INVALID_REQUEST, "The method is not allowed here."));
  }

  private static void requireJson(Visit visit) throws Refusal {
    String type = visit.header("Content-Type").orElse("").split(";", 2)[0].strip();
    if (!type.toLowerCase(Locale.ROOT).equals(Accepted.JSON)) {
      throw new Refusal(415, "Content-Type must be application/json.");
    }
  }

  /** The revision that a request names, if it names one; it is one that we speak. */
  static Optional<String> requireKnownVersion(Visit visit) throws Refusal {
    Optional<String> version = visit.header(VERSION);
    if (version.isPresent() && !Greeting.REVISIONS.contains(version.get())) {
      throw new Refusal(
          400, "This " + VERSION + " is not supported; supported are " + Greeting.REVISIONS + ".");
    }
    return version;
  }
}
