package io.jettymcp.runbooks.document;

import io.jettymcp.runbooks.document.Markdown.Heading;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the tables of the section Parameters. */
final class ParametersTable {
  static final String WHERE = "## Parameters";

  private static final Pattern NAME = Pattern.compile(Placeholders.NAME);
  private static final Pattern MISNAMED =
      Pattern.compile("\\{\\{(?!\\s{0,8}(?:secrets\\.|\\.\\.\\.))");
  private static final Pattern RULE = Pattern.compile(":?-+:?");
  private static final Set<String> NO_DEFAULT =
      Set.of("", "—", "–", "-", "--", "(required)", "required");
  private static final Set<String> OPTIONAL = Set.of("(optional)", "optional");
  private static final Set<String> NOT_REQUIRED = Set.of("no", "false", "optional");

  private final Markdown text;
  private final RunbookFindings findings;
  private final List<Parameter> parameters = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private ParametersTable(Markdown text, RunbookFindings findings) {
    this.text = text;
    this.findings = findings;
  }

  static List<Parameter> read(Markdown text, RunbookFindings findings) {
    ParametersTable table = new ParametersTable(text, findings);
    text.section("Parameters").ifPresent(table::section);
    return List.copyOf(table.parameters);
  }

  private void section(Heading heading) {
    int end = heading.end();
    for (int line = heading.line() + 1; line < end; line++) {
      if (isRow(line) && isRow(line + 1) && isRule(cells(line + 1))) {
        line = table(line, end);
      }
    }
  }

  /** Reads a table from its header row on and returns its last line. */
  private int table(int header, int end) {
    Columns columns = Columns.of(cells(header));
    int line = header + 2;
    while (line <= end && isRow(line)) {
      row(columns, cells(line), line);
      line++;
    }
    return line - 1;
  }

  private void row(Columns columns, List<String> cells, int line) {
    String variable = columns.variable(cells);
    Optional<String> name =
        Placeholders.first(variable)
            .or(() -> Optional.of(plain(variable)).filter(n -> NAME.matcher(n).matches()));
    if (name.isEmpty() && MISNAMED.matcher(variable).find()) {
      findings.refusal(
          line,
          WHERE,
          "The template variable of this row has no usable name.",
          "Write {{name}} with letters, digits and underscores.");
    } else if (name.isEmpty()) {
      findings.warning(
          line,
          WHERE,
          "This row names no template variable.",
          "Write the name as {{name}}, of letters, digits and underscores, in the column"
              + " Template Variable.");
    } else if (!names.add(name.get())) {
      findings.error(
          line,
          WHERE,
          "The parameter " + name.get() + " is declared twice.",
          "Keep one of the rows.");
    } else {
      parameters.add(
          new Parameter(
              name.get(),
              defaultOf(columns.value(cells), columns.required(cells)),
              columns.description(cells),
              line));
    }
  }

  /** A parameter that is not required and has no default is empty. */
  private static Optional<String> defaultOf(String cell, String required) {
    String bare = bare(cell);
    if (OPTIONAL.contains(bare)) {
      return Optional.of("");
    }
    if (!NO_DEFAULT.contains(bare)) {
      return Optional.of(plain(cell));
    }
    return NOT_REQUIRED.contains(bare(required)) ? Optional.of("") : Optional.empty();
  }

  private static String bare(String cell) {
    return cell.replace("*", "").replace("_", "").strip().toLowerCase(Locale.ROOT);
  }

  /** A cell that is one piece of inline code, without its backticks. */
  private static String plain(String cell) {
    int marks = 0;
    while (marks < cell.length() && cell.charAt(marks) == '`') {
      marks++;
    }
    String mark = "`".repeat(marks);
    boolean code =
        marks > 0
            && cell.length() > 2 * marks
            && cell.indexOf(mark, marks) == cell.length() - marks;
    return code ? cell.substring(marks, cell.length() - marks).strip() : cell;
  }

  private boolean isRow(int line) {
    return line <= text.lines().size()
        && !text.isFenced(line)
        && text.lines().get(line - 1).indexOf('|') >= 0;
  }

  private static boolean isRule(List<String> cells) {
    return !cells.isEmpty() && cells.stream().allMatch(cell -> RULE.matcher(cell).matches());
  }

  /** The cells of a row. A pipe after a backslash or within inline code is part of its cell. */
  private List<String> cells(int line) {
    String row = text.lines().get(line - 1).strip();
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    int at = row.startsWith("|") ? 1 : 0;
    while (at < row.length()) {
      char c = row.charAt(at);
      int next = at + 1;
      if (c == '|') {
        cells.add(cell.toString().strip());
        cell.setLength(0);
      } else if (c == '\\' && row.startsWith("|", next)) {
        cell.append('|');
        next++;
      } else if (c == '`') {
        next = afterCode(row, at);
        cell.append(row.substring(at, next).replace("\\|", "|"));
      } else {
        cell.append(c);
      }
      at = next;
    }
    if (!cell.toString().isBlank()) {
      cells.add(cell.toString().strip());
    }
    return cells;
  }

  /** Where inline code that opens here ends, or where its opening backticks end if it does not. */
  private static int afterCode(String row, int open) {
    int start = open;
    while (start < row.length() && row.charAt(start) == '`') {
      start++;
    }
    int close = row.indexOf(row.substring(open, start), start);
    return close < 0 ? start : close + (start - open);
  }

  /** The index of each column; -1 if it is missing. */
  private record Columns(int name, int variableColumn, int value, int about, int need) {
    static Columns of(List<String> header) {
      return new Columns(
          find(header, "parameter", "name"),
          find(header, "template", "variable", "placeholder"),
          find(header, "default"),
          find(header, "description", "meaning"),
          find(header, "required"));
    }

    private static int find(List<String> header, String... words) {
      for (String word : words) {
        for (int i = 0; i < header.size(); i++) {
          if (header.get(i).toLowerCase(Locale.ROOT).contains(word)) {
            return i;
          }
        }
      }
      return -1;
    }

    String variable(List<String> cells) {
      return cell(cells, variableColumn >= 0 ? variableColumn : name);
    }

    String value(List<String> cells) {
      return cell(cells, value);
    }

    String required(List<String> cells) {
      return cell(cells, need);
    }

    String description(List<String> cells) {
      return cell(cells, about);
    }

    private static String cell(List<String> cells, int column) {
      return column >= 0 && column < cells.size() ? cells.get(column) : "";
    }
  }
}
