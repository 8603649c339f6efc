package io.jettymcp.runbooks.document;

import io.jettymcp.runbooks.document.Markdown.Fence;
import io.jettymcp.runbooks.document.Markdown.Heading;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks what both versions of the format require. */
final class SharedRules {
  static final String OBJECTIVE = "Objective";
  static final String OUTPUTS = "REQUIRED OUTPUT FILES";

  // Bounded or without alternatives, so that no line makes matching slow.
  private static final Pattern ROUNDS =
      Pattern.compile("max \\d{1,9} round|up to \\d", Pattern.CASE_INSENSITIVE);
  private static final Pattern ABSOLUTE_PATH = Pattern.compile("`(/[^`\\s]{1,300})`");
  private static final String RESULTS = "/app/results";

  private final RunbookParts parts;
  private final Markdown body;
  private final RunbookFindings findings;

  private SharedRules(RunbookParts parts, RunbookFindings findings) {
    this.parts = parts;
    this.body = parts.body();
    this.findings = findings;
  }

  static void check(RunbookParts parts, RunbookFindings findings) {
    SharedRules rules = new SharedRules(parts, findings);
    SectionRules sections = new SectionRules(parts, findings);
    rules.readable();
    sections.require(OBJECTIVE, parts.top());
    sections.require(OUTPUTS, parts.top());
    rules.outputs();
    rules.steps();
    rules.evaluation();
    rules.boundedLoop();
    rules.niceToHave("Dependencies", "list the packages, services and tasks that it needs");
    rules.niceToHave("Tips", "say what earlier runs taught");
  }

  private void readable() {
    for (int i = 0; i < parts.lines().size(); i++) {
      if (parts.lines().get(i).indexOf('\0') >= 0) {
        findings.error(
            i + 1, "runbook", "The line holds a NUL character.", "Save the file as UTF-8 text.");
        break;
      }
    }
    List<Fence> fences = body.fences();
    if (!fences.isEmpty() && fences.get(fences.size() - 1).close() > parts.lines().size()) {
      findings.rule(
          fences.get(fences.size() - 1).open(),
          "code fence",
          "This code fence is never closed, so all headings after it are ignored.",
          "Close it with the same marks on a line of their own.");
    }
  }

  private void outputs() {
    int line = body.section(OUTPUTS).map(Heading::line).orElse(parts.top());
    if (parts.lineWith("validation_report.json").isEmpty()) {
      findings.rule(
          line,
          "## " + OUTPUTS,
          "validation_report.json is not among the files.",
          "Add {{results_dir}}/validation_report.json: Jetty reads the result from it.");
    }
    if (parts.lineWith("summary.md").isEmpty()) {
      findings.warning(
          line,
          "## " + OUTPUTS,
          "summary.md is not among the files.",
          "Add {{results_dir}}/summary.md: Jetty shows it with the result.");
    }
    body.section(OUTPUTS)
        .ifPresent(
            heading -> {
              for (int i = heading.line() + 1; i <= heading.end(); i++) {
                Matcher path = ABSOLUTE_PATH.matcher(parts.lines().get(i - 1));
                if (path.find()) {
                  absolute(i, path.group(1));
                }
              }
            });
  }

  private void absolute(int line, String path) {
    boolean inside = path.equals(RESULTS) || path.startsWith(RESULTS + "/");
    findings.warning(
        line,
        "## " + OUTPUTS,
        inside
            ? "The path is valid at Jetty only."
            : "The path is outside the results directory, so the file is lost after the run.",
        "Write {{results_dir}}/ and the name of the file.");
  }

  private void steps() {
    if (parts.steps().isEmpty()) {
      findings.warning(
          parts.top(),
          "## Step N: …",
          "There are no steps.",
          "Write each as a section \"## Step 1: title\".");
    }
    Set<Integer> numbers = new HashSet<>();
    int before = Integer.MIN_VALUE;
    for (RunbookStep step : parts.steps()) {
      if (!numbers.add(step.number())) {
        findings.warning(
            step.line(),
            "## Step " + step.number(),
            "Two steps have this number.",
            "Number the steps in order, since the text refers to them by number.");
      } else if (step.number() < before) {
        findings.warning(
            step.line(),
            "## Step " + step.number(),
            "The steps are out of order.",
            "Number them in the order in which they appear.");
      }
      before = Math.max(before, step.number());
    }
  }

  private void evaluation() {
    boolean there =
        body.headings().stream()
            .map(heading -> heading.title().toLowerCase(Locale.ROOT))
            .anyMatch(title -> title.contains("evaluat") || title.contains("rubric"));
    if (there) {
      return;
    }
    Optional<Integer> mentioned = parts.lineWith("Evaluate").or(() -> parts.lineWith("Rubric"));
    if (mentioned.isPresent()) {
      findings.warning(
          mentioned.get(),
          "evaluation",
          "Evaluation is mentioned, but has no section.",
          "Give it a section of its own, such as \"## Step 4: Evaluate Outputs\".");
    } else {
      findings.rule(
          parts.bottom(),
          "evaluation",
          "No section says how results are evaluated.",
          "Add one, such as \"## Step 4: Evaluate Outputs\" or a rubric.");
    }
  }

  private void boundedLoop() {
    for (int i = parts.head().bodyFrom(); i <= parts.lines().size(); i++) {
      if (isBound(parts.lines().get(i - 1))) {
        return;
      }
    }
    int line =
        body.headings().stream()
            .filter(heading -> heading.title().toLowerCase(Locale.ROOT).contains("iterat"))
            .findFirst()
            .map(Heading::line)
            .orElse(parts.bottom());
    findings.rule(
        line,
        "iteration",
        "Nothing limits how often the agent retries.",
        "Write for example \"## Step 5: Iterate on Errors (max 3 rounds)\".");
  }

  private static boolean isBound(String line) {
    if (ROUNDS.matcher(line).find()) {
      return true;
    }
    String lower = line.toLowerCase(Locale.ROOT);
    int iterate = lower.indexOf("iterate");
    return iterate >= 0 && lower.indexOf("max", iterate) >= 0;
  }

  private void niceToHave(String title, String use) {
    if (body.section(title).isEmpty()) {
      findings.warning(
          parts.bottom(),
          "## " + title,
          "This section is missing.",
          "Add \"## " + title + "\" to " + use + ".");
    }
  }
}
