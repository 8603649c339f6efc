package io.jettymcp.runbooks.document;

import io.jettymcp.runbooks.document.FrontmatterReader.Head;
import io.jettymcp.text.NearestName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks the fields of the frontmatter. Repeats a value only if it is nearly right. */
final class FrontmatterRules {
  private static final List<String> EVALUATIONS = List.of("programmatic", "rubric");
  private static final int MAX_TIMEOUT = 900;

  /** A bound on findings; more outputs than this are hardly primary. */
  private static final int MAX_OUTPUTS = 50;

  private static final Set<String> SHOWN_ANYWAY = Set.of("summary.md", "validation_report.json");
  private static final Pattern ABSOLUTE = Pattern.compile("[/\\\\~].*|[A-Za-z]:.*", Pattern.DOTALL);

  private final RunbookParts parts;
  private final Head head;
  private final Frontmatter fields;
  private final RunbookFindings findings;

  private FrontmatterRules(RunbookParts parts, RunbookFindings findings) {
    this.parts = parts;
    this.head = parts.head();
    this.fields = parts.frontmatter();
    this.findings = findings;
  }

  static void check(RunbookParts parts, RunbookFindings findings) {
    if (parts.head().readable()) {
      FrontmatterRules rules = new FrontmatterRules(parts, findings);
      rules.required();
      rules.agent();
      rules.sandbox();
      rules.primaryOutputs();
      rules.codeChecks();
    }
  }

  private void required() {
    if (fields.version().isEmpty()) {
      findings.rule(
          head.line("version"),
          "version",
          "The frontmatter has no version.",
          "Add the runbook's own version, such as version: \"1.0.0\".");
    }
    if (fields.evaluation().isEmpty()) {
      findings.rule(
          head.line("evaluation"),
          "evaluation",
          "The frontmatter does not say how results are evaluated.",
          "Add evaluation: programmatic or evaluation: rubric.");
    }
    fields
        .evaluation()
        .filter(said -> !EVALUATIONS.contains(said))
        .ifPresent(
            said ->
                findings.rule(
                    head.line("evaluation"),
                    "evaluation",
                    "Unknown value.",
                    "Write " + String.join(" or ", EVALUATIONS) + "."));
  }

  private void agent() {
    fields.agent().ifPresent(said -> known("agent", said, Agent.labels()));
    fields.modelProvider().ifPresent(said -> known("model_provider", said, Provider.labels()));
    boolean slash = fields.model().filter(model -> model.indexOf('/') > 0).isPresent();
    if (slash
        && fields.modelProvider().isEmpty()
        && !fields.agent().equals(Optional.of("opencode"))) {
      findings.warning(
          head.line("model"),
          "model",
          "The model is named as OpenRouter names it, but no model_provider is said.",
          "Add model_provider: openrouter; else Jetty may take the agent's own provider, which"
              + " does not know the name.");
    }
    ModelChoice.of(fields.agent(), fields.model(), fields.modelProvider(), Set.of())
        .problems()
        .forEach(
            warning ->
                findings.warning(
                    head.line(fields.model().isPresent() ? "model" : "model_provider"),
                    "model",
                    warning,
                    "Change model, model_provider or agent so that they go together."));
  }

  private void known(String key, String said, List<String> known) {
    Optional<String> near = NearestName.of(said, known);
    String others = "Known are " + String.join(", ", known) + ".";
    if (known.contains(said)) {
      return;
    }
    if (near.isPresent()) {
      findings.error(
          head.line(key),
          key,
          "\"" + said + "\" is not known.",
          "Write " + near.get() + ". " + others);
    } else {
      findings.warning(
          head.line(key), key, "This value is unknown here, and perhaps to Jetty too.", others);
    }
  }

  private void sandbox() {
    if (fields.snapshot().isPresent() && fields.image().isPresent()) {
      findings.warning(
          head.line("image"),
          "image",
          "Both a snapshot and an image are set.",
          "Keep the one that the runbook should run in.");
    }
  }

  private void primaryOutputs() {
    String key = "primary_outputs";
    int line = head.line(key);
    if (fields.primaryOutputs().isEmpty()) {
      findings.warning(
          line,
          key,
          "No primary outputs are named, so Jetty shows the first file that it finds.",
          "Add primary_outputs with the main file, relative to the results directory.");
    }
    fields.primaryOutputs().stream().limit(MAX_OUTPUTS).forEach(path -> primaryOutput(line, path));
  }

  private void primaryOutput(int line, String path) {
    String key = "primary_outputs";
    if (ABSOLUTE.matcher(path).matches() || List.of(path.split("[/\\\\]")).contains("..")) {
      findings.error(
          line,
          key,
          "A primary output is outside the results directory.",
          "Write paths relative to the results directory, such as report.md.");
    } else if (Placeholders.first(path).equals(Optional.of("results_dir"))) {
      findings.error(
          line,
          key,
          "A primary output names the results directory.",
          "Remove {{results_dir}}/: the paths are relative to it.");
    } else if (SHOWN_ANYWAY.contains(path)) {
      findings.warning(
          line, key, path + " is not a main output: it is always shown.", "Remove it.");
    } else if (path.indexOf('*') < 0 && path.indexOf('{') < 0 && parts.lineWith(path).isEmpty()) {
      findings.warning(
          line,
          key,
          "The text never mentions this primary output, so nothing may write it.",
          "Use the same names here and under REQUIRED OUTPUT FILES.");
    }
  }

  private void codeChecks() {
    Map<String, Object> checks = fields.codeChecks();
    if (checks.containsKey("executor")) {
      findings.warning(
          head.line("code_checks.executor"),
          "code_checks.executor",
          "Jetty has no executor for all checks.",
          "Write executor=agent after the language of each code fence that the agent has to run.");
    }
    Object timeout = checks.get("timeout_sec");
    if (timeout != null && !(timeout instanceof Integer t && t >= 1 && t <= MAX_TIMEOUT)) {
      findings.error(
          head.line("code_checks.timeout_sec"),
          "code_checks.timeout_sec",
          "This must be an integer number of seconds, at most " + MAX_TIMEOUT + ".",
          "Write such a number, or remove it for the default of 120.");
    }
    if (checks.get("sources") instanceof List<?> sources) {
      sources.forEach(this::source);
    } else if (checks.get("sources") != null) {
      findings.error(
          head.line("code_checks.sources"),
          "code_checks.sources",
          "This must be a list.",
          "Write each source after a dash.");
    }
    if (checks.get("mcp_servers") != null && !(checks.get("mcp_servers") instanceof Map)) {
      findings.error(
          head.line("code_checks.mcp_servers"),
          "code_checks.mcp_servers",
          "This must be a mapping.",
          "Map names to servers.");
    }
  }

  /** Jetty reads a private source with a secret, which it looks up by the runbook's name for it. */
  private void source(Object source) {
    if (source instanceof Map<?, ?> fetched
        && fetched.get("secret") instanceof String name
        && fields.secrets().stream().noneMatch(need -> need.name().equals(name))) {
      findings.error(
          head.line("code_checks.sources"),
          "code_checks.sources",
          "A source names a secret that is not declared.",
          "Declare it under secrets in the frontmatter.");
    }
  }
}
