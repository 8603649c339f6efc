package io.jettymcp.runbooks.document;

import io.jettymcp.runbooks.document.Frontmatter.SecretNeed;
import io.jettymcp.text.NearestName;
import io.jettymcp.text.VariableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;

/** Finds and reads the YAML block at the head of a runbook. */
final class FrontmatterReader {
  /** The block opens within the first lines of the file. */
  private static final int OPENS_WITHIN = 5;

  private static final String SECRETS = "secrets";

  private static final List<String> KEYS =
      List.of(
          "version",
          "evaluation",
          "agent",
          "model",
          "model_provider",
          "snapshot",
          "image",
          "primary_outputs",
          SECRETS,
          "origin",
          "mcp_servers",
          "strict_evaluation",
          "code_checks");
  private static final List<String> SECRET_KEYS =
      List.of("env", "description", "required", "expose_to_agent", "expose_to_checks");
  private static final List<String> CHECK_KEYS =
      List.of("executor", "timeout_sec", "sources", "mcp_servers", "references");

  /**
   * A frontmatter with where it stands.
   *
   * @param readable whether it could be read as a whole, so that what is not there was not given
   * @param lines the line of each key that is given and not null
   * @param bodyFrom the first line after it
   */
  record Head(Frontmatter frontmatter, boolean readable, Map<String, Integer> lines, int bodyFrom) {
    /** The line of a key, or of the block where it is not given. */
    int line(String key) {
      return lines.getOrDefault(key, 1);
    }
  }

  private final RunbookFindings findings;

  private FrontmatterReader(RunbookFindings findings) {
    this.findings = findings;
  }

  static Head read(List<String> lines, RunbookFindings findings) {
    return new FrontmatterReader(findings).head(lines);
  }

  private Head head(List<String> lines) {
    int open = fence(lines, 0);
    if (open >= Math.min(lines.size(), OPENS_WITHIN)) {
      findings.rule(
          1,
          YamlBlock.WHERE,
          "There is no frontmatter.",
          "Open one with a line --- within the first " + OPENS_WITHIN + " lines.");
      return new Head(Frontmatter.none(), false, Map.of(), 1);
    }
    int close = fence(lines, open + 1);
    if (close == lines.size()) {
      findings.refusal(
          open + 1,
          YamlBlock.WHERE,
          "The frontmatter that opens here never ends.",
          "Close it with a line ---.");
      return new Head(Frontmatter.none(), false, Map.of(), 1);
    }
    YamlBlock block = new YamlBlock(lines.subList(open + 1, close), open + 2);
    Optional<MappingNode> mapping = block.mapping(findings);
    if (mapping.isEmpty()) {
      return new Head(Frontmatter.none(), false, Map.of(), close + 2);
    }
    YamlMap fields = new YamlMap(block, mapping.get(), "", findings);
    warnOfUnknown(fields, KEYS);
    Map<String, Integer> given = new LinkedHashMap<>(fields.lines());
    given.keySet().removeIf(key -> !fields.has(key));
    return new Head(frontmatter(fields, given), true, given, close + 2);
  }

  /**
   * The first line of three dashes from one on; with space before them they are part of the YAML.
   */
  private static int fence(List<String> lines, int from) {
    int at = from;
    while (at < lines.size() && !lines.get(at).stripTrailing().equals("---")) {
      at++;
    }
    return at;
  }

  private Frontmatter frontmatter(YamlMap fields, Map<String, Integer> given) {
    return new Frontmatter(
        fields.text("version"),
        fields.text("evaluation"),
        fields.text("agent"),
        fields.text("model"),
        fields.text("model_provider"),
        fields.text("snapshot"),
        fields.text("image"),
        fields.texts("primary_outputs"),
        secrets(fields),
        fields.plain("mcp_servers"),
        fields.flag("strict_evaluation", false),
        codeChecks(fields, given));
  }

  private List<SecretNeed> secrets(YamlMap fields) {
    List<SecretNeed> needs = new ArrayList<>();
    fields
        .map(SECRETS, findings::refusal)
        .ifPresent(
            secrets -> secrets.lines().keySet().forEach(name -> needs.add(secret(secrets, name))));
    return needs;
  }

  private SecretNeed secret(YamlMap secrets, String name) {
    Optional<YamlMap> given = secrets.map(name);
    given.ifPresent(fields -> warnOfUnknown(fields, SECRET_KEYS));
    given.ifPresent(fields -> fields.flag("expose_to_agent", true));
    given.ifPresent(fields -> fields.flag("expose_to_checks", false));
    String env = given.flatMap(fields -> fields.text("env", findings::refusal)).orElse(name);
    return new SecretNeed(
        name,
        isVariable(secrets, name, env) ? env : name,
        given.flatMap(fields -> fields.text("description")).orElse(""),
        given.map(fields -> fields.flag("required", true)).orElse(true));
  }

  /** Does not repeat an invalid name, which may be the secret itself. */
  private boolean isVariable(YamlMap secrets, String name, String env) {
    boolean fine = VariableName.isValid(env);
    if (!fine) {
      findings.refusal(
          secrets.line(name),
          secrets.where(name),
          "Its env is not the name of an environment variable.",
          "Write a name of letters, digits and underscores, such as OPENAI_API_KEY; the value"
              + " itself belongs into the collection's environment.");
    } else if (!env.equals(env.toUpperCase(Locale.ROOT))) {
      findings.warning(
          secrets.line(name),
          secrets.where(name),
          "Its variable is not written in capitals.",
          "Check that env holds the name of the variable, such as OPENAI_API_KEY, and not its"
              + " value.");
    }
    return fine;
  }

  /** The code checks; the lines of their keys join those of the frontmatter. */
  private Map<String, Object> codeChecks(YamlMap fields, Map<String, Integer> given) {
    String key = "code_checks";
    return fields
        .map(key)
        .map(
            checks -> {
              warnOfUnknown(checks, CHECK_KEYS);
              checks.lines().forEach((name, line) -> given.put(key + "." + name, line));
              return fields.plain(key);
            })
        .orElse(Map.of());
  }

  private void warnOfUnknown(YamlMap fields, List<String> known) {
    fields
        .lines()
        .forEach(
            (key, line) -> {
              if (!known.contains(key)) {
                findings.warning(
                    line,
                    fields.where(key),
                    "Jetty does not know this key.",
                    NearestName.of(key, known)
                        .map(near -> "Write " + near + " if you mean that.")
                        .orElse("Known are " + String.join(", ", known) + "."));
              }
            });
  }
}
