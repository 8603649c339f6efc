package io.jettymcp.runbooks;

import io.jettymcp.json.Json;
import io.jettymcp.text.Truncate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What is heard of a run while Jetty streams it. Which events it streams is not public, so they are
 * looked at for ids, for the words of a model and for a few telling fields.
 */
final class RunbookStream implements Consumer<JsonNode> {
  /** Fields of events of an unknown form that may say what is going on, the best first. */
  private static final List<String> TELLING =
      List.of("message", "text", "content", "step", "status", "event");

  /** How much of what a model says is kept, in characters: enough for its last line. */
  private static final int KEPT = 400;

  private static final int MAX_WORDS_LENGTH = 120;

  private final Clock clock;
  private Instant lastNews;
  private Optional<String> id = Optional.empty();
  private Optional<String> workflowId = Optional.empty();
  private Optional<String> error = Optional.empty();
  private JsonNode trial = MissingNode.getInstance();
  private String saying = "";
  private String words = "";

  RunbookStream(Clock clock) {
    this.clock = clock;
    this.lastNews = clock.instant();
  }

  @Override
  public synchronized void accept(JsonNode event) {
    lastNews = clock.instant();
    RunbookAnswer chunk = new RunbookAnswer(event);
    // An id that Jetty names is better than one that was taken from a completion before.
    id = chunk.namedId().or(() -> id).or(chunk::chunkId);
    learn(chunk);
    tell(event, chunk);
  }

  /** Takes in an answer that was not streamed after all. */
  synchronized void whole(JsonNode body) {
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

  /** What went wrong, as Jetty put it in the stream. */
  synchronized Optional<String> error() {
    return error;
  }

  synchronized JsonNode trial() {
    return trial;
  }

  /** When something was heard last, or when listening began. */
  synchronized Instant lastNews() {
    return lastNews;
  }

  /** What is going on, in a line; raw and untrusted. */
  synchronized String words() {
    if (words.isEmpty()) {
      return "the runbook is with Jetty";
    }
    return words.equals("running") ? words : "running: " + words;
  }

  private void learn(RunbookAnswer answer) {
    workflowId = answer.workflowId().or(() -> workflowId);
    error = answer.error().or(() -> error);
    if (answer.trial().isObject()) {
      trial = answer.trial();
    }
  }

  private void tell(JsonNode event, RunbookAnswer chunk) {
    JsonNode choice = event.path("choices").path(0);
    Optional<String> said =
        Json.text(choice.path("delta"), "content")
            .or(() -> Json.text(choice.path("message"), "content"));
    if (said.isPresent()) {
      saying = Truncate.tail(saying + said.get(), KEPT);
      words = Truncate.tail(lastLine(saying), MAX_WORDS_LENGTH);
      return;
    }
    TELLING.stream()
        .flatMap(field -> Json.text(event, field).stream())
        .findFirst()
        .or(chunk::status)
        .ifPresent(text -> words = Truncate.withEllipsis(text.strip(), MAX_WORDS_LENGTH));
  }

  private static String lastLine(String text) {
    String[] lines = text.strip().split("\\R", -1);
    return lines[lines.length - 1].strip();
  }
}
