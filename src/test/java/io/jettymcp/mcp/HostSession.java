package io.jettymcp.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.mcp.call.ToolCalls;
import io.jettymcp.mcp.legacy.LegacyJettyService;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Duration;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds an initialized session of a host. */
public final class HostSession {
  private static final JsonMapper JSON = McpJson.mapper();

  public final WireLog wire;
  public final JsonNode hello;
  private int lastId;

  public HostSession(ToolCalls calls) {
    this(calls, "2025-11-25", "{}");
  }

  public HostSession(ToolCalls calls, String revision, String capabilities) {
    wire = new WireLog(new LegacyJettyService(new Operations(calls), "1.2.3", "Read me."));
    hello =
        result(
            "initialize",
            """
            {"protocolVersion":"%s","capabilities":%s,"clientInfo":{"name":"h","version":"1"}}"""
                .formatted(revision, capabilities));
    wire.sent.clear();
  }

  /** Starts a request, which is cancelled by cancelling the subscription. */
  public Mono<Void> start(String method, String params) {
    return wire.handle(
        new McpSchema.JSONRPCRequest(
            method, "id-" + lastId++, JSON.readValue(params, Object.class)));
  }

  public JsonNode answer(String method, String params) {
    start(method, params).block(Duration.ofSeconds(20));
    return wire.last();
  }

  public JsonNode result(String method, String params) {
    JsonNode answer = answer(method, params);
    assertThat(answer.has("result")).as("%s", answer).isTrue();
    return answer.path("result");
  }

  public JsonNode error(String method, String params) {
    JsonNode answer = answer(method, params);
    assertThat(answer.has("error")).as("%s", answer).isTrue();
    return answer.path("error");
  }
}
