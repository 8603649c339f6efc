package io.jettymcp.mcp.call;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.jetty.ResponseHandling;
import io.jettymcp.redact.Sanitizer;
import io.jettymcp.tool.Tool;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * Exchanges the requests and replies of one call. A tool that reads is given replies as results
 * show them, so that nothing that it cuts, splits or changes can be a part of a secret.
 */
final class CallExchange implements Exchange {
  private final Exchange jetty;
  private final McpClient client;
  private final boolean redacts;
  private final EnvironmentPrefetch.Read environment;
  private final CallDeadline deadline;
  private final Sanitizer sanitizer;
  private volatile boolean requestEnded;
  private volatile boolean changed;
  private volatile boolean waitedInVain;

  /** Set for the rest of the call: what was cut from an unredacted reply cannot be redacted. */
  private volatile boolean readUnredacted;

  CallExchange(
      Exchange jetty,
      McpClient client,
      Tool tool,
      EnvironmentPrefetch.Read environment,
      CallDeadline deadline,
      Sanitizer sanitizer) {
    this.jetty = jetty;
    this.client = client;
    this.redacts = tool.readsRedacted();
    this.environment = environment;
    this.deadline = deadline;
    this.sanitizer = sanitizer;
  }

  @Override
  public Mono<Reply> send(Request request) {
    Mono<Reply> reply = sent(request).doOnTerminate(() -> requestEnded = true);
    if (request.handling() instanceof ResponseHandling.Events) {
      return deadline.ending(reply);
    }
    return redacts && request.handling() instanceof ResponseHandling.Document
        ? reply.flatMap(this::redacted)
        : reply;
  }

  private Mono<Reply> sent(Request request) {
    return request.repeatable() && !isSaved(request)
        ? jetty.send(request)
        : client
            .mayChange()
            .then(
                Mono.defer(
                    () -> {
                      changed = true;
                      return jetty.send(request);
                    }));
  }

  /** Returns whether the reply changes a file of the user, though the request changes nothing. */
  private static boolean isSaved(Request request) {
    return request.handling() instanceof ResponseHandling.ToFile;
  }

  /** Redacts a reply once the secrets are known. Where they are not, no result of it is shown. */
  private Mono<Reply> redacted(Reply reply) {
    return secretsKnown()
        .map(
            known -> {
              if (known) {
                return new Reply(reply.status(), sanitizer.json(reply.body()));
              }
              readUnredacted = true;
              return reply;
            });
  }

  /** Waits for the environment. Never fails. */
  Mono<Boolean> secretsKnown() {
    return secretsKnown(EnvironmentPrefetch.MAX_WAIT);
  }

  /**
   * Waits for the environment, but not again after it did not come. False if a reply was read
   * without it, even if it came since. Never fails.
   */
  Mono<Boolean> secretsKnown(Duration patience) {
    if (readUnredacted) {
      return Mono.just(false);
    }
    return environment
        .becomesSafe(waitedInVain ? Duration.ZERO : deadline.shortened(patience))
        .doOnNext(known -> waitedInVain = !known);
  }

  /** Returns whether the secrets of all that was read are known by now. */
  boolean isSafe() {
    return environment.isSafe() && !readUnredacted;
  }

  /** Returns whether a request was sent that can change something, or whose reply is saved. */
  boolean changed() {
    return changed;
  }

  /** Returns whether a request has ended, with a reply or a failure: an error can quote it. */
  boolean requestEnded() {
    return requestEnded;
  }
}
