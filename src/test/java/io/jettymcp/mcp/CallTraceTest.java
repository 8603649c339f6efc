package io.jettymcp.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.TraceContext;
import io.jettymcp.mcp.call.ToolCallsFixture;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

class CallTraceTest {
  private static final String OF_REQUEST =
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final String OF_HEADER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";
  private static final Map<String, String> HEADERS =
      Map.of("traceparent", OF_HEADER, "tracestate", "header=1");

  private static Optional<TraceContext> trace(String params, Map<String, String> headers) {
    Mono<Optional<TraceContext>> work =
        Mono.deferContextual(
            context -> {
              assertThat(context.<String>get("other")).isEqualTo("kept");
              return Mono.just(TraceContext.in(context));
            });
    return CallTrace.under(
            ToolCallsFixture.json(params), name -> Optional.ofNullable(headers.get(name)), work)
        .contextWrite(Context.of("other", "kept"))
        .blockOptional()
        .orElseThrow();
  }

  @Test
  void metaOfTheRequestTakesPrecedence() {
    assertThat(
            trace(
                "{\"_meta\":{\"traceparent\":\"%s\",\"tracestate\":\"a=1\"}}".formatted(OF_REQUEST),
                HEADERS))
        .contains(new TraceContext(OF_REQUEST, Optional.of("a=1")));
  }

  @Test
  void headersAreUsedOnlyIfMetaHasNoTrace() {
    assertThat(trace("{}", HEADERS)).contains(new TraceContext(OF_HEADER, Optional.of("header=1")));
    assertThat(trace("{\"_meta\":{\"traceparent\":\"00-1\",\"tracestate\":\"a=1\"}}", HEADERS))
        .contains(new TraceContext(OF_HEADER, Optional.of("header=1")));
    assertThat(trace("{\"_meta\":{\"traceparent\":\"%s\"}}".formatted(OF_REQUEST), HEADERS))
        .contains(new TraceContext(OF_REQUEST, Optional.empty()));
  }

  @Test
  void withoutTraceThereIsNone() {
    assertThat(trace("{}", Map.of())).isEmpty();
    assertThat(trace("{\"_meta\":{\"traceparent\":7}}", Map.of())).isEmpty();
    assertThat(trace("{\"_meta\":[]}", Map.of())).isEmpty();
  }
}
