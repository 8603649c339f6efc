package io.jettymcp.workflow;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Guesses which known name somebody meant. */
final class NearestName {
  /** Longer names are no slips of the pen, and comparing them costs the square of their length. */
  private static final int MAX_LENGTH = 64;

  private static final int MAX_DISTANCE = 3;

  private NearestName() {}

  /** The first of the nearest names, if one differs in at most a third of its letters. */
  static Optional<String> of(String name, Collection<String> known) {
    if (name.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String wanted = plain(name);
    Optional<String> best = Optional.empty();
    int limit = Math.min(MAX_DISTANCE, Math.max(1, wanted.length() / 3)) + 1;
    for (String candidate : known) {
      int distance =
          Math.abs(candidate.length() - name.length()) < limit
              ? distance(wanted, plain(candidate))
              : limit;
      if (distance < limit) {
        best = Optional.of(candidate);
        limit = distance;
      }
    }
    return best.map(Quoted::shortened);
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
