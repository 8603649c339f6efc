package io.jettymcp.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TableTest {
  private final Table table =
      new Table(
          List.of(
              Table.Column.text("name", 4, 0),
              Table.Column.number("runs", 1),
              Table.Column.text("about", 6, 2),
              Table.Column.text("note", 4, 3)));

  private String draw(int columns) {
    Drawing drawing = new Drawing(Sample.terminal(columns), Sample.CLOCK);
    table.draw(drawing, 0);
    return drawing.text(false);
  }

  private void row(String... cells) {
    table.row(Stream.of(cells).map(Line::of).toList());
  }

  @Test
  void numbersEndAtTheSamePlace() {
    row("日本", "7", "wide characters", "");
    row("plain", "1200", "narrow ones", "");
    assertThat(draw(80))
        .isEqualTo(
            """
            name   runs  about
            日本      7  wide characters
            plain  1200  narrow ones
            """);
  }

  @Test
  void columnsOfTheLastRankShrinkFirst() {
    row("alpha", "1", "some longer words", "more words");
    assertThat(draw(40))
        .isEqualTo(
            """
            name   runs  about              note
            alpha     1  some longer words  more wo…
            """);
    assertThat(draw(32))
        .isEqualTo(
            """
            name   runs  about          note
            alpha     1  some longer …  mor…
            """);
  }

  @Test
  void columnsWithoutAPlaceAreNamed() {
    row("a longer name", "1", "some longer words", "more words");
    assertThat(draw(20))
        .isEqualTo(
            """
            name    runs  about
            a lon…     1  some …
            Too narrow for: note
            """);
  }

  @Test
  void emptyColumnsTakeNoPlace() {
    row("alpha", "", "", "x");
    assertThat(draw(80)).startsWith("name   note\n");
  }
}
