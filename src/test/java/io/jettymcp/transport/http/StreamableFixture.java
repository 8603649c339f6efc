package io.jettymcp.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.mcp.McpJson;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import java.time.Duration;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * An endpoint with sessions, at a time that tests move, whose work is done in the test's thread.
 */
final class StreamableFixture implements AutoCloseable {
  static final String NEWEST = "2025-11-25";

  /** For all streams, in bytes. */
  static final long RESERVE = 16 * 1024 * 1024;

  final MemoryBudget reserve = new MemoryBudget(RESERVE);
  final VirtualTimeScheduler time = VirtualTimeScheduler.create();
  final FakeService service = new FakeService();
  final FakeCaller alice = new FakeCaller("alice", service);
  final FakeCaller bob = new FakeCaller("bob", service);
  final SessionLimit places;
  final StreamableEndpoint endpoint;

  StreamableFixture() {
    this(HttpSettings.Limits.DEFAULT);
  }

  StreamableFixture(HttpSettings.Limits limits) {
    places = new SessionLimit(limits, HttpObserver.NONE);
    endpoint = new StreamableEndpoint(workshop(limits, time, reserve), places);
  }

  static SessionContext workshop(
      HttpSettings.Limits limits, VirtualTimeScheduler time, MemoryBudget reserve) {
    return new SessionContext(
        limits, new JacksonMcpJsonMapper(McpJson.mapper()), Runnable::run, time, reserve);
  }

  static String request(String id, String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":%s,\"method\":\"%s\",\"params\":%s}"
        .formatted(id, method, params);
  }

  static String toolCall(String id, String name) {
    return request(id, "tools/call", "{\"name\":\"%s\"}".formatted(name));
  }

  static String initialize(String revision) {
    return request(
        "0",
        "initialize",
        """
        {"protocolVersion":"%s","capabilities":{"elicitation":{}},\
        "clientInfo":{"name":"host","version":"1"}}"""
            .formatted(revision));
  }

  static String cancellation(String id) {
    return """
        {"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":%s}}"""
        .formatted(id);
  }

  void pass(Duration duration) {
    time.advanceTimeBy(duration);
  }

  FakeMcpRequest post(FakeCaller caller, String body) {
    return FakeMcpRequest.post(caller, body);
  }

  /** Opens a session and gives its id. */
  String open(FakeCaller caller, String revision) {
    FakeMcpRequest visit = post(caller, initialize(revision)).at(endpoint);
    assertThat(visit.status()).as(visit.text()).isEqualTo(200);
    return visit.sent("Mcp-Session-Id").orElseThrow();
  }

  String open() {
    return open(alice, NEWEST);
  }

  FakeMcpRequest say(String session, String body) {
    return post(alice, body).with("Mcp-Session-Id", session);
  }

  FakeMcpRequest call(String session, String name) {
    return say(session, toolCall("\"" + name + "\"", name)).at(endpoint);
  }

  /** A call whose answer takes so long that a stream has begun. */
  FakeMcpRequest slowCall(String session, String name) {
    FakeMcpRequest visit = call(session, name);
    pass(CallReply.SOON);
    assertThat(visit.isStream()).isTrue();
    return visit;
  }

  FakeMcpRequest get(String session) {
    return new FakeMcpRequest("GET", alice, "")
        .with("Accept", "text/event-stream")
        .with("Mcp-Session-Id", session);
  }

  FakeMcpRequest resume(String session, String lastEvent) {
    return get(session).with("Last-Event-ID", lastEvent).at(endpoint);
  }

  FakeMcpRequest delete(String session) {
    return new FakeMcpRequest("DELETE", alice, "").with("Mcp-Session-Id", session).at(endpoint);
  }

  /** Ends everything; nothing may be left. */
  @Override
  public void close() {
    endpoint.close();
    assertThat(endpoint.sessions().size()).isZero();
    assertThat(reserve.held()).as("bytes held").isZero();
    assertThat(places.taken()).as("places taken").isZero();
    assertThat(places.owners()).isZero();
    assertThat(alice.calls).hasValue(0);
    assertThat(bob.calls).hasValue(0);
  }
}
