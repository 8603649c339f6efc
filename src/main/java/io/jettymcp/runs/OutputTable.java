package io.jettymcp.runs;

import static io.jettymcp.runs.RunSignatures.BRIEF_STATUS;
import static io.jettymcp.runs.RunSignatures.GET_OUTPUTS;
import static io.jettymcp.tool.CommonParams.LIMIT;
import static io.jettymcp.tool.CommonParams.OFFSET;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.json.FieldMask;
import io.jettymcp.json.Json;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.View;
import io.jettymcp.workflow.PathExpression;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Shows values of many runs of a task as a table: a run a row, a path a column. */
public final class OutputTable {
  public static final Param<List<String>> PATHS =
      Param.list("paths", "E.g. draft.outputs.items[*].name", 20).required();
  public static final Param<List<String>> IDS =
      Param.runs("trajectory_ids", "Default: the newest", 100);

  /** Holds of a run only what is shown: runs in full would fill the memory. */
  private record Row(
      RunRef ref,
      String status,
      Optional<String> created,
      OutputValues values,
      Optional<String> error) {
    static final View<Row> VIEW =
        View.of(Row.class)
            .text("trajectory_id", row -> row.ref().id())
            .text("status", Row::status)
            .unlessEmpty()
            .text("created", Row::created)
            .include(OutputValues.VIEW, Row::values)
            .text("error", Row::error);

    static Row of(RunRef ref, Run run, List<PathExpression> paths) {
      return new Row(
          ref,
          run.status(),
          Json.text(run.json(), "created"),
          OutputValues.of(run, paths),
          Optional.empty());
    }

    static Row notFound(RunRef ref) {
      return new Row(
          ref, "", Optional.empty(), OutputValues.NONE, Optional.of("The task has no such run."));
    }
  }

  private record Table(List<Row> rows, Optional<String> note) {
    static final View<Table> VIEW =
        View.of(Table.class)
            .page("runs", "Newest first, or as given", Row.VIEW, Table::rows)
            .text("note", Table::note);
  }

  /** In runs, of each page that is searched: their values are kept until all are found. */
  private static final int SEARCH_PAGE = 50;

  private static final int CONCURRENT_READS = 5;

  private static final int MAX_CALLS = 3;

  private final Call call;
  private final TaskRef task;
  private final List<PathExpression> paths;
  private final FieldMask mask;

  private OutputTable(Call call) {
    this.call = call;
    this.task = TaskRef.of(call.in());
    this.paths = OutputValues.paths(call.in(), PATHS);
    this.mask = OutputMask.of(paths);
  }

  public static View<?> view() {
    return Table.VIEW;
  }

  public static Mono<Result> show(Call call) {
    OutputTable table = new OutputTable(call);
    return call.in().has(IDS) ? table.ofRuns() : table.ofNewest();
  }

  private Mono<Result> ofRuns() {
    Args in = call.in();
    if (in.has(BRIEF_STATUS) || in.has(RunFilter.SINCE) || in.has(RunFilter.UNTIL)) {
      throw new BadArguments(
          IDS.name(), "Give \"trajectory_ids\" or a filter (status, since, until), not both.");
    }
    List<String> ids = in.get(IDS).stream().map(RunRef::bareId).distinct().toList();
    int limit = in.has(LIMIT) ? in.get(LIMIT) : ids.size();
    List<String> wanted = ids.stream().skip(in.get(OFFSET)).limit(limit).toList();
    boolean more = in.get(OFFSET) + wanted.size() < ids.size();
    return Flux.fromIterable(wanted)
        .flatMapSequential(this::row, CONCURRENT_READS)
        .collectList()
        .map(rows -> result(new Table(rows, Optional.empty()), more, after -> rest(limit, after)));
  }

  private Mono<Row> row(String id) {
    RunRef ref = task.run(id);
    return Runs.read(call, ref, mask)
        .map(run -> Row.of(ref, run, paths))
        .onErrorResume(Runs::isNotFound, unknown -> Mono.just(Row.notFound(ref)));
  }

  private Mono<Result> ofNewest() {
    Args in = call.in();
    int offset = in.get(OFFSET);
    int limit = in.get(LIMIT);
    int wanted = offset + limit;
    int size = Math.min(SEARCH_PAGE, wanted + 1);
    return new RunSearch<Row>(call, task, RunFilter.of(in, BRIEF_STATUS), mask, size, this::row)
        .find(wanted + 1)
        .map(
            found -> {
              boolean more = found.runs().size() > wanted;
              List<Row> rows = found.runs().stream().skip(offset).limit(limit).toList();
              // How far the search went counts only where it ended before the table was full.
              return result(
                  new Table(rows, more ? Optional.empty() : found.limit()),
                  more,
                  after -> rest(limit, after));
            });
  }

  /** Reads a run from the storage where the list lacks its outputs. */
  private Mono<Row> row(Run run) {
    if (run.id().isEmpty()) {
      return Mono.empty();
    }
    return run.lacksOutputs() ? row(run.id()) : Mono.just(Row.of(task.run(run.id()), run, paths));
  }

  private static Result result(Table table, boolean more, IntFunction<Next> rest) {
    Result result = Result.of(Table.VIEW, table).paged(new Result.Page("runs", more, rest));
    List<Next> large =
        table.rows().stream()
            .flatMap(row -> row.values().calls(row.ref()))
            .limit(MAX_CALLS)
            .toList();
    for (Next next : large) {
      result = result.suggest(next);
    }
    return result;
  }

  private Next rest(int limit, int after) {
    Args in = call.in();
    Next same = GET_OUTPUTS.with(task).with(PATHS, in.get(PATHS));
    same = in.has(IDS) ? same.with(IDS, in.get(IDS)) : RunFilter.repeat(in, BRIEF_STATUS, same);
    return same.with(LIMIT, limit).with(OFFSET, in.get(OFFSET) + after).because("the next runs");
  }
}
