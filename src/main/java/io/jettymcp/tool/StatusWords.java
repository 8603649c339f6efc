package io.jettymcp.tool;

import java.util.Map;
import java.util.Set;

/**
 * Reads the words for the status of a run or step. Jetty documents six of them; other clients of it
 * expect more, and its answers may hold any.
 */
public final class StatusWords {
  /** Statuses of a run or step that went wrong. */
  public static final Set<String> FAILED = Set.of("failed", "timed_out");

  private static final Set<String> UNFINISHED =
      Set.of(
          "",
          "pending",
          "running",
          "queued",
          "scheduled",
          "in_progress",
          "starting",
          "stopping",
          "paused");

  private static final Set<String> ENDS =
      Set.of("completed", "failed", "cancelled", "archived", "timed_out");

  private static final Map<String, String> SYNONYMS =
      Map.of(
          "complete", "completed",
          "succeeded", "completed",
          "success", "completed",
          "canceled", "cancelled",
          "error", "failed",
          "timeout", "timed_out");

  private StatusWords() {}

  /** Returns the usual word of the same meaning, or the word itself. */
  public static String usual(String word) {
    return SYNONYMS.getOrDefault(word, word);
  }

  public static boolean isEnd(String word) {
    return ENDS.contains(usual(word));
  }

  public static boolean isFailure(String word) {
    return FAILED.contains(usual(word));
  }

  /** Returns whether the meaning of the word is known. */
  public static boolean isKnown(String word) {
    return isEnd(word) || UNFINISHED.contains(word);
  }

  /** Returns one of a few words, so that runs can be counted by it. */
  public static String counted(String word) {
    if (word.equals("running") || isEnd(word)) {
      return usual(word);
    }
    return isKnown(word) ? "pending" : "other";
  }
}
