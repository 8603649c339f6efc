package io.jettymcp.transport.http;

import static io.jettymcp.transport.http.StreamableFixture.NEWEST;
import static io.jettymcp.transport.http.StreamableFixture.cancellation;
import static io.jettymcp.transport.http.StreamableFixture.initialize;
import static io.jettymcp.transport.http.StreamableFixture.request;
import static io.jettymcp.transport.http.StreamableFixture.toolCall;
import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.spec.McpSchema;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** {@code --stateless}: each POST stands on its own. */
class StatelessEndpointTest {
  private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
  private final MemoryBudget reserve = new MemoryBudget(StreamableFixture.RESERVE);
  private final FakeService service = new FakeService();
  private final FakeCaller alice = new FakeCaller("alice", service);
  private final StatelessEndpoint endpoint =
      new StatelessEndpoint(StreamableFixture.workshop(HttpSettings.Limits.DEFAULT, time, reserve));

  @AfterEach
  void nothingIsLeft() {
    endpoint.close();
    assertThat(endpoint.calls()).isZero();
    assertThat(reserve.held()).isZero();
    assertThat(alice.calls).hasValue(0);
  }

  private FakeMcpRequest post(String body) {
    return FakeMcpRequest.post(alice, body);
  }

  private FakeMcpRequest call(String name) {
    return post(toolCall("1", name)).at(endpoint);
  }

  private FakeMcpRequest slowCall(String name) {
    FakeMcpRequest visit = call(name);
    time.advanceTimeBy(CallReply.SOON);
    assertThat(visit.isStream()).isTrue();
    return visit;
  }

  @Test
  void initializeIsAnsweredWithoutASession() {
    FakeMcpRequest visit = post(initialize(NEWEST)).at(endpoint);
    assertThat(visit.json().at("/result/protocolVersion").asString()).isEqualTo(NEWEST);
    assertThat(visit.sent("Mcp-Session-Id")).isEmpty();
  }

  @Test
  void callsNeedNoSessionAndOneIsIgnored() {
    assertThat(call("echo").json().has("result")).isTrue();
    FakeMcpRequest visit = post(toolCall("1", "echo")).with("Mcp-Session-Id", "of another replica");
    assertThat(visit.at(endpoint).json().has("result")).isTrue();
  }

  @Test
  void notificationsAndAnswersAreAccepted() {
    FakeMcpRequest note = post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
    assertThat(note.at(endpoint).status()).isEqualTo(202);
    FakeMcpRequest answer = post("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"result\":{}}");
    assertThat(answer.at(endpoint).status()).isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "DELETE"})
  void thereIsNothingToReadOrToEnd(String method) {
    FakeMcpRequest visit =
        new FakeMcpRequest(method, alice, "").with("Mcp-Session-Id", "x").at(endpoint);
    assertThat(visit.status()).isEqualTo(405);
    assertThat(visit.sent("Allow")).contains("POST");
  }

  @Test
  void theRevisionIsThatOfTheHeaderOrTheOneBeforeItCame() {
    call("first");
    assertThat(revision("first")).isEqualTo("2025-03-26");
    post(toolCall("1", "second")).with("MCP-Protocol-Version", NEWEST).at(endpoint);
    assertThat(revision("second")).isEqualTo(NEWEST);
    FakeMcpRequest unknown = post(toolCall("1", "x")).with("MCP-Protocol-Version", "2026-07-28");
    assertThat(unknown.at(endpoint).status()).isEqualTo(400);
  }

  private Object revision(String name) {
    return service.held(name).exchange.transportContext().get("revision");
  }

  @Test
  void nobodyCanBeAsked() {
    call("asks");
    assertThat(service.held("asks").exchange.getClientCapabilities()).isNull();
    AtomicReference<Throwable> failed = new AtomicReference<>();
    service
        .held("asks")
        .exchange
        .createElicitation(
            McpSchema.ElicitFormRequest.builder("Sure?", Map.of("type", "object")).build())
        .subscribe(answer -> {}, failed::set);
    assertThat(failed.get()).isNotNull();
  }

  @Test
  void progressGoesOnAStreamWithoutIds() {
    FakeMcpRequest visit = call("told");
    service.held("told").progress(1);
    service.held("told").answer(Map.of());
    assertThat(visit.messages()).hasSize(2);
    assertThat(visit.lastId()).isEmpty();
    assertThat(visit.isComplete()).isTrue();
  }

  @Test
  void aBrokenConnectionCancelsAtOnce() {
    FakeMcpRequest stream = slowCall("stream");
    service.held("stream").progress(1);
    stream.leave();
    assertThat(service.cancelled).hasValue(1);
    call("early").leave();
    assertThat(service.cancelled).hasValue(2);
    assertThat(alice.calls).hasValue(0);
    assertThat(endpoint.calls()).isZero();
  }

  @Test
  void aCancellationReachesNoCallOfAnotherPost() {
    FakeMcpRequest visit = slowCall("other");
    assertThat(post(cancellation("1")).at(endpoint).status()).isEqualTo(202);
    assertThat(service.cancelled).hasValue(0);
    service.held("other").answer(Map.of());
    assertThat(visit.messages()).hasSize(1);
  }

  @Test
  void aBadTokenIsToldOfBeforeACallBegins() {
    alice.accepted = Mono.just(false);
    assertThat(call("never").status()).isEqualTo(401);
    assertThat(service.hasBegun("never")).isFalse();
  }

  @Test
  void aSlowReaderCostsABoundedBufferAndStillGetsTheAnswer() {
    FakeMcpRequest visit = post(toolCall("1", "flood")).reading(1).at(endpoint);
    for (int i = 1; i <= 20_000; i++) {
      service.held("flood").progress(i);
    }
    assertThat(reserve.held()).isLessThanOrEqualTo(ReplayBuffer.MAX_TOLD);
    service.held("flood").answer(Map.of());
    visit.read(Long.MAX_VALUE);
    assertThat(visit.messages().get(visit.messages().size() - 1).has("result")).isTrue();
  }

  @Test
  void aServerThatEndsTakesNoCallsAndAnswersThoseItHas() {
    FakeMcpRequest visit = slowCall("last");
    endpoint.drain();
    assertThat(call("late").status()).isEqualTo(503);
    service.held("last").answer(Map.of());
    assertThat(visit.messages()).hasSize(1);
  }

  @Test
  void pingsNeedNothing() {
    alice.mostCalls = 0;
    assertThat(post(request("1", "ping", "{}")).at(endpoint).status()).isEqualTo(200);
    assertThat(call("counted").status()).isEqualTo(429);
  }
}
