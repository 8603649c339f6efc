package io.jettymcp.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.protocol.McpJson;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import java.time.Duration;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * An endpoint with sessions, at a time that tests move, whose work is done in the test's thread.
 */
final class StreamableBench implements AutoCloseable {
  static final String NEWEST = "2025-11-25";

  /** For all streams, in bytes. */
  static final long RESERVE = 16 * 1024 * 1024;

  final Reserve reserve = new Reserve(RESERVE);
  final VirtualTimeScheduler time = VirtualTimeScheduler.create();
  final FakeService service = new FakeService();
  final FakeCaller alice = new FakeCaller("alice", service);
  final FakeCaller bob = new FakeCaller("bob", service);
  final SessionPlaces places;
  final StreamableEndpoint endpoint;

  StreamableBench() {
    this(HttpSettings.Limits.DEFAULT);
  }

  StreamableBench(HttpSettings.Limits limits) {
    places = new SessionPlaces(limits, HttpObserver.NONE);
    endpoint = new StreamableEndpoint(workshop(limits, time, reserve), places);
  }

  static Workshop workshop(HttpSettings.Limits limits, VirtualTimeScheduler time, Reserve reserve) {
    return new Workshop(
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

  FakeVisit post(FakeCaller caller, String body) {
    return FakeVisit.post(caller, body);
  }

  /** Opens a session and gives its id. */
  String open(FakeCaller caller, String revision) {
    FakeVisit visit = post(caller, initialize(revision)).at(endpoint);
    assertThat(visit.status()).as(visit.text()).isEqualTo(200);
    return visit.sent("Mcp-Session-Id").orElseThrow();
  }

  String open() {
    return open(alice, NEWEST);
  }

  FakeVisit say(String session, String body) {
    return post(alice, body).with("Mcp-Session-Id", session);
  }

  FakeVisit call(String session, String name) {
    return say(session, toolCall("\"" + name + "\"", name)).at(endpoint);
  }

  /** A call whose answer takes so long that a stream has begun. */
  FakeVisit slowCall(String session, String name) {
    FakeVisit visit = call(session, name);
    pass(CallReply.SOON);
    assertThat(visit.isStream()).isTrue();
    return visit;
  }

  FakeVisit get(String session) {
    return new FakeVisit("GET", alice, "")
        .with("Accept", "text/event-stream")
        .with("Mcp-Session-Id", session);
  }

  FakeVisit resume(String session, String lastEvent) {
    return get(session).with("Last-Event-ID", lastEvent).at(endpoint);
  }

  FakeVisit delete(String session) {
    return new FakeVisit("DELETE", alice, "").with("Mcp-Session-Id", session).at(endpoint);
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
