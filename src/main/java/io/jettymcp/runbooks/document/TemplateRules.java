package io.jettymcp.runbooks.document;

import io.jettymcp.runbooks.document.CodeCheck.Kind;
import io.jettymcp.runbooks.document.CodeChecks.Block;
import io.jettymcp.runbooks.document.Markdown.Fence;
import io.jettymcp.runbooks.document.Markdown.Heading;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds parts of a template that are not filled in. */
final class TemplateRules {
  private static final String TODO = "{TODO";
  private static final String WHERE = "{TODO: …}";

  /** In version 1 more of them than this make the runbook a template. */
  private static final int MAX_TODOS = 2;

  /** A word in single braces; the sandbox fills only words in double ones. */
  private static final Pattern PLACEHOLDER =
      Pattern.compile("(?<![{$])\\{([A-Za-z][\\w -]{0,60})\\}(?!\\})");

  private static final Pattern FORMATTED = Pattern.compile("\\b[fF][rR]?[\"']");

  private final RunbookParts parts;
  private final RunbookFindings findings;

  private TemplateRules(RunbookParts parts, RunbookFindings findings) {
    this.parts = parts;
    this.findings = findings;
  }

  static void check(int version, RunbookParts parts, RunbookFindings findings) {
    TemplateRules rules = new TemplateRules(parts, findings);
    if (version == 1) {
      rules.first();
    } else {
      rules.second();
    }
  }

  /** The first placeholder of a template in a line. */
  static Optional<String> placeholder(String line) {
    Matcher found = PLACEHOLDER.matcher(line);
    return found.find() ? Optional.of(found.group(1)) : Optional.empty();
  }

  /** The lines within a fence. */
  static List<String> lines(RunbookParts parts, Fence fence) {
    return parts.lines().subList(fence.open(), Math.max(fence.open(), fence.close() - 1));
  }

  private void first() {
    List<Integer> left = todos(1, parts.lines().size());
    boolean template =
        left.size() > MAX_TODOS
            || left.stream().anyMatch(line -> line < parts.head().bodyFrom() || isHeading(line));
    report(left, template);
  }

  private boolean isHeading(int line) {
    return parts.body().headings().stream().anyMatch(heading -> heading.line() == line);
  }

  private void second() {
    Optional<Heading> section = parts.closing(FormatVersion.CODE_CHECKS);
    List<Block> checks =
        section.map(heading -> CodeChecks.blocks(parts.body(), heading)).orElse(List.of());
    int firstCheck = checks.isEmpty() ? parts.lines().size() + 1 : checks.get(0).heading().line();
    report(todos(1, firstCheck - 1), true);
    Set<Integer> later = new LinkedHashSet<>(todos(firstCheck, parts.lines().size()));
    for (Block check : checks) {
      placeholder(check.heading().title())
          .ifPresent(word -> unfilled(check.heading().line(), "### " + check.id(), word));
      if (check.kind() == Kind.COMMAND) {
        check.fence().ifPresent(fence -> command(check, fence, later));
      }
    }
    report(List.copyOf(later), false);
    parts.closing(FormatVersion.CHECKLIST).ifPresent(this::items);
  }

  private void command(Block check, Fence fence, Set<Integer> later) {
    String where = "### " + check.id();
    for (int line = fence.open() + 1; line < fence.close(); line++) {
      String text = parts.lines().get(line - 1);
      if (text.contains(TODO)) {
        later.remove(line);
        findings.error(line, where, "The command holds a {TODO: …}.", "Write what it has to test.");
      }
      int at = line;
      boolean formatted = FORMATTED.matcher(text).find();
      PLACEHOLDER
          .matcher(text)
          .results()
          .map(MatchResult::group)
          .distinct()
          .filter(word -> !formatted || word.equals("{primary_output}"))
          .forEach(word -> inCommand(at, where, word));
    }
  }

  private void inCommand(int line, String where, String word) {
    if (word.equals("{primary_output}")) {
      findings.error(
          line, where, "The command holds {primary_output}.", "Write the name of the file.");
    } else {
      findings.warning(
          line,
          where,
          "The command holds " + word + ", which nothing fills.",
          "Write {" + word + "} if it is a parameter, or the value.");
    }
  }

  private void items(Heading section) {
    for (int line = section.line() + 1; line <= section.end(); line++) {
      String text = parts.lines().get(line - 1);
      if (SecondVersionRules.isItem(text)) {
        int at = line;
        placeholder(text).ifPresent(word -> unfilled(at, "## " + FormatVersion.CHECKLIST, word));
      }
    }
  }

  private void unfilled(int line, String where, String word) {
    findings.error(
        line, where, "{" + word + "} is a placeholder of the template.", "Write what is meant.");
  }

  private List<Integer> todos(int from, int to) {
    List<Integer> found = new ArrayList<>();
    for (int line = from; line <= to; line++) {
      if (parts.lines().get(line - 1).contains(TODO)) {
        found.add(line);
      }
    }
    return found;
  }

  private void report(List<Integer> left, boolean error) {
    if (left.isEmpty()) {
      return;
    }
    String what =
        left.size() == 1
            ? "This {TODO: …} is unresolved."
            : left.size() + " lines hold a {TODO: …}; this is the first.";
    if (error) {
      findings.error(
          left.get(0),
          WHERE,
          what + " The template is not filled in.",
          "Fill it in, or remove it.");
    } else {
      findings.warning(left.get(0), WHERE, what, "Fill it in, or remove it.");
    }
  }
}
