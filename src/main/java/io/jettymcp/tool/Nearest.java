package io.jettymcp.tool;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody probably meant. */
public final class Nearest {
  private Nearest() {}

  /** The known name closest to one that is not known, if any is close enough to be a slip. */
  public static Optional<String> to(String name, Collection<String> known) {
    String said = normal(name);
    if (said.isEmpty() || said.length() > 80) {
      return Optional.empty();
    }
    int limit = Math.max(1, Math.min(3, said.length() / 3));
    String best = null;
    int bestDistance = limit + 1;
    for (String candidate : known) {
      String normal = normal(candidate);
      int distance =
          normal.equals(said)
              ? 0
              : Math.min(
                  distance(said, normal), normal.contains(said) && said.length() > 3 ? limit : 99);
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  private static String normal(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
  }

  /** Levenshtein distance, two rows. */
  private static int distance(String a, String b) {
    int[] before = new int[b.length() + 1];
    int[] now = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      now[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        now[j] = Math.min(change, Math.min(before[j], now[j - 1]) + 1);
      }
      int[] swap = before;
      before = now;
      now = swap;
    }
    return before[b.length()];
  }
}
