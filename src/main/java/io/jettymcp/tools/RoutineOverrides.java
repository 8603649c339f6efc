package io.jettymcp.tools;

import static io.jettymcp.tools.RoutineTools.OVERRIDES;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.json.FieldMask;
import io.jettymcp.text.NearestName;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.workflow.InitParamRules;
import java.util.Collection;
import java.util.List;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Checks a routine's overrides against the inputs of its task. */
final class RoutineOverrides {
  private RoutineOverrides() {}

  /**
   * Rejects overrides of inputs that the task lacks, as Jetty does, but with the nearest name.
   *
   * @return a warning for each override that no step of the task reads, which Jetty accepts
   */
  static Mono<List<String>> check(Call call) {
    if (!call.in().has(OVERRIDES)) {
      return Mono.just(List.of());
    }
    Collection<String> overrides = call.in().find(OVERRIDES).orElseThrow().propertyNames();
    return call.send(TaskRef.of(call.in()).fetch().fields(FieldMask.fields("workflow")))
        .map(reply -> check(overrides, reply.body().path("workflow")));
  }

  private static List<String> check(Collection<String> overrides, JsonNode workflow) {
    Collection<String> declared = workflow.path("init_params").propertyNames();
    overrides.stream()
        .filter(name -> !declared.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new BadArguments("init_params_overrides", undeclared(name, declared));
            });
    return InitParamRules.unread(workflow, overrides).stream()
        .map(name -> "No step of the task reads init_params." + name + ", so it changes nothing.")
        .toList();
  }

  private static String undeclared(String name, Collection<String> declared) {
    return "The task has no init_params."
        + name
        + "."
        + NearestName.hint(name, declared)
        + " It has: "
        + String.join(", ", declared.stream().sorted().toList())
        + ".";
  }
}
