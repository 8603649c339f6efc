package io.jettymcp.runbooks.document;

import io.jettymcp.runbooks.document.Frontmatter.SecretNeed;
import io.jettymcp.text.NearestName;
import io.jettymcp.workflow.Activities;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks that a runbook declares the parameters and secrets that it uses, and uses what it
 * declares.
 */
final class NameRules {
  /** Set in the sandbox without a declaration. */
  private static final Set<String> PASSED_ANYWAY =
      Set.of("REPLICATE_API_TOKEN", "GEMINI_API_KEY", "OPENAI_API_KEY");

  private static final Pattern VARIABLE_USE =
      Pattern.compile(
          "(?:\\$\\{?|environ\\[[\"']|environ\\.get\\([\"']|getenv\\([\"']|process\\.env\\.)"
              + "([A-Z][A-Z0-9_]{2,80})(?![A-Z0-9_])");
  private static final List<String> SECRET_ENDINGS =
      List.of("_KEY", "_TOKEN", "_SECRET", "_PASSWORD", "_PAT");

  /** A bound, as looking for the nearest of many names takes long. */
  private static final int MAX_GUESSED = 200;

  private final RunbookParts parts;
  private final RunbookFindings findings;
  private final Set<String> declared = new LinkedHashSet<>();
  private final Set<String> used = new HashSet<>();

  private NameRules(RunbookParts parts, RunbookFindings findings) {
    this.parts = parts;
    this.findings = findings;
    parts.parameters().forEach(parameter -> declared.add(parameter.name()));
    parts.placeholders().forEach(placeholder -> used.add(placeholder.name()));
  }

  static void check(RunbookParts parts, RunbookFindings findings) {
    NameRules rules = new NameRules(parts, findings);
    if (parts.body().section("Parameters").isPresent()) {
      rules.undeclared();
    } else {
      rules.withoutParameters();
    }
    rules.unused();
    rules.secretPlaceholders();
    rules.variables();
  }

  private void withoutParameters() {
    parts.placeholders().stream()
        .findFirst()
        .ifPresent(
            first ->
                findings.rule(
                    first.line(),
                    ParametersTable.WHERE,
                    "{{" + first.name() + "}} is used, but this section is missing.",
                    "Add \"## Parameters\" with the columns Parameter, Template Variable, Default,"
                        + " Description."));
  }

  private void undeclared() {
    List<String> known = declared.stream().limit(MAX_GUESSED).toList();
    parts.placeholders().stream()
        .filter(use -> !declared.contains(use.name()))
        .filter(use -> !Activities.SANDBOX_DIRECTORIES.contains(use.name()))
        .limit(MAX_GUESSED)
        .forEach(
            use ->
                findings.warning(
                    use.line(),
                    "{{" + use.name() + "}}",
                    "No parameter has this name, so nothing fills it.",
                    NearestName.of(use.name(), known)
                        .map(near -> "Write {{" + near + "}} if you mean that.")
                        .orElse("Add a row to the table under " + ParametersTable.WHERE + ".")));
  }

  private void unused() {
    parts.parameters().stream()
        .filter(parameter -> !used.contains(parameter.name()))
        .filter(parameter -> !Activities.SANDBOX_DIRECTORIES.contains(parameter.name()))
        .forEach(
            parameter ->
                findings.warning(
                    parameter.line(),
                    ParametersTable.WHERE,
                    "The parameter " + parameter.name() + " is never used.",
                    "Write {{" + parameter.name() + "}} where it belongs, or remove the row."));
  }

  private void secretPlaceholders() {
    Set<String> names = new HashSet<>();
    parts.frontmatter().secrets().forEach(need -> names.add(need.name()));
    Placeholders.eachSecret(
        parts.lines(),
        (name, line) -> {
          if (names.add(name)) {
            findings.warning(
                line,
                "{{secrets." + name + "}}",
                "No secret with this name is declared.",
                "Declare it under secrets in the frontmatter.");
          }
        });
  }

  /** Variables that look like secrets and that nothing in the runbook sets. */
  private void variables() {
    Map<String, Integer> used = new LinkedHashMap<>();
    for (int i = parts.head().bodyFrom(); i <= parts.lines().size(); i++) {
      Matcher use = VARIABLE_USE.matcher(parts.lines().get(i - 1));
      while (use.find()) {
        if (SECRET_ENDINGS.stream().anyMatch(use.group(1)::endsWith)) {
          used.putIfAbsent(use.group(1), i);
        }
      }
    }
    used.keySet().removeAll(PASSED_ANYWAY);
    parts.frontmatter().secrets().stream().map(SecretNeed::env).forEach(used::remove);
    parts.frontmatter().secrets().stream().map(SecretNeed::name).forEach(used::remove);
    used.entrySet().stream()
        .limit(MAX_GUESSED)
        .filter(use -> parts.lineWith(use.getKey() + "=").isEmpty())
        .forEach(
            use ->
                findings.warning(
                    use.getValue(),
                    "$" + use.getKey(),
                    "This variable looks like a secret, but no secret declares it, so the sandbox"
                        + " does not get it.",
                    "Declare it under secrets in the frontmatter."));
  }
}
