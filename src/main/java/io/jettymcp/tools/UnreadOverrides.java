package io.jettymcp.tools;

import static io.jettymcp.tools.RoutineTools.OVERRIDES;

import io.jettymcp.jetty.Failure;
import io.jettymcp.json.FieldMask;
import io.jettymcp.json.Json;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.View;
import io.jettymcp.workflow.InitParamRules;
import java.util.Collection;
import java.util.List;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Warns of a routine's overrides that no step of its task reads: Jetty accepts them. */
final class UnreadOverrides {
  static final View<JsonNode> VIEW = View.of(JsonNode.class).texts("warnings");

  private UnreadOverrides() {}

  static Mono<Result> warn(Call call, Mono<Result> change) {
    return call.in().has(OVERRIDES)
        ? change.flatMap(
            result ->
                unread(call)
                    .map(
                        names -> {
                          result.data().set("warnings", Json.array(warnings(names)));
                          return result;
                        })
                    .defaultIfEmpty(result))
        : change;
  }

  private static Mono<List<String>> unread(Call call) {
    Collection<String> given = call.in().find(OVERRIDES).orElseThrow().propertyNames();
    return call.send(TaskRef.of(call.in()).fetch().fields(FieldMask.fields("workflow")))
        .map(reply -> InitParamRules.unread(reply.body().path("workflow"), given))
        .filter(names -> !names.isEmpty())
        .onErrorResume(Failure.class, e -> Mono.empty());
  }

  private static List<String> warnings(List<String> names) {
    return names.stream()
        .map(name -> "No step of the task reads init_params." + name + ", so it changes nothing.")
        .toList();
  }
}
