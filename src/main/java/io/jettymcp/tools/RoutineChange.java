package io.jettymcp.tools;

import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.TASK;
import static io.jettymcp.tools.RoutineTools.CADENCE_REQUIRED;
import static io.jettymcp.tools.RoutineTools.OVERRIDES;
import static io.jettymcp.tools.RoutineTools.PAUSED;
import static io.jettymcp.tools.RoutineTools.STORED_SECRETS;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.Json;
import io.jettymcp.runs.RunStart;
import io.jettymcp.secret.Secret;
import io.jettymcp.text.NearestName;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.workflow.Cadence;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Creates and changes routines, after checks that Jetty makes late or not at all. */
final class RoutineChange {
  private static final Pattern SLUG = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  private RoutineChange() {}

  static Mono<Result> create(Call call) {
    Args in = call.in();
    RunStart.checkNewWebhook(in);
    RoutineRef routine = RoutineRef.of(in);
    if (!SLUG.matcher(routine.name()).matches()) {
      throw new BadArguments(
          "name",
          "\"name\" must be lower-case letters and digits with single dashes between, such as"
              + " daily-summary.");
    }
    ObjectNode body = Json.object().put("name", routine.name());
    Optional<ZoneId> zone = LocalTimeParams.zone(in);
    Optional<String> type = Optional.of(in.get(CADENCE_REQUIRED));
    body.set(
        "cadence",
        CadenceParams.read(type, in, Optional.empty(), zone, call.clock().instant()).json());
    return checkedOverrides(call)
        .then(
            Mono.defer(
                () -> {
                  fill(call, body);
                  StoredRoutine.refuseMarks(body);
                  return call.send(
                      Request.post("/api/v1/routines/{}/{}", in.get(COLLECTION), in.get(TASK))
                          .json(body));
                }))
        .map(
            reply -> {
              ObjectNode stored = body.deepCopy();
              stored.remove("secret_params");
              stored.remove("webhook_secret");
              reply.body().properties().forEach(e -> stored.set(e.getKey(), e.getValue()));
              return shown(call, stored, zone);
            });
  }

  static Mono<Result> update(Call call) {
    Args in = call.in();
    Optional<ZoneId> zone = LocalTimeParams.zone(in);
    return checkedOverrides(call)
        .then(Mono.defer(() -> cadence(call, zone)))
        .flatMap(
            cadence -> {
              ObjectNode body = Json.object();
              cadence.ifPresent(changed -> body.set("cadence", changed.json()));
              fill(call, body);
              if (body.isEmpty()) {
                throw new BadArguments("cadence", "There is nothing to change.");
              }
              return StoredRoutine.restore(call, body)
                  .then(Mono.defer(() -> send(call, RoutineRef.of(in).patch().json(body), zone)));
            });
  }

  /** Reads the new cadence, completed from the stored one because Jetty replaces it as a unit. */
  private static Mono<Optional<Cadence>> cadence(Call call, Optional<ZoneId> zone) {
    Args in = call.in();
    if (!CadenceParams.any(in)) {
      return Mono.just(Optional.empty());
    }
    return call.send(RoutineRef.of(in).get())
        .map(reply -> Cadence.parse(reply.body().path("cadence")))
        .map(
            stored ->
                Optional.of(
                    CadenceParams.read(
                        in.find(CadenceParams.CADENCE), in, stored, zone, call.clock().instant())));
  }

  /** Sends a change and shows the routine, which Jetty's reply to it may or may not hold. */
  static Mono<Result> send(Call call, Request change) {
    return send(call, change, Optional.empty());
  }

  private static Mono<Result> send(Call call, Request change, Optional<ZoneId> zone) {
    return call.send(change)
        .flatMap(
            reply ->
                reply.body().has("cadence")
                    ? Mono.just(reply)
                    : call.send(RoutineRef.of(call.in()).get()).onErrorReturn(Failure.class, reply))
        .map(reply -> shown(call, reply.body(), zone));
  }

  /**
   * Shows a routine.
   *
   * @param zone adds the firing times in this zone
   */
  static Result shown(Call call, JsonNode json, Optional<ZoneId> zone) {
    RoutineRef ref = RoutineRef.of(call.in());
    Routine routine = new Routine(ref.name(), ref.task().task(), json);
    return Result.of(
        Routine.Details.VIEW,
        new Routine.Details(routine, ref.task(), zone, call.clock().instant()));
  }

  /** Rejects overrides of inputs that the task lacks, as Jetty does, but with the nearest name. */
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
                + "."
                + NearestName.hint(name, declared)
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
    Map<String, Secret> secrets = RunStart.secrets(call, STORED_SECRETS);
    if (!secrets.isEmpty()) {
      ObjectNode params = body.putObject("secret_params");
      secrets.forEach((name, value) -> params.put(name, value.reveal()));
    }
    in.find(PAUSED).ifPresent(paused -> body.put("paused", paused));
    in.find(RunStart.WEBHOOK_URL).ifPresent(url -> body.put("webhook_url", url));
    in.find(RunStart.WEBHOOK_SECRET)
        .ifPresent(secret -> body.put("webhook_secret", secret.reveal()));
  }
}
