package io.jettymcp.tool;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Shows how far a call is that waits for runs: the steps of a run, or the runs of a batch, on an
 * axis of time.
 *
 * @param title the task and the run
 * @param begun when the axis begins
 */
public record Timeline(String title, Optional<String> url, Instant begun, List<Span> spans) {
  /**
   * A step or a run.
   *
   * @param started empty if it did not start, or if nothing says when
   * @param ended empty if it goes on, or if nothing says when
   */
  public record Span(
      String name, String status, Optional<Instant> started, Optional<Instant> ended) {}

  public Timeline {
    spans = List.copyOf(spans);
  }

  /** Returns the same with each text as it can be shown. */
  public Timeline shown(UnaryOperator<String> sanitizer) {
    return new Timeline(
        sanitizer.apply(title),
        url.map(sanitizer),
        begun,
        spans.stream()
            .map(
                span ->
                    new Span(
                        sanitizer.apply(span.name()),
                        sanitizer.apply(span.status()),
                        span.started(),
                        span.ended()))
            .toList());
  }
}
