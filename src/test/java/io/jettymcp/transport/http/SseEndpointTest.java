package io.jettymcp.transport.http;

import static io.jettymcp.transport.http.StreamableFixture.cancellation;
import static io.jettymcp.transport.http.StreamableFixture.initialize;
import static io.jettymcp.transport.http.StreamableFixture.toolCall;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** HTTP+SSE of 2024-11-05: all that is said to a client goes on one stream. */
class SseEndpointTest {
  private static final HttpSettings.Limits LIMITS = HttpSettings.Limits.DEFAULT;

  private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
  private final MemoryBudget reserve = new MemoryBudget(StreamableFixture.RESERVE);
  private final FakeService service = new FakeService();
  private final FakeCaller alice = new FakeCaller("alice", service);
  private final FakeCaller bob = new FakeCaller("bob", service);
  private final SessionLimit places = new SessionLimit(LIMITS, HttpObserver.NONE);
  private final SseEndpoint endpoint =
      new SseEndpoint(StreamableFixture.workshop(LIMITS, time, reserve), places);
  private final Endpoint messages = endpoint.messages();

  @AfterEach
  void nothingIsLeft() {
    endpoint.close();
    assertThat(endpoint.sessions()).isZero();
    assertThat(reserve.held()).isZero();
    assertThat(places.taken()).isZero();
    assertThat(alice.calls).hasValue(0);
  }

  private FakeMcpRequest connect() {
    return stream(alice).at(endpoint);
  }

  private static FakeMcpRequest stream(FakeCaller caller) {
    return new FakeMcpRequest("GET", caller, "").with("Accept", "text/event-stream");
  }

  private static String session(FakeMcpRequest stream) {
    return FakeMcpRequest.data(stream.events().get(0)).replaceFirst("^/messages\\?sessionId=", "");
  }

  private FakeMcpRequest say(String session, String body) {
    return FakeMcpRequest.post(alice, body).asking("sessionId", session);
  }

  /** A stream whose client has said {@code initialize}. */
  private FakeMcpRequest open() {
    FakeMcpRequest stream = connect();
    say(session(stream), initialize("2024-11-05")).at(messages);
    assertThat(answers(stream)).isEqualTo(1);
    return stream;
  }

  private static long answers(FakeMcpRequest stream) {
    return stream.events().stream().filter(event -> event.contains("\"result\"")).count();
  }

  private FakeMcpRequest call(FakeMcpRequest stream, String name) {
    return say(session(stream), toolCall("\"" + name + "\"", name)).at(messages);
  }

  @Test
  void theStreamFirstSaysWhereToPost() {
    FakeMcpRequest stream = connect();
    assertThat(stream.events()).hasSize(1);
    assertThat(stream.events().get(0))
        .matches("event: endpoint\ndata: /messages\\?sessionId=[0-9a-f-]{36}\n\n");
  }

  @Test
  void postsAreAcceptedAndAnsweredOnTheStream() {
    FakeMcpRequest stream = open();
    FakeMcpRequest call = call(stream, "echo");
    assertThat(call.status()).isEqualTo(202);
    assertThat(call.text()).isEmpty();
    assertThat(stream.events().get(2)).startsWith("event: message\ndata: {\"jsonrpc\"");
    assertThat(stream.isComplete()).isFalse();
  }

  @Test
  void progressComesBeforeTheAnswerAndCallsRunSideBySide() {
    FakeMcpRequest stream = open();
    call(stream, "slow");
    call(stream, "echo");
    service.held("slow").progress(1);
    service.held("slow").answer(Map.of());
    assertThat(stream.events()).hasSize(5);
    assertThat(stream.events().get(2)).contains("\"id\":\"echo\"");
    assertThat(stream.events().get(3)).contains("notifications/progress");
    assertThat(stream.events().get(4)).contains("\"id\":\"slow\"");
  }

  @Test
  void aSessionEndsWithItsStreamAndSoDoItsCalls() {
    FakeMcpRequest stream = open();
    call(stream, "held");
    assertThat(alice.calls).hasValue(1);
    stream.leave();
    assertThat(service.cancelled).hasValue(1);
    assertThat(alice.calls).hasValue(0);
    assertThat(endpoint.sessions()).isZero();
    assertThat(call(stream, "echo").status()).isEqualTo(404);
  }

  @Test
  void aPostNeedsASessionOfItsOwn() {
    FakeMcpRequest stream = open();
    assertThat(FakeMcpRequest.post(alice, toolCall("1", "echo")).at(messages).status())
        .isEqualTo(400);
    assertThat(say("no-such", toolCall("1", "echo")).at(messages).status()).isEqualTo(404);
    FakeMcpRequest foreign =
        FakeMcpRequest.post(bob, toolCall("1", "echo")).asking("sessionId", session(stream));
    assertThat(foreign.at(messages).status()).isEqualTo(404);
    assertThat(stream.events()).hasSize(2);
  }

  @Test
  void whatIsNoMessageIsTurnedAway() {
    FakeMcpRequest stream = open();
    assertThat(say(session(stream), "[").at(messages).status()).isEqualTo(400);
    FakeMcpRequest plain = say(session(stream), "{}").with("Content-Type", "text/plain");
    assertThat(plain.at(messages).status()).isEqualTo(415);
    FakeMcpRequest json = stream(alice).with("Accept", "application/json");
    assertThat(json.at(endpoint).status()).isEqualTo(406);
  }

  @Test
  void aBadTokenIsToldOfAtThePost() {
    FakeMcpRequest stream = open();
    alice.accepted = Mono.just(false);
    assertThat(call(stream, "never").status()).isEqualTo(401);
    assertThat(service.hasBegun("never")).isFalse();
    assertThat(alice.calls).hasValue(0);
  }

  @Test
  void callsAreBounded() {
    FakeMcpRequest stream = open();
    alice.mostCalls = 1;
    call(stream, "one");
    assertThat(call(stream, "two").status()).isEqualTo(429);
    say(session(stream), cancellation("\"one\"")).at(messages);
    assertThat(service.cancelled).hasValue(1);
    assertThat(call(stream, "echo").status()).isEqualTo(202);
  }

  @Test
  void sessionsAreBounded() {
    for (int i = 0; i < 100; i++) {
      connect();
    }
    assertThat(connect().status()).isEqualTo(429);
    assertThat(stream(bob).at(endpoint).status()).isEqualTo(200);
  }

  @Test
  void aStreamOnWhichNothingIsSaidIsKeptAlive() {
    FakeMcpRequest stream = connect();
    time.advanceTimeBy(Duration.ofSeconds(31));
    assertThat(stream.events().subList(1, 3))
        .containsExactly(": keep-alive\n\n", ": keep-alive\n\n");
  }

  @Test
  void aSlowReaderEndsItsSessionWhenTheBufferIsFull() {
    FakeMcpRequest stream = stream(alice).reading(1).at(endpoint);
    say(session(stream), initialize("2024-11-05")).at(messages);
    call(stream, "flood");
    for (int i = 1; i <= 20_000; i++) {
      service.held("flood").progress(i);
    }
    assertThat(endpoint.sessions()).isZero();
    assertThat(reserve.held()).isZero();
    assertThat(service.cancelled).hasValue(1);
    assertThat(stream.isComplete()).isTrue();
  }

  @Test
  void aServerThatEndsEndsIdleSessionsAndTheOthersWhenTheyAreAnswered() {
    FakeMcpRequest idle = open();
    FakeMcpRequest busy = open();
    call(busy, "last");
    endpoint.drain();
    assertThat(idle.isComplete()).isTrue();
    assertThat(busy.isComplete()).isFalse();
    assertThat(call(busy, "late").status()).isEqualTo(503);
    assertThat(connect().status()).isEqualTo(503);
    service.held("last").answer(Map.of());
    assertThat(answers(busy)).isEqualTo(2);
    assertThat(busy.isComplete()).isTrue();
    assertThat(endpoint.sessions()).isZero();
  }

  @Test
  void tenThousandSessionsOneAfterAnotherLeaveNothing() {
    for (int i = 0; i < 10_000; i++) {
      FakeMcpRequest stream = open();
      call(stream, "held");
      stream.leave();
    }
    assertThat(endpoint.sessions()).isZero();
    assertThat(alice.calls).hasValue(0);
  }
}
