package io.jettymcp.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.DefaultSettings;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import io.jettymcp.jetty.client.JettyApi;
import io.jettymcp.mcp.call.ToolCallsFixture;
import io.jettymcp.metrics.Metrics;
import io.jettymcp.metrics.PrometheusText;
import io.jettymcp.secret.Secret;
import io.jettymcp.tool.Tool;
import io.jettymcp.tools.Catalog;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests that metrics of real calls contain no user data. */
class MeteredCallsTest {
  private static final String GET_TASK =
      """
      {"name":"get-task","arguments":{"collection":"planted-collection","task":"planted-task"}}""";

  private final Metrics metrics = new Metrics(Catalog.ALL.stream().map(Tool::name).toList());
  private final FaultServer server;
  private final JettyApi jetty;
  private final HostSession host;

  MeteredCallsTest() throws IOException {
    server =
        FaultServer.answering(
            FaultAnswer.json(
                "{\"name\":\"planted-task\",\"environment_variables\":{\"A\":\"planted-value\"}}"));
    jetty =
        JettyApi.connect(
            DefaultSettings.of(server.url()),
            () -> Optional.of(Secret.of("planted-token")),
            (collection, values) -> {},
            metrics);
    ToolCallsFixture fixture = new ToolCallsFixture();
    fixture.observer = metrics;
    host = new HostSession(fixture.calls(jetty, Catalog.ALL.toArray(Tool[]::new)));
  }

  @AfterEach
  void close() throws IOException {
    jetty.close();
    server.close();
    metrics.close();
  }

  private PrometheusText scraped() {
    return PrometheusText.of(metrics.scrape());
  }

  @Test
  void metricsHoldNoUserData() {
    host.result("tools/call", GET_TASK);
    host.result("tools/call", "{\"name\":\"get-task\",\"arguments\":{\"planted-name\":1}}");

    PrometheusText text = scraped();
    String calls = "jetty_mcp_tool_call_duration_seconds_count";
    assertThat(text.value(calls + "{outcome=\"ok\",tool=\"get-task\"}")).isEqualTo(1);
    assertThat(text.value(calls + "{outcome=\"error\",tool=\"get-task\"}")).isEqualTo(1);
    assertThat(text.value("jetty_mcp_tool_calls_in_flight")).isZero();
    assertThat(
            text.value(
                "jetty_mcp_api_request_duration_seconds_count{method=\"GET\",status=\"2xx\"}"))
        .isEqualTo(2);
    assertThat(metrics.scrape()).doesNotContain("planted");
  }

  @Test
  void unknownToolsCreateNoTimeSeries() {
    Set<String> before = scraped().ours();
    for (int i = 0; i < 500; i++) {
      host.error("tools/call", "{\"name\":\"planted-%d\"}".formatted(i));
      host.wire.sent.clear();
    }
    assertThat(scraped().ours()).isEqualTo(before);
    assertThat(metrics.scrape()).doesNotContain("planted");
  }
}
