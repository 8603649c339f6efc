package io.jettymcp.jetty.http;

import io.jettymcp.json.FieldMask;
import io.jettymcp.json.FieldMaskReader;
import io.jettymcp.json.UnreadableJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads a body of server-sent events and passes on those that are JSON. */
final class ServerSentEventsBody {
  /** Ends a stream of the OpenAI kind; the connection may stay open after it. */
  private static final String DONE = "[DONE]";

  private final ServerSentEventParser events = new ServerSentEventParser();
  private final Consumer<JsonNode> listener;
  private volatile boolean ended;

  private ServerSentEventsBody(Consumer<JsonNode> listener) {
    this.listener = listener;
  }

  static Mono<JsonNode> read(ResponseBody in, Consumer<JsonNode> listener) {
    return Mono.defer(
        () -> {
          ServerSentEventsBody body = new ServerSentEventsBody(listener);
          return in.stream()
              .handle(body::take)
              .then(Mono.<JsonNode>fromSupplier(JsonNodeFactory.instance::missingNode))
              .doOnCancel(body::end);
        });
  }

  private void take(byte[] piece, SynchronousSink<Object> stream) {
    for (String data : events.feed(piece)) {
      if (data.equals(DONE)) {
        stream.complete();
        return;
      }
      json(data).ifPresent(this::emit);
    }
  }

  /** Passes on an event unless the stream has ended: a deadline cancels from another thread. */
  private synchronized void emit(JsonNode event) {
    if (!ended) {
      listener.accept(event);
    }
  }

  private void end() {
    ended = true;
    synchronized (this) {
      // Waits for the listener if it is running.
    }
  }

  private static Optional<JsonNode> json(String data) {
    byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
    FieldMaskReader reader = new FieldMaskReader(FieldMask.ALL);
    try {
      reader.feed(bytes, 0, bytes.length);
      return Optional.of(reader.finish()).filter(event -> !event.isMissingNode());
    } catch (UnreadableJsonException e) {
      return Optional.empty();
    }
  }
}
