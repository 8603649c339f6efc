package io.jettymcp.tools;

import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.ROUTINE;
import static io.jettymcp.tool.CommonParams.TASK;
import static io.jettymcp.tools.RoutineTools.OVERRIDES;
import static io.jettymcp.tools.RoutineTools.PAUSED;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.Json;
import io.jettymcp.runs.RunStart;
import io.jettymcp.secret.Secret;
import io.jettymcp.text.NearestName;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.workflow.Cadence;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** What is checked before a routine is created or changed, and what is sent. */
final class RoutineChange {
  private static final Pattern SLUG = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  private RoutineChange() {}

  static Mono<Result> create(Call call, Param<String> cadenceType) {
    Args in = call.in();
    RunStart.checkNewWebhook(in);
    String name = in.get(ROUTINE);
    if (!SLUG.matcher(name).matches()) {
      throw new BadArguments(
          "name",
          "\"name\" must be lower-case letters and digits with single dashes between, such as"
              + " daily-summary.");
    }
    Cadence cadence = CadenceParams.read(in.get(cadenceType), in);
    ObjectNode body = Json.object().put("name", name);
    body.set("cadence", cadence.json());
    return checkedOverrides(call)
        .then(
            Mono.defer(
                () -> {
                  fill(call, body);
                  return call.send(
                      Request.post("/api/v1/routines/{}/{}", in.get(COLLECTION), in.get(TASK))
                          .json(body));
                }))
        .map(
            reply -> {
              ObjectNode said = body.deepCopy();
              said.remove("secret_params");
              said.remove("webhook_secret");
              reply.body().properties().forEach(e -> said.set(e.getKey(), e.getValue()));
              return Result.of(RoutineTools.describe(call, said))
                  .suggest(new Next("run-routine-now", routine(in), "try it now"));
            });
  }

  static Mono<Result> update(Call call) {
    Args in = call.in();
    ObjectNode body = Json.object();
    Optional<String> type = in.find(CadenceParams.CADENCE);
    if (type.isEmpty() && CadenceParams.any(in)) {
      throw new BadArguments(
          "cadence", "A time needs its \"cadence\" too, because a cadence is replaced whole.");
    }
    type.ifPresent(label -> body.set("cadence", CadenceParams.read(label, in).json()));
    return checkedOverrides(call)
        .then(
            Mono.defer(
                () -> {
                  fill(call, body);
                  if (body.isEmpty()) {
                    throw new BadArguments("cadence", "There is nothing to change.");
                  }
                  return RoutineTools.change(
                      call, RoutineTools.routine(in, Request.Method.PATCH, "").json(body));
                }));
  }

  /** Jetty refuses overrides of inputs that the task does not have; said here with the nearest. */
  private static Mono<Void> checkedOverrides(Call call) {
    Args in = call.in();
    if (!in.has(OVERRIDES)) {
      return Mono.empty();
    }
    return RunStart.declaredInputs(call, TaskRef.of(in))
        .doOnNext(declared -> check(in.find(OVERRIDES).orElseThrow(), declared))
        .then();
  }

  private static void check(ObjectNode overrides, Set<String> declared) {
    for (String name : overrides.propertyNames()) {
      if (!declared.contains(name)) {
        throw new BadArguments(
            "init_params_overrides",
            "The task has no init_params."
                + name
                + NearestName.of(name, declared)
                    .map(near -> "; did you mean " + near + "?")
                    .orElse(".")
                + " It has: "
                + String.join(", ", declared.stream().sorted().toList())
                + ".");
      }
    }
  }

  private static void fill(Call call, ObjectNode body) {
    Args in = call.in();
    RunStart.checkWebhook(in);
    in.find(OVERRIDES).ifPresent(overrides -> body.set("init_params_overrides", overrides));
    Map<String, Secret> secrets = RunStart.secrets(call);
    if (!secrets.isEmpty()) {
      ObjectNode params = body.putObject("secret_params");
      secrets.forEach((name, value) -> params.put(name, value.reveal()));
    }
    in.find(PAUSED).ifPresent(paused -> body.put("paused", paused));
    in.find(RunStart.WEBHOOK_URL).ifPresent(url -> body.put("webhook_url", url));
    in.find(RunStart.WEBHOOK_SECRET)
        .ifPresent(secret -> body.put("webhook_secret", secret.reveal()));
  }

  private static ObjectNode routine(Args in) {
    return Json.object()
        .put("collection", in.get(COLLECTION))
        .put("task", in.get(TASK))
        .put("name", in.get(ROUTINE));
  }
}
