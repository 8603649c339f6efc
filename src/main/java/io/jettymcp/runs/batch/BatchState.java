package io.jettymcp.runs.batch;

import io.jettymcp.runs.batch.BatchEntry.Progress;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/** Holds the state of each run of a batch, and reports progress whenever the counts change. */
final class BatchState {
  private final Call call;
  private final Instant called;
  private final AtomicReferenceArray<BatchEntry> entries;
  private final AtomicReferenceArray<Timeline.Span> spans;
  private volatile String reported = "";

  /**
   * @param called since when the caller has been waiting
   */
  BatchState(Call call, Instant called, int runs) {
    this.call = call;
    this.called = called;
    this.entries = new AtomicReferenceArray<>(runs);
    this.spans = new AtomicReferenceArray<>(runs);
    IntStream.range(0, runs).forEach(i -> set(i, BatchEntry.waiting()));
  }

  BatchEntry get(int index) {
    return entries.get(index);
  }

  /** Sets the state of a run that an earlier call took care of. */
  void resume(int index, BatchEntry entry) {
    set(index, entry);
  }

  void put(int index, BatchEntry entry) {
    set(index, entry);
    String now = counts();
    if (!now.equals(reported)) {
      reported = now;
      call.progress(this::progress);
    }
  }

  private void set(int index, BatchEntry entry) {
    entries.set(index, entry);
    spans.updateAndGet(index, before -> span(index, entry, Optional.ofNullable(before)));
  }

  /** Notes when a run was first seen to be under way, and first seen to be finished. */
  private Timeline.Span span(int index, BatchEntry entry, Optional<Timeline.Span> before) {
    Optional<Instant> now = Optional.of(call.clock().instant());
    boolean started = entry.is(Progress.UNDER_WAY) || entry.is(Progress.FINISHED);
    return new Timeline.Span(
        index + entry.trajectoryId().map(id -> " " + id).orElse(""),
        entry.status(),
        before.flatMap(Timeline.Span::started).or(() -> now.filter(at -> started)),
        before
            .flatMap(Timeline.Span::ended)
            .or(() -> now.filter(at -> entry.is(Progress.FINISHED))));
  }

  Timeline timeline(TaskRef task) {
    return new Timeline(
        task.task(),
        Optional.of(task.url()),
        called,
        IntStream.range(0, size()).mapToObj(spans::get).toList());
  }

  int size() {
    return entries.length();
  }

  List<BatchEntry> entries() {
    return IntStream.range(0, size()).mapToObj(entries::get).toList();
  }

  List<Integer> indexes(Progress progress) {
    return IntStream.range(0, size()).filter(i -> get(i).is(progress)).boxed().toList();
  }

  private String progress() {
    return counts() + ", " + Duration.between(called, call.clock().instant()).toSeconds() + " s";
  }

  private String counts() {
    return counts(entries());
  }

  /** Says how many runs are finished, failed and under way. */
  static String counts(List<BatchEntry> all) {
    long ended =
        all.stream().filter(e -> e.is(Progress.FINISHED) || e.is(Progress.REFUSED)).count();
    return ended
        + " of "
        + all.size()
        + " finished, "
        + all.stream().filter(BatchEntry::failed).count()
        + " failed, "
        + all.stream().filter(e -> e.is(Progress.UNDER_WAY)).count()
        + " under way";
  }
}
