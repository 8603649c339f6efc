package io.jettymcp.text;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Suggests the known name that was probably meant. */
public final class NearestName {
  /** Longer names are not typing errors, and comparing them costs the square of their length. */
  private static final int MAX_LENGTH = 64;

  private static final int MAX_DISTANCE = 3;
  private static final int MIN_PART_LENGTH = 4;

  /** Matches where a word begins in {@code camelCase}. */
  private static final Pattern CAMEL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  private NearestName() {}

  /**
   * The first of the nearest names, if one differs in at most a third of its letters, else the
   * first that the name is the beginning or end of, such as {@code trajectory_id} for {@code
   * trajectory}, or that begins or ends the name, as {@code task} does {@code taskName}. Case and
   * the kind of dash make no difference.
   */
  public static Optional<String> of(String name, Collection<String> known) {
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
    return best.or(() -> partOf(wanted, known)).or(() -> contained(wanted, known));
  }

  /** {@code Did you mean "x"?} with a blank before it, or nothing. */
  public static String hint(String name, Collection<String> known) {
    return hint(name, known, "");
  }

  /** The question with the nearest name, or another sentence if none is near. */
  public static String hint(String name, Collection<String> known, String otherwise) {
    return of(name, known).map(near -> " Did you mean \"" + near + "\"?").orElse(otherwise);
  }

  private static Optional<String> partOf(String wanted, Collection<String> known) {
    return wanted.length() < MIN_PART_LENGTH
        ? Optional.empty()
        : known.stream()
            .filter(
                candidate ->
                    plain(candidate).startsWith(wanted + "_")
                        || plain(candidate).endsWith("_" + wanted))
            .findFirst();
  }

  private static Optional<String> contained(String wanted, Collection<String> known) {
    return known.stream()
        .filter(candidate -> candidate.length() >= MIN_PART_LENGTH)
        .filter(
            candidate ->
                wanted.startsWith(plain(candidate) + "_")
                    || wanted.endsWith("_" + plain(candidate)))
        .findFirst();
  }

  private static String plain(String name) {
    return CAMEL.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT).replace('-', '_');
  }

  /** Letters added, dropped or changed, and neighbours swapped. */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int cheapest(int[][] cost, String a, String b, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int best = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
    best = Math.min(best, cost[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
