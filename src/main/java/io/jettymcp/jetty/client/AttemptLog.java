package io.jettymcp.jetty.client;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.SecretSink;
import io.jettymcp.jetty.http.Attempt;
import io.jettymcp.jetty.http.HttpSender;
import io.jettymcp.jetty.http.Redirect;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Logs one line for each HTTP request; never a query, a header or a body. */
final class AttemptLog implements HttpSender {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptLog.class);

  private final SecretSink secrets;
  private final Scheduler scheduler;
  private final HttpSender next;

  AttemptLog(SecretSink secrets, Scheduler scheduler, HttpSender next) {
    this.secrets = secrets;
    this.scheduler = scheduler;
    this.next = next;
  }

  @Override
  public Mono<Reply> send(Attempt attempt) {
    if (!LOG.isDebugEnabled()) {
      return next.send(attempt);
    }
    return Mono.defer(
        () -> {
          long start = now();
          return next.send(attempt)
              .doOnSuccess(reply -> log(attempt, start, Integer.toString(reply.status())))
              .doOnError(error -> log(attempt, start, outcome(error)))
              .doOnCancel(() -> log(attempt, start, "cancelled"));
        });
  }

  private void log(Attempt attempt, long start, String outcome) {
    LOG.debug(
        "{} {}: {}, {} ms, {} bytes",
        attempt.request().method(),
        secrets.inLog(attempt.path()),
        outcome,
        now() - start,
        attempt.bytes());
  }

  private long now() {
    return scheduler.now(TimeUnit.MILLISECONDS);
  }

  /** Logs only messages of our own exceptions: any other may quote its input. */
  private static String outcome(Throwable error) {
    return error instanceof Failure || error instanceof Redirect
        ? String.valueOf(error.getMessage())
        : error.getClass().getSimpleName();
  }
}
