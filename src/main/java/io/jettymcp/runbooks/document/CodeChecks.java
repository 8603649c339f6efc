package io.jettymcp.runbooks.document;

import io.jettymcp.runbooks.document.CodeCheck.Kind;
import io.jettymcp.runbooks.document.Markdown.Fence;
import io.jettymcp.runbooks.document.Markdown.Heading;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the checks of the section Code Checks. */
final class CodeChecks {
  static final String AGENT = "agent";
  static final String JETTY = "jetty";
  static final String EXECUTOR = "executor";

  /** A hyphen separates only between spaces, because an id may hold one. */
  private static final Pattern TITLE =
      Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]{0,99})(?: {0,9}[—–] {0,9}| {1,9}- {1,9})(\\S.*)");

  /** The kind of a check by the language of its fence. */
  private static final Map<String, Kind> KINDS =
      Map.of(
          "",
          Kind.COMMAND,
          "bash",
          Kind.COMMAND,
          "sh",
          Kind.COMMAND,
          "shell",
          Kind.COMMAND,
          "yaml",
          Kind.BUILT_IN,
          "check",
          Kind.BUILT_IN,
          AGENT,
          Kind.INSTRUCTION);

  /**
   * A heading of the section with what is below it.
   *
   * @param title its id and name, if it has that form
   * @param fence its first, which counts
   */
  record Block(Heading heading, Optional<Matcher> title, Optional<Fence> fence) {
    String id() {
      return title.map(found -> found.group(1)).orElse("");
    }

    Kind kind() {
      return fence
          .map(found -> KINDS.getOrDefault(found.language(), Kind.UNUSABLE))
          .orElse(Kind.UNUSABLE);
    }

    /** The values that the fence gives for its executor; one at most is right. */
    List<String> executors() {
      return fence.stream()
          .flatMap(found -> found.attributes().stream())
          .filter(word -> word.startsWith(EXECUTOR))
          .map(word -> word.substring(Math.min(word.length(), EXECUTOR.length() + 1)))
          .toList();
    }

    CodeCheck check() {
      boolean byAgent = kind() == Kind.INSTRUCTION || executors().contains(AGENT);
      String name = title.map(found -> found.group(2).strip()).orElse("");
      return new CodeCheck(id(), name, kind(), byAgent, heading.line());
    }
  }

  private CodeChecks() {}

  static List<Block> blocks(Markdown body, Heading section) {
    return body.headings().stream()
        .filter(heading -> heading.level() == 3)
        .filter(heading -> heading.line() > section.line() && heading.line() <= section.end())
        .map(
            heading ->
                new Block(
                    heading,
                    title(heading),
                    body.fences(heading.line(), heading.end()).stream().findFirst()))
        .toList();
  }

  static Optional<Matcher> title(Heading heading) {
    return Optional.of(TITLE.matcher(heading.title())).filter(Matcher::matches);
  }

  /** The checks that Jetty knows: of two with one id it drops the second. */
  static List<CodeCheck> of(RunbookParts parts) {
    List<CodeCheck> checks = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    parts.closing(FormatVersion.CODE_CHECKS).stream()
        .flatMap(section -> blocks(parts.body(), section).stream())
        .filter(block -> block.title().isPresent() && ids.add(block.id()))
        .forEach(block -> checks.add(block.check()));
    return List.copyOf(checks);
  }
}
