package io.jettymcp.runs;

import io.jettymcp.json.FieldMask;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.TaskRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Searches the runs of a task, newest first, for those that a filter selects, page by page because
 * Jetty cannot filter.
 */
public final class RunSearch {
  private static final int MAX_PAGES = 20;

  /**
   * The runs that were found, newest first, each once.
   *
   * @param read how many runs were looked at
   * @param oldest when the oldest of these was created, as Jetty writes it
   * @param complete whether all runs that the filter can select were looked at
   */
  public record Found(List<JsonNode> runs, int read, Optional<String> oldest, boolean complete) {
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
  private final Map<String, JsonNode> found = new LinkedHashMap<>();
  private int read;
  private Optional<String> oldest = Optional.empty();

  /**
   * Prepares a search.
   *
   * @param mask the fields to read of each run, status and time of creation among them
   * @param pageSize to 100; smaller where the mask keeps large outputs
   */
  public RunSearch(Call call, TaskRef task, RunFilter filter, FieldMask mask, int pageSize) {
    this.call = call;
    this.task = task;
    this.filter = filter;
    this.mask = mask;
    this.pageSize = pageSize;
  }

  /** Finds at least so many runs, if there are, and looks at no page after that. */
  public Mono<Found> find(long wanted) {
    return page(1, wanted);
  }

  private Mono<Found> page(int number, long wanted) {
    return RunPage.read(call, task, number, pageSize, mask)
        .flatMap(
            page -> {
              List<Run> runs = page.runs().stream().map(Run::new).toList();
              runs.forEach(this::look);
              read += runs.size();
              boolean tooOld = !runs.isEmpty() && runs.stream().allMatch(filter::isAfter);
              boolean complete = !page.more() || runs.isEmpty() || tooOld;
              if (complete || found.size() >= wanted || number >= MAX_PAGES) {
                return Mono.just(new Found(List.copyOf(found.values()), read, oldest, complete));
              }
              call.progress("searched " + read + " runs, found " + found.size());
              return page(number + 1, wanted);
            });
  }

  private void look(Run run) {
    oldest = run.created().map(Object::toString).or(() -> oldest);
    if (filter.selects(run)) {
      // Pages shift when a run starts in between.
      String id = run.id().isEmpty() ? "#" + found.size() : run.id();
      found.putIfAbsent(id, run.json());
    }
  }
}
