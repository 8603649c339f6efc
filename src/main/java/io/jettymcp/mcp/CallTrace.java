package io.jettymcp.mcp;

import io.jettymcp.jetty.TraceContext;
import java.util.Optional;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Carries the trace context of a request into its work (W3C Trace Context). */
final class CallTrace {
  private CallTrace() {}

  /**
   * Does the work under the trace, if there is one. The request's own {@code _meta} takes
   * precedence over the headers of its transport.
   *
   * @param header returns a header of the request by its name in lower case
   */
  static <T> Mono<T> under(
      JsonNode params, Function<String, Optional<String>> header, Mono<T> work) {
    JsonNode meta = params.path("_meta");
    Optional<TraceContext> trace =
        TraceContext.parse(
                meta.path(TraceContext.TRACEPARENT).stringValueOpt().orElse(null),
                meta.path(TraceContext.TRACESTATE).stringValueOpt().orElse(null))
            .or(
                () ->
                    TraceContext.parse(
                        header.apply(TraceContext.TRACEPARENT).orElse(null),
                        header.apply(TraceContext.TRACESTATE).orElse(null)));
    return trace.isEmpty() ? work : work.contextWrite(trace.get()::writeTo);
  }
}
