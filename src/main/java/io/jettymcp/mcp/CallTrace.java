package io.jettymcp.mcp;

import io.jettymcp.jetty.TraceContext;
import io.modelcontextprotocol.common.McpTransportContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Carries the trace context of a request into its work (W3C Trace Context). */
final class CallTrace {
  private CallTrace() {}

  /**
   * Does the work under the trace, if there is one. The request's own {@code _meta} takes
   * precedence over the headers of its transport.
   *
   * @param transport holds the headers of the request under their names
   */
  static <T> Mono<T> under(JsonNode params, McpTransportContext transport, Mono<T> work) {
    JsonNode meta = params.path("_meta");
    Optional<TraceContext> trace =
        TraceContext.parse(
                meta.path(TraceContext.TRACEPARENT).stringValueOpt().orElse(null),
                meta.path(TraceContext.TRACESTATE).stringValueOpt().orElse(null))
            .or(
                () ->
                    TraceContext.parse(
                        header(transport, TraceContext.TRACEPARENT),
                        header(transport, TraceContext.TRACESTATE)));
    return trace.isEmpty() ? work : work.contextWrite(trace.get()::writeTo);
  }

  private static @Nullable String header(McpTransportContext transport, String name) {
    return transport.get(name) instanceof String value ? value : null;
  }
}
