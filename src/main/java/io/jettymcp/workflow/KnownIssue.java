package io.jettymcp.workflow;

import io.jettymcp.lint.Severity;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Describes a mistake that looks right, often because Jetty's own documentation shows it.
 *
 * @param severity what it does to a run; milder where the workflow leaves room for doubt
 * @param activity the activity it concerns, or {@link KnownIssues#ANY}
 * @param wrong what people write
 * @param right what to write instead
 * @param consequence what happens otherwise, in one sentence
 * @param message the error of a run that fails because of it, if it fails
 * @param parameters names of parameters that are wrong as such, each with the right one
 * @param outputs names of outputs that do not exist, each with the right one
 */
public record KnownIssue(
    Severity severity,
    String activity,
    String wrong,
    String right,
    String consequence,
    Optional<String> message,
    Map<String, String> parameters,
    Map<String, String> outputs) {

  public KnownIssue {
    parameters = Map.copyOf(parameters);
    outputs = Map.copyOf(outputs);
  }

  static KnownIssue of(
      Severity severity, String activity, String wrong, String right, String consequence) {
    return new KnownIssue(
        severity, activity, wrong, right, consequence, Optional.empty(), Map.of(), Map.of());
  }

  KnownIssue failingWith(String text) {
    return new KnownIssue(
        severity, activity, wrong, right, consequence, Optional.of(text), parameters, outputs);
  }

  KnownIssue renaming(Map<String, String> names) {
    return new KnownIssue(severity, activity, wrong, right, consequence, message, names, outputs);
  }

  KnownIssue renamingOutputs(Map<String, String> names) {
    return new KnownIssue(
        severity, activity, wrong, right, consequence, message, parameters, names);
  }

  /** Compares the error of a failed step, without the type of the exception before it. */
  boolean explains(String said) {
    String heard = said.toLowerCase(Locale.ROOT);
    return message
        .map(text -> text.replaceFirst("^\\w+Error: ", "").toLowerCase(Locale.ROOT))
        .filter(heard::contains)
        .isPresent();
  }

  /** Returns whether the value of a wrong parameter fits under the right name as it is. */
  boolean renames() {
    return !equals(KnownIssues.FAN_IN_EXTRACT_PATHS) && !equals(KnownIssues.FAN_OUT_OLD_NAMES);
  }

  /** The consequence and the error of the run, in one sentence. */
  public String why() {
    return message.map(text -> consequence + ": `" + text + "`").orElse(consequence) + ".";
  }
}
