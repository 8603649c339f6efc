package io.jettymcp.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineTest {
  @Test
  void colorSurroundsTextAndIsReset() {
    Line line = Line.of("a", Style.FAILURE).add("b");
    assertThat(line.text(true)).isEqualTo("\u001b[31ma\u001b[0mb");
    assertThat(line.text(false)).isEqualTo("ab");
  }

  @Test
  void lineThatDoesNotFitEndsInAnEllipsis() {
    Line line = Line.of("abc").add("日本", Style.TITLE);
    assertThat(line.cut(7, Symbols.UNICODE)).isSameAs(line);
    assertThat(line.cut(6, Symbols.UNICODE).text(false)).isEqualTo("abc日…");
    assertThat(line.cut(5, Symbols.UNICODE).text(false)).isEqualTo("abc…");
    assertThat(line.cut(4, Symbols.ASCII).text(false)).isEqualTo("abc~");
    assertThat(line.cut(0, Symbols.UNICODE).text(false)).isEmpty();
  }

  @Test
  void textFromRightToLeftDoesNotMoveWhatFollows() {
    assertThat(Line.of("שלום").add("  12").text(false)).isEqualTo("שלום\u200e  12");
  }

  @Test
  void blanksAtTheEndAreLeftOut() {
    assertThat(Line.of("a ", Style.TITLE).to(20).text(true)).isEqualTo("\u001b[1ma\u001b[0m");
  }
}
