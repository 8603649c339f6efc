package io.jettymcp.transport.http;

import static io.jettymcp.transport.http.StreamableFixture.cancellation;
import static io.jettymcp.transport.http.StreamableFixture.toolCall;
import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** The reply to a call: one JSON document, or a stream. */
class StreamableStreamTest {
  private final StreamableFixture bench = new StreamableFixture();
  private final String session = bench.open();

  @AfterEach
  void nothingIsLeft() {
    bench.close();
  }

  private static List<Integer> progress(FakeMcpRequest visit) {
    return visit.messages().stream()
        .filter(message -> message.path("method").asString("").equals("notifications/progress"))
        .map(message -> message.at("/params/progress").asInt())
        .toList();
  }

  private static boolean hasAnswer(FakeMcpRequest visit) {
    List<JsonNode> messages = visit.messages();
    return !messages.isEmpty() && messages.get(messages.size() - 1).has("result");
  }

  @Test
  void anAnswerThatComesSoonIsJson() {
    FakeMcpRequest visit = bench.call(session, "soon");
    bench.pass(Duration.ofMillis(999));
    bench.service.held("soon").answer(Map.of("a", 1));
    assertThat(visit.isStream()).isFalse();
    assertThat(visit.json().at("/result/a").asInt()).isEqualTo(1);
    assertThat(visit.json().path("id").asString()).isEqualTo("soon");
  }

  @Test
  void anAnswerThatTakesLongerIsAStreamThatBeginsWithAnIdAndEndsWithIt() {
    FakeMcpRequest visit = bench.slowCall(session, "late");
    assertThat(visit.events()).hasSize(1);
    assertThat(visit.events().get(0)).matches("id: [0-9a-f-]+-0\ndata: \n\n");
    bench.service.held("late").answer(Map.of());
    assertThat(hasAnswer(visit)).isTrue();
    assertThat(visit.lastId()).endsWith("-1");
    assertThat(visit.isComplete()).isTrue();
  }

  @Test
  void anOlderRevisionHasNoEventWithoutData() {
    String older = bench.open(bench.alice, "2025-06-18");
    FakeMcpRequest visit = bench.slowCall(older, "late");
    assertThat(visit.events()).isEmpty();
    bench.service.held("late").progress(1);
    assertThat(visit.events()).hasSize(1);
    assertThat(visit.lastId()).endsWith("-1");
  }

  @Test
  void progressMakesAStreamAtOnce() {
    FakeMcpRequest visit = bench.call(session, "told");
    bench.service.held("told").progress(1);
    assertThat(visit.isStream()).isTrue();
    bench.service.held("told").progress(2);
    bench.service.held("told").answer(Map.of());
    assertThat(progress(visit)).containsExactly(1, 2);
    assertThat(hasAnswer(visit)).isTrue();
    assertThat(visit.isComplete()).isTrue();
  }

  @Test
  void aClientThatTakesOnlyEventsGetsAStreamAtOnce() {
    FakeMcpRequest visit =
        bench
            .say(session, toolCall("1", "echo"))
            .with("Accept", "text/event-stream")
            .at(bench.endpoint);
    assertThat(hasAnswer(visit)).isTrue();
    assertThat(visit.isComplete()).isTrue();
  }

  @Test
  void aClientThatTakesOnlyJsonIsNotToldOnTheWayAndCannotBeAsked() {
    FakeMcpRequest visit =
        bench
            .say(session, toolCall("1", "only"))
            .with("Accept", "application/json")
            .at(bench.endpoint);
    AtomicReference<Throwable> failed = new AtomicReference<>();
    ask("only").subscribe(answer -> {}, failed::set);
    assertThat(failed.get()).isInstanceOf(IllegalStateException.class);
    bench.pass(Duration.ofMinutes(1));
    assertThat(visit.status()).isZero();
    bench.service.held("only").release();
    assertThat(visit.status()).isZero();
    bench.service.held("only").answer(Map.of());
    assertThat(visit.json().has("result")).isTrue();
  }

  private Mono<McpSchema.ElicitResult> ask(String name) {
    return bench
        .service
        .held(name)
        .exchange
        .createElicitation(
            McpSchema.ElicitFormRequest.builder("Sure?", Map.of("type", "object")).build());
  }

  @Test
  void aQuestionGoesOnTheStreamOfItsCallAndItsAnswerComesByAPost() {
    FakeMcpRequest other = bench.slowCall(session, "other");
    FakeMcpRequest visit = bench.call(session, "asks");
    List<McpSchema.ElicitResult> answered = new ArrayList<>();
    ask("asks").subscribe(answered::add);
    JsonNode question = visit.messages().get(0);
    assertThat(question.path("method").asString()).isEqualTo("elicitation/create");
    assertThat(other.messages()).isEmpty();
    String answer =
        "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"action\":\"decline\"}}"
            .formatted(question.path("id"));
    assertThat(bench.say(session, answer).at(bench.endpoint).status()).isEqualTo(202);
    assertThat(answered)
        .extracting(McpSchema.ElicitResult::action)
        .containsExactly(McpSchema.ElicitResult.Action.DECLINE);
  }

  @Test
  void aStreamOnWhichNothingIsSaidIsKeptAlive() {
    FakeMcpRequest visit = bench.slowCall(session, "silent");
    int before = visit.events().size();
    bench.pass(Duration.ofSeconds(46));
    assertThat(visit.events().subList(before, visit.events().size()))
        .containsExactly(": keep-alive\n\n", ": keep-alive\n\n", ": keep-alive\n\n");
  }

  @Test
  void keepAliveForAClientThatDoesNotReadIsNotHeapedUp() {
    FakeMcpRequest visit = bench.say(session, toolCall("1", "slow")).reading(1).at(bench.endpoint);
    bench.pass(Duration.ofMinutes(10));
    assertThat(visit.events()).hasSize(1);
    visit.read(10);
    assertThat(visit.events()).hasSize(2);
  }

  @Test
  void aSlowReaderCostsABoundedBufferAndStillGetsTheAnswer() {
    FakeMcpRequest visit = bench.say(session, toolCall("1", "flood")).reading(1).at(bench.endpoint);
    for (int i = 1; i <= 20_000; i++) {
      bench.service.held("flood").progress(i);
    }
    assertThat(bench.reserve.held()).isLessThanOrEqualTo(ReplayBuffer.MAX_TOLD);
    bench.service.held("flood").answer(Map.of());
    visit.read(Long.MAX_VALUE);
    assertThat(progress(visit)).isSorted().endsWith(20_000).hasSizeLessThan(4_000);
    assertThat(hasAnswer(visit)).isTrue();
    assertThat(visit.isComplete()).isTrue();
  }

  @Test
  void aQuestionIsNotDroppedForTheSakeOfProgress() {
    FakeMcpRequest visit = bench.say(session, toolCall("1", "asks")).reading(1).at(bench.endpoint);
    ask("asks").subscribe();
    for (int i = 1; i <= 20_000; i++) {
      bench.service.held("asks").progress(i);
    }
    visit.read(Long.MAX_VALUE);
    assertThat(progress(visit)).hasSizeLessThan(4_000);
    assertThat(visit.messages())
        .filteredOn(message -> message.path("method").asString("").equals("elicitation/create"))
        .hasSize(1);
  }

  @Test
  void aCancelledCallEndsItsStreamWithoutAnAnswer() {
    FakeMcpRequest visit = bench.slowCall(session, "cancelled");
    bench.say(session, cancellation("\"cancelled\"")).at(bench.endpoint);
    assertThat(visit.messages()).isEmpty();
    assertThat(visit.isComplete()).isTrue();
    assertThat(bench.service.cancelled).hasValue(1);
    assertThat(bench.alice.calls).hasValue(0);
    assertThat(bench.resume(session, visit.lastId()).status()).isEqualTo(204);
  }

  @Test
  void aCallCancelledBeforeItsReplyBeganIsAnsweredWithNothing() {
    FakeMcpRequest visit = bench.call(session, "cancelled");
    bench.say(session, cancellation("\"cancelled\"")).at(bench.endpoint);
    assertThat(visit.status()).isEqualTo(202);
    assertThat(visit.text()).isEmpty();
    assertThat(bench.service.cancelled).hasValue(1);
  }

  @Test
  void aConnectionThatBreaksBeforeItBecameAStreamCancelsItsCall() {
    FakeMcpRequest visit = bench.call(session, "broken");
    visit.leave();
    assertThat(bench.service.cancelled).hasValue(1);
    assertThat(bench.alice.calls).hasValue(0);
  }

  @Test
  void aSecondCallWithTheIdOfOneThatRunsIsRefused() {
    bench.call(session, "twice");
    FakeMcpRequest second = bench.call(session, "twice");
    assertThat(second.json().at("/error/code").asInt()).isEqualTo(-32600);
    bench.service.held("twice").answer(Map.of());
  }
}
