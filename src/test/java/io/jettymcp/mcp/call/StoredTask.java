package io.jettymcp.mcp.call;

import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.Json;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.secret.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Holds one task, as Jetty does. */
final class StoredTask implements Exchange {
  final KnownSecrets secrets = new KnownSecrets();
  private final List<String> environment;
  private final ObjectNode task;

  /** The body of the last update. */
  @Nullable JsonNode sent;

  StoredTask(JsonNode workflow, List<String> environment) {
    this.environment = environment;
    this.task = Json.object().put("name", "t");
    task.set("workflow", workflow);
  }

  @Override
  public Mono<Reply> send(Request request) {
    return Mono.fromSupplier(
        () -> {
          if (request.path().endsWith("/environment")) {
            secrets.learn("acme", environment.stream().map(Secret::of).toList());
            return new Reply(200, Json.object());
          }
          if (request.body() instanceof Request.Json body) {
            sent = body.value();
          }
          return new Reply(200, task.deepCopy());
        });
  }
}
