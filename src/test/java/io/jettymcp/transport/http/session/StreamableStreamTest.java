package io.jettymcp.transport.http.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.transport.Messages;
import io.jettymcp.transport.http.stream.ReplayBuffer;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** The reply to a call: one JSON document, or a stream. */
class StreamableStreamTest {
  @RegisterExtension final StreamableFixture fixture = new StreamableFixture();

  private final String session = fixture.open();
  private final FakeService service = fixture.service;

  private FakeMcpRequest call(String tool, String accept) {
    return fixture.send(fixture.post(session, Messages.toolCall("1", tool)).with("Accept", accept));
  }

  private FakeMcpRequest slowReader(String tool) {
    return fixture.send(fixture.post(session, Messages.toolCall("1", tool)).reading(1));
  }

  @Nested
  class KindsOfReply {
    @Test
    void aResponseThatComesSoonIsJson() {
      FakeMcpRequest request = fixture.call(session, "soon");
      fixture.pass(Duration.ofMillis(999));
      service.held("soon").respond(Map.of("a", 1));
      assertThat(request.isStream()).isFalse();
      assertThat(request.responseJson().at("/result/a").asInt()).isEqualTo(1);
      assertThat(request.responseJson().path("id").asString()).isEqualTo("soon");
    }

    @Test
    void aLaterResponseIsAStreamThatStartsWithAnId() {
      FakeMcpRequest request = fixture.slowCall(session, "late");
      assertThat(request.events()).hasSize(1);
      assertThat(request.events().get(0)).matches("id: [0-9a-f-]+-0\ndata: \n\n");
      service.held("late").respond();
      assertThat(request.endsWithResult()).isTrue();
      assertThat(request.lastEventId()).endsWith("-1");
      assertThat(request.isComplete()).isTrue();
    }

    @Test
    void anOlderRevisionHasNoEventWithoutData() {
      FakeMcpRequest request = fixture.slowCall(fixture.open(fixture.alice, "2025-06-18"), "late");
      assertThat(request.events()).isEmpty();
      service.held("late").progress(1);
      assertThat(request.events()).hasSize(1);
      assertThat(request.lastEventId()).endsWith("-1");
    }

    @Test
    void progressStartsAStreamAtOnce() {
      FakeMcpRequest request = fixture.call(session, "reports");
      service.held("reports").progress(1);
      assertThat(request.isStream()).isTrue();
      service.held("reports").progress(2);
      service.held("reports").respond();
      assertThat(request.progress()).containsExactly(1, 2);
      assertThat(request.endsWithResult()).isTrue();
      assertThat(request.isComplete()).isTrue();
    }

    @Test
    void aClientThatAcceptsOnlyEventsGetsAStreamAtOnce() {
      FakeMcpRequest request = call("echo", "text/event-stream");
      assertThat(request.endsWithResult()).isTrue();
      assertThat(request.isComplete()).isTrue();
    }

    @Test
    void aClientThatAcceptsOnlyJsonGetsTheResponseHoweverLate() {
      FakeMcpRequest request = call("only", "application/json");
      fixture.pass(Duration.ofMinutes(1));
      assertThat(request.status()).isZero();
      service.held("only").respond();
      assertThat(request.responseJson().has("result")).isTrue();
    }

    @Test
    void aClientThatAcceptsOnlyJsonCannotBeAsked() {
      call("only", "application/json");
      AtomicReference<Throwable> failure = new AtomicReference<>();
      service.held("only").ask().subscribe(result -> {}, failure::set);
      assertThat(failure.get()).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aQuestionGoesOnTheStreamOfItsCallAndTheAnswerComesByPost() {
    FakeMcpRequest other = fixture.slowCall(session, "other");
    FakeMcpRequest request = fixture.call(session, "asks");
    List<McpSchema.ElicitResult> results = new ArrayList<>();
    service.held("asks").ask().subscribe(results::add);
    JsonNode question = request.messages().get(0);
    assertThat(question.path("method").asString()).isEqualTo("elicitation/create");
    assertThat(other.messages()).isEmpty();
    String response = Messages.response(question.path("id").toString(), "{\"action\":\"decline\"}");
    assertThat(fixture.send(fixture.post(session, response)).status()).isEqualTo(202);
    assertThat(results)
        .extracting(McpSchema.ElicitResult::action)
        .containsExactly(McpSchema.ElicitResult.Action.DECLINE);
  }

  @Nested
  class KeepAlive {
    private static final String COMMENT = ": keep-alive\n\n";

    @Test
    void isSentOnAnIdleStream() {
      FakeMcpRequest request = fixture.slowCall(session, "silent");
      int before = request.events().size();
      fixture.pass(Duration.ofSeconds(46));
      assertThat(request.events().subList(before, request.events().size()))
          .containsExactly(COMMENT, COMMENT, COMMENT);
    }

    @Test
    void doesNotPileUpForAClientThatDoesNotRead() {
      FakeMcpRequest request = slowReader("slow");
      fixture.pass(Duration.ofMinutes(10));
      assertThat(request.events()).hasSize(1);
      request.readMore(10);
      assertThat(request.events()).hasSize(2);
    }
  }

  @Nested
  class SlowReaders {
    @Test
    void getTheNewestProgressAndTheResponse() {
      FakeMcpRequest request = slowReader("flood");
      service.held("flood").progressUpTo(20_000);
      assertThat(fixture.memory.used()).isLessThanOrEqualTo(ReplayBuffer.MAX_PROGRESS);
      service.held("flood").respond();
      request.readMore(Long.MAX_VALUE);
      assertThat(request.progress()).isSorted().endsWith(20_000).hasSizeLessThan(4_000);
      assertThat(request.endsWithResult()).isTrue();
      assertThat(request.isComplete()).isTrue();
    }

    @Test
    void getQuestionsFromBeforeTheProgress() {
      FakeMcpRequest request = slowReader("asks");
      service.held("asks").ask().subscribe();
      service.held("asks").progressUpTo(20_000);
      request.readMore(Long.MAX_VALUE);
      assertThat(request.progress()).hasSizeLessThan(4_000);
      assertThat(request.messages())
          .filteredOn(message -> message.path("method").asString("").equals("elicitation/create"))
          .hasSize(1);
    }
  }

  @Nested
  class Cancellation {
    @Test
    void endsAStreamWithoutAResponse() {
      FakeMcpRequest request = fixture.slowCall(session, "cancelled");
      fixture.cancel(session, "cancelled");
      assertThat(request.messages()).isEmpty();
      assertThat(request.isComplete()).isTrue();
      assertThat(service.cancelled).hasValue(1);
      assertThat(fixture.alice.calls).hasValue(0);
      assertThat(fixture.resume(session, request.lastEventId()).status()).isEqualTo(204);
    }

    @Test
    void beforeTheReplyHasAnEmptyResponse() {
      FakeMcpRequest request = fixture.call(session, "cancelled");
      fixture.cancel(session, "cancelled");
      assertThat(request.status()).isEqualTo(202);
      assertThat(request.responseBody()).isEmpty();
      assertThat(service.cancelled).hasValue(1);
    }

    @Test
    void followsABrokenConnectionBeforeTheStream() {
      fixture.call(session, "broken").disconnect();
      assertThat(service.cancelled).hasValue(1);
      assertThat(fixture.alice.calls).hasValue(0);
    }
  }

  @Test
  void aSecondCallWithTheIdOfOneInFlightIsRejected() {
    fixture.call(session, "twice");
    assertThat(fixture.call(session, "twice").errorCode()).isEqualTo(-32600);
    service.held("twice").respond();
  }
}
