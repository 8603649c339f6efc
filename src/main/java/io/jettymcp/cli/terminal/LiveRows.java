package io.jettymcp.cli.terminal;

import io.jettymcp.tool.StatusWords;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Chooses which bars are shown where not all have a line. */
final class LiveRows {
  private LiveRows() {}

  /** Returns the rows in their order: those that failed, run or wait before those that are done. */
  static List<TimeChart.Row> of(List<TimeChart.Row> rows, int room) {
    if (rows.size() <= room) {
      return rows;
    }
    Set<Integer> chosen =
        new HashSet<>(
            IntStream.range(0, rows.size())
                .boxed()
                .sorted(Comparator.comparing(i -> urgency(rows.get(i).status())))
                .limit(room)
                .toList());
    return IntStream.range(0, rows.size()).filter(chosen::contains).mapToObj(rows::get).toList();
  }

  private static int urgency(String status) {
    if (StatusWords.isFailure(status)) {
      return 0;
    } else if (StatusMark.isRunning(status)) {
      return 1;
    }
    return StatusWords.isEnd(status) ? 3 : 2;
  }
}
