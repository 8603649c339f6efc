package io.jettymcp.runbooks;

import io.jettymcp.json.Json;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Collects what Jetty streams about a run. Its events are not documented, so they are searched for
 * ids and for a few descriptive fields.
 */
final class RunbookStream implements Consumer<JsonNode> {
  /** Fields of unknown events that may describe the progress, the best first. */
  private static final List<String> DESCRIPTIVE = List.of("message", "step", "status", "event");

  private final Clock clock;
  private Instant lastEvent;
  private Optional<String> id = Optional.empty();
  private Optional<String> workflowId = Optional.empty();
  private Optional<String> error = Optional.empty();
  private JsonNode trial = MissingNode.getInstance();
  private boolean begun;
  private long written;
  private String latest = "";

  RunbookStream(Clock clock) {
    this.clock = clock;
    this.lastEvent = clock.instant();
  }

  @Override
  public synchronized void accept(JsonNode event) {
    begun = true;
    lastEvent = clock.instant();
    RunbookAnswer chunk = new RunbookAnswer(event);
    // An id that Jetty names is more reliable than one taken from an earlier completion.
    id = chunk.namedId().or(() -> id).or(chunk::chunkId);
    learn(chunk);
    describe(event, chunk);
  }

  /** Reads a reply that was not streamed after all. */
  synchronized void reply(JsonNode body) {
    RunbookAnswer answer = new RunbookAnswer(body);
    id = answer.namedId().or(() -> id).or(answer::id);
    learn(answer);
  }

  synchronized Optional<String> id() {
    return id;
  }

  synchronized Optional<String> workflowId() {
    return workflowId;
  }

  /** The error that Jetty reported in the stream. */
  synchronized Optional<String> error() {
    return error;
  }

  synchronized JsonNode trial() {
    return trial;
  }

  /** Returns whether an event came. */
  synchronized boolean hasBegun() {
    return begun;
  }

  /** The time of the last event, or else of the start. */
  synchronized Instant lastEvent() {
    return lastEvent;
  }

  /** The progress; raw, untrusted and of any length. */
  synchronized String progress() {
    if (latest.isEmpty()) {
      return "Jetty is starting the runbook";
    }
    return latest.equals("running") ? latest : "running: " + latest;
  }

  private void learn(RunbookAnswer answer) {
    workflowId = answer.workflowId().or(() -> workflowId);
    error = answer.error().or(() -> error);
    if (answer.trial().isObject()) {
      trial = answer.trial();
    }
  }

  private void describe(JsonNode event, RunbookAnswer chunk) {
    Optional<String> content = content(event);
    if (content.isPresent()) {
      // Not quoted: a secret that has arrived in part is not recognised.
      written += content.get().length();
      latest = "the agent has written " + written + " characters";
      return;
    }
    DESCRIPTIVE.stream()
        .flatMap(field -> Json.text(event, field).stream())
        .findFirst()
        .or(chunk::status)
        .ifPresent(text -> latest = text.strip());
  }

  /** Returns a piece of what the agent writes, if the event is one. */
  private static Optional<String> content(JsonNode event) {
    JsonNode choice = event.path("choices").path(0);
    return Json.text(choice.path("delta"), "content")
        .or(() -> Json.text(choice.path("message"), "content"))
        .or(() -> Json.text(event, "text"))
        .or(() -> Json.text(event, "content"));
  }
}
