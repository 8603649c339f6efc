package io.jettymcp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import io.jettymcp.mcp.modern.ModernMethod;
import io.jettymcp.mcp.modern.ModernRequest;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Both eras in one process. */
@Timeout(60)
class StdioErasTest {
  @RegisterExtension final Host host = Host.connected();

  private void modern(String id, String method) {
    host.call(id, method, "{" + ModernRequest.META + "}");
  }

  private JsonNode next() throws InterruptedException {
    return Host.JSON.readTree(host.nextLine());
  }

  @Test
  void modernRequestNeedsNoInitialize() throws Exception {
    modern("1", "server/discover");
    assertThat(next().at("/result/supportedVersions/0").stringValue()).isEqualTo("2026-07-28");
    modern("2", "tools/list");
    assertThat(next().at("/result/resultType").stringValue()).isEqualTo("complete");
  }

  @Test
  void requestsOfBothErasCanBeInterleaved() throws Exception {
    modern("1", "tools/list");
    assertThat(next().at("/result/resultType").stringValue()).isEqualTo("complete");
    host.initialize();
    host.expectResult("\"init\"");
    modern("2", "tools/call");
    assertThat(next().at("/result/resultType").stringValue()).isEqualTo("complete");
    host.call("3", "echo", "{\"a\":1}");
    assertThat(next().at("/result").toString()).isEqualTo("{\"a\":1}");
    modern("4", "echo");
    host.expectError("4", -32601);
  }

  @Test
  void initializeIsServedThoughDiscoverHasNoAnswerYet() throws Exception {
    host.send(
        Messages.request("1", "server/discover", "{" + ModernRequest.META + "}")
            + "\n"
            + Messages.initialize("2", Messages.NEWEST));
    assertThat(next().at("/result/supportedVersions/0").stringValue()).isEqualTo("2026-07-28");
    host.expectResult("2");
    host.call("3", "echo", "{}");
    host.expectResult("3");
  }

  @Test
  void modernRequestDoesNotInitializeTheLegacySession() throws Exception {
    modern("1", "tools/list");
    host.expectResult("1");
    host.call("2", "echo", "{}");
    host.expectError("2", -32600);
  }

  @Test
  void discoverWithoutMetaIsInvalid() throws Exception {
    host.call("1", "server/discover", "{}");
    host.expectError("1", -32602);
  }

  @Test
  void modernCallIsCancelledByItsNotification() throws Exception {
    CompletableFuture<Boolean> started = new CompletableFuture<>();
    CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
    host.modern.methods.put(
        "tools/call",
        ModernMethod.of(
            (params, call) ->
                Mono.<ObjectNode>never()
                    .doOnSubscribe(subscription -> started.complete(true))
                    .doOnCancel(() -> cancelled.complete(true))));
    modern("1", "tools/call");
    started.join();
    host.send(Messages.cancellation("1"));
    assertThat(cancelled.join()).isTrue();
    modern("2", "tools/list");
    host.expectResult("2");
  }

  @Test
  void subscriptionsEndWithTheirResultsWhenTheInputEnds() throws Exception {
    host.call("\"L\"", "subscriptions/listen", "{\"notifications\":{}," + ModernRequest.META + "}");
    assertThat(next().path("method").stringValue())
        .isEqualTo("notifications/subscriptions/acknowledged");
    host.endInput();
    JsonNode end = next();
    assertThat(end.path("id").stringValue()).isEqualTo("L");
    assertThat(end.at("/result/_meta/io.modelcontextprotocol~1subscriptionId").stringValue())
        .isEqualTo("L");
  }

  @Test
  void failedHandlerIsAnInternalError() throws Exception {
    host.modern.methods.put(
        "tools/call",
        ModernMethod.of(
            (params, call) -> {
              throw new IllegalStateException(Handlers.SECRET);
            }));
    modern("1", "tools/call");
    host.expectError("1", -32603);
    host.modern.methods.put(
        "tools/call", ModernMethod.of((params, call) -> Mono.just(Json.object())));
    modern("2", "tools/call");
    host.expectResult("2");
  }
}
