package io.jettymcp.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import tools.jackson.databind.node.ObjectNode;

/**
 * The stream that tells of a run as it goes on: first which run it is, then what happens as time
 * uncovers it, in the end how it ended. Time goes on here as the parts are asked for.
 */
final class RunbookEventSource implements ChunkSource {
  /** Some clients forget what they have not yet read when a stream breaks. */
  private static final Duration BEFORE_BREAK = Duration.ofMillis(300);

  private static final Duration MAX_SILENCE = Duration.ofSeconds(5);

  private final SimulatedRun run;
  private final ChatCompletionJson completion;
  private final boolean includesUsage;
  private final RunbookFault trouble;
  private final Deque<RunPhase> ahead;
  private Instant moment;
  private boolean greeted;
  private boolean named;

  RunbookEventSource(
      SimulatedRun run,
      ChatCompletionJson completion,
      boolean includesUsage,
      RunbookFault trouble,
      Instant now) {
    this.run = run;
    this.completion = completion;
    this.includesUsage = includesUsage;
    this.trouble = trouble;
    this.moment = now;
    this.ahead = new ArrayDeque<>(run.plan().story());
  }

  @Override
  public StreamChunk next() {
    if (!greeted) {
      greeted = true;
      String greeting =
          ChatCompletionJson.KEEP_ALIVE + ChatCompletionJson.event(completion.firstChunk());
      return StreamChunk.of(greeting, breaks() ? BEFORE_BREAK : Duration.ZERO);
    }
    if (breaks()) {
      return StreamChunk.broken();
    }
    if (!named) {
      named = true;
      return StreamChunk.of(
          ChatCompletionJson.event(naming()), breaks() ? BEFORE_BREAK : Duration.ZERO);
    }
    if (run.remaining(moment).isZero()) {
      return StreamChunk.last(told(false) + ending());
    }
    String news = told(true);
    Duration pause = untilNews();
    moment = moment.plus(pause);
    return StreamChunk.of(news, pause);
  }

  private boolean breaks() {
    return switch (trouble) {
      case NONE, SERVER_ERROR -> false;
      case BREAK_BEFORE_ID -> true;
      case BREAK_AFTER_ID -> named;
    };
  }

  private ObjectNode naming() {
    ObjectNode chunk = completion.textChunk("");
    chunk
        .putObject("jetty_metadata")
        .put("workflow_id", run.workflowId())
        .put("status", RunStatus.RUNNING.word());
    return chunk;
  }

  /** What has happened since it was last told; if nothing has, a sign of life where one is due. */
  private String told(boolean withSignOfLife) {
    StringBuilder news = new StringBuilder();
    Instant reached = run.progress(moment);
    while (!ahead.isEmpty() && !ahead.peek().began().isAfter(reached)) {
      news.append(ChatCompletionJson.event(completion.textChunk(ahead.remove().line() + "\n")));
    }
    return news.isEmpty() && withSignOfLife ? ChatCompletionJson.KEEP_ALIVE : news.toString();
  }

  private Duration untilNews() {
    Instant end = run.plan().ended();
    Instant next =
        ahead.isEmpty() || ahead.peek().began().isAfter(end) ? end : ahead.peek().began();
    Duration wait = Duration.between(moment, next);
    return wait.compareTo(MAX_SILENCE) < 0 ? wait : MAX_SILENCE;
  }

  private String ending() {
    ObjectNode outputs = RunbookRequests.outputs(run);
    ObjectNode last = completion.lastChunk(ChatCompletionJson.STOP);
    last.set("files", RunbookRequests.files(outputs));
    last.set("jetty_metadata", RunbookRequests.metadata(run, moment));
    String closing =
        ChatCompletionJson.event(completion.textChunk(RunbookRequests.closing(run, moment) + "\n"));
    String usage =
        includesUsage
            ? ChatCompletionJson.event(completion.usageChunk(RunbookRequests.usage(outputs)))
            : "";
    return closing + ChatCompletionJson.event(last) + usage + ChatCompletionJson.DONE;
  }
}
