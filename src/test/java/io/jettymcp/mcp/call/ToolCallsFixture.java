package io.jettymcp.mcp.call;

import io.jettymcp.FakeClock;
import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.LocalFile;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.Json;
import io.jettymcp.redact.OrdinarySettings;
import io.jettymcp.secret.Secret;
import io.jettymcp.tool.Destination;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.LocalAccess;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.View;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tools for trying calls, and the calls themselves over a fake Jetty. */
public final class ToolCallsFixture {
  public static final Param<String> TASK = Param.name("task", "").required();

  private static final View<JsonNode> ANYTHING = View.of(JsonNode.class).any("data").text("note");

  public final SecretiveJetty jetty = new SecretiveJetty().environment("acme");
  public final FakeClock clock = new FakeClock("2026-11-02T09:00:00Z");
  public Optional<String> collection = Optional.of("acme");
  public boolean locked;
  public boolean confirm = true;

  /** The variables of the process. */
  public Map<String, Secret> variables = Map.of();

  public CallObserver observer = CallObserver.NONE;

  public static Tool.Draft tool(String name) {
    return Tool.named(name, "Try " + name).gives(() -> ANYTHING).takes(Tool.COLLECTION);
  }

  /** Shows what Jetty has at {@code /data}. */
  public static Tool shows() {
    return tool("show")
        .sends(
            in -> Request.get("/data"),
            (in, reply) -> Result.of(Json.object().set("data", reply.body())));
  }

  public static Tool destroys() {
    return Tool.named("delete-task", "Delete a task")
        .effect(Effect.DESTROY)
        .gives(() -> ANYTHING)
        .takes(Tool.COLLECTION, TASK)
        .sends(
            in -> Request.delete("/api/v1/tasks/{}/{}", in.get(Tool.COLLECTION), in.get(TASK)),
            (in, reply) -> Result.of(Json.object().put("note", "gone")));
  }

  public ToolCalls calls(Tool... tools) {
    return calls(jetty, tools);
  }

  public ToolCalls calls(Exchange jetty, Tool... tools) {
    return new ToolCalls(
        new EnabledTools(
            List.of(tools),
            new EnabledTools.ToolFilter(
                false, List.of(), List.of(), List.of(), collection, locked)),
        jetty,
        new Desk(variables),
        this.jetty.secrets,
        clock,
        new ToolCalls.Rules(
            Duration.ofMinutes(2),
            confirm,
            Remedies.here("jetty-mcp"),
            new OrdinarySettings(List.of())),
        observer);
  }

  public Mono<ToolResponse> call(Tool tool, String arguments, McpClient client) {
    return calls(tool).call(tool, json(arguments), client);
  }

  public ToolResponse answer(Tool tool, String arguments, McpClient client) {
    return call(tool, arguments, client).blockOptional(Duration.ofSeconds(20)).orElseThrow();
  }

  public ToolResponse answer(Tool tool, String arguments) {
    return answer(tool, arguments, FakeClient.withoutElicitation());
  }

  public static ObjectNode json(String text) {
    return (ObjectNode) JsonMapper.shared().readTree(text);
  }

  private record Desk(Map<String, Secret> variables) implements LocalAccess {
    @Override
    public boolean isOfCaller() {
      return true;
    }

    @Override
    public Secret environment(String argument, String variable) {
      return Optional.ofNullable(variables.get(variable))
          .orElseThrow(() -> new BadArguments(argument, "nothing here"));
    }

    @Override
    public boolean isSet(String variable) {
      return false;
    }

    @Override
    public Map<String, Boolean> allowedVariables() {
      return Map.of();
    }

    @Override
    public LocalFile readable(String argument, String path) {
      throw new BadArguments(argument, "nothing here");
    }

    @Override
    public Destination destination(
        String argument, Optional<String> path, String name, boolean overwrite) {
      throw new BadArguments(argument, "nothing here");
    }

    @Override
    public Optional<String> author() {
      return Optional.empty();
    }

    @Override
    public ObjectNode identity() {
      return Json.object();
    }
  }
}
