package io.jettymcp.simulator.api;

import io.jettymcp.simulator.http.ChunkSource;
import io.jettymcp.simulator.http.StreamChunk;
import io.jettymcp.simulator.model.RunPhase;
import io.jettymcp.simulator.model.RunStatus;
import io.jettymcp.simulator.model.SimulatedRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import tools.jackson.databind.node.ObjectNode;

/**
 * Streams the progress of a run: first its id, then its phases as they start, at the end its
 * result. Time advances here by the delays of the chunks.
 */
final class RunbookEventSource implements ChunkSource {
  /** Some clients drop what they have not yet read when a stream breaks. */
  private static final Duration BEFORE_BREAK = Duration.ofMillis(300);

  private static final Duration MAX_SILENCE = Duration.ofSeconds(5);

  private final SimulatedRun run;
  private final ChatCompletionJson completion;
  private final boolean includesUsage;
  private final RunbookFault fault;
  private final Deque<RunPhase> pending;
  private Instant now;
  private int sent;

  RunbookEventSource(
      SimulatedRun run,
      ChatCompletionJson completion,
      boolean includesUsage,
      RunbookFault fault,
      Instant now) {
    this.run = run;
    this.completion = completion;
    this.includesUsage = includesUsage;
    this.fault = fault;
    this.now = now;
    this.pending = new ArrayDeque<>(run.plan().phases());
  }

  @Override
  public StreamChunk next() {
    int number = sent++;
    if (number == 0) {
      String first =
          ChatCompletionJson.KEEP_ALIVE + ChatCompletionJson.event(completion.firstChunk());
      return StreamChunk.of(first, delayBefore(1));
    }
    if (breaksBefore(number)) {
      return StreamChunk.disconnect();
    }
    if (number == 1) {
      return StreamChunk.of(ChatCompletionJson.event(idChunk()), delayBefore(2));
    }
    if (run.remaining(now).isZero()) {
      return StreamChunk.last(startedPhases() + ending());
    }
    String phases = startedPhases();
    Duration delay = untilNextPhase();
    now = now.plus(delay);
    return StreamChunk.of(phases.isEmpty() ? ChatCompletionJson.KEEP_ALIVE : phases, delay);
  }

  private Duration delayBefore(int number) {
    return breaksBefore(number) ? BEFORE_BREAK : Duration.ZERO;
  }

  /** The id of the run is in chunk 1. */
  private boolean breaksBefore(int number) {
    return switch (fault) {
      case NONE, SERVER_ERROR -> false;
      case BREAK_BEFORE_ID -> number == 1;
      case BREAK_AFTER_ID -> number == 2;
    };
  }

  private ObjectNode idChunk() {
    ObjectNode chunk = completion.contentChunk("");
    chunk
        .putObject("jetty_metadata")
        .put("workflow_id", run.workflowId())
        .put("status", RunStatus.RUNNING.label());
    return chunk;
  }

  /** Takes the phases that have started since the last chunk. */
  private String startedPhases() {
    StringBuilder events = new StringBuilder();
    Instant progress = run.progress(now);
    while (!pending.isEmpty() && !pending.peek().startedAt().isAfter(progress)) {
      String message = pending.remove().message();
      events.append(ChatCompletionJson.event(completion.contentChunk(message + "\n")));
    }
    return events.toString();
  }

  private Duration untilNextPhase() {
    Instant end = run.plan().endedAt();
    Instant next =
        pending.isEmpty() || pending.peek().startedAt().isAfter(end)
            ? end
            : pending.peek().startedAt();
    Duration wait = Duration.between(now, next);
    return wait.compareTo(MAX_SILENCE) < 0 ? wait : MAX_SILENCE;
  }

  private String ending() {
    ObjectNode outputs = run.plan().lastOutputs();
    ObjectNode last = completion.lastChunk(ChatCompletionJson.STOP);
    last.set("files", RunbookRequests.files(outputs));
    last.set("jetty_metadata", RunbookRequests.metadata(run, now));
    String summary = RunbookRequests.summary(run, now) + "\n";
    return ChatCompletionJson.event(completion.contentChunk(summary))
        + ChatCompletionJson.event(last)
        + (includesUsage
            ? ChatCompletionJson.event(completion.usageChunk(RunbookRequests.usage(outputs)))
            : "")
        + ChatCompletionJson.DONE;
  }
}
