package io.jettymcp.mcp.modern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jettymcp.mcp.McpJson;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A host of 2026-07-28: sends requests, and repeats those that ask. */
public final class ModernHost {
  public String capabilities = "{\"elicitation\":{\"form\":{},\"url\":{}}}";
  public final List<JSONRPCMessage> notifications = new CopyOnWriteArrayList<>();
  private final ModernDispatcher dispatcher;

  public ModernHost(ModernService service) {
    this(service, "ann");
  }

  public ModernHost(ModernService service, String owner) {
    this.dispatcher = new ModernDispatcher(service, owner, new Subscriptions());
  }

  /** Returns the result of a request. */
  public JsonNode result(String method, String params) {
    return send(method, params).blockOptional(Duration.ofSeconds(20)).orElseThrow();
  }

  public Mono<JsonNode> send(String method, String params) {
    ObjectNode sent = (ObjectNode) McpJson.mapper().readTree(params);
    ObjectNode meta = sent.putObject("_meta");
    meta.put("io.modelcontextprotocol/protocolVersion", "2026-07-28");
    meta.set("io.modelcontextprotocol/clientCapabilities", McpJson.mapper().readTree(capabilities));
    return dispatcher
        .accept(method, sent)
        .handle("1", Map.of(), notifications::add)
        .map(result -> McpJson.mapper().valueToTree(result));
  }

  public JSONRPCError error(String method, String params) {
    Throwable thrown = catchThrowable(() -> result(method, params));
    assertThat(thrown).isInstanceOf(McpError.class);
    return ((McpError) thrown).getJsonRpcError();
  }

  /** Returns the params of the next round. */
  public static String retry(String params, JsonNode asked, String responses) {
    assertThat(asked.path("resultType").asString()).as("%s", asked).isEqualTo("input_required");
    ObjectNode next = (ObjectNode) McpJson.mapper().readTree(params);
    next.set("inputResponses", McpJson.mapper().readTree(responses));
    next.set("requestState", asked.path("requestState"));
    return next.toString();
  }
}
