package io.jettymcp.runbooks.document;

import io.jettymcp.runbooks.document.CodeCheck.Kind;
import io.jettymcp.runbooks.document.CodeChecks.Block;
import io.jettymcp.runbooks.document.Markdown.Fence;
import io.jettymcp.runbooks.document.Markdown.Heading;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks the section Code Checks of version 2. */
final class CheckRules {
  private static final String SECTION = "## " + FormatVersion.CODE_CHECKS;
  private static final String OUTPUTS_EXIST = "outputs-exist";
  private static final List<String> BUILT_INS =
      List.of(
          "file_exists",
          "min_size",
          "json_valid",
          "regex_present",
          "regex_absent",
          "markdown_relative_links_resolve");

  private static final Pattern USE =
      Pattern.compile("use:\\s{0,9}[\"']?(\\w{1,60})[\"']?\\s*(?:#.*)?");
  private static final Pattern TARGET = Pattern.compile("(?:path|glob):\\s{0,9}\\S.*");

  /** A file of the results directory in a command or a built-in check. */
  private static final Pattern RESULT_FILE =
      Pattern.compile(
          "(?:\\{\\{\\s{0,8}results_dir\\s{0,8}\\}\\}|\\$\\{?RESULTS_DIR\\}?|/app/results)[\"']?/"
              + "([\\w./-]{1,200})");

  /** Files of a check that are compared, because the whole section is searched for each. */
  private static final int MAX_FILES = 100;

  private final RunbookParts parts;
  private final RunbookFindings findings;

  CheckRules(RunbookParts parts, RunbookFindings findings) {
    this.parts = parts;
    this.findings = findings;
  }

  void check(Heading section) {
    Set<String> ids = new HashSet<>();
    List<Block> blocks = CodeChecks.blocks(parts.body(), section);
    for (Block block : blocks) {
      if (block.title().isEmpty()) {
        title(block.heading());
      } else if (!ids.add(block.id())) {
        findings.refusal(
            block.heading().line(),
            where(block),
            "Two checks have this id.",
            "Give each check an id of its own.");
      }
      fence(block);
    }
    fenced(section);
    outputsExist(section, blocks);
    if (blocks.size() < 2) {
      findings.warning(
          section.line(),
          SECTION,
          "There are fewer than two checks.",
          "Add one that looks into the main output, besides " + OUTPUTS_EXIST + ".");
    }
  }

  private static String where(Block block) {
    return block.title().isPresent() ? "### " + block.id() : SECTION;
  }

  private void title(Heading heading) {
    if (TemplateRules.placeholder(heading.title()).isEmpty()) {
      findings.error(
          heading.line(),
          SECTION,
          "The heading of this check is not of the form id — name.",
          "Write \"### my-check — What it checks\"; an id has letters, digits, '.', '_' and '-',"
              + " and begins with a letter or digit.");
    }
  }

  private void fence(Block block) {
    int line = block.fence().map(Fence::open).orElse(block.heading().line());
    if (block.fence().isEmpty()) {
      findings.error(
          line,
          where(block),
          "A check needs a code fence, and this has none.",
          "Put the command into a ```bash fence below the heading.");
      return;
    }
    if (block.kind() == Kind.UNUSABLE) {
      findings.error(
          line,
          where(block),
          "This code fence has an unknown language.",
          "Write ```bash for a command, ```yaml for a built-in check or ```agent for an"
              + " instruction.");
    }
    executor(block, line);
    if (block.kind() == Kind.BUILT_IN) {
      builtIn(block, line);
    }
  }

  private void executor(Block block, int line) {
    for (String executor : block.executors()) {
      boolean known = executor.equals(CodeChecks.AGENT) || executor.equals(CodeChecks.JETTY);
      if (!known) {
        findings.error(
            line,
            where(block),
            "This executor is unknown.",
            "Write executor=jetty or executor=agent.");
      } else if (executor.equals(CodeChecks.JETTY) && block.kind() == Kind.INSTRUCTION) {
        findings.error(
            line,
            where(block),
            "Jetty cannot run an instruction for the agent.",
            "Remove executor=jetty, or write a ```bash fence.");
      }
    }
  }

  private void builtIn(Block block, int line) {
    List<String> fields = lines(block).stream().map(String::strip).toList();
    Optional<String> use =
        fields.stream()
            .map(USE::matcher)
            .filter(Matcher::matches)
            .map(found -> found.group(1))
            .findFirst();
    if (use.filter(BUILT_INS::contains).isEmpty()) {
      findings.error(
          line,
          where(block),
          use.isPresent() ? "There is no such built-in check." : "The built-in check has no use.",
          "Write use: with one of " + String.join(", ", BUILT_INS) + ".");
    }
    if (fields.stream().noneMatch(field -> TARGET.matcher(field).matches())) {
      findings.error(
          line,
          where(block),
          "The built-in check has no file to look at.",
          "Add path: or glob:, relative to the results directory.");
    }
  }

  private List<String> lines(Block block) {
    return block.fence().map(fence -> TemplateRules.lines(parts, fence)).orElse(List.of());
  }

  /** Warns of checks that a fence swallows. */
  private void fenced(Heading section) {
    parts.body().fencedHeadings().stream()
        .filter(within -> within.heading().level() == 3)
        .filter(within -> within.heading().line() > section.line())
        .filter(within -> within.heading().line() <= section.end())
        .filter(within -> CodeChecks.title(within.heading()).isPresent())
        .forEach(
            within ->
                findings.warning(
                    within.heading().line(),
                    SECTION,
                    "This heading is inside the code fence that opens at line "
                        + within.fence()
                        + ", so it is no check.",
                    "Close that fence first, if it is meant as one."));
  }

  private void outputsExist(Heading section, List<Block> blocks) {
    Optional<Block> check =
        blocks.stream().filter(block -> block.id().equals(OUTPUTS_EXIST)).findFirst();
    if (check.isEmpty()) {
      findings.error(
          section.line(),
          SECTION,
          "There is no check " + OUTPUTS_EXIST + ".",
          "Add \"### outputs-exist — Every required file exists\" with a bash fence that tests"
              + " each file.");
    }
    Optional<Heading> required = parts.body().section(SharedRules.OUTPUTS);
    if (check.isPresent() && required.isPresent()) {
      String declared =
          String.join("\n", parts.lines().subList(required.get().line(), required.get().end()));
      lines(check.get()).stream()
          .flatMap(line -> RESULT_FILE.matcher(line).results())
          .map(file -> file.group(1))
          .distinct()
          .limit(MAX_FILES)
          .filter(file -> !declared.contains(file))
          .forEach(file -> undeclared(check.get(), file));
    }
  }

  private void undeclared(Block check, String file) {
    findings.warning(
        check.fence().map(Fence::open).orElse(check.heading().line()),
        where(check),
        "It tests " + file + ", which is not among the required files.",
        "Add the file to ## " + SharedRules.OUTPUTS + ", or remove the test.");
  }
}
