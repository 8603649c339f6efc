package io.jettymcp.runs;

import io.jettymcp.json.FieldMask;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.RunPage;
import io.jettymcp.tool.TaskRef;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Searches the runs of a task, newest first, for those that a filter selects, page by page because
 * Jetty cannot filter.
 *
 * @param <T> what is kept of each run
 */
public final class RunSearch<T> {
  private static final int MAX_PAGES = 20;

  private static final int CONCURRENCY = 5;

  /**
   * The runs that were found, newest first, each once.
   *
   * @param runs at most as many as were wanted
   * @param matching how many runs were selected among those that were read
   * @param read how many runs were read
   * @param oldest when the oldest of these was created
   * @param complete whether all runs that the filter can select were read
   * @param all how many runs the task has, if Jetty says so
   */
  public record Found<T>(
      List<T> runs,
      int matching,
      int read,
      Optional<String> oldest,
      boolean complete,
      JsonNode all) {
    /** Says how far the search went, where it did not go far enough. */
    public Optional<String> limit() {
      return complete
          ? Optional.empty()
          : Optional.of(
              "Only the newest "
                  + read
                  + " runs were searched"
                  + oldest.map(created -> ", back to " + created).orElse("")
                  + ".");
    }
  }

  private final Call call;
  private final TaskRef task;
  private final RunFilter filter;
  private final FieldMask mask;
  private final int pageSize;
  private final Function<Run, Mono<T>> kept;
  private final List<T> found = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private int matching;
  private int read;
  private Optional<String> oldest = Optional.empty();

  /**
   * Prepares a search.
   *
   * @param mask the fields to read of each run, status and time of creation among them
   * @param pageSize to 100; smaller where the mask keeps large outputs
   * @param kept makes of a selected run what is kept of it, or nothing; may send requests
   */
  public RunSearch(
      Call call,
      TaskRef task,
      RunFilter filter,
      FieldMask mask,
      int pageSize,
      Function<Run, Mono<T>> kept) {
    this.call = call;
    this.task = task;
    this.filter = filter;
    this.mask = mask;
    this.pageSize = pageSize;
    this.kept = kept;
  }

  /** Finds so many runs, if there are, and reads no page after the one that has the last. */
  public Mono<Found<T>> find(int wanted) {
    return page(1, wanted);
  }

  private Mono<Found<T>> page(int number, int wanted) {
    return RunPage.read(call, task, number, pageSize, mask)
        .flatMap(page -> selected(page, wanted).thenReturn(page))
        .flatMap(
            page -> {
              boolean tooOld =
                  !page.runs().isEmpty()
                      && page.runs().stream().map(Run::new).allMatch(filter::isAfter);
              boolean complete = !page.more() || page.runs().isEmpty() || tooOld;
              boolean enough =
                  found.size() >= wanted || (filter.isAll() && number * pageSize >= wanted);
              if (complete || enough || number >= MAX_PAGES) {
                return Mono.just(
                    new Found<>(
                        List.copyOf(found), matching, read, oldest, complete, page.total()));
              }
              call.progress("read " + read + " runs, found " + matching);
              return page(number + 1, wanted);
            });
  }

  private Mono<Void> selected(RunPage page, int wanted) {
    List<Run> selected = new ArrayList<>();
    for (JsonNode json : page.runs()) {
      Run run = new Run(json);
      read++;
      oldest = run.created().map(Object::toString).or(() -> oldest);
      // Pages shift when a run starts in between.
      if (filter.selects(run) && (run.id().isEmpty() || seen.add(run.id()))) {
        selected.add(run);
      }
    }
    matching += selected.size();
    return keep(selected, wanted);
  }

  /** Keeps as many of these runs as are wanted, and sends no requests for the others. */
  private Mono<Void> keep(List<Run> selected, int wanted) {
    int room = Math.min(wanted - found.size(), selected.size());
    return room <= 0
        ? Mono.empty()
        : Flux.fromIterable(selected.subList(0, room))
            .flatMapSequential(kept, CONCURRENCY)
            .doOnNext(found::add)
            .then(Mono.defer(() -> keep(selected.subList(room, selected.size()), wanted)));
  }
}
