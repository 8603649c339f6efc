package io.jettymcp.docs;

import io.jettymcp.lint.Severity;
import io.jettymcp.runbooks.document.Agent;
import io.jettymcp.runbooks.document.Provider;
import io.jettymcp.runs.KnownError;
import io.jettymcp.workflow.Activities;
import io.jettymcp.workflow.Activity;
import io.jettymcp.workflow.KnownIssue;
import io.jettymcp.workflow.KnownIssues;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Renders the tables in the skills that repeat what the code knows. */
final class SkillPages {
  /** In a cell, a bar would end the cell. */
  private static final String BAR = "\\|";

  private SkillPages() {}

  /** A table with one row an activity. */
  static String activities() {
    StringBuilder text = new StringBuilder("| activity | purpose | parameters | outputs |\n");
    text.append("|---|---|---|---|\n");
    for (Activity activity : Activities.ALL) {
      row(
          text,
          "`" + activity.name() + "`",
          activity.about(),
          list(activity.parameters(), activity.takesOthers()),
          list(paths(activity), activity.givesOthers()));
    }
    return text.toString();
  }

  private static List<String> paths(Activity activity) {
    return activity.outputs().stream().flatMap(output -> output.paths().stream()).toList();
  }

  private static String list(List<String> names, boolean more) {
    Stream<String> rest = more ? Stream.of("…") : Stream.of();
    return String.join(", ", Stream.concat(names.stream(), rest).toList());
  }

  /** A table of known issues for each activity that has any. */
  static String issues() {
    StringBuilder text = new StringBuilder();
    List<String> activities =
        KnownIssues.ALL.stream().map(KnownIssue::activity).distinct().toList();
    for (String activity : activities) {
      text.append(text.isEmpty() ? "" : "\n").append("## ").append(activity).append("\n\n");
      text.append("| wrong | right | severity | effect |\n|---|---|---|---|\n");
      KnownIssues.ALL.stream()
          .filter(issue -> issue.activity().equals(activity))
          .forEach(
              issue ->
                  row(text, issue.wrong(), issue.right(), word(issue.severity()), issue.why()));
    }
    return text.toString();
  }

  private static String word(Severity severity) {
    return severity.name().toLowerCase(Locale.ROOT);
  }

  /** A table with one row a known error. */
  static String errors() {
    StringBuilder text = new StringBuilder("| error | fix |\n|---|---|\n");
    for (KnownError error : KnownError.values()) {
      row(text, error.name().toLowerCase(Locale.ROOT).replace('_', ' '), error.fix());
    }
    return text.toString();
  }

  /** A table with one row an agent and provider that fit. */
  static String agents() {
    StringBuilder text = new StringBuilder("| agent | model_provider | default model | key |\n");
    text.append("|---|---|---|---|\n");
    for (Agent agent : Agent.values()) {
      Stream.of(agent.provider(), Provider.OPENROUTER)
          .distinct()
          .forEach(
              provider ->
                  row(
                      text,
                      agent.label(),
                      provider.label(),
                      "`" + agent.defaultModel(provider) + "`",
                      provider.key()));
    }
    return text.toString();
  }

  private static void row(StringBuilder text, String... cells) {
    for (String cell : cells) {
      text.append("| ").append(cell.replace("|", BAR)).append(' ');
    }
    text.append("|\n");
  }
}
