package io.jettymcp.mcp;

import io.jettymcp.mcp.legacy.ClientSession;
import io.jettymcp.mcp.legacy.LegacyService;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Records the messages of the server in a client's session, and answers its requests. */
public final class WireLog {
  private static final JsonMapper JSON = McpJson.mapper();

  public final List<JsonNode> sent = new CopyOnWriteArrayList<>();
  public Function<Object, McpSchema.JSONRPCResponse> reply =
      id -> response(id, "{\"action\":\"cancel\"}");
  private final ClientSession session;

  public WireLog(LegacyService service) {
    session = new ClientSession(service, new JacksonMcpJsonMapper(JSON));
  }

  public static McpSchema.JSONRPCResponse response(Object id, String result) {
    return McpSchema.JSONRPCResponse.result(id, JSON.readTree(result));
  }

  /** Answers a question later than {@link #reply} would. */
  public void answer(Object id, String result) {
    session.answered(response(id, result));
  }

  public JsonNode last() {
    return sent.get(sent.size() - 1);
  }

  /** Starts a request, which is cancelled by cancelling the subscription. */
  public Mono<Void> handle(McpSchema.JSONRPCRequest request) {
    return answer(request.method(), JSON.valueToTree(request.params()))
        .map(result -> McpSchema.JSONRPCResponse.result(request.id(), result))
        .onErrorResume(
            McpError.class,
            failure ->
                Mono.just(McpSchema.JSONRPCResponse.error(request.id(), failure.getJsonRpcError())))
        .doOnNext(answer -> sent.add(JSON.valueToTree(answer)))
        .then();
  }

  private Mono<Object> answer(String method, JsonNode params) {
    return method.equals(McpSchema.METHOD_INITIALIZE)
        ? Mono.fromCallable(() -> JSON.readTree(session.initialize(params)))
        : session.handle(method, params, Map.of(), this::receive);
  }

  private void receive(JSONRPCMessage message) {
    sent.add(JSON.valueToTree(message));
    if (message instanceof McpSchema.JSONRPCRequest question) {
      session.answered(reply.apply(question.id()));
    }
  }
}
