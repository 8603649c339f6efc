package io.jettymcp.runs;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.StatusWords;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Selects runs by status and by the time of their creation, because Jetty has no such query.
 *
 * @param statuses any of these; empty for all
 * @param since inclusive
 * @param until inclusive
 */
public record RunFilter(List<String> statuses, Optional<Instant> since, Optional<Instant> until) {
  public static final Param<String> SINCE = Param.text("since", "ISO date or time (UTC)");

  public static final Param<String> UNTIL = Param.text("until", "Inclusive");

  /** Limits dates to four digits of a year, because the day after the last date overflows. */
  private static final int MAX_YEAR = 9999;

  /** Selects all runs. */
  public static final RunFilter ALL = new RunFilter(List.of(), Optional.empty(), Optional.empty());

  public RunFilter {
    statuses = List.copyOf(statuses);
  }

  /**
   * Reads the filter from the arguments of a call.
   *
   * @param status the parameter for the statuses
   */
  public static RunFilter of(Args in, Param<List<String>> status) {
    return new RunFilter(in.find(status).orElse(List.of()), since(in), until(in)).checked();
  }

  /** Reads a range of time alone. */
  public static RunFilter range(Args in) {
    return new RunFilter(List.of(), since(in), until(in)).checked();
  }

  /** Adds the arguments of a call that belong to this filter to a suggested call. */
  public static Next repeat(Args in, Param<List<String>> status, Next next) {
    Next more = in.has(status) ? next.with(status, in.get(status)) : next;
    more = in.has(SINCE) ? more.with(SINCE, in.get(SINCE)) : more;
    return in.has(UNTIL) ? more.with(UNTIL, in.get(UNTIL)) : more;
  }

  public boolean isAll() {
    return statuses.isEmpty() && since.isEmpty() && until.isEmpty();
  }

  /** Returns whether it selects a run; one without a time of creation is in no range. */
  public boolean selects(Run run) {
    boolean inRange =
        (since.isEmpty() && until.isEmpty()) || run.created().filter(this::has).isPresent();
    return inRange && (statuses.isEmpty() || statuses.contains(StatusWords.counted(run.status())));
  }

  private boolean has(Instant created) {
    return since.filter(created::isBefore).isEmpty() && until.filter(created::isAfter).isEmpty();
  }

  /** Returns whether a run is too old for it, so that runs before it are too. */
  boolean isAfter(Run run) {
    return since.isPresent() && run.created().filter(since.get()::isAfter).isPresent();
  }

  private RunFilter checked() {
    if (since.isPresent() && until.filter(since.get()::isAfter).isPresent()) {
      throw new BadArguments("until", "\"until\" is before \"since\", so no run can match.");
    }
    return this;
  }

  private static Optional<Instant> since(Args in) {
    return in.find(SINCE)
        .map(text -> day(text).map(RunFilter::start).orElseGet(() -> time(SINCE, text)));
  }

  private static Optional<Instant> until(Args in) {
    return in.find(UNTIL)
        .map(
            text ->
                day(text)
                    .map(day -> start(day.plusDays(1)).minusNanos(1))
                    .orElseGet(() -> time(UNTIL, text)));
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  private static Optional<LocalDate> day(String text) {
    try {
      return Optional.of(LocalDate.parse(text.strip())).filter(day -> day.getYear() <= MAX_YEAR);
    } catch (DateTimeException ignored) { // a time, or nothing of the kind
      return Optional.empty();
    }
  }

  private static Instant time(Param<String> param, String text) {
    return Run.time(text.strip().replaceFirst("^(\\d{4}-\\d\\d-\\d\\d) ", "$1T"))
        .orElseThrow(
            () ->
                new BadArguments(
                    param.name(),
                    "\""
                        + param.name()
                        + "\" must be a date such as 2026-03-04 (the day in UTC) or a time such as"
                        + " 2026-03-04T10:00:00+01:00."))
        .toInstant();
  }
}
