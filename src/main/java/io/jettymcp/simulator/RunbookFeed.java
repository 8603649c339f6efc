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
final class RunbookFeed implements Feed {
  /** Some clients forget what they have not yet read when a stream breaks. */
  private static final Duration BEFORE_BREAK = Duration.ofMillis(300);

  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(5);

  private final Run run;
  private final Completion completion;
  private final boolean includesUsage;
  private final RunbookTrouble trouble;
  private final Deque<Phase> ahead;
  private Instant moment;
  private boolean greeted;
  private boolean named;

  RunbookFeed(
      Run run, Completion completion, boolean includesUsage, RunbookTrouble trouble, Instant now) {
    this.run = run;
    this.completion = completion;
    this.includesUsage = includesUsage;
    this.trouble = trouble;
    this.moment = now;
    this.ahead = new ArrayDeque<>(run.plan().story());
  }

  @Override
  public Beat next() {
    if (!greeted) {
      greeted = true;
      String greeting = Completion.KEEP_ALIVE + Completion.event(completion.firstChunk());
      return Beat.of(greeting, breaks() ? BEFORE_BREAK : Duration.ZERO);
    }
    if (breaks()) {
      return Beat.broken();
    }
    if (!named) {
      named = true;
      return Beat.of(Completion.event(naming()), breaks() ? BEFORE_BREAK : Duration.ZERO);
    }
    if (run.remaining(moment).isZero()) {
      return Beat.last(told(false) + ending());
    }
    String news = told(true);
    Duration pause = untilNews();
    moment = moment.plus(pause);
    return Beat.of(news, pause);
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
      news.append(Completion.event(completion.textChunk(ahead.remove().line() + "\n")));
    }
    return news.isEmpty() && withSignOfLife ? Completion.KEEP_ALIVE : news.toString();
  }

  private Duration untilNews() {
    Instant end = run.plan().ended();
    Instant next =
        ahead.isEmpty() || ahead.peek().began().isAfter(end) ? end : ahead.peek().began();
    Duration wait = Duration.between(moment, next);
    return wait.compareTo(LONGEST_SILENCE) < 0 ? wait : LONGEST_SILENCE;
  }

  private String ending() {
    ObjectNode outputs = RunbookCalls.outputs(run);
    ObjectNode last = completion.lastChunk(Completion.STOP);
    last.set("files", RunbookCalls.files(outputs));
    last.set("jetty_metadata", RunbookCalls.metadata(run, moment));
    String closing =
        Completion.event(completion.textChunk(RunbookCalls.closing(run, moment) + "\n"));
    String usage =
        includesUsage ? Completion.event(completion.usageChunk(RunbookCalls.usage(outputs))) : "";
    return closing + Completion.event(last) + usage + Completion.DONE;
  }
}
