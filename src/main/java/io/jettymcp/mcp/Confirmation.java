package io.jettymcp.mcp;

import io.jettymcp.jetty.Failure.Declined;
import io.jettymcp.redact.Sanitizer;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Tool;
import reactor.core.publisher.Mono;

/** Asks a person before something is destroyed. */
final class Confirmation {
  private final boolean wanted;
  private final Sanitizer outgoing;

  /**
   * @param wanted whether anybody is asked at all
   */
  Confirmation(boolean wanted, Sanitizer outgoing) {
    this.wanted = wanted;
    this.outgoing = outgoing;
  }

  /** The arguments, once the call may be carried out; else a {@link Declined}. */
  Mono<Args> of(Tool tool, Args in, McpClient peer) {
    if (tool.effect() != Effect.DESTROY || !wanted) {
      return Mono.just(in);
    }
    if (!peer.canAsk()) {
      return Mono.error(cannotAsk(tool, in));
    }
    return peer.confirm("Really " + shown(tool, in) + "? This cannot be undone.")
        .onErrorMap(unasked -> cannotAsk(tool, in))
        .flatMap(
            yes ->
                yes
                    ? Mono.just(in)
                    : Mono.error(
                        new Declined(
                            "The user declined to " + shown(tool, in) + ". Nothing was done.")));
  }

  private Declined cannotAsk(Tool tool, Args in) {
    return new Declined(
        "Nothing was done: this would "
            + shown(tool, in)
            + " for good, and this host cannot ask the user to confirm it. The user can run: "
            + Destruction.commandLine(tool, in));
  }

  private String shown(Tool tool, Args in) {
    return Destruction.describe(tool, in, value -> outgoing.line(value, 80));
  }
}
