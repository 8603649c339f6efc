package io.jettymcp.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.ApiObserver.Ending;
import io.jettymcp.jetty.Request;
import io.jettymcp.mcp.call.CallObserver.Outcome;
import io.jettymcp.transport.http.HttpObserver.Method;
import io.jettymcp.transport.http.HttpObserver.Rejection;
import io.jettymcp.transport.http.HttpObserver.Route;
import io.jettymcp.transport.http.HttpObserver.Served;
import io.jettymcp.transport.http.HttpObserver.SessionKind;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private final Metrics metrics = new Metrics(List.of("get-task", "list-tasks"));

  @AfterEach
  void close() {
    metrics.close();
  }

  private PrometheusText scraped() {
    return PrometheusText.of(metrics.scrape());
  }

  private double value(String series) {
    return scraped().value(series);
  }

  @Test
  void callsAreTimedByToolAndOutcome() {
    metrics.callBegan();
    metrics.callBegan();
    assertThat(value("jetty_mcp_tool_calls_in_flight")).isEqualTo(2);

    metrics.callEnded("get-task", Outcome.OK, Duration.ofMillis(100));
    metrics.callEnded("get-task", Outcome.CANCELLED, Duration.ofSeconds(2));

    assertThat(value("jetty_mcp_tool_calls_in_flight")).isZero();
    String ok = "{outcome=\"ok\",tool=\"get-task\"}";
    assertThat(value("jetty_mcp_tool_call_duration_seconds_count" + ok)).isEqualTo(1);
    assertThat(value("jetty_mcp_tool_call_duration_seconds_sum" + ok)).isEqualTo(0.1);
    assertThat(value(bucket("0.05"))).isZero();
    assertThat(value(bucket("0.2"))).isEqualTo(1);
    String cancelled = "{outcome=\"cancelled\",tool=\"get-task\"}";
    assertThat(value("jetty_mcp_tool_call_duration_seconds_count" + cancelled)).isEqualTo(1);
  }

  private static String bucket(String upTo) {
    return "jetty_mcp_tool_call_duration_seconds_bucket{outcome=\"ok\",tool=\"get-task\",le=\"%s\"}"
        .formatted(upTo);
  }

  @Test
  void unknownToolsShareOneSeries() {
    metrics.callEnded("planted-0", Outcome.ERROR, Duration.ZERO);
    Set<String> before = scraped().ours();
    for (int i = 1; i <= 10_000; i++) {
      metrics.callEnded("planted-" + i, Outcome.ERROR, Duration.ZERO);
    }
    assertThat(scraped().ours()).isEqualTo(before).noneMatch(name -> name.contains("planted"));
    assertThat(
            value("jetty_mcp_tool_call_duration_seconds_count{outcome=\"error\",tool=\"unknown\"}"))
        .isEqualTo(10_001);
  }

  @Test
  void requestsToJettyAreTimedByMethodAndStatus() {
    for (Ending ending : Ending.values()) {
      metrics.attemptEnded(Request.Method.GET, ending, Duration.ofMillis(1));
    }
    metrics.repeating(Request.Method.POST);
    metrics.repeating(Request.Method.POST);
    for (String status : List.of("2xx", "3xx", "4xx", "5xx", "fault", "cancelled")) {
      String of = "{method=\"GET\",status=\"%s\"}".formatted(status);
      assertThat(value("jetty_mcp_api_request_duration_seconds_count" + of)).isEqualTo(1);
    }
    assertThat(value("jetty_mcp_api_retries_total{method=\"POST\"}")).isEqualTo(2);
  }

  @Test
  void requestsOfClientsAreTimedAndCounted() {
    metrics.requestEnded(new Served(Route.MCP, Method.POST, 200, Duration.ofMillis(9), 70, 500));
    metrics.requestEnded(new Served(Route.MCP, Method.GET, 0, Duration.ofMillis(9), 1, 2));
    metrics.requestEnded(
        new Served(Route.OTHER, Method.of("PLANTED"), 404, Duration.ofMillis(9), 0, 3));
    String duration = "jetty_mcp_http_request_duration_seconds_count";
    assertThat(value(duration + "{method=\"POST\",route=\"/mcp\",status=\"200\"}")).isEqualTo(1);
    assertThat(value(duration + "{method=\"GET\",route=\"/mcp\",status=\"none\"}")).isEqualTo(1);
    assertThat(value(duration + "{method=\"OTHER\",route=\"other\",status=\"404\"}")).isEqualTo(1);
    assertThat(value("jetty_mcp_http_received_bytes_total{route=\"/mcp\"}")).isEqualTo(71);
    assertThat(value("jetty_mcp_http_sent_bytes_total{route=\"/mcp\"}")).isEqualTo(502);
    assertThat(value("jetty_mcp_http_sent_bytes_total{route=\"other\"}")).isEqualTo(3);
  }

  @Test
  void everyRejectionReasonStartsAtZero() {
    for (Rejection reason : Rejection.values()) {
      assertThat(value(rejections(reason))).isZero();
      metrics.rejected(reason);
      assertThat(value(rejections(reason))).isEqualTo(1);
    }
  }

  private static String rejections(Rejection reason) {
    return "jetty_mcp_http_refused_total{reason=\"%s\"}"
        .formatted(reason.name().toLowerCase(Locale.ROOT));
  }

  @Test
  void openSessionsAndStreamsAreCounted() {
    metrics.sessionOpened(SessionKind.STREAMABLE);
    metrics.sessionOpened(SessionKind.STREAMABLE);
    metrics.sessionOpened(SessionKind.SSE);
    metrics.sessionClosed(SessionKind.STREAMABLE);
    metrics.streamOpened();
    metrics.streamOpened();
    metrics.streamClosed();
    metrics.subscriptionOpened();
    assertThat(value("jetty_mcp_sessions{kind=\"streamable\"}")).isEqualTo(1);
    assertThat(value("jetty_mcp_sessions{kind=\"sse\"}")).isEqualTo(1);
    assertThat(value("jetty_mcp_http_streams")).isEqualTo(1);
    assertThat(value("jetty_mcp_http_subscriptions")).isEqualTo(1);
  }

  @Test
  void jvmMetricsArePresent() {
    assertThat(scraped().names())
        .anyMatch(name -> name.startsWith("jvm_memory_used_bytes{area=\"heap\""))
        .anyMatch(name -> name.startsWith("jvm_threads_live_threads"))
        .anyMatch(name -> name.startsWith("jvm_gc_"));
  }

  @Test
  void methodsAreReadExactly() {
    assertThat(Method.of("POST")).isEqualTo(Method.POST);
    assertThat(Method.of("post")).isEqualTo(Method.OTHER);
    assertThat(Method.of("OTHER")).isEqualTo(Method.OTHER);
    assertThat(Method.of("")).isEqualTo(Method.OTHER);
  }
}
