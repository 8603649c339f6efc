package io.jettymcp.runs.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReaderTest {
  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void anyLineEndEndsARow(String end) throws Exception {
    assertThat(CsvReader.read("a,b" + end + "1,2" + end))
        .containsExactly(
            new CsvReader.Row(1, List.of("a", "b")), new CsvReader.Row(2, List.of("1", "2")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void quotedLineEndBelongsToTheCell(String end) throws Exception {
    assertThat(CsvReader.read("\"one" + end + "two\",x" + end + "y,z"))
        .containsExactly(
            new CsvReader.Row(1, List.of("one" + end + "two", "x")),
            new CsvReader.Row(3, List.of("y", "z")));
  }

  @Test
  void doubledQuoteIsAQuote() throws Exception {
    assertThat(cells("\"say \"\"hi\"\", you\",\"\"")).containsExactly("say \"hi\", you", "");
  }

  @Test
  void quoteInsideAnUnquotedCellStays() throws Exception {
    assertThat(cells("5\" disk,b")).containsExactly("5\" disk", "b");
  }

  @Test
  void emptyCellsCount() throws Exception {
    assertThat(cells(",,")).containsExactly("", "", "");
    assertThat(cells("a,")).containsExactly("a", "");
  }

  @Test
  void emptyLinesAreSkippedAndCounted() throws Exception {
    assertThat(CsvReader.read("a\n\n  \nb\n\n"))
        .containsExactly(new CsvReader.Row(1, List.of("a")), new CsvReader.Row(4, List.of("b")));
  }

  @Test
  void openQuoteIsReportedWithItsLine() {
    assertThat(problem("a\n\"b\nc\nd").line()).isEqualTo(2);
    assertThat(problem("a\n\"b")).hasMessageContaining("never closed");
  }

  @Test
  void textAfterAClosingQuoteIsReportedWithItsLine() {
    assertThat(problem("a\n\"b\nc\"d").line()).isEqualTo(3);
  }

  private static List<String> cells(String text) throws CsvReader.Malformed {
    return CsvReader.read(text).get(0).cells();
  }

  private static CsvReader.Malformed problem(String text) {
    return catchThrowableOfType(CsvReader.Malformed.class, () -> CsvReader.read(text));
  }
}
