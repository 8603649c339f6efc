package io.jettymcp.protocol;

import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpServerSession;
import io.modelcontextprotocol.spec.McpServerTransport;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Keeps what the server says, and answers its questions. */
final class Wire implements McpServerTransport {
  private static final JsonMapper JSON = McpJson.mapper();
  private static final JacksonMcpJsonMapper SDK_JSON = new JacksonMcpJsonMapper(JSON);

  final List<JsonNode> said = new CopyOnWriteArrayList<>();
  Function<Object, McpSchema.JSONRPCResponse> reply = id -> response(id, "{\"action\":\"cancel\"}");
  @Nullable McpServerSession session;

  static McpSchema.JSONRPCResponse response(Object id, String result) {
    return new McpSchema.JSONRPCResponse("2.0", id, JSON.readValue(result, Object.class), null);
  }

  JsonNode last() {
    return said.get(said.size() - 1);
  }

  @Override
  public Mono<Void> sendMessage(JSONRPCMessage message) {
    return Mono.fromRunnable(
        () -> {
          said.add(JSON.valueToTree(message));
          if (message instanceof McpSchema.JSONRPCRequest question && session != null) {
            session.handle(reply.apply(question.id())).subscribe();
          }
        });
  }

  @Override
  public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
    return SDK_JSON.convertValue(data, type);
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.empty();
  }
}
