package io.jettymcp.transport.http.session;

import static io.jettymcp.transport.Messages.NEWEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.transport.Messages;
import io.jettymcp.transport.http.TokenStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Requests to {@code /mcp} and their responses. */
class StreamableRequestTest {
  private static final String PING = Messages.request("1", "ping", "{}");
  private static final String VERSION = "MCP-Protocol-Version";

  @RegisterExtension final StreamableFixture fixture = new StreamableFixture();

  private FakeMcpRequest send(FakeMcpRequest request) {
    return fixture.send(request);
  }

  private FakeMcpRequest post(String session, String body) {
    return fixture.post(session, body);
  }

  private FakeMcpRequest postWithoutSession(String body) {
    return FakeMcpRequest.post(fixture.alice, body);
  }

  @Nested
  class Headers {
    private final String session = fixture.open();

    private int status(FakeMcpRequest request) {
      return send(request).status();
    }

    @ParameterizedTest
    @CsvSource({
      "text/plain, 415",
      "application/jsonp, 415",
      "'', 415",
      "multipart/form-data, 415",
      "Application/JSON ; charset=UTF-8, 200"
    })
    void contentTypeMustBeJson(String type, int status) {
      assertThat(status(post(session, PING).with("Content-Type", type))).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"text/html, 406", "*/*, 200"})
    void acceptMustIncludeAKindOfResponse(String types, int status) {
      assertThat(status(post(session, PING).with("Accept", types))).isEqualTo(status);
    }

    @Test
    void acceptMayBeMissing() {
      assertThat(status(post(session, PING).without("Accept"))).isEqualTo(200);
    }

    @Test
    void traceContextReachesTheHandler() {
      String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
      send(post(session, Messages.toolCall("1", "traced")).with("traceparent", parent));
      FakeService.Held call = fixture.service.held("traced");
      assertThat(call.context("traceparent")).isEqualTo(parent);
      assertThat(call.context("tracestate")).isNull();
    }
  }

  @Nested
  class Versions {
    private final String session = fixture.open(fixture.alice, "2025-06-18");

    @ParameterizedTest
    @ValueSource(strings = {"2025-06-18", "2024-11-05", "2025-03-26", NEWEST})
    void mayBeAnySupportedOneInASession(String version) {
      assertThat(send(post(session, PING).with(VERSION, version)).status()).isEqualTo(200);
    }

    @Test
    void areNegotiatedByInitializeWhateverItsHeader() {
      FakeMcpRequest initialize = postWithoutSession(Messages.initialize("0", "2099-01-01"));
      assertThat(send(initialize.with(VERSION, "2099-01-01")).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1999-01-01", "2099-01-01", "x"})
    void mustBeSupportedInASession(String version) {
      FakeMcpRequest delete =
          new FakeMcpRequest("DELETE", fixture.alice, "").with("Mcp-Session-Id", session);
      assertThat(send(post(session, PING).with(VERSION, version)).status()).isEqualTo(400);
      assertThat(send(fixture.get(session).with(VERSION, version)).status()).isEqualTo(400);
      assertThat(send(delete.with(VERSION, version)).status()).isEqualTo(400);
    }
  }

  @Nested
  class Bodies {
    private final String session = fixture.open();

    @Test
    void thatAreNoJsonAreAParseError() {
      FakeMcpRequest request = send(post(session, "{\"jsonrpc\":"));
      assertThat(request.status()).isEqualTo(400);
      assertThat(request.errorCode()).isEqualTo(-32700);
      assertThat(request.responseJson().path("id").isNull()).isTrue();
    }

    @Test
    void thatAreInvalidKeepTheirId() {
      FakeMcpRequest request =
          send(post(session, Messages.request("7", "ping", "{}").replace("2.0", "1.0")));
      assertThat(request.status()).isEqualTo(400);
      assertThat(request.errorCode()).isEqualTo(-32600);
      assertThat(request.responseJson().path("id").asInt()).isEqualTo(7);
    }

    @Test
    void mustNotBeBatches() {
      FakeMcpRequest request = send(post(session, "[" + PING + "]"));
      assertThat(request.status()).isEqualTo(400);
      assertThat(request.errorCode()).isEqualTo(-32600);
    }

    @Test
    void mayNestUpToTheLimit() {
      // The message and its params are two levels.
      assertThat(send(post(session, nested(198))).status()).isEqualTo(200);
      assertThat(send(post(session, nested(199))).status()).isEqualTo(400);
    }

    private static String nested(int depth) {
      return Messages.request("1", "ping", "{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}");
    }

    @Test
    void mayBeNotifications() {
      FakeMcpRequest request = send(post(session, Messages.INITIALIZED));
      assertThat(request.status()).isEqualTo(202);
      assertThat(request.responseBody()).isEmpty();
    }

    @Test
    void mayBeUnknownResponses() {
      assertThat(send(post(session, Messages.response("\"x\"", "{}"))).status()).isEqualTo(202);
    }

    @Test
    void mayBeCancellationsOfUnknownCalls() {
      assertThat(send(post(session, Messages.cancellation("99"))).status()).isEqualTo(202);
    }

    @Test
    void withAnUnknownMethodGetItsError() {
      FakeMcpRequest request = send(post(session, Messages.request("1", "no/such", "{}")));
      assertThat(request.status()).isEqualTo(200);
      assertThat(request.errorCode()).isEqualTo(-32601);
    }
  }

  @Nested
  class Initialize {
    private FakeMcpRequest initialize() {
      return postWithoutSession(Messages.initialize("0", NEWEST));
    }

    @Test
    void returnsASessionIdInVisibleAscii() {
      FakeMcpRequest request = send(initialize());
      assertThat(request.status()).isEqualTo(200);
      assertThat(request.responseJson().at("/result/protocolVersion").asString()).isEqualTo(NEWEST);
      assertThat(request.responseHeader("Mcp-Session-Id").orElseThrow())
          .matches("[\\x21-\\x7e]{36}");
    }

    @Test
    void respondsWithAStreamIfNothingElseIsAccepted() {
      FakeMcpRequest request = send(initialize().with("Accept", "text/event-stream"));
      assertThat(request.responseHeader("Mcp-Session-Id")).isPresent();
      assertThat(request.messages()).hasSize(1);
      assertThat(request.endsWithResult()).isTrue();
      assertThat(request.isComplete()).isTrue();
    }

    @Test
    void ignoresHeadersThatNameTheMethod() {
      FakeMcpRequest request =
          initialize()
              .with(VERSION, NEWEST)
              .with("Mcp-Method", "tools/call")
              .with("Mcp-Name", "list_tasks");
      assertThat(send(request).responseHeader("Mcp-Session-Id")).isPresent();
    }

    @Test
    void opensNoSessionIfItFails() {
      FakeMcpRequest request = fixture.initialize(fixture.alice, "rejected");
      assertThat(request.errorCode()).isEqualTo(-32602);
      assertThat(request.responseHeader("Mcp-Session-Id")).isEmpty();
      fixture.assertNothingInUse();
    }

    @Test
    void opensNoSessionWithoutParams() {
      FakeMcpRequest request =
          send(postWithoutSession("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\"}"));
      assertThat(request.errorCode()).isEqualTo(-32602);
      fixture.assertNothingInUse();
    }

    @Test
    void isTheOnlyMessageThatNeedsNoSession() {
      FakeMcpRequest request = send(postWithoutSession(PING));
      assertThat(request.status()).isEqualTo(400);
      assertThat(request.responseBody()).contains("Mcp-Session-Id is missing");
    }

    @Test
    void isNotReplacedByAMalformedProbeOfTheModernEra() {
      FakeMcpRequest probe =
          postWithoutSession(Messages.request("\"probe\"", "server/discover", "{}"))
              .with(VERSION, "2026-07-28")
              .with("Mcp-Method", "server/discover");
      assertThat(send(probe).status()).isEqualTo(400);
      assertThat(probe.errorCode()).isEqualTo(-32602);
      fixture.assertNothingInUse();
    }
  }

  @Test
  void aForeignSessionIsAsUnknownAsOneThatNeverExisted() {
    String session = fixture.open();
    FakeMcpRequest foreign =
        send(FakeMcpRequest.post(fixture.bob, PING).with("Mcp-Session-Id", session));
    FakeMcpRequest unknown = send(post("no-such", PING));
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(foreign.responseBody())
        .isEqualTo(unknown.responseBody())
        .isEqualTo("Session not found or expired; call initialize for a new one.");
  }

  @Nested
  class Calls {
    private final String session = fixture.open();

    @Test
    void needAValidToken() {
      fixture.alice.status = Mono.just(TokenStatus.REJECTED);
      FakeMcpRequest events =
          post(session, Messages.toolCall("2", "never")).with("Accept", "text/event-stream");
      assertThat(send(events).status()).isEqualTo(401);
      assertThat(fixture.service.hasStarted("never")).isFalse();
      assertThat(fixture.alice.calls).hasValue(0);
    }

    @Test
    void countWhileTheyAreInFlight() {
      fixture.alice.maxCalls = 1;
      fixture.call(session, "one");
      assertThat(fixture.alice.calls).hasValue(1);
      assertThat(fixture.call(session, "two").status()).isEqualTo(429);
      fixture.service.held("one").respond();
      assertThat(fixture.alice.calls).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ping", "tools/list"})
    void doNotIncludeWhatNeedsNoJetty(String method) {
      fixture.alice.status = Mono.just(TokenStatus.REJECTED);
      fixture.alice.maxCalls = 0;
      assertThat(send(post(session, Messages.request("3", method, "{}"))).status()).isEqualTo(200);
    }

    @Nested
    class WhileTheTokenIsVerified {
      private final Sinks.One<TokenStatus> verified = Sinks.one();
      private FakeMcpRequest request;

      @BeforeEach
      void call() {
        fixture.alice.status = verified.asMono();
        request = fixture.call(session, "verified");
      }

      @Test
      void getNoStream() {
        fixture.pass(CallReply.STREAM_DELAY.multipliedBy(3));
        assertThat(request.status()).isZero();
      }

      @Test
      void canBeCancelled() {
        fixture.cancel(session, "verified");
        assertThat(request.status()).isEqualTo(202);
        verified.tryEmitValue(TokenStatus.ACCEPTED);
        assertThat(fixture.service.hasStarted("verified")).isFalse();
        assertThat(fixture.alice.calls).hasValue(0);
      }
    }
  }
}
