package io.jettymcp.runbooks.document;

import io.jettymcp.runbooks.document.FrontmatterReader.Head;
import io.jettymcp.workflow.Activities;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A parsed RUNBOOK.md. Its problems are findings with line numbers. */
public final class Runbook {
  private final String text;
  private final Frontmatter frontmatter;
  private final List<Parameter> parameters;
  private final List<RunbookStep> steps;
  private final List<Section> sections;
  private final List<CodeCheck> checks;
  private final List<Placeholder> placeholders;
  private final List<RunbookFinding> findings;
  private final String objective;
  private final int version;

  private Runbook(String text) {
    RunbookFindings found = new RunbookFindings();
    List<String> lines = Lines.of(text);
    Head head = FrontmatterReader.read(lines, found);
    Markdown body = new Markdown(lines, head.bodyFrom());
    this.text = text;
    this.frontmatter = head.frontmatter();
    this.parameters = ParametersTable.read(body, found);
    this.steps = RunbookSteps.of(body);
    this.sections = sections(body);
    this.placeholders = placeholders(lines, parameters);
    this.objective = objective(body);
    RunbookParts parts = new RunbookParts(lines, head, body, parameters, steps, placeholders);
    this.version = FormatVersion.of(parts);
    FrontmatterRules.check(parts, found);
    SharedRules.check(parts, found);
    NameRules.check(parts, found);
    if (version == 1) {
      FirstVersionRules.check(parts, found);
    } else {
      SecondVersionRules.check(parts, found);
    }
    TemplateRules.check(version, parts, found);
    this.checks = version == 1 ? List.of() : CodeChecks.of(parts);
    this.findings = found.list(version);
  }

  /** Reads any text; it never throws. */
  public static Runbook read(String text) {
    return new Runbook(text);
  }

  /** The original text. */
  public String text() {
    return text;
  }

  /** The version of the format: 1 or 2, and 1 if it is ambiguous. */
  public int version() {
    return version;
  }

  public Frontmatter frontmatter() {
    return frontmatter;
  }

  /** The rows of the Parameters table, in order. */
  public List<Parameter> parameters() {
    return parameters;
  }

  /** The steps, in order. */
  public List<RunbookStep> steps() {
    return steps;
  }

  /** The sections of the second level, in order. */
  public List<Section> sections() {
    return sections;
  }

  /** The checks of version 2, in order. */
  public List<CodeCheck> checks() {
    return checks;
  }

  /** Every placeholder that is used, once, in the order of first use. */
  public List<Placeholder> placeholders() {
    return placeholders;
  }

  /** Errors and warnings, by line. */
  public List<RunbookFinding> findings() {
    return findings;
  }

  /** Returns whether it has no errors. */
  public boolean isValid() {
    return findings.stream().noneMatch(RunbookFinding::error);
  }

  /** The placeholders that no parameter declares and Jetty does not fill by itself. */
  public Set<String> undeclared() {
    Set<String> names = new LinkedHashSet<>();
    placeholders.forEach(placeholder -> names.add(placeholder.name()));
    parameters.forEach(parameter -> names.remove(parameter.name()));
    Activities.SANDBOX_DIRECTORIES.forEach(names::remove);
    return names;
  }

  /** The first paragraph of the Objective in one line, or empty. */
  public String objective() {
    return objective;
  }

  /**
   * The text with {@code {{name}}} replaced for the names given; others stay, and so do the rows
   * that declare parameters.
   */
  public String fill(Map<String, String> values) {
    Set<Integer> declarations = new HashSet<>();
    parameters.forEach(parameter -> declarations.add(parameter.line()));
    return Placeholders.fill(text, values, declarations);
  }

  /** The same for a part of a runbook. */
  public static String fill(String part, Map<String, String> values) {
    return Placeholders.fill(part, values);
  }

  /** All uses but the one in each row of the Parameters table that declares the name. */
  private static List<Placeholder> placeholders(List<String> lines, List<Parameter> parameters) {
    Map<String, Integer> declared = new LinkedHashMap<>();
    parameters.forEach(parameter -> declared.put(parameter.name(), parameter.line()));
    Map<String, Placeholder> first = new LinkedHashMap<>();
    Placeholders.each(
        lines,
        (name, line) -> {
          if (!declared.remove(name, line)) {
            first.putIfAbsent(name, new Placeholder(name, line));
          }
        });
    return List.copyOf(first.values());
  }

  private static List<Section> sections(Markdown body) {
    return body.headings().stream()
        .filter(heading -> heading.level() == 2)
        .map(heading -> new Section(heading.title(), heading.line(), heading.end()))
        .toList();
  }

  private static String objective(Markdown body) {
    List<String> paragraph = new ArrayList<>();
    body.section("Objective")
        .ifPresent(
            heading -> {
              for (String line : body.lines().subList(heading.line(), heading.end())) {
                if (!line.isBlank()) {
                  paragraph.add(line.strip());
                } else if (!paragraph.isEmpty()) {
                  break;
                }
              }
            });
    return String.join(" ", paragraph);
  }
}
