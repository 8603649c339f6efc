package io.jettymcp.transport.http;

import static io.jettymcp.transport.http.StreamableFixture.NEWEST;
import static io.jettymcp.transport.http.StreamableFixture.initialize;
import static io.jettymcp.transport.http.StreamableFixture.request;
import static io.jettymcp.transport.http.StreamableFixture.toolCall;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How sessions begin, live and end. */
class StreamableSessionTest {
  private static final Duration IDLE = HttpSettings.Limits.DEFAULT.sessionIdle();
  private static final String PING = request("1", "ping", "{}");

  private final StreamableFixture bench = new StreamableFixture();

  @AfterEach
  void nothingIsLeft() {
    bench.close();
  }

  private FakeMcpRequest ping(String session) {
    return bench.say(session, PING).at(bench.endpoint);
  }

  @Test
  void anOwnerHasABoundOfSessionsAndOneThatEndsMakesRoom() {
    List<String> open = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      open.add(bench.open());
    }
    assertThat(bench.post(bench.alice, initialize(NEWEST)).at(bench.endpoint).status())
        .isEqualTo(429);
    bench.open(bench.bob, NEWEST);
    bench.delete(open.get(0));
    bench.open();
  }

  @Test
  void allOwnersTogetherHaveABoundOfSessions() {
    for (int i = 0; i < 1000; i++) {
      bench.open(new FakeCaller("owner-" + i / 100, bench.service), NEWEST);
    }
    assertThat(bench.post(bench.alice, initialize(NEWEST)).at(bench.endpoint).status())
        .isEqualTo(429);
  }

  @Test
  void aDeletedSessionIsGoneAndItsCallsAreCancelled() {
    String session = bench.open();
    FakeMcpRequest stream = bench.slowCall(session, "stream");
    FakeMcpRequest early = bench.call(session, "early");
    FakeMcpRequest standing = bench.get(session).at(bench.endpoint);
    assertThat(bench.delete(session).status()).isEqualTo(204);
    assertThat(stream.isComplete()).isTrue();
    assertThat(standing.isComplete()).isTrue();
    assertThat(early.status()).isEqualTo(404);
    assertThat(bench.service.cancelled).hasValue(2);
    assertThat(bench.alice.calls).hasValue(0);
    assertThat(ping(session).status()).isEqualTo(404);
    assertThat(bench.delete(session).status()).isEqualTo(404);
    assertThat(bench.resume(session, stream.lastId()).status()).isEqualTo(404);
  }

  @Test
  void nobodyElseCanEndOrReadASession() {
    String session = bench.open();
    FakeMcpRequest delete =
        new FakeMcpRequest("DELETE", bench.bob, "").with("Mcp-Session-Id", session);
    assertThat(delete.at(bench.endpoint).status()).isEqualTo(404);
    FakeMcpRequest get = new FakeMcpRequest("GET", bench.bob, "").with("Mcp-Session-Id", session);
    assertThat(get.at(bench.endpoint).status()).isEqualTo(404);
    assertThat(ping(session).status()).isEqualTo(200);
  }

  @Test
  void aSessionKeepsTheServiceItWasOpenedWith() {
    String session = bench.open();
    FakeService wider = new FakeService();
    FakeCaller same = new FakeCaller("alice", wider);
    FakeMcpRequest.post(same, toolCall("1", "kept"))
        .with("Mcp-Session-Id", session)
        .at(bench.endpoint);
    assertThat(wider.hasBegun("kept")).isFalse();
    assertThat(bench.service.hasBegun("kept")).isTrue();
  }

  @Test
  void aSessionThatNobodyUsesIsClosed() {
    String session = bench.open();
    bench.pass(IDLE.minusSeconds(60));
    assertThat(ping(session).status()).isEqualTo(200);
    bench.pass(IDLE.minusSeconds(60));
    assertThat(ping(session).status()).isEqualTo(200);
    bench.pass(IDLE.plusSeconds(60));
    assertThat(ping(session).status()).isEqualTo(404);
    assertThat(bench.places.taken()).isZero();
  }

  @Test
  void aSessionWithAConnectionIsNotIdle() {
    String session = bench.open();
    FakeMcpRequest standing = bench.get(session).at(bench.endpoint);
    bench.pass(IDLE.multipliedBy(3));
    assertThat(ping(session).status()).isEqualTo(200);
    standing.leave();
    bench.pass(IDLE.plusSeconds(60));
    assertThat(ping(session).status()).isEqualTo(404);
  }

  @Test
  void aSessionWithACallIsNotIdle() {
    String session = bench.open();
    FakeMcpRequest call = bench.slowCall(session, "long");
    bench.pass(IDLE.multipliedBy(3));
    bench.service.held("long").answer(Map.of());
    assertThat(call.messages()).hasSize(1);
    assertThat(ping(session).status()).isEqualTo(200);
  }

  @Test
  void theStreamOfTheSessionIsKeptAliveAndReplacedByANewerOne() {
    String session = bench.open();
    FakeMcpRequest first = bench.get(session).at(bench.endpoint);
    bench.pass(Duration.ofSeconds(15));
    assertThat(first.events()).containsExactly(": keep-alive\n\n");
    FakeMcpRequest second = bench.get(session).at(bench.endpoint);
    assertThat(first.isComplete()).isTrue();
    bench.pass(Duration.ofSeconds(15));
    assertThat(second.events()).containsExactly(": keep-alive\n\n");
    assertThat(first.events()).hasSize(1);
  }

  @Test
  void theStreamOfTheSessionIsOnlyForClientsThatTakeEvents() {
    FakeMcpRequest visit = bench.get(bench.open()).with("Accept", "application/json");
    assertThat(visit.at(bench.endpoint).status()).isEqualTo(406);
  }

  @Test
  void aServerThatEndsEndsWhatIsIdleAndLetsCallsBeAnswered() {
    String session = bench.open();
    FakeMcpRequest standing = bench.get(session).at(bench.endpoint);
    FakeMcpRequest call = bench.slowCall(session, "last");
    bench.endpoint.drain();
    assertThat(standing.isComplete()).isTrue();
    assertThat(call.isComplete()).isFalse();
    assertThat(bench.call(session, "late").status()).isEqualTo(503);
    assertThat(bench.get(session).at(bench.endpoint).status()).isEqualTo(503);
    assertThat(bench.post(bench.alice, initialize(NEWEST)).at(bench.endpoint).status())
        .isEqualTo(503);
    bench.service.held("last").progress(1);
    bench.service.held("last").answer(Map.of());
    assertThat(call.messages()).hasSize(2);
    assertThat(call.isComplete()).isTrue();
  }

  @Test
  void aDrainingServerStillLetsAClientComeBackToItsCall() {
    String session = bench.open();
    FakeMcpRequest call = bench.slowCall(session, "last");
    call.leave();
    bench.endpoint.drain();
    FakeMcpRequest back = bench.resume(session, call.lastId());
    bench.service.held("last").answer(Map.of());
    assertThat(back.messages()).hasSize(1);
  }

  @Test
  void tenThousandSessionsOneAfterAnotherLeaveNothing() {
    for (int i = 0; i < 10_000; i++) {
      String session = bench.open();
      bench.call(session, "echo");
      FakeMcpRequest call = bench.call(session, "held");
      bench.service.held("held").progress(1);
      if (i % 3 == 0) {
        call.leave();
      } else if (i % 3 == 1) {
        bench.service.held("held").answer(Map.of());
      }
      bench.delete(session);
    }
    assertThat(bench.places.taken()).isZero();
    assertThat(bench.endpoint.sessions().size()).isZero();
    assertThat(bench.reserve.held()).isZero();
    assertThat(bench.alice.calls).hasValue(0);
  }
}
