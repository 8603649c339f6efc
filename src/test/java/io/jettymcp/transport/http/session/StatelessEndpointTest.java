package io.jettymcp.transport.http.session;

import static io.jettymcp.transport.Messages.NEWEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.transport.Messages;
import io.jettymcp.transport.http.TokenStatus;
import io.jettymcp.transport.http.stream.ReplayBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

/** {@code --stateless}: each POST is independent. */
class StatelessEndpointTest {
  @RegisterExtension
  final EndpointFixture<StatelessEndpoint> fixture = new EndpointFixture<>(StatelessEndpoint::new);

  private final FakeService service = fixture.service;

  private FakeMcpRequest post(String body) {
    return FakeMcpRequest.post(fixture.alice, body);
  }

  private FakeMcpRequest call(String tool) {
    return fixture.send(post(Messages.toolCall("1", tool)));
  }

  private FakeMcpRequest slowCall(String tool) {
    FakeMcpRequest request = call(tool);
    fixture.pass(CallReply.STREAM_DELAY);
    assertThat(request.isStream()).isTrue();
    return request;
  }

  @Test
  void initializeOpensNoSession() {
    FakeMcpRequest request = fixture.send(post(Messages.initialize("0", NEWEST)));
    assertThat(request.responseJson().at("/result/protocolVersion").asString()).isEqualTo(NEWEST);
    assertThat(request.responseHeader("Mcp-Session-Id")).isEmpty();
  }

  @Test
  void callsNeedNoSession() {
    assertThat(call("echo").responseJson().has("result")).isTrue();
  }

  @Test
  void theSessionOfAnotherReplicaIsIgnored() {
    FakeMcpRequest request = post(Messages.toolCall("1", "echo")).with("Mcp-Session-Id", "other");
    assertThat(fixture.send(request).responseJson().has("result")).isTrue();
  }

  @Test
  void notificationsAreAccepted() {
    assertThat(fixture.send(post(Messages.INITIALIZED)).status()).isEqualTo(202);
  }

  @Test
  void responsesAreAccepted() {
    assertThat(fixture.send(post(Messages.response("\"x\"", "{}"))).status()).isEqualTo(202);
  }

  @Test
  void withoutAHeaderTheRevisionIsTheOneBeforeTheHeaderExisted() {
    call("first");
    assertThat(service.held("first").context("revision")).isEqualTo("2025-03-26");
  }

  @Test
  void theRevisionIsThatOfTheHeader() {
    fixture.send(post(Messages.toolCall("1", "second")).with("MCP-Protocol-Version", NEWEST));
    assertThat(service.held("second").context("revision")).isEqualTo(NEWEST);
  }

  @Test
  void anUnknownRevisionIsRejected() {
    for (String body : List.of(Messages.toolCall("1", "x"), Messages.cancellation("1"))) {
      FakeMcpRequest request = post(body).with("MCP-Protocol-Version", "2030-01-01");
      assertThat(fixture.send(request).status()).isEqualTo(400);
    }
  }

  @Test
  void anUnknownRevisionIsNegotiatedByInitialize() {
    FakeMcpRequest request = post(Messages.initialize("1", "2026-07-28"));
    assertThat(fixture.send(request.with("MCP-Protocol-Version", "2026-07-28")).status())
        .isEqualTo(200);
  }

  @Test
  void theClientCannotBeAsked() {
    call("asks");
    assertThat(service.held("asks").exchange.getClientCapabilities()).isNull();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    service.held("asks").ask().subscribe(result -> {}, failure::set);
    assertThat(failure.get()).isNotNull();
  }

  @Test
  void progressGoesOnAStreamWithoutIds() {
    FakeMcpRequest request = call("reports");
    service.held("reports").progress(1);
    service.held("reports").respond();
    assertThat(request.messages()).hasSize(2);
    assertThat(request.lastEventId()).isEmpty();
    assertThat(request.isComplete()).isTrue();
  }

  @Test
  void aBrokenStreamCancelsItsCall() {
    FakeMcpRequest stream = slowCall("stream");
    service.held("stream").progress(1);
    stream.disconnect();
    assertThat(service.cancelled).hasValue(1);
    assertThat(fixture.alice.calls).hasValue(0);
  }

  @Test
  void aConnectionBrokenBeforeTheResponseCancelsItsCall() {
    call("early").disconnect();
    assertThat(service.cancelled).hasValue(1);
    assertThat(fixture.alice.calls).hasValue(0);
  }

  @Test
  void aCancellationReachesNoCallOfAnotherPost() {
    FakeMcpRequest request = slowCall("other");
    assertThat(fixture.send(post(Messages.cancellation("1"))).status()).isEqualTo(202);
    assertThat(service.cancelled).hasValue(0);
    service.held("other").respond();
    assertThat(request.messages()).hasSize(1);
  }

  @Test
  void anInvalidTokenIsRejectedBeforeACallStarts() {
    fixture.alice.status = Mono.just(TokenStatus.REJECTED);
    assertThat(call("never").status()).isEqualTo(401);
    assertThat(service.hasStarted("never")).isFalse();
  }

  @Test
  void aSlowReaderOfALimitedBufferGetsItsResponse() {
    FakeMcpRequest request = fixture.send(post(Messages.toolCall("1", "flood")).reading(1));
    service.held("flood").progressUpTo(20_000);
    assertThat(fixture.memory.used()).isLessThanOrEqualTo(ReplayBuffer.MAX_PROGRESS);
    service.held("flood").respond();
    request.readMore(Long.MAX_VALUE);
    assertThat(request.endsWithResult()).isTrue();
  }

  @Test
  void aDrainingServerRejectsCalls() {
    fixture.endpoint.drain();
    FakeMcpRequest late = call("late");
    assertThat(late.status()).isEqualTo(503);
    assertThat(late.responseBody()).isEqualTo("The server is shutting down.");
  }

  @Test
  void aDrainingServerRespondsToCallsInFlight() {
    FakeMcpRequest request = slowCall("last");
    fixture.endpoint.drain();
    service.held("last").respond();
    assertThat(request.messages()).hasSize(1);
  }

  @Test
  void onlyCallsCount() {
    fixture.alice.maxCalls = 0;
    assertThat(fixture.send(post(Messages.request("1", "ping", "{}"))).status()).isEqualTo(200);
    assertThat(call("counted").status()).isEqualTo(429);
  }
}
