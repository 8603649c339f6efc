package io.jettymcp.transport.http;

import static io.jettymcp.transport.http.StreamableFixture.NEWEST;
import static io.jettymcp.transport.http.StreamableFixture.cancellation;
import static io.jettymcp.transport.http.StreamableFixture.initialize;
import static io.jettymcp.transport.http.StreamableFixture.request;
import static io.jettymcp.transport.http.StreamableFixture.toolCall;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What a request to {@code /mcp} has to be, and what it is answered with. */
class StreamableRequestTest {
  private static final String PING = request("1", "ping", "{}");

  private final StreamableFixture bench = new StreamableFixture();

  @AfterEach
  void nothingIsLeft() {
    bench.close();
  }

  private FakeMcpRequest at(FakeMcpRequest visit) {
    return visit.at(bench.endpoint);
  }

  private FakeMcpRequest say(String session, String body) {
    return bench.say(session, body);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/jsonp", "", "multipart/form-data"})
  void onlyJsonIsTaken(String type) {
    FakeMcpRequest visit = say(bench.open(), PING).with("Content-Type", type);
    assertThat(at(visit).status()).isEqualTo(415);
  }

  @Test
  void jsonMayNameItsCharset() {
    FakeMcpRequest visit =
        say(bench.open(), PING).with("Content-Type", "Application/JSON ; charset=UTF-8");
    assertThat(at(visit).status()).isEqualTo(200);
  }

  @Test
  void aClientThatTakesNeitherKindOfAnswerIsTurnedAway() {
    String session = bench.open();
    assertThat(at(say(session, PING).with("Accept", "text/html")).status()).isEqualTo(406);
    assertThat(at(say(session, PING).without("Accept")).status()).isEqualTo(200);
    assertThat(at(say(session, PING).with("Accept", "*/*")).status()).isEqualTo(200);
  }

  @Test
  void whatIsNoJsonIsAParseError() {
    FakeMcpRequest visit = at(say(bench.open(), "{\"jsonrpc\":"));
    assertThat(visit.status()).isEqualTo(400);
    assertThat(visit.json().at("/error/code").asInt()).isEqualTo(-32700);
    assertThat(visit.json().path("id").isNull()).isTrue();
  }

  @Test
  void whatIsNoMessageKeepsItsId() {
    FakeMcpRequest visit =
        at(say(bench.open(), "{\"jsonrpc\":\"1.0\",\"id\":7,\"method\":\"ping\"}"));
    assertThat(visit.status()).isEqualTo(400);
    assertThat(visit.json().at("/error/code").asInt()).isEqualTo(-32600);
    assertThat(visit.json().path("id").asInt()).isEqualTo(7);
  }

  @Test
  void batchesAreTurnedAway() {
    FakeMcpRequest visit = at(say(bench.open(), "[" + PING + "]"));
    assertThat(visit.status()).isEqualTo(400);
    assertThat(visit.json().at("/error/code").asInt()).isEqualTo(-32600);
  }

  @Test
  void jsonMayNestAsDeepAsSetAndNoDeeper() {
    String session = bench.open();
    // The message and its params are two levels.
    assertThat(at(say(session, nested(198))).status()).isEqualTo(200);
    assertThat(at(say(session, nested(199))).status()).isEqualTo(400);
  }

  private static String nested(int depth) {
    return request("1", "ping", "{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}");
  }

  @Test
  void initializeGivesASessionIdThatIsVisibleAscii() {
    FakeMcpRequest visit = at(bench.post(bench.alice, initialize(NEWEST)));
    assertThat(visit.status()).isEqualTo(200);
    assertThat(visit.json().at("/result/protocolVersion").asString()).isEqualTo(NEWEST);
    assertThat(visit.sent("Mcp-Session-Id").orElseThrow()).matches("[\\x21-\\x7e]{36}");
  }

  @Test
  void initializeIsAnsweredAsAStreamToWhomeverTakesNothingElse() {
    FakeMcpRequest visit =
        at(bench.post(bench.alice, initialize(NEWEST)).with("Accept", "text/event-stream"));
    assertThat(visit.sent("Mcp-Session-Id")).isPresent();
    assertThat(visit.messages()).hasSize(1);
    assertThat(visit.messages().get(0).has("result")).isTrue();
    assertThat(visit.isComplete()).isTrue();
  }

  @Test
  void headersThatNameTheMethodSayNothing() {
    FakeMcpRequest visit =
        bench
            .post(bench.alice, initialize(NEWEST))
            .with("MCP-Protocol-Version", NEWEST)
            .with("Mcp-Method", "tools/call")
            .with("Mcp-Name", "list_tasks");
    assertThat(at(visit).sent("Mcp-Session-Id")).isPresent();
  }

  @Test
  void anInitializeThatFailsOpensNoSession() {
    FakeMcpRequest visit = at(bench.post(bench.alice, initialize("refused")));
    assertThat(visit.json().at("/error/code").asInt()).isEqualTo(-32602);
    assertThat(visit.sent("Mcp-Session-Id")).isEmpty();
    assertThat(bench.places.taken()).isZero();
  }

  @Test
  void anInitializeWithoutParamsOpensNoSession() {
    FakeMcpRequest visit =
        at(bench.post(bench.alice, "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\"}"));
    assertThat(visit.json().at("/error/code").asInt()).isEqualTo(-32602);
    assertThat(bench.places.taken()).isZero();
  }

  @Test
  void otherMessagesNeedASession() {
    assertThat(at(bench.post(bench.alice, PING)).status()).isEqualTo(400);
    assertThat(at(say("no-such", PING)).status()).isEqualTo(404);
    String session = bench.open();
    FakeMcpRequest foreign = bench.post(bench.bob, PING).with("Mcp-Session-Id", session);
    assertThat(at(foreign).status()).isEqualTo(404);
    assertThat(foreign.text()).isEqualTo(at(say("no-such", PING)).text());
  }

  @Test
  void aProbeOfANewerEraIsTurnedAwayAndOpensNothing() {
    FakeMcpRequest probe =
        bench
            .post(bench.alice, request("\"probe\"", "server/discover", "{}"))
            .with("MCP-Protocol-Version", "2026-07-28")
            .with("Mcp-Method", "server/discover");
    assertThat(at(probe).status()).isEqualTo(400);
    assertThat(probe.text()).contains(NEWEST);
    assertThat(bench.places.taken()).isZero();
  }

  @Test
  void theRevisionOfARequestIsThatOfItsSession() {
    String session = bench.open(bench.alice, "2025-06-18");
    String header = "MCP-Protocol-Version";
    assertThat(at(say(session, PING)).status()).isEqualTo(200);
    assertThat(at(say(session, PING).with(header, "2025-06-18")).status()).isEqualTo(200);
    assertThat(at(say(session, PING).with(header, NEWEST)).status()).isEqualTo(400);
    assertThat(at(say(session, PING).with(header, "1999-01-01")).status()).isEqualTo(400);
    assertThat(at(bench.get(session).with(header, NEWEST)).status()).isEqualTo(400);
    FakeMcpRequest delete =
        new FakeMcpRequest("DELETE", bench.alice, "").with("Mcp-Session-Id", session);
    assertThat(at(delete.with(header, "1999-01-01")).status()).isEqualTo(400);
  }

  @Test
  void notificationsAndAnswersAreAccepted() {
    String session = bench.open();
    FakeMcpRequest note =
        at(say(session, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}"));
    assertThat(note.status()).isEqualTo(202);
    assertThat(note.text()).isEmpty();
    FakeMcpRequest stray = at(say(session, "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"result\":{}}"));
    assertThat(stray.status()).isEqualTo(202);
    assertThat(at(say(session, cancellation("99"))).status()).isEqualTo(202);
  }

  @Test
  void anUnknownMethodIsAnsweredWithItsError() {
    FakeMcpRequest visit = at(say(bench.open(), request("1", "no/such", "{}")));
    assertThat(visit.status()).isEqualTo(200);
    assertThat(visit.json().at("/error/code").asInt()).isEqualTo(-32601);
  }

  @Test
  void otherMethodsOfHttpAreTurnedAway() {
    FakeMcpRequest visit = at(new FakeMcpRequest("PUT", bench.alice, ""));
    assertThat(visit.status()).isEqualTo(405);
    assertThat(visit.sent("Allow")).contains("GET, POST, DELETE");
  }

  @Test
  void aBadTokenIsToldOfBeforeACallBegins() {
    String session = bench.open();
    bench.alice.accepted = Mono.just(false);
    assertThat(at(say(session, request("1", "tools/list", "{}"))).status()).isEqualTo(200);
    FakeMcpRequest events =
        say(session, toolCall("2", "never")).with("Accept", "text/event-stream");
    assertThat(at(events).status()).isEqualTo(401);
    assertThat(bench.service.hasBegun("never")).isFalse();
    assertThat(bench.alice.calls).hasValue(0);
  }

  @Test
  void whileTheTokenIsTriedNoStreamBeginsAndTheCallCanBeCancelled() {
    String session = bench.open();
    Sinks.One<Boolean> tried = Sinks.one();
    bench.alice.accepted = tried.asMono();
    FakeMcpRequest visit = bench.call(session, "tried");
    bench.pass(CallReply.SOON.multipliedBy(3));
    assertThat(visit.status()).isZero();
    at(say(session, cancellation("\"tried\"")));
    assertThat(visit.status()).isEqualTo(202);
    tried.tryEmitValue(true);
    assertThat(bench.service.hasBegun("tried")).isFalse();
    assertThat(bench.alice.calls).hasValue(0);
  }

  @Test
  void callsCountWhileTheyRunAndOthersDoNot() {
    String session = bench.open();
    bench.alice.mostCalls = 1;
    bench.call(session, "one");
    assertThat(bench.alice.calls).hasValue(1);
    assertThat(bench.call(session, "two").status()).isEqualTo(429);
    assertThat(at(say(session, PING)).status()).isEqualTo(200);
    assertThat(at(say(session, request("3", "tools/list", "{}"))).status()).isEqualTo(200);
    bench.service.held("one").answer(Map.of());
    assertThat(bench.alice.calls).hasValue(0);
  }

  @Test
  void traceHeadersReachTheHandler() {
    String session = bench.open();
    String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    at(say(session, toolCall("1", "traced")).with("traceparent", parent));
    assertThat(bench.service.held("traced").exchange.transportContext().get("traceparent"))
        .isEqualTo(parent);
    assertThat(bench.service.held("traced").exchange.transportContext().get("tracestate")).isNull();
  }
}
