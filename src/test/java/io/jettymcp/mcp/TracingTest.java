package io.jettymcp.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.ApiObserver;
import io.jettymcp.jetty.DefaultSettings;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import io.jettymcp.jetty.client.JettyApi;
import io.jettymcp.mcp.call.ToolCallsFixture;
import io.jettymcp.secret.Secret;
import io.jettymcp.tool.Tool;
import io.jettymcp.tools.Catalog;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the trace headers that a call sends to Jetty. */
class TracingTest {
  private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final String WAIT =
      """
      {"name":"wait-for-run","arguments":{"task":"hello","trajectory_id":"1a2b3c4d"},"_meta":%s}""";

  private final AtomicInteger looks = new AtomicInteger();
  private final FaultServer server;
  private final JettyApi jetty;
  private final HostSession host;

  TracingTest() throws IOException {
    server =
        FaultServer.answering(
            (request, connection) -> answer(request.target()).to(request, connection));
    jetty =
        JettyApi.connect(
            DefaultSettings.of(server.url()),
            () -> Optional.of(Secret.of("token")),
            (collection, values) -> {},
            ApiObserver.NONE);
    host = new HostSession(new ToolCallsFixture().calls(jetty, Catalog.ALL.toArray(Tool[]::new)));
  }

  @AfterEach
  void close() throws IOException {
    jetty.close();
    server.close();
  }

  private FaultAnswer answer(String target) {
    if (target.endsWith("/environment")) {
      return FaultAnswer.json("{\"environment_variables\":{}}");
    }
    String status = looks.getAndIncrement() < 2 ? "running" : "completed";
    return FaultAnswer.json(
        """
        {"trajectory_id":"1a2b3c4d","status":"%s","steps":{"a":{"outputs":{"b":1}}}}"""
            .formatted(status));
  }

  private List<FaultServer.Received> sent(String meta) {
    assertThat(host.result("tools/call", WAIT.formatted(meta)).path("isError").asBoolean())
        .isFalse();
    assertThat(server.received())
        .extracting(FaultServer.Received::target)
        .anyMatch(target -> target.endsWith("/environment"))
        .filteredOn(target -> target.contains("/trajectory/"))
        .hasSizeGreaterThan(2);
    return server.received();
  }

  @Test
  void allRequestsOfACallCarryItsTrace() {
    assertThat(sent("{\"traceparent\":\"%s\",\"tracestate\":\"a=1\"}".formatted(PARENT)))
        .allSatisfy(
            request -> {
              assertThat(request.header("traceparent")).isEqualTo(PARENT);
              assertThat(request.header("tracestate")).isEqualTo("a=1");
            });
  }

  @Test
  void invalidTraceIsDropped() {
    assertThat(sent("{\"traceparent\":\"00-x\\r\\ny: z\",\"tracestate\":\"a=1\"}"))
        .allSatisfy(
            request ->
                assertThat(request.headers()).doesNotContainKeys("traceparent", "tracestate", "y"));
  }
}
