package io.jettymcp.transport.http.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.transport.Messages;

/** Runs the endpoint with sessions and acts as its clients. */
final class StreamableFixture extends EndpointFixture<StreamableEndpoint> {
  StreamableFixture() {
    super(StreamableEndpoint::new);
  }

  /** Sends {@code initialize} without expecting a session. */
  FakeMcpRequest initialize(FakeCaller caller, String revision) {
    return send(FakeMcpRequest.post(caller, Messages.initialize("0", revision)));
  }

  /** Opens a session and returns its id. */
  String open(FakeCaller caller, String revision) {
    FakeMcpRequest request = initialize(caller, revision);
    assertThat(request.status()).as(request.responseBody()).isEqualTo(200);
    return request.responseHeader("Mcp-Session-Id").orElseThrow();
  }

  String open() {
    return open(alice, Messages.NEWEST);
  }

  FakeMcpRequest post(String session, String body) {
    return FakeMcpRequest.post(alice, body).with("Mcp-Session-Id", session);
  }

  FakeMcpRequest call(String session, String tool) {
    return send(post(session, Messages.toolCall(quoted(tool), tool)));
  }

  /** Calls a tool that responds so late that a stream has begun. */
  FakeMcpRequest slowCall(String session, String tool) {
    FakeMcpRequest request = call(session, tool);
    pass(CallReply.STREAM_DELAY);
    assertThat(request.isStream()).isTrue();
    return request;
  }

  FakeMcpRequest cancel(String session, String tool) {
    return send(post(session, Messages.cancellation(quoted(tool))));
  }

  private static String quoted(String tool) {
    return '"' + tool + '"';
  }

  FakeMcpRequest get(String session) {
    return FakeMcpRequest.get(alice).with("Mcp-Session-Id", session);
  }

  FakeMcpRequest resume(String session, String lastEventId) {
    return send(get(session).with("Last-Event-ID", lastEventId));
  }

  FakeMcpRequest delete(String session) {
    return send(new FakeMcpRequest("DELETE", alice, "").with("Mcp-Session-Id", session));
  }
}
