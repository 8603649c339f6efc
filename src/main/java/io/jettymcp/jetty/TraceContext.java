package io.jettymcp.jetty;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Identifies the caller's trace. It travels in Reactor's context to each request to Jetty, which
 * carries it on unchanged: we record no spans, so the caller's own is the parent.
 *
 * @param traceparent of version 00
 * @param tracestate of the tracing systems, not read by us; printable ASCII, at most {@value
 *     #MAX_STATE} characters
 * @see <a href="https://www.w3.org/TR/trace-context/">W3C Trace Context</a>
 */
public record TraceContext(String traceparent, Optional<String> tracestate) {
  /** The name as a header and in the {@code _meta} of MCP. */
  public static final String TRACEPARENT = "traceparent";

  /** The name as a header and in the {@code _meta} of MCP. */
  public static final String TRACESTATE = "tracestate";

  private static final int MAX_STATE = 512;
  private static final Pattern PARENT =
      Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
  private static final Pattern STATE = Pattern.compile("[ -~]{1," + MAX_STATE + "}");

  /**
   * @throws IllegalArgumentException if a field is invalid; it is not quoted
   */
  public TraceContext {
    if (!PARENT.matcher(traceparent).matches()) {
      throw new IllegalArgumentException(TRACEPARENT);
    }
    if (tracestate.filter(state -> !fits(state)).isPresent()) {
      throw new IllegalArgumentException(TRACESTATE);
    }
  }

  /**
   * Parses the fields of a caller. Without a valid {@code traceparent} there is no trace; an
   * invalid {@code tracestate} is left out.
   */
  public static Optional<TraceContext> parse(
      @Nullable String traceparent, @Nullable String tracestate) {
    if (traceparent == null || !PARENT.matcher(traceparent).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new TraceContext(traceparent, Optional.ofNullable(tracestate).filter(TraceContext::fits)));
  }

  private static boolean fits(String state) {
    return STATE.matcher(state).matches() && !state.isBlank();
  }

  /** Returns the trace in a Reactor context, if there is one. */
  public static Optional<TraceContext> in(ContextView context) {
    return context.getOrEmpty(TraceContext.class);
  }

  /** Adds this trace to a Reactor context. */
  public Context writeTo(Context context) {
    return context.put(TraceContext.class, this);
  }
}
