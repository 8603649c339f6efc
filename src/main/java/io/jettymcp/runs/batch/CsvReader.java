package io.jettymcp.runs.batch;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads comma-separated values by RFC 4180, with any line end. A library would be larger than the
 * rest of this package, and its rows do not say on which line they begin.
 */
final class CsvReader {
  /**
   * A row.
   *
   * @param line where it begins, from 1
   */
  record Row(int line, List<String> cells) {
    Row {
      cells = List.copyOf(cells);
    }

    /** Returns whether it is an empty line. */
    boolean isBlank() {
      return cells.size() == 1 && cells.get(0).isBlank();
    }
  }

  /** Reports text that is not CSV; the message completes a sentence about the line. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;
    private final int line;

    Malformed(int line, String problem) {
      super(problem);
      this.line = line;
    }

    int line() {
      return line;
    }
  }

  private final String text;
  private int at;
  private int line = 1;

  private CsvReader(String text) {
    this.text = text;
  }

  /** Reads all rows, empty lines left out. */
  static List<Row> read(String text) throws Malformed {
    CsvReader reader = new CsvReader(text);
    List<Row> rows = new ArrayList<>();
    while (reader.at < text.length()) {
      Row row = reader.row();
      if (!row.isBlank()) {
        rows.add(row);
      }
    }
    return rows;
  }

  private Row row() throws Malformed {
    int begin = line;
    List<String> cells = new ArrayList<>();
    cells.add(cell());
    while (accept(',')) {
      cells.add(cell());
    }
    endLine();
    return new Row(begin, cells);
  }

  private String cell() throws Malformed {
    if (accept('"')) {
      return quoted();
    }
    int from = at;
    while (at < text.length() && !endsCell(text.charAt(at))) {
      at++;
    }
    return text.substring(from, at);
  }

  private String quoted() throws Malformed {
    int begin = line;
    StringBuilder cell = new StringBuilder();
    while (at < text.length()) {
      if (!accept('"')) {
        cell.append(text.charAt(at));
        next();
      } else if (accept('"')) {
        cell.append('"');
      } else if (at < text.length() && !endsCell(text.charAt(at))) {
        throw new Malformed(line, "has text after a closing quote");
      } else {
        return cell.toString();
      }
    }
    throw new Malformed(begin, "opens a quote that is never closed");
  }

  /** Moves on by one character and counts the line that it ends. */
  private void next() {
    char c = text.charAt(at);
    at++;
    boolean more = c == '\r' && at < text.length() && text.charAt(at) == '\n';
    if (endsLine(c) && !more) {
      line++;
    }
  }

  private void endLine() {
    boolean carriage = at < text.length() && text.charAt(at) == '\r';
    if (at < text.length()) {
      next();
    }
    if (carriage && at < text.length() && text.charAt(at) == '\n') {
      next();
    }
  }

  private boolean accept(char wanted) {
    boolean found = at < text.length() && text.charAt(at) == wanted;
    at += found ? 1 : 0;
    return found;
  }

  private static boolean endsCell(char c) {
    return c == ',' || endsLine(c);
  }

  private static boolean endsLine(char c) {
    return c == '\r' || c == '\n';
  }
}
