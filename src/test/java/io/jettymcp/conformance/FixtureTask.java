package io.jettymcp.conformance;

import io.jettymcp.json.Json;
import io.jettymcp.mcp.McpJson;
import io.modelcontextprotocol.spec.McpError;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks what must be asked, then works. */
final class FixtureTask {
  private static final long TTL_MS = 600_000;
  private static final long POLL_MS = 200;

  private final String id = UUID.randomUUID().toString();
  private final Instant created = Instant.now();
  private final Map<String, ObjectNode> open;
  private final Mono<ObjectNode> work;
  private final Disposable.Swap working = Disposables.swap();
  private final Sinks.Many<JsonNode> states = Sinks.many().replay().latest();
  private Instant updated = created;
  private String status = "working";
  private ObjectNode details = Json.object();

  FixtureTask(Map<String, ObjectNode> asked, Mono<ObjectNode> work) {
    this.open = new LinkedHashMap<>(asked);
    this.work = work;
  }

  String id() {
    return id;
  }

  Flux<JsonNode> states() {
    return states.asFlux();
  }

  void begin() {
    proceed();
  }

  synchronized ObjectNode summary() {
    return Json.object()
        .put("taskId", id)
        .put("status", status)
        .put("createdAt", created.toString())
        .put("lastUpdatedAt", updated.toString())
        .put("ttlMs", TTL_MS)
        .put("pollIntervalMs", POLL_MS);
  }

  synchronized ObjectNode state() {
    return summary().setAll(details.deepCopy());
  }

  synchronized void answer(JsonNode answers) {
    if (open.keySet().removeIf(key -> answers.path(key).isObject())) {
      proceed();
    }
  }

  synchronized void cancel() {
    if (!isFinal()) {
      working.dispose();
      become("cancelled", Json.object());
    }
  }

  private synchronized void proceed() {
    if (open.isEmpty()) {
      become("working", Json.object());
      working.update(work.subscribe(this::complete, this::fail));
    } else {
      ObjectNode asking = Json.object();
      open.forEach(asking.putObject("inputRequests")::set);
      become("input_required", asking);
    }
  }

  private synchronized void complete(ObjectNode result) {
    ObjectNode details = Json.object();
    details.set("result", result.deepCopy().put("resultType", "complete"));
    become("completed", details);
  }

  private synchronized void fail(Throwable cause) {
    ObjectNode details = Json.object();
    details.set("error", McpJson.mapper().valueToTree(((McpError) cause).getJsonRpcError()));
    become("failed", details);
  }

  private boolean isFinal() {
    return switch (status) {
      case "completed", "failed", "cancelled" -> true;
      default -> false;
    };
  }

  private void become(String next, ObjectNode more) {
    if (isFinal()) {
      return;
    }
    status = next;
    updated = Instant.now();
    details = more;
    states.tryEmitNext(state());
    if (isFinal()) {
      states.tryEmitComplete();
    }
  }
}
