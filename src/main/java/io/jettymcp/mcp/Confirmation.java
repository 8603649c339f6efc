package io.jettymcp.mcp;

import io.jettymcp.jetty.Failure.Declined;
import io.jettymcp.redact.Sanitizer;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Tool;
import reactor.core.publisher.Mono;

/** Asks the user to confirm a destructive call. */
final class Confirmation {
  private final boolean wanted;
  private final Sanitizer sanitizer;

  /**
   * @param wanted false for {@code --confirm never}: the host asks
   */
  Confirmation(boolean wanted, Sanitizer sanitizer) {
    this.wanted = wanted;
    this.sanitizer = sanitizer;
  }

  /** Returns the arguments once the call may proceed; fails with {@link Declined} otherwise. */
  Mono<Args> of(Tool tool, Args in, McpClient client) {
    if (tool.effect() != Effect.DESTROY || !wanted) {
      return Mono.just(in);
    }
    if (!client.canAsk()) {
      return Mono.error(cannotAsk(tool, in));
    }
    return client
        .confirm(sentence(shown(tool, in)) + "? This cannot be undone.")
        .onErrorMap(unasked -> cannotAsk(tool, in))
        .flatMap(
            yes ->
                yes
                    ? Mono.just(in)
                    : Mono.error(
                        new Declined(
                            "The user declined: " + shown(tool, in) + ". Nothing was changed.")));
  }

  private Declined cannotAsk(Tool tool, Args in) {
    return new Declined(
        "Not done: this call would permanently "
            + shown(tool, in)
            + ", and this host cannot ask for confirmation. Ask the user to run: "
            + Destruction.commandLine(tool, in));
  }

  private static String sentence(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private String shown(Tool tool, Args in) {
    return Destruction.describe(tool, in, value -> sanitizer.line(value, 80));
  }
}
