package io.jettymcp.mcp.modern;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.FakeClock;
import io.jettymcp.jetty.Exchange;
import io.jettymcp.json.Json;
import io.jettymcp.mcp.McpJson;
import io.jettymcp.mcp.Operations;
import io.jettymcp.mcp.call.EnabledTools;
import io.jettymcp.mcp.call.Remedies;
import io.jettymcp.mcp.call.ToolCalls;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.redact.OrdinarySettings;
import io.jettymcp.secret.Secret;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tools.Catalog;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A host of revision 2026-07-28 in front of all tools, with a server that can be restarted. */
final class TaskHost {
  static final String WITH_TASKS = "{'extensions':{'io.modelcontextprotocol/tasks':{}}}";

  final FakeClock clock = new FakeClock("2026-11-02T09:00:00Z");
  final BlockingQueue<JSONRPCMessage> sent = new LinkedBlockingQueue<>();
  String capabilities = WITH_TASKS;
  String owner = "ann";
  boolean tasks = true;
  boolean readOnly;
  List<String> excluded = List.of();
  Optional<String> lockedTo = Optional.empty();
  Sealer sealer = Sealer.of(Secret.of("a key that replicas share, 32 bytes"));
  private final Exchange jetty;
  private Optional<ModernService> service = Optional.empty();

  TaskHost(FakeJetty jetty) {
    this(jetty, "");
  }

  /**
   * @param secret in the environment of the collection, or empty
   */
  TaskHost(FakeJetty jetty, String secret) {
    this.jetty =
        request -> {
          if (!secret.isEmpty() && request.path().endsWith("/environment")) {
            secrets.learn("acme", List.of(Secret.of(secret)));
          }
          return jetty.send(request);
        };
  }

  private final KnownSecrets secrets = new KnownSecrets();

  /** Starts a new server with the same key: nothing else is left of the last one. */
  void restart() {
    service = Optional.empty();
  }

  private ModernService service() {
    if (service.isEmpty()) {
      EnabledTools tools =
          new EnabledTools(
              Catalog.ALL,
              new EnabledTools.ToolFilter(
                  readOnly,
                  List.of(),
                  List.of(),
                  excluded,
                  lockedTo.or(() -> Optional.of("acme")),
                  lockedTo.isPresent()));
      Operations operations =
          new Operations(
              new ToolCalls(
                  tools,
                  jetty,
                  new FakeLocalAccess(),
                  secrets,
                  clock,
                  new ToolCalls.Rules(
                      Duration.ofSeconds(50),
                      true,
                      Remedies.here("jetty-mcp"),
                      new OrdinarySettings(List.of()))));
      Optional<Tasks> served =
          tasks
              ? Optional.of(new Tasks(operations, sealer, clock, Duration.ofMillis(20)))
              : Optional.empty();
      service =
          Optional.of(
              new ModernJettyService(
                  operations, new RequestStates(sealer, clock), served, "1.2.3", "Read me."));
    }
    return service.orElseThrow();
  }

  /** Starts a request, which is cancelled by cancelling the subscription. */
  Mono<Object> start(String method, ObjectNode params) {
    return start(method, params, new Subscriptions());
  }

  Mono<Object> start(String method, ObjectNode params, Subscriptions subscriptions) {
    ObjectNode sentParams = params.deepCopy();
    ObjectNode meta = sentParams.putObject("_meta").put("progressToken", "p");
    meta.put("io.modelcontextprotocol/protocolVersion", "2026-07-28");
    meta.set("io.modelcontextprotocol/clientCapabilities", FakeJetty.json(capabilities));
    return new ModernDispatcher(service(), owner, subscriptions)
        .accept(method, sentParams)
        .handle("7", Map.of(), sent::add);
  }

  JsonNode result(String method, ObjectNode params) {
    return McpJson.mapper()
        .valueToTree(start(method, params).block(Duration.ofSeconds(20)))
        .deepCopy();
  }

  /** Returns the code of the error that a request ends with. */
  McpError error(String method, ObjectNode params) {
    try {
      throw new AssertionError("no error but " + result(method, params));
    } catch (McpError e) {
      return e;
    }
  }

  int code(String method, ObjectNode params) {
    return error(method, params).getJsonRpcError().code();
  }

  JsonNode call(String tool, String arguments) {
    ObjectNode params = Json.object().put("name", tool);
    params.set("arguments", FakeJetty.json(arguments));
    return result("tools/call", params);
  }

  /** Calls a tool, and returns the id of the task that the call becomes. */
  String begin(String tool, String arguments) {
    JsonNode task = call(tool, arguments);
    assertThat(task.path("resultType").asString("")).as("%s", task).isEqualTo("task");
    return task.path("taskId").stringValue();
  }

  JsonNode get(String id) {
    return result("tasks/get", id(id));
  }

  static ObjectNode id(String id) {
    return Json.object().put("taskId", id);
  }

  JsonNode discovered() {
    return McpJson.mapper()
        .readTree(service().discovery().result(List.of("2026-07-28")))
        .path("capabilities");
  }
}
