package io.jettymcp.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Collects what the rules find, and stops keeping it where nobody would read on. */
final class Findings {
  private static final int MAX_KEPT = 50;

  private final List<Finding> errors = new ArrayList<>();
  private final List<Finding> warnings = new ArrayList<>();
  private int errorCount;
  private int warningCount;

  /** The right name is asked for only while the finding will be kept: finding it costs time. */
  void error(String where, String what, Supplier<Optional<String>> rightName, String why) {
    errorCount++;
    if (errors.size() < MAX_KEPT) {
      errors.add(new Finding(Severity.ERROR, where, what, rightName.get(), why));
    }
  }

  void error(String where, String what, String why) {
    error(where, what, Optional::empty, why);
  }

  void warning(String where, String what, Supplier<Optional<String>> rightName, String why) {
    warningCount++;
    if (warnings.size() < MAX_KEPT) {
      warnings.add(new Finding(Severity.WARNING, where, what, rightName.get(), why));
    }
  }

  void warning(String where, String what, String why) {
    warning(where, what, Optional::empty, why);
  }

  void gotcha(String where, String what, String rightName, Gotcha gotcha) {
    warning(where, what, () -> Optional.of(rightName), gotcha.why());
  }

  void gotcha(String where, Gotcha gotcha) {
    gotcha(where, gotcha.activity() + ": " + gotcha.wrong(), gotcha.right(), gotcha);
  }

  /** Errors first; one more finding says how many were left out. */
  List<Finding> list() {
    List<Finding> all = Stream.concat(errors.stream(), warnings.stream()).limit(MAX_KEPT).toList();
    int left = errorCount + warningCount - all.size();
    if (left == 0) {
      return all;
    }
    List<Finding> cut = new ArrayList<>(all);
    cut.add(
        new Finding(
            errorCount > MAX_KEPT ? Severity.ERROR : Severity.WARNING,
            "workflow",
            left + " more findings are not shown",
            Optional.empty(),
            "They show up once the ones above are mended."));
    return List.copyOf(cut);
  }
}
