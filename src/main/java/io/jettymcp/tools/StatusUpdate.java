package io.jettymcp.tools;

import static io.jettymcp.runs.RunFilter.SINCE;
import static io.jettymcp.runs.RunFilter.UNTIL;
import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.TASK;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.PathSegment;
import io.jettymcp.json.Json;
import io.jettymcp.runs.Run;
import io.jettymcp.runs.RunFilter;
import io.jettymcp.runs.RunSearch;
import io.jettymcp.runs.RunSignatures;
import io.jettymcp.runs.Runs;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.CommonParams;
import io.jettymcp.tool.FailureReason;
import io.jettymcp.tool.LatestRun;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.TaskRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Sets the status of runs that are named, or that a filter selects. */
final class StatusUpdate {
  private static final String[] WRITABLE = {
    "pending", "completed", "failed", "cancelled", "archived"
  };

  private static final int MAX_IDS = 100;

  private static final Param<List<String>> IDS = Param.runs("trajectory_ids", "Run ids", MAX_IDS);
  private static final Param<String> NEW_STATUS = Param.choice("status", "New status", WRITABLE);
  private static final Param<Map<String, String>> STATUSES =
      Param.texts("statuses", "Status by run id");
  private static final Param<List<String>> ONLY_IF =
      RunSignatures.status("only_if_status", "Skip others").unlisted();
  private static final Param<Boolean> DRY_RUN = Param.bool("dry_run", "Change nothing");

  static final List<Param<?>> PARAMS =
      List.of(TASK, IDS, NEW_STATUS, STATUSES, SINCE, UNTIL, ONLY_IF, DRY_RUN, COLLECTION);

  /** How many runs a filter can select at once. */
  private static final int MAX_SELECTED = 500;

  private static final String MORE =
      "Only the newest " + MAX_SELECTED + " of these runs are included; call again for the rest.";

  /** More than these at once are asked about first. */
  private static final int UNASKED = 20;

  private static final int SEARCH_PAGE = 100;
  private static final int CONCURRENCY = 5;

  private final Call call;
  private final Args in;
  private final TaskRef task;

  private StatusUpdate(Call call) {
    this.call = call;
    this.in = call.in();
    this.task = TaskRef.of(in);
  }

  static Mono<Result> run(Call call) {
    return new StatusUpdate(call).run();
  }

  private Mono<Result> run() {
    boolean filter = in.has(SINCE) || in.has(UNTIL) || in.has(ONLY_IF);
    if (in.has(IDS) && in.has(STATUSES)) {
      throw new BadArguments(STATUSES.name(), CommonParams.oneOf(in, IDS, STATUSES));
    }
    if (in.has(STATUSES) == in.has(NEW_STATUS)) {
      throw new BadArguments(NEW_STATUS.name(), CommonParams.oneOf(in, NEW_STATUS, STATUSES));
    }
    if (in.has(IDS) || in.has(STATUSES)) {
      if (in.has(SINCE) || in.has(UNTIL)) {
        throw new BadArguments(
            SINCE.name(), "\"since\" and \"until\" select runs: omit them where ids are given.");
      }
      return named().flatMap(this::update);
    }
    if (!filter) {
      throw new BadArguments(
          IDS.name(),
          "Give \"trajectory_ids\" or \"statuses\", or select runs by \"since\", \"until\" or"
              + " \"only_if_status\".");
    }
    return selected().flatMap(this::update);
  }

  private Mono<StatusChanges> named() {
    Map<String, String> wanted = new LinkedHashMap<>();
    in.find(IDS).orElse(List.of()).forEach(id -> wanted.put(RunRef.bareId(id), in.get(NEW_STATUS)));
    in.find(STATUSES).ifPresent(statuses -> statuses.forEach((id, to) -> add(wanted, id, to)));
    if (wanted.isEmpty() || wanted.size() > MAX_IDS) {
      throw new BadArguments(STATUSES.name(), "\"statuses\" must have 1 to " + MAX_IDS + " runs.");
    }
    List<StatusChange> changes =
        wanted.entrySet().stream()
            .map(e -> StatusChange.planned(e.getKey(), e.getValue()))
            .toList();
    return in.has(ONLY_IF) || isDryRun()
        ? Flux.fromIterable(changes)
            .flatMapSequential(this::compared, CONCURRENCY)
            .collectList()
            .map(known -> new StatusChanges(known, Optional.empty()))
        : Mono.just(new StatusChanges(changes, Optional.empty()));
  }

  private static void add(Map<String, String> wanted, String id, String to) {
    String bare = RunRef.bareId(id);
    if (LatestRun.isWord(bare)) {
      throw new BadArguments(
          STATUSES.name(),
          "\"statuses\" requires ids of runs; for \""
              + bare
              + "\" use \"trajectory_ids\" with \"status\".");
    }
    Optional<String> problem = PathSegment.problem(bare);
    if (problem.isPresent()) {
      throw new BadArguments(STATUSES.name(), "A run id in \"statuses\" " + problem.get() + ".");
    }
    if (!List.of(WRITABLE).contains(to)) {
      throw new BadArguments(
          STATUSES.name(),
          "Each status in \"statuses\" must be one of " + String.join(", ", WRITABLE) + ".");
    }
    wanted.put(bare, to);
  }

  private Mono<StatusChange> compared(StatusChange change) {
    return Runs.read(call, task.run(change.id()), Runs.BRIEF)
        .map(run -> change.from(run.status(), in.find(ONLY_IF).orElse(List.of())))
        .onErrorResume(Runs::isNotFound, unknown -> Mono.just(change.refused("Run not found.")));
  }

  private Mono<StatusChanges> selected() {
    String to = in.get(NEW_STATUS);
    RunFilter filter = RunFilter.of(in, ONLY_IF);
    return new RunSearch<>(
            call, task, filter, Runs.BRIEF, SEARCH_PAGE, run -> Mono.justOrEmpty(change(run, to)))
        .find(MAX_SELECTED + 1)
        .map(
            found ->
                found.runs().size() > MAX_SELECTED
                    ? new StatusChanges(found.runs().subList(0, MAX_SELECTED), Optional.of(MORE))
                    : new StatusChanges(found.runs(), found.limit()));
  }

  /** Leaves out runs that have the status already. */
  private static Optional<StatusChange> change(Run run, String to) {
    return run.id().isEmpty() || run.status().equals(to)
        ? Optional.empty()
        : Optional.of(StatusChange.planned(run.id(), to).from(run.status(), List.of()));
  }

  private Mono<Result> update(StatusChanges planned) {
    List<StatusChange> open = planned.results().stream().filter(StatusChange::isOpen).toList();
    if (isDryRun()) {
      Result result = Result.of(StatusChanges.VIEW, planned.dryRun(open.size()));
      return Mono.just(open.isEmpty() ? result : result.suggest(forReal()));
    }
    Mono<Void> confirmed = open.size() > UNASKED ? call.confirm(what(open)) : Mono.empty();
    return confirmed
        .thenMany(Flux.fromIterable(chunks(open)).index())
        .concatMap(chunk -> send(chunk.getT2(), chunk.getT1() == 0))
        .collectList()
        .map(sent -> planned.with(sent.stream().flatMap(List::stream).toList()))
        .map(done -> Result.of(StatusChanges.VIEW, done));
  }

  private static List<List<StatusChange>> chunks(List<StatusChange> changes) {
    List<List<StatusChange>> chunks = new ArrayList<>();
    for (int from = 0; from < changes.size(); from += MAX_IDS) {
      chunks.add(changes.subList(from, Math.min(changes.size(), from + MAX_IDS)));
    }
    return chunks;
  }

  /** Sends one request; a failure after others were sent becomes an error of each run. */
  private Mono<List<StatusChange>> send(List<StatusChange> changes, boolean first) {
    ObjectNode body = Json.object();
    changes.forEach(change -> body.put(change.id(), change.to()));
    Mono<List<StatusChange>> sent =
        call.send(task.setStatuses().json(body)).map(reply -> answered(changes, reply.body()));
    return first
        ? sent
        : sent.onErrorResume(
            Failure.class,
            failure ->
                Mono.just(
                    changes.stream()
                        .map(change -> change.refused(FailureReason.of(failure)))
                        .toList()));
  }

  private static List<StatusChange> answered(List<StatusChange> changes, JsonNode reply) {
    Optional<ArrayNode> results = Json.list(reply, "results");
    Map<String, JsonNode> byId = new LinkedHashMap<>();
    results.ifPresent(
        all -> all.forEach(one -> byId.putIfAbsent(one.path("trajectory_id").asString(""), one)));
    return changes.stream()
        .map(
            change -> {
              JsonNode found = byId.getOrDefault(change.id(), Json.object());
              return found.path("updated").asBoolean(results.isEmpty())
                  ? change.done()
                  : change.refused(Json.text(found, "error").orElse("Jetty gave no reason."));
            })
        .toList();
  }

  private String what(List<StatusChange> open) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    open.forEach(change -> counts.merge(change.to(), 1, Integer::sum));
    List<String> each = new ArrayList<>();
    counts.forEach((to, count) -> each.add(count + " to " + to));
    return "set the status of "
        + open.size()
        + " runs (task \""
        + task.task()
        + "\", collection \""
        + task.collection()
        + "\"): "
        + String.join(", ", each);
  }

  private boolean isDryRun() {
    return in.find(DRY_RUN).orElse(false);
  }

  private Next forReal() {
    Next next = TrajectoryTools.UPDATE_TRAJECTORY_STATUS.signature().with(task);
    next = in.has(IDS) ? next.with(IDS, in.get(IDS)) : next;
    next = in.has(NEW_STATUS) ? next.with(NEW_STATUS, in.get(NEW_STATUS)) : next;
    next = in.has(STATUSES) ? next.with(STATUSES, in.get(STATUSES)) : next;
    return RunFilter.repeat(in, ONLY_IF, next).because("ask first: it sets these statuses");
  }
}
