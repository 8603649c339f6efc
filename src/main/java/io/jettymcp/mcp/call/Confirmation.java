package io.jettymcp.mcp.call;

import io.jettymcp.jetty.Failure.Declined;
import io.jettymcp.redact.Sanitizer;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Tool;
import reactor.core.publisher.Mono;

/** Asks the user to confirm a destructive call, or one that changes a lot. */
final class Confirmation {
  private final boolean wanted;
  private final String program;
  private final Sanitizer sanitizer;

  /**
   * @param program how the user types the name of this program in a shell
   * @param wanted false for {@code --confirm never}: the host asks
   */
  Confirmation(boolean wanted, String program, Sanitizer sanitizer) {
    this.wanted = wanted;
    this.program = program;
    this.sanitizer = sanitizer;
  }

  /** Returns the arguments once the call may proceed; fails with {@link Declined} otherwise. */
  Mono<Args> of(Tool tool, Args in, McpClient client) {
    return tool.effect() == Effect.DESTROY
        ? ask(tool, in, shown(tool, in), client).thenReturn(in)
        : Mono.just(in);
  }

  /**
   * Completes once a call may proceed; fails with {@link Declined} otherwise.
   *
   * @param what what the call would do, beginning with a verb
   */
  Mono<Void> ask(Tool tool, Args in, String what, McpClient client) {
    if (!wanted) {
      return Mono.empty();
    }
    if (!client.canAsk()) {
      return Mono.error(notDone(tool, in, what, client.whyNoQuestion(), client));
    }
    String consequence = isPermanent(tool) ? " This cannot be undone." : "";
    return client
        .confirm(sentence(what) + "?" + consequence)
        .onErrorMap(
            e ->
                e instanceof McpClient.Unanswered unanswered
                    ? notDone(tool, in, what, sanitizer.line(unanswered.cause(), 300), client)
                    : notDone(tool, in, what, client.whyNoQuestion(), client))
        .flatMap(
            yes ->
                yes
                    ? Mono.empty()
                    : Mono.error(
                        new Declined("The user declined: " + what + ". Nothing was changed.")));
  }

  /**
   * @param why the reason, a clause
   */
  private Declined notDone(Tool tool, Args in, String what, String why, McpClient client) {
    return new Declined(
        "Not done: this call would "
            + (isPermanent(tool) ? "permanently " : "")
            + what
            + ", and "
            + why
            + ". Nothing was changed. "
            + client.confirmAnotherWay(Destruction.commandLine(program, tool, in)));
  }

  private static boolean isPermanent(Tool tool) {
    return tool.effect() == Effect.DESTROY;
  }

  private static String sentence(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private String shown(Tool tool, Args in) {
    return Destruction.describe(tool, in, value -> sanitizer.line(value, 80));
  }
}
