package io.jettymcp.tools;

import static io.jettymcp.runs.RunSignatures.GET_TRAJECTORY;
import static io.jettymcp.runs.RunSignatures.STEP;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import io.jettymcp.jetty.PathSegment;
import io.jettymcp.json.Json;
import io.jettymcp.tool.FailureReason;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.View;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Assembles a chat completion from the chunks of a stream, or from the one reply of a server that
 * does not stream. One thread adds chunks while another reads the progress.
 */
final class ChatCompletion {
  /** An answer, as far as it came. */
  record Answer(
      String text,
      Optional<String> model,
      Optional<String> finishReason,
      Optional<JsonNode> usage,
      Optional<String> trajectoryId,
      Optional<String> note) {
    static final View<Answer> VIEW =
        View.of(Answer.class)
            .text("text", Answer::text)
            .describedAs("What the model wrote")
            .required()
            .text("model", Answer::model)
            .text("finish_reason", Answer::finishReason)
            .describedAs("Absent where the answer broke off")
            .nested("usage", USAGE, Answer::usage)
            .text("trajectory_id", Answer::trajectoryId)
            .describedAs("The run that recorded it, where Jetty names one")
            .text("note", Answer::note)
            .max(1_000);
  }

  private static final View<JsonNode> USAGE =
      View.of(JsonNode.class)
          .integer("prompt_tokens")
          .integer("completion_tokens")
          .integer("total_tokens");

  /** Longest answer in characters: far above what any model writes, but a stream may be endless. */
  static final int MAX_TEXT = 2_000_000;

  private static final String DO_NOT_RETRY =
      " What arrived is in \"text\". Asking again costs tokens again.";

  /** The only step of the run that records an answer. */
  private static final String RECORDED = "completion";

  private final TaskRef recording;
  private final StringBuilder text = new StringBuilder();
  private long dropped;
  private boolean answered;
  private Optional<String> model = Optional.empty();
  private Optional<String> finishReason = Optional.empty();
  private Optional<JsonNode> usage = Optional.empty();
  private Optional<String> trajectoryId = Optional.empty();
  private @Nullable Failure error;

  /**
   * @param recording the task of the run that records the answer
   */
  ChatCompletion(TaskRef recording) {
    this.recording = recording;
  }

  /** Adds a chunk or a complete answer. */
  synchronized void add(JsonNode chunk) {
    if (chunk.hasNonNull("error")) {
      error = failure(chunk.path("error"));
      return;
    }
    JsonNode choice = chunk.path("choices").path(0);
    answered |= choice.isObject();
    take(choice.path("delta"));
    take(choice.path("message"));
    finishReason = Json.text(choice, "finish_reason").or(() -> finishReason);
    model = Json.text(chunk, "model").or(() -> model);
    trajectoryId = trajectoryId(chunk.path("jetty_metadata")).or(() -> trajectoryId);
    if (chunk.path("usage").isObject()) {
      usage = Optional.of(chunk.path("usage"));
    }
  }

  private static Optional<String> trajectoryId(JsonNode metadata) {
    return Json.text(metadata, "trajectory_id")
        .or(() -> Json.text(metadata, "workflow_id").flatMap(RunRef::idIn));
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

  /** Describes the progress without quoting the answer. */
  synchronized String progress() {
    return text.isEmpty()
        ? "the model has not started to answer"
        : text.length() + dropped + " characters so far";
  }

  /**
   * Makes the result at the end of the reply.
   *
   * @throws Failure if there is no answer at all
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
        : shown(Optional.of("The answer ended before the model marked it as complete."));
  }

  /** Makes the result after a failure, which is passed on where no text arrived. */
  synchronized Mono<Result> afterBreak(Failure failure) {
    return Mono.fromCallable(() -> broken(failure));
  }

  private Result broken(Failure failure) {
    if (text.isEmpty()) {
      throw failure;
    }
    finishReason = Optional.empty();
    String why =
        failure.detail().isEmpty() ? FailureReason.of(failure) : "Reason: " + failure.detail();
    return shown(Optional.of("The answer broke off." + DO_NOT_RETRY + " " + why));
  }

  private Result shown(Optional<String> problem) {
    Optional<String> note =
        dropped == 0
            ? problem
            : Optional.of(
                (dropped + " more characters were dropped. " + problem.orElse("")).strip());
    Answer answer = new Answer(text.toString(), model, finishReason, usage, trajectoryId, note);
    return Result.of(Answer.VIEW, answer)
        .ifCut(
            trajectoryId
                .filter(id -> PathSegment.problem(id).isEmpty())
                .map(id -> GET_TRAJECTORY.with(recording.run(id)).with(STEP, RECORDED))
                .map(call -> call.because("the whole answer"))
                .stream()
                .toList());
  }

  /** Reads an error that comes in place of an answer: OpenAI's form, with or without a status. */
  private static Failure failure(JsonNode error) {
    String message = Json.text(error, "message").orElseGet(() -> error.asString(""));
    int status = error.path("code").asInt(500);
    return status >= 400 && status < 500
        ? new Refused(Refused.Kind.INVALID, status, message)
        : new Unavailable(
            Reason.SERVER_ERROR, Math.min(599, Math.max(500, status)), message, Optional.empty());
  }
}
