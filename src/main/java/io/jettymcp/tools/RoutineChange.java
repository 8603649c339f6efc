package io.jettymcp.tools;

import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.TASK;
import static io.jettymcp.tools.RoutineTools.CADENCE_REQUIRED;
import static io.jettymcp.tools.RoutineTools.OVERRIDES;
import static io.jettymcp.tools.RoutineTools.PAUSED;
import static io.jettymcp.tools.RoutineTools.STORED_SECRETS;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.Json;
import io.jettymcp.runs.RunStart;
import io.jettymcp.secret.Secret;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Result;
import io.jettymcp.workflow.cadence.Cadence;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
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
    return RoutineOverrides.check(call)
        .flatMap(
            warnings -> {
              fill(call, body);
              StoredRoutine.refuseMarks(body);
              return call.send(
                      Request.post("/api/v1/routines/{}/{}", in.get(COLLECTION), in.get(TASK))
                          .json(body))
                  .map(reply -> shown(call, merged(body, reply), zone, warnings));
            });
  }

  /** Jetty's reply may leave out what was sent. */
  private static ObjectNode merged(ObjectNode sent, Reply reply) {
    ObjectNode stored = sent.deepCopy();
    stored.remove("secret_params");
    stored.remove("webhook_secret");
    reply.body().properties().forEach(e -> stored.set(e.getKey(), e.getValue()));
    return stored;
  }

  static Mono<Result> update(Call call) {
    Args in = call.in();
    Optional<ZoneId> zone = LocalTimeParams.zone(in);
    return Mono.zip(RoutineOverrides.check(call), stored(call))
        .flatMap(
            read -> {
              JsonNode stored = read.getT2();
              ObjectNode body = Json.object();
              if (CadenceParams.any(in)) {
                body.set("cadence", cadence(call, stored, zone).json());
              }
              fill(call, body);
              if (body.isEmpty()) {
                throw new BadArguments("cadence", "There is nothing to change.");
              }
              return StoredRoutine.restore(call, stored, body)
                  .then(
                      Mono.defer(
                          () ->
                              send(
                                  call, RoutineRef.of(in).patch().json(body), zone, read.getT1())));
            });
  }

  /** Reads the stored routine if the change needs it. */
  private static Mono<JsonNode> stored(Call call) {
    Args in = call.in();
    return CadenceParams.any(in) || in.has(OVERRIDES) || in.has(RunStart.WEBHOOK_URL)
        ? call.send(RoutineRef.of(in).get()).map(Reply::body)
        : Mono.just(MissingNode.getInstance());
  }

  /** Completes the new cadence from the stored one because Jetty replaces it as a unit. */
  private static Cadence cadence(Call call, JsonNode stored, Optional<ZoneId> zone) {
    Args in = call.in();
    return CadenceParams.read(
        in.find(CadenceParams.CADENCE),
        in,
        Cadence.parse(stored.path("cadence")),
        zone,
        call.clock().instant());
  }

  /** Sends a change and shows the routine, which Jetty's reply to it may or may not hold. */
  static Mono<Result> send(Call call, Request change) {
    return send(call, change, Optional.empty(), List.of());
  }

  private static Mono<Result> send(
      Call call, Request change, Optional<ZoneId> zone, List<String> warnings) {
    return call.send(change)
        .flatMap(
            reply ->
                reply.body().has("cadence")
                    ? Mono.just(reply)
                    : call.send(RoutineRef.of(call.in()).get()).onErrorReturn(Failure.class, reply))
        .map(reply -> shown(call, reply.body(), zone, warnings));
  }

  /**
   * Shows a routine.
   *
   * @param zone adds the firing times in this zone
   */
  static Result shown(Call call, JsonNode json, Optional<ZoneId> zone, List<String> warnings) {
    RoutineRef ref = RoutineRef.of(call.in());
    Routine routine = new Routine(ref.name(), ref.task().task(), json);
    return Result.of(
        Routine.Details.VIEW,
        new Routine.Details(routine, ref.task(), zone, call.clock().instant(), warnings));
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
