package io.jettymcp.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import io.jettymcp.mcp.call.ToolCallsFixture;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import io.jettymcp.tools.Catalog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;
import tools.jackson.databind.JsonNode;

/** Tests progress while Jetty does not respond. */
class ProgressTest {
  private static final String HELLO = "/api/v1/tasks/acme/hello";

  private final ToolCallsFixture fixture = new ToolCallsFixture();
  private final HostSession host = new HostSession(fixture.calls(Catalog.ALL.toArray(Tool[]::new)));

  private Mono<Void> read(String meta) {
    return host.start("resources/read", "{\"uri\":\"jetty://acme/hello\"%s}".formatted(meta));
  }

  private List<JsonNode> notifications() {
    return host.wire.sent.stream().filter(message -> message.has("method")).toList();
  }

  @Test
  void slowReadReportsProgressWithinTenSeconds() {
    fixture.jetty.answers(
        HELLO,
        Mono.defer(() -> Mono.delay(Duration.ofSeconds(30)))
            .map(late -> Json.object().put("name", "hello")));
    StepVerifier.withVirtualTime(() -> read(",\"_meta\":{\"progressToken\":\"p\"}"))
        .expectSubscription()
        .expectNoEvent(Duration.ofSeconds(9))
        .then(() -> assertThat(notifications()).hasSize(1))
        .expectNoEvent(Duration.ofSeconds(20))
        .then(() -> assertThat(notifications()).hasSize(3))
        .thenAwait(Duration.ofSeconds(1))
        .verifyComplete();
    assertThat(host.wire.last().has("result")).isTrue();
    assertThat(notifications().get(0).path("params").toString())
        .contains("\"progressToken\":\"p\"", "\"message\":\"working\"");
  }

  @Test
  void silentHandlerReportsProgressWithNewWords() {
    AtomicInteger asked = new AtomicInteger();
    Tool slow =
        ToolCallsFixture.tool("slow")
            .runs(
                call -> {
                  call.progress(() -> "asked " + asked.incrementAndGet());
                  return Mono.delay(Duration.ofSeconds(20)).map(late -> Result.of(Json.object()));
                });
    HostSession caller = new HostSession(fixture.calls(slow));
    StepVerifier.withVirtualTime(
            () -> caller.start("tools/call", "{\"name\":\"slow\",\"_meta\":{\"progressToken\":1}}"))
        .thenAwait(Duration.ofSeconds(20))
        .verifyComplete();
    assertThat(caller.wire.sent.stream().filter(message -> message.has("method")))
        .extracting(message -> message.path("params").path("message").asString())
        .containsExactly("asked 1", "asked 2", "asked 3");
  }

  @Test
  void noProgressWithoutATokenOrAfterCancellation() {
    fixture.jetty.answers(HELLO, Mono.never());
    VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
    try {
      Disposable silent = read("").subscribe();
      Disposable cancelled = read(",\"_meta\":{\"progressToken\":7}").subscribe();
      time.advanceTimeBy(Duration.ofSeconds(5));
      cancelled.dispose();
      time.advanceTimeBy(Duration.ofSeconds(20));
      assertThat(notifications()).isEmpty();
      silent.dispose();
    } finally {
      VirtualTimeScheduler.reset();
    }
  }
}
