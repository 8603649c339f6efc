package io.jettymcp.transport.http.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import io.jettymcp.mcp.modern.ModernErrors;
import io.jettymcp.mcp.modern.ModernMethod;
import io.jettymcp.mcp.modern.ModernRequest;
import io.jettymcp.mcp.modern.ModernService.Change;
import io.jettymcp.mcp.modern.ModernService.HeaderParameter;
import io.jettymcp.transport.Messages;
import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.HttpObserver.Rejection;
import io.jettymcp.transport.http.TestSettings;
import io.jettymcp.transport.http.TokenStatus;
import io.jettymcp.transport.http.stream.ReplayBuffer;
import io.modelcontextprotocol.spec.McpError;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Requests of revision 2026-07-28 over HTTP. */
class ModernRequestsTest {
  private static final String VERSION = "MCP-Protocol-Version";

  @RegisterExtension
  final EndpointFixture<StreamableEndpoint> fixture =
      new EndpointFixture<>(StreamableEndpoint::new);

  private FakeMcpRequest request(String method, String params) {
    String separator = params.isEmpty() ? "" : ",";
    return FakeMcpRequest.post(
            fixture.alice,
            Messages.request("1", method, "{" + params + separator + ModernRequest.META + "}"))
        .with(VERSION, "2026-07-28")
        .with("Mcp-Method", method);
  }

  private FakeMcpRequest call(String tool) {
    return request("tools/call", "\"name\":\"" + tool + "\"").with("Mcp-Name", tool);
  }

  private FakeMcpRequest send(FakeMcpRequest request) {
    return fixture.send(request);
  }

  private void handle(ModernMethod.Handler handler) {
    fixture.alice.modern.methods.put("tools/call", ModernMethod.of(handler).asking());
  }

  @Nested
  class Routing {
    @Test
    void modernRequestNeedsNoSession() {
      FakeMcpRequest discover = send(request("server/discover", ""));
      assertThat(discover.status()).isEqualTo(200);
      assertThat(discover.responseJson().at("/result/supportedVersions/0").asString())
          .isEqualTo("2026-07-28");
      assertThat(discover.responseHeader("Mcp-Session-Id")).isEmpty();
    }

    @Test
    void sessionIdAndLastEventIdAreIgnored() {
      FakeMcpRequest request =
          send(call("echo").with("Mcp-Session-Id", "other").with("Last-Event-ID", "x-1"));
      assertThat(request.status()).isEqualTo(200);
    }

    @Test
    void initializeWithModernMetaDoesNotExist() {
      FakeMcpRequest request = send(request("initialize", "\"protocolVersion\":\"2025-11-25\""));
      assertThat(request.status()).isEqualTo(404);
      assertThat(request.errorCode()).isEqualTo(-32601);
    }

    @Test
    void initializeWithModernHeadersAloneIsLegacy() {
      FakeMcpRequest request =
          send(
              FakeMcpRequest.post(fixture.alice, Messages.initialize("1", "2025-11-25"))
                  .with(VERSION, "2026-07-28")
                  .with("Mcp-Method", "initialize"));
      assertThat(request.status()).isEqualTo(200);
      assertThat(request.responseHeader("Mcp-Session-Id")).isPresent();
    }

    @Test
    void notificationWithTheModernHeaderIsAccepted() {
      FakeMcpRequest request =
          send(
              FakeMcpRequest.post(fixture.alice, Messages.cancellation("1"))
                  .with(VERSION, "2026-07-28"));
      assertThat(request.status()).isEqualTo(202);
    }

    @Test
    void unknownRevisionInTheHeaderAloneIsUnsupported() {
      FakeMcpRequest request =
          send(
              FakeMcpRequest.post(fixture.alice, Messages.toolCall("1", "x"))
                  .with(VERSION, "2030-01-01"));
      assertThat(request.status()).isEqualTo(400);
      assertThat(request.errorCode()).isEqualTo(ModernErrors.UNSUPPORTED_REVISION);
      assertThat(request.responseJson().at("/error/data/requested").asString())
          .isEqualTo("2030-01-01");
    }

    @Test
    void modernHeaderWithoutMetaIsInvalid() {
      FakeMcpRequest request =
          send(
              FakeMcpRequest.post(fixture.alice, Messages.toolCall("1", "x"))
                  .with(VERSION, "2026-07-28"));
      assertThat(request.status()).isEqualTo(400);
      assertThat(request.errorCode()).isEqualTo(-32602);
    }
  }

  @Nested
  class Statuses {
    @ParameterizedTest
    @CsvSource({
      "-32700,400",
      "-32600,400",
      "-32601,404",
      "-32602,400",
      "-32603,200",
      "-32020,400",
      "-32021,400",
      "-32022,400"
    })
    void followFromTheErrorCode(int code, int status) {
      handle((params, call) -> Mono.error(McpError.builder(code).message("no").build()));
      FakeMcpRequest request = send(call("x"));
      assertThat(request.status()).isEqualTo(status);
      assertThat(request.errorCode()).isEqualTo(code);
      assertThat(request.responseJson().path("id").asInt()).isEqualTo(1);
    }

    @Test
    void unknownRevisionIsReportedWithTheRequestsId() {
      String unknown =
          "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"v9\","
              + "\"io.modelcontextprotocol/clientCapabilities\":{}}}";
      FakeMcpRequest request =
          send(
              FakeMcpRequest.post(fixture.alice, Messages.request("\"q\"", "tools/list", unknown))
                  .with(VERSION, "v9")
                  .with("Mcp-Method", "tools/list"));
      assertThat(request.status()).isEqualTo(400);
      assertThat(request.errorCode()).isEqualTo(ModernErrors.UNSUPPORTED_REVISION);
      assertThat(request.responseJson().path("id").asString()).isEqualTo("q");
    }
  }

  @Nested
  class Headers {
    @ParameterizedTest
    @CsvSource({VERSION, "Mcp-Method", "Mcp-Name"})
    void missingHeaderIsNamed(String header) {
      FakeMcpRequest request = send(call("x").without(header));
      assertThat(request.status()).isEqualTo(400);
      assertThat(request.errorCode()).isEqualTo(ModernErrors.HEADER_MISMATCH);
      assertThat(request.responseBody()).contains(header);
    }

    @ParameterizedTest
    @CsvSource({VERSION, "Mcp-Method", "Mcp-Name"})
    void headerUnlikeTheBodyIsNamed(String header) {
      FakeMcpRequest request = send(call("x").with(header, "other"));
      assertThat(request.status()).isEqualTo(400);
      assertThat(request.errorCode()).isEqualTo(ModernErrors.HEADER_MISMATCH);
      assertThat(request.responseBody()).contains(header);
    }

    @Test
    void encodedHeaderEqualsItsDecodedValue() {
      handle((params, call) -> Mono.just(Json.object()));
      FakeMcpRequest encoded = call("größe").with("Mcp-Name", "=?base64?Z3LDtsOfZQ==?=");
      assertThat(send(encoded).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"=?base64?%?=", "=?base64?/w==?=", "größe"})
    void headerThatCannotBeDecodedIsRejected(String value) {
      FakeMcpRequest request = send(call("größe").with("Mcp-Name", value));
      assertThat(request.errorCode()).isEqualTo(ModernErrors.HEADER_MISMATCH);
    }

    /** A proxy reads these two as they are, so the server must not read them another way. */
    @ParameterizedTest
    @CsvSource({VERSION + ",2026-07-28", "Mcp-Method,tools/call"})
    void methodAndRevisionAreNeverEncoded(String header, String value) {
      String encoded = Base64.getEncoder().encodeToString(value.getBytes(UTF_8));
      FakeMcpRequest request = send(call("x").with(header, "=?base64?" + encoded + "?="));
      assertThat(request.status()).isEqualTo(400);
      assertThat(request.errorCode()).isEqualTo(ModernErrors.HEADER_MISMATCH);
    }

    @ParameterizedTest
    @CsvSource({
      "tools/call,name",
      "prompts/get,name",
      "resources/read,uri",
      "tasks/get,taskId",
      "tasks/update,taskId",
      "tasks/cancel,taskId"
    })
    void whatARequestIsAboutIsRepeated(String method, String param) {
      FakeMcpRequest request =
          send(request(method, "\"%s\":\"a\"".formatted(param)).with("Mcp-Name", "b"));
      assertThat(request.errorCode()).isEqualTo(ModernErrors.HEADER_MISMATCH);
    }

    @ParameterizedTest
    @CsvSource({"skills/get", "resources/directory/read", "completion/complete"})
    void otherMethodsNeedNoName(String method) {
      fixture.alice.modern.methods.put(
          method, ModernMethod.of((params, call) -> Mono.just(Json.object())));
      assertThat(send(request(method, "\"uri\":\"skill://a\"")).status()).isEqualTo(200);
    }
  }

  /** Headers that repeat arguments, of which the catalog has none. */
  @Nested
  class ParameterHeaders {
    private FakeMcpRequest callWith(String argument) {
      fixture.alice.modern.headers.put(
          "x", List.of(new HeaderParameter("Region", List.of("where", "region"))));
      return request(
              "tools/call",
              "\"name\":\"x\",\"arguments\":{\"where\":{\"region\":%s}}".formatted(argument))
          .with("Mcp-Name", "x");
    }

    @ParameterizedTest
    @CsvSource(
        quoteCharacter = '`',
        value = {
          "\"eu\",eu",
          "\"größe\",=?base64?Z3LDtsOfZQ==?=",
          "true,true",
          "42,42",
          "42,42.0",
          "-7,-7"
        })
    void sameValueIsAccepted(String argument, String header) {
      assertThat(send(callWith(argument).with("Mcp-Param-Region", header)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
        quoteCharacter = '`',
        value = {"\"eu\",EU", "\"eu\",größe", "true,false", "42,43", "42,many", "1e400,1e400"})
    void anotherValueIsRejected(String argument, String header) {
      FakeMcpRequest request = send(callWith(argument).with("mcp-param-region", header));
      assertThat(request.status()).isEqualTo(400);
      assertThat(request.errorCode()).isEqualTo(ModernErrors.HEADER_MISMATCH);
    }

    @Test
    void missingHeaderIsRejectedIfThereIsAnArgument() {
      FakeMcpRequest request = send(callWith("\"eu\""));
      assertThat(request.errorCode()).isEqualTo(ModernErrors.HEADER_MISMATCH);
      assertThat(request.responseBody()).contains("Mcp-Param-Region is missing");
    }

    @Test
    void noHeaderIsExpectedForNull() {
      assertThat(send(callWith("null")).status()).isEqualTo(200);
    }
  }

  @Nested
  class Streams {
    @Test
    void progressComesBeforeTheResponseWithoutEventIds() {
      handle(
          (params, call) -> {
            call.notify("notifications/progress", Json.object().put("progress", 1));
            return Mono.just(Json.object());
          });
      FakeMcpRequest request = send(call("x"));
      assertThat(request.progress()).containsExactly(1);
      assertThat(request.endsWithResult()).isTrue();
      assertThat(request.lastEventId()).isEmpty();
    }

    @Test
    void closedConnectionCancelsTheCall() {
      CompletableFuture<Boolean> cancelled = new CompletableFuture<>();
      handle(
          (params, call) ->
              Mono.never().doOnCancel(() -> cancelled.complete(true)).cast(ObjectNode.class));
      FakeMcpRequest request = send(call("x"));
      fixture.pass(CallReply.STREAM_DELAY);
      request.disconnect();
      assertThat(cancelled).isCompleted();
      fixture.assertNothingInUse();
    }

    @Test
    void twoRequestsCanHaveTheSameId() {
      handle((params, call) -> Mono.never());
      FakeMcpRequest first = send(call("x"));
      handle((params, call) -> Mono.just(Json.object()));
      assertThat(send(call("x")).status()).isEqualTo(200);
      first.disconnect();
    }
  }

  @Nested
  class Listening {
    private FakeMcpRequest listen() {
      return send(request("subscriptions/listen", "\"notifications\":{\"toolsListChanged\":true}"));
    }

    @Test
    void sendsChangesOnAStream() {
      FakeMcpRequest request = listen();
      fixture.alice.modern.announce(Change.TOOLS);
      assertThat(request.messages()).hasSize(2);
      assertThat(request.messages().get(1).path("method").asString())
          .isEqualTo("notifications/tools/list_changed");
      assertThat(fixture.subscriptionLimit.used()).isEqualTo(1);
      request.disconnect();
      fixture.assertNothingInUse();
    }

    @Test
    void endsWithItsResultWhenTheServerDrains() {
      FakeMcpRequest request = listen();
      fixture.endpoint.drain();
      assertThat(request.endsWithResult()).isTrue();
      assertThat(request.isComplete()).isTrue();
      fixture.assertNothingInUse();
    }

    @Test
    void needsAClientThatAcceptsEvents() {
      FakeMcpRequest request =
          send(
              request("subscriptions/listen", "\"notifications\":{}")
                  .with("Accept", "application/json"));
      assertRefused(request, 406, -32600);
      fixture.assertNothingInUse();
    }

    @Test
    void isLimitedPerToken() {
      int max = TestSettings.LIMITS.sessionsPerToken();
      for (int i = 0; i < max; i++) {
        assertThat(listen().isStream()).isTrue();
      }
      FakeMcpRequest refused = listen();
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.responseBody()).contains("Subscription limit reached: " + max);
      assertThat(fixture.subscriptionLimit.used()).isEqualTo(max);
      assertThat(fixture.observer.rejections).containsExactly(Rejection.TOO_MANY_SUBSCRIPTIONS);
      fixture.endpoint.drain();
      fixture.assertNothingInUse();
    }

    @Test
    void needsATokenThatJettyAccepts() {
      fixture.alice.withInvalidToken();
      FakeMcpRequest request = listen();
      assertRefused(request, 401, -32603);
      assertThat(request.isStream()).isFalse();
      fixture.assertNothingInUse();
    }

    @Test
    void endsOnceItHasLostAnEvent() {
      FakeMcpRequest request =
          send(
              request("subscriptions/listen", "\"notifications\":{\"toolsListChanged\":true}")
                  .reading(1));
      for (int i = 0; i < ReplayBuffer.MAX_PROGRESS / 256 && !request.isComplete(); i++) {
        fixture.alice.modern.announce(Change.TOOLS);
      }
      assertThat(request.isComplete()).isTrue();
      fixture.assertNothingInUse();
    }

    @Test
    void doesNotCountAsACall() {
      fixture.alice.maxCalls = 0;
      assertThat(listen().messages()).hasSize(1);
    }
  }

  /** Subscriptions while Jetty cannot be asked. */
  @Nested
  class Unverified {
    /** The places of one token. */
    private static final int MAX = TestSettings.LIMITS.sessions() / 100;

    private FakeMcpRequest listen(FakeCaller caller) {
      String params = "{\"notifications\":{}," + ModernRequest.META + "}";
      return send(
          FakeMcpRequest.post(caller, Messages.request("1", "subscriptions/listen", params))
              .with(VERSION, "2026-07-28")
              .with("Mcp-Method", "subscriptions/listen"));
    }

    private FakeCaller caller(String owner) {
      FakeCaller caller = new FakeCaller(owner, fixture.service);
      caller.status = Mono.just(TokenStatus.UNKNOWN);
      return caller;
    }

    private void listenAsOftenAsPossible(FakeCaller caller) {
      for (int i = 0; i < MAX; i++) {
        assertThat(listen(caller).isStream()).isTrue();
      }
      assertRefused(listen(caller), 429, -32603);
    }

    private void takeAllPlaces() {
      int callers = TestSettings.LIMITS.sessions() / 10 / MAX;
      for (int i = 0; i < callers; i++) {
        listenAsOftenAsPossible(caller("caller-" + i));
      }
    }

    @Test
    void areLimitedPerToken() {
      listenAsOftenAsPossible(caller("alice"));
      assertThat(listen(caller("bob")).isStream()).isTrue();
    }

    @Test
    void areLimitedInTotalAndReportedAsSubscriptions() {
      takeAllPlaces();
      fixture.observer.rejections.clear();
      FakeMcpRequest refused = listen(caller("one more"));
      assertRefused(refused, 429, -32603);
      assertThat(refused.responseBody()).contains("limit of such subscriptions");
      assertThat(fixture.observer.rejections).containsExactly(Rejection.TOO_MANY_SUBSCRIPTIONS);
    }

    @Test
    void leaveSessionsTheirPlaces() {
      takeAllPlaces();
      FakeMcpRequest initialize =
          send(FakeMcpRequest.post(caller("alice"), Messages.initialize("1", "2025-11-25")));
      assertThat(initialize.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tools/call", "subscriptions/listen"})
    void freeTheirPlacesOnceJettyAcceptsTheToken(String method) {
      fixture.alice.status = Mono.just(TokenStatus.UNKNOWN);
      listenAsOftenAsPossible(fixture.alice);
      fixture.alice.status = Mono.just(TokenStatus.ACCEPTED);
      String params = "\"name\":\"x\",\"notifications\":{}";
      assertThat(send(request(method, params).with("Mcp-Name", "x")).status()).isEqualTo(200);
      fixture.alice.status = Mono.just(TokenStatus.UNKNOWN);
      listenAsOftenAsPossible(fixture.alice);
    }

    @Test
    void freeTheirPlacesWhenTheyEnd() {
      FakeCaller alice = caller("alice");
      listen(alice).disconnect();
      listenAsOftenAsPossible(alice);
    }
  }

  @Test
  void newRequestsAreRejectedWhileTheServerDrains() {
    fixture.endpoint.drain();
    assertRefused(send(call("x")), 503, -32603);
  }

  private static void assertRefused(FakeMcpRequest request, int status, int code) {
    assertThat(request.status()).isEqualTo(status);
    assertThat(request.errorCode()).isEqualTo(code);
    assertThat(request.responseJson().path("id").asInt()).as("the request's id").isEqualTo(1);
  }

  /** A host that is told the supported revisions must not wait for a free place to learn them. */
  @Test
  void metaIsCheckedBeforeTheRequestCounts() {
    fixture.alice.maxCalls = 0;
    String unknown =
        "{\"name\":\"x\",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"v9\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}}";
    FakeMcpRequest request =
        FakeMcpRequest.post(fixture.alice, Messages.request("1", "tools/call", unknown))
            .with(VERSION, "v9")
            .with("Mcp-Method", "tools/call")
            .with("Mcp-Name", "x");
    assertRefused(send(request), 400, ModernErrors.UNSUPPORTED_REVISION);
  }

  @Test
  void rejectedTokenIsUnauthorized() {
    fixture.alice.withInvalidToken();
    assertRefused(send(call("x")), 401, -32603);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tools/call", "subscriptions/listen"})
  void tooManyNewTokensAreRefused(String method) {
    fixture.alice.status = Mono.error(new HttpError(429, "Try again later."));
    assertRefused(send(request(method, "\"name\":\"x\"").with("Mcp-Name", "x")), 429, -32603);
    fixture.assertNothingInUse();
  }

  @Test
  void callsAreLimitedPerToken() {
    fixture.alice.maxCalls = 0;
    assertRefused(send(call("x")), 429, -32603);
  }
}
