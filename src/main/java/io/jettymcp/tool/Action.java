package io.jettymcp.tool;

import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import java.util.function.BiFunction;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** The handler of a tool: one exchange with Jetty, or several. */
public sealed interface Action {
  /** One exchange: a pure function makes the request, another one reads the reply. */
  record Sends(Function<Args, Request> request, BiFunction<Args, Reply, Result> answer)
      implements Action {}

  /** Several exchanges, or none. */
  record Runs(Function<Call, Mono<Result>> run) implements Action {}
}
