package io.jettymcp.cli.terminal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Lays out rows in columns that shrink, and then disappear, until a row fits into a line. */
final class Table {
  /**
   * A column.
   *
   * @param right whether its cells end at the same place, as numbers do
   * @param min the fewest columns of the terminal that it can shrink to
   * @param rank those of higher ranks shrink and disappear first; 0 never disappears
   */
  record Column(String title, boolean right, int min, int rank) {
    Column {
      title = DisplayWidth.clean(title);
    }

    static Column text(String title, int min, int rank) {
      return new Column(title, false, min, rank);
    }

    static Column number(String title, int rank) {
      return new Column(title, true, 0, rank);
    }
  }

  private static final int GAP = 2;

  private final List<Column> columns;
  private final List<List<Line>> rows = new ArrayList<>();

  Table(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /** Adds a row with a cell for each column. */
  void row(List<Line> cells) {
    rows.add(List.copyOf(cells));
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Draws the rows below the titles, and says which columns had no place. */
  void draw(Drawing drawing, int indent) {
    int[] widths = fit(drawing.columns() - indent);
    List<Line> titles = columns.stream().map(c -> Line.of(c.title(), Style.QUIET)).toList();
    drawing.line(line(titles, widths, indent, drawing.symbols()));
    rows.forEach(row -> drawing.line(line(row, widths, indent, drawing.symbols())));
    String hidden =
        IntStream.range(0, widths.length)
            .filter(i -> widths[i] == 0 && natural(i) > 0)
            .mapToObj(i -> columns.get(i).title())
            .filter(title -> !title.isEmpty())
            .collect(Collectors.joining(", "));
    if (!hidden.isEmpty()) {
      drawing.line(Line.of(" ".repeat(indent)).add("Too narrow for: " + hidden, Style.QUIET));
    }
  }

  private Line line(List<Line> cells, int[] widths, int indent, Symbols symbols) {
    Line line = Line.of(" ".repeat(indent));
    int column = indent;
    for (int i = 0; i < widths.length; i++) {
      if (widths[i] > 0) {
        Line cell = cells.get(i).cut(widths[i], symbols);
        line.to(columns.get(i).right() ? column + widths[i] - cell.width() : column).add(cell);
        column += widths[i] + GAP;
      }
    }
    return line;
  }

  /** Returns the width of each column; 0 for one that has no place or no content. */
  private int[] fit(int available) {
    int[] widths = IntStream.range(0, columns.size()).map(this::natural).toArray();
    int[] shrunk = shrink(widths, available);
    Optional<Integer> last = last(widths);
    while (excess(shrunk, available) > 0 && last.isPresent()) {
      widths[last.get()] = 0;
      shrunk = shrink(widths, available);
      last = last(widths);
    }
    return shrunk;
  }

  /** Takes from the columns of the highest rank first, and from the widest of a rank. */
  private int[] shrink(int[] natural, int available) {
    int[] widths = natural.clone();
    for (int excess = excess(widths, available); excess > 0; excess--) {
      Optional<Integer> widest =
          IntStream.range(0, widths.length)
              .boxed()
              .filter(i -> columns.get(i).min() > 0 && widths[i] > columns.get(i).min())
              .max(
                  Comparator.comparing((Integer i) -> columns.get(i).rank())
                      .thenComparing(i -> widths[i]));
      if (widest.isEmpty()) {
        break;
      }
      widths[widest.get()]--;
    }
    return widths;
  }

  /** Returns the column that disappears first. */
  private Optional<Integer> last(int[] widths) {
    return IntStream.range(0, widths.length)
        .boxed()
        .filter(i -> widths[i] > 0 && columns.get(i).rank() > 0)
        .max(Comparator.comparing(i -> columns.get(i).rank()));
  }

  private static int excess(int[] widths, int available) {
    int shown = (int) IntStream.of(widths).filter(width -> width > 0).count();
    return IntStream.of(widths).sum() + GAP * Math.max(0, shown - 1) - available;
  }

  /** Returns the width that a column would need; 0 if all of its cells are empty. */
  private int natural(int column) {
    int content = rows.stream().mapToInt(row -> row.get(column).width()).max().orElse(0);
    return content == 0 ? 0 : Math.max(content, DisplayWidth.of(columns.get(column).title()));
  }
}
