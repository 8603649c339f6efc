package io.jettymcp.mcp.modern;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.mcp.McpJson;
import io.jettymcp.mcp.modern.ModernService.Change;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import tools.jackson.databind.node.ObjectNode;

class SubscriptionsTest {
  private final FakeModernService service = new FakeModernService();
  private final Subscriptions subscriptions = new Subscriptions();
  private final ModernDispatcher dispatcher = new ModernDispatcher(service, "alice", subscriptions);

  private ModernRequest listen(String notifications) {
    return new ModernRequest(
        dispatcher,
        "subscriptions/listen",
        "{\"notifications\":" + notifications + "," + ModernRequest.META + "}");
  }

  @Test
  void acknowledgesWhatIsServedFirst() {
    ModernRequest request =
        listen("{\"toolsListChanged\":true,\"resourceSubscriptions\":[\"jetty://x\"]}");
    StepVerifier.create(request.start())
        .then(
            () ->
                assertThat(request.notifications)
                    .containsExactly(
                        McpJson.mapper()
                            .readTree(
                                """
                                {"jsonrpc":"2.0",
                                 "method":"notifications/subscriptions/acknowledged",
                                 "params":{"notifications":{"toolsListChanged":true},
                                  "_meta":{"io.modelcontextprotocol/subscriptionId":7}}}""")))
        .thenCancel()
        .verify();
  }

  @Test
  void sendsOnlyWhatWasAskedFor() {
    ModernRequest request = listen("{\"promptsListChanged\":true}");
    StepVerifier.create(request.start())
        .then(() -> service.announce(Change.TOOLS))
        .then(() -> service.announce(Change.PROMPTS))
        .then(
            () -> {
              assertThat(request.notifications).hasSize(2);
              assertThat(request.notifications.get(1).path("method").stringValue())
                  .isEqualTo("notifications/prompts/list_changed");
              assertThat(
                      request
                          .notifications
                          .get(1)
                          .at("/params/_meta/io.modelcontextprotocol~1subscriptionId")
                          .intValue())
                  .isEqualTo(7);
            })
        .thenCancel()
        .verify();
  }

  @Test
  void eachOfTwoGetsTheChange() {
    ModernRequest one = listen("{\"toolsListChanged\":true}");
    ModernRequest other = listen("{\"toolsListChanged\":true,\"promptsListChanged\":true}");
    StepVerifier.create(Flux.merge(one.start(), other.start()))
        .then(() -> service.announce(Change.TOOLS))
        .then(
            () -> {
              assertThat(one.notifications).hasSize(2);
              assertThat(other.notifications).hasSize(2);
            })
        .thenCancel()
        .verify();
  }

  @Test
  void endsWithItsResultWhenTheServerEnds() {
    ModernRequest request = listen("{\"toolsListChanged\":true}");
    StepVerifier.create(request.start())
        .then(subscriptions::drain)
        .assertNext(
            result -> {
              assertThat(result.path("resultType").stringValue()).isEqualTo("complete");
              assertThat(result.at("/_meta/io.modelcontextprotocol~1subscriptionId").intValue())
                  .isEqualTo(7);
            })
        .verifyComplete();
  }

  @Test
  void endsAtOnceAfterTheServerEnds() {
    subscriptions.drain();
    ObjectNode result = listen("{}").result();
    assertThat(result.path("resultType").stringValue()).isEqualTo("complete");
  }

  @Test
  void endsWithItsResultAfterHalfAnHour() {
    StepVerifier.withVirtualTime(() -> listen("{}").start())
        .expectSubscription()
        .expectNoEvent(Duration.ofMinutes(29))
        .thenAwait(Duration.ofMinutes(1))
        .expectNextCount(1)
        .verifyComplete();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "7", "[]"})
  void filterMustBeAnObject(String notifications) {
    assertThat(listen(notifications).errorCode()).isEqualTo(-32602);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"true\"", "1", "[true]"})
  void whetherToSendAChangeMustBeABoolean(String wanted) {
    assertThat(listen("{\"toolsListChanged\":" + wanted + "}").errorCode()).isEqualTo(-32602);
  }

  @Test
  void changesThatAreNotWantedAreNotAcknowledged() {
    ModernRequest request = listen("{\"toolsListChanged\":false,\"promptsListChanged\":null}");
    StepVerifier.create(request.start())
        .then(
            () ->
                assertThat(request.notifications.get(0).at("/params/notifications").isEmpty())
                    .isTrue())
        .thenCancel()
        .verify();
  }

  @Test
  void tasksNeedTheExtension() {
    assertThat(listen("{\"taskIds\":[\"t\"]}").errorCode()).isEqualTo(-32021);
  }
}
