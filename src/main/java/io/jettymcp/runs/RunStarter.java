package io.jettymcp.runs;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.StartUnknown;
import io.jettymcp.jetty.Failure.StillRunning;
import io.jettymcp.jetty.Failure.TooLarge;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Request;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.TaskRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;

/**
 * Sends the request that starts a run, once. Where no reply says whether it did, looks for the run
 * among the newest ones of the task: no request has a key by which Jetty could recognize it.
 *
 * @param isIt recognizes the run among others that started since
 * @param warnings those of the start, for the result
 */
public record RunStarter(Call call, TaskRef task, Predicate<Run> isIt, List<String> warnings) {
  /** Jetty does not always list a run in its first seconds. */
  private static final int SEARCHES = 4;

  /** Time limit of all searches: a silent Jetty must not delay the answer. */
  private static final Duration ALL_SEARCHES = Duration.ofSeconds(8);

  public RunStarter {
    warnings = List.copyOf(warnings);
  }

  /** Fails with {@link StartUnknown} where a run may have started and none was found. */
  public Mono<StartedRun> start(Request request) {
    Instant sent = call.clock().instant();
    return call.send(request)
        .map(reply -> StartedRun.read(call, task, reply.body(), warnings))
        .onErrorResume(StillRunning.class, e -> named(e, sent))
        .onErrorResume(
            RunStarter::mayHaveStarted,
            e -> search(sent).switchIfEmpty(Mono.error(() -> new StartUnknown((Failure) e))));
  }

  /** Reads the run from an error that names it, else looks for it: it goes on in either case. */
  private Mono<StartedRun> named(StillRunning running, Instant sent) {
    StartedRun read = StartedRun.read(call, task, running.reply(), warnings);
    return read.id().isPresent()
        ? Mono.just(read)
        : search(sent).defaultIfEmpty(StartedRun.unanswered(task, warnings));
  }

  private Mono<StartedRun> search(Instant sent) {
    call.progress("no reply came: looking for the run");
    return StartedRunFinder.newestWhere(task, isIt)
        .find(call, sent, SEARCHES)
        .timeout(ALL_SEARCHES, Mono.just(Optional.empty()))
        .flatMap(Mono::justOrEmpty)
        .map(id -> StartedRun.found(call, task, id, warnings));
  }

  /** Returns whether Jetty may have started a run although the request for it failed. */
  public static boolean mayHaveStarted(Throwable failure) {
    return failure instanceof StillRunning
        || failure instanceof TooLarge
        || (failure instanceof Unavailable down && !down.nothingSent());
  }
}
