package io.jettymcp.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A host in the middle of a session. */
final class HostSession {
  private static final JsonMapper JSON = McpJson.mapper();

  final WireLog wire;
  final JsonNode hello;
  private int asked;

  HostSession(ToolCalls calls) {
    this(calls, "2025-11-25", "{}");
  }

  HostSession(ToolCalls calls, String revision, String capabilities) {
    wire = new WireLog(new JettyService(calls, "1.2.3", "Read me."));
    hello =
        result(
            "initialize",
            """
            {"protocolVersion":"%s","capabilities":%s,"clientInfo":{"name":"h","version":"1"}}"""
                .formatted(revision, capabilities));
    wire.said.clear();
  }

  /** A request on its way; it is cancelled by cancelling the subscription. */
  Mono<Void> start(String method, String params) {
    return wire.handle(
        new McpSchema.JSONRPCRequest(
            method, "id-" + asked++, JSON.readValue(params, Object.class)));
  }

  JsonNode answer(String method, String params) {
    start(method, params).block(Duration.ofSeconds(20));
    return wire.last();
  }

  JsonNode result(String method, String params) {
    JsonNode answer = answer(method, params);
    assertThat(answer.has("result")).as("%s", answer).isTrue();
    return answer.path("result");
  }

  JsonNode error(String method, String params) {
    JsonNode answer = answer(method, params);
    assertThat(answer.has("error")).as("%s", answer).isTrue();
    return answer.path("error");
  }
}
