package io.jettymcp.tools;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import io.jettymcp.json.Json;
import io.jettymcp.text.Truncate;
import io.jettymcp.tool.Result;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A chat completion as it is put together: from the chunks of a stream, or from the one answer of a
 * server that does not stream. Heard by one thread, asked for its progress by another.
 */
final class ChatCompletion {
  /** Longest answer in characters: far above what any model writes, but a stream may be endless. */
  static final int MAX_TEXT = 2_000_000;

  private static final int MAX_WORDS_LENGTH = 500;
  private static final String DO_NOT_REPEAT =
      " What came is in \"text\". Asking again costs tokens again.";

  private final StringBuilder text = new StringBuilder();
  private long dropped;
  private boolean answered;
  private Optional<String> model = Optional.empty();
  private Optional<String> finishReason = Optional.empty();
  private Optional<JsonNode> usage = Optional.empty();
  private @Nullable Failure error;

  /** Takes in a chunk or a whole answer. */
  synchronized void hear(JsonNode said) {
    if (said.hasNonNull("error")) {
      error = failure(said.path("error"));
      return;
    }
    JsonNode choice = said.path("choices").path(0);
    answered |= choice.isObject();
    take(choice.path("delta"));
    take(choice.path("message"));
    finishReason = Json.text(choice, "finish_reason").or(() -> finishReason);
    model = Json.text(said, "model").or(() -> model);
    if (said.path("usage").isObject()) {
      usage = Optional.of(said.path("usage"));
    }
  }

  private void take(JsonNode message) {
    JsonNode content = message.path("content");
    if (content.isArray()) {
      content.forEach(part -> Json.text(part, "text").ifPresent(this::append));
    } else {
      Json.text(message, "content").or(() -> Json.text(message, "refusal")).ifPresent(this::append);
    }
  }

  private void append(String more) {
    int room = Math.min(more.length(), MAX_TEXT - text.length());
    text.append(more, 0, room);
    dropped += more.length() - room;
  }

  /** How far it is, without a word of it. */
  synchronized String progress() {
    return text.isEmpty()
        ? "the model has not begun to answer"
        : text.length() + dropped + " characters so far";
  }

  /**
   * What there is at the end of the reply.
   *
   * @throws Failure if that is no answer at all
   */
  synchronized Result result() {
    if (error != null) {
      return broken(error);
    }
    if (!answered) {
      throw new Unavailable(Reason.UNREADABLE, "no completion in it");
    }
    return finishReason.isPresent()
        ? shown(Optional.empty())
        : shown(Optional.of("The answer ended before the model said that it is whole."));
  }

  /** What there is after a failure, which is given on where there is nothing. */
  synchronized Mono<Result> afterBreak(Failure failure) {
    return Mono.fromCallable(() -> broken(failure));
  }

  private Result broken(Failure failure) {
    if (text.isEmpty()) {
      throw failure;
    }
    finishReason = Optional.empty();
    String why =
        failure.detail().isEmpty()
            ? String.valueOf(failure.getMessage())
            : Truncate.withCount(failure.detail(), MAX_WORDS_LENGTH);
    return shown(Optional.of("The answer broke off (" + why + ")." + DO_NOT_REPEAT));
  }

  private Result shown(Optional<String> problem) {
    ObjectNode data = Json.object().put("text", text.toString());
    model.ifPresent(name -> data.put("model", name));
    finishReason.ifPresent(reason -> data.put("finish_reason", reason));
    usage.ifPresent(counts -> data.set("usage", counts));
    Optional<String> note =
        dropped == 0
            ? problem
            : Optional.of(dropped + " characters more were dropped. " + problem.orElse(""));
    note.ifPresent(words -> data.put("note", words.strip()));
    return Result.of(data);
  }

  /** An error that comes where an answer should: OpenAI's form, with a status in it or none. */
  private static Failure failure(JsonNode error) {
    String message = Json.text(error, "message").orElseGet(() -> error.asString(""));
    int status = error.path("code").asInt(500);
    return status >= 400 && status < 500
        ? new Refused(Refused.Kind.INVALID, status, message)
        : new Unavailable(
            Reason.SERVER_ERROR, Math.min(599, Math.max(500, status)), message, Optional.empty());
  }
}
