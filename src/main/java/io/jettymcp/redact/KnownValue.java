package io.jettymcp.redact;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A known secret, recognised by its head: text that starts like a long value is that value, or what
 * is left of it where the text was cut. So a value of any size takes little memory.
 *
 * @param head the first {@value #MAX_HEAD} characters at most
 * @param length of the value in full
 */
record KnownValue(String head, int length) {
  /** Longer than most keys, which are therefore compared in full. */
  static final int MAX_HEAD = 256;

  /** Statuses of runs: in results they are ours, and no secret. */
  private static final Set<String> STATUSES =
      Set.of(
          "archived",
          "canceled",
          "cancelled",
          "completed",
          "in_progress",
          "scheduled",
          "starting",
          "stopping",
          "succeeded",
          "timed_out");

  /**
   * The forms of a value: as it is, without characters that are removed, and without invisible
   * ones. None of a value that cannot be a secret.
   */
  static List<KnownValue> of(String value) {
    if (STATUSES.contains(value)) {
      return List.of();
    }
    String clean = Cleaner.clean(value).strip();
    Set<KnownValue> forms = new LinkedHashSet<>();
    for (String form : new String[] {value, clean, Encoding.visible(clean)}) {
      // The replacement of a secret cannot itself be redacted.
      if (form.length() >= KnownSecrets.MIN_LENGTH && !Spans.REDACTED.contains(form)) {
        forms.add(
            new KnownValue(form.substring(0, Math.min(form.length(), MAX_HEAD)), form.length()));
      }
    }
    return List.copyOf(forms);
  }

  // Java composes equals and hashCode of a record at their first use. The token is the first value,
  // and the first connection would wait 25 ms for that.

  @Override
  public boolean equals(Object other) {
    return other instanceof KnownValue value && head.equals(value.head) && length == value.length;
  }

  @Override
  public int hashCode() {
    return 31 * head.hashCode() + length;
  }

  /** Returns the length only, as the head is secret. */
  @Override
  public String toString() {
    return "KnownValue of " + length + " characters";
  }
}
