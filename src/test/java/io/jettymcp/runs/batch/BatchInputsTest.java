package io.jettymcp.runs.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.json.Json;
import io.jettymcp.runs.RunStartTest;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.Acme;
import io.jettymcp.tools.RunTools;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Tests rows read from a file or a string. */
class BatchInputsTest {
  @TempDir private Path folder;

  @Test
  void headerNamesTheInputsOfEachRow() {
    assertThat(sent("text,note\nHi,one\n\"Bye, all\",two\n"))
        .containsExactly(
            "{\"text\":\"Hi\",\"note\":\"one\"}", "{\"text\":\"Bye, all\",\"note\":\"two\"}");
  }

  @Test
  void valuesHaveTheTypesThatTheTaskDeclares() {
    assertThat(sent("text,n,flag,list,more\n7,7,true,\"[1,2]\",7\n"))
        .containsExactly("{\"text\":\"7\",\"n\":7,\"flag\":true,\"list\":[1,2],\"more\":\"7\"}");
  }

  @Test
  void valueOfAnotherTypeStaysAString() {
    assertThat(sent("n,flag\nseven,1\n")).containsExactly("{\"n\":\"seven\",\"flag\":\"1\"}");
  }

  @Test
  void emptyCellLeavesTheDefault() {
    assertThat(sent("text,n\nHi,\n")).containsExactly("{\"text\":\"Hi\"}");
  }

  @Test
  void jsonLinesKeepTheirTypes() {
    assertThat(sent("{\"n\":\"7\"}\r\n\n {\"n\":[7]}"))
        .containsExactly("{\"n\":\"7\"}", "{\"n\":[7]}");
  }

  @Test
  void byteOrderMarkIsSkipped() {
    assertThat(sent("\ufefftext\nHi")).containsExactly("{\"text\":\"Hi\"}");
  }

  @Test
  void fileIsReadAsText() throws Exception {
    Path file = Files.writeString(folder.resolve("rows.csv"), "\ufefftext\r\nGr\u00fc\u00dfe\r\n");
    FakeJetty jetty = jetty();
    batch(jetty, new FakeLocalAccess().file("rows.csv", file), "runs_path", "rows.csv");
    assertThat(sent(jetty)).containsExactly("{\"text\":\"Gr\u00fc\u00dfe\"}");
  }

  @Test
  void fileInAnotherEncodingIsRefused() throws Exception {
    Path file = folder.resolve("rows.csv");
    Files.write(file, "text\nGr\u00fc\u00dfe".getBytes(StandardCharsets.ISO_8859_1));
    FakeLocalAccess local = new FakeLocalAccess().file("rows.csv", file);
    assertThat(batch(jetty(), local, "runs_path", "rows.csv").failure(BadArguments.class).problem())
        .isEqualTo("\"runs_path\" must be a text file in UTF-8.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "text,n~Hi|line 2 has 1 cells, but the header has 2",
        "text~a~b,c|line 3 has 2 cells, but the header has 1",
        "text~a~'b|line 3 opens a quote that is never closed",
        "text~'a'b|line 2 has text after a closing quote",
        "text,text~a,b|line 1 must name each input once",
        "text,~a,b|line 1 must name each input once",
        "~~text,text~a,b|line 3 must name each input once",
        "[{'a':1},{'a':2}]|is a JSON array: pass it as runs, or write one object a line",
        " ~[~  {'a':1}~]|is a JSON array: pass it as runs, or write one object a line",
        "{~  'a': 1~}|line 1 is not a JSON object: write each object on one line",
        "{}~{'a':|line 2 is not a JSON object",
        "{} {}|line 1 is not a JSON object",
        "{}~~[1]|line 3 is not a JSON object",
        "{'a':1}~{'a':[1e400]}|\"runs_csv\": line 2 holds a number beyond 1.8e308.",
        "text|must have 1 to 100 rows, not 0",
      })
  void badRowIsNamedByItsLine(String text, String problem) {
    FakeJetty jetty = jetty();
    String csv = text.replace('~', '\n').replace('\'', '"');
    ToolHarness call = batch(jetty, new FakeLocalAccess(), "runs_csv", csv);
    assertThat(call.failure(BadArguments.class).problem()).contains("\"runs_csv\"", problem);
    assertThat(jetty.requests()).isEmpty();
  }

  @Test
  void moreThanAHundredRowsAreRefused() {
    String csv =
        IntStream.range(0, 101)
            .mapToObj(i -> "" + i)
            .collect(Collectors.joining("\n", "text\n", ""));
    assertThat(
            batch(jetty(), new FakeLocalAccess(), "runs_csv", csv)
                .failure(BadArguments.class)
                .problem())
        .contains("1 to 100 rows, not 101");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "runs_csv|text,n~Hi,1~[redacted],2",
        "runs_csv|{\"text\":\"Hi\"}~{\"text\":\"[redacted]\"}",
        "runs|[{\"text\":\"Hi\"},{\"text\":\"[redacted]\"}]"
      })
  void marksOfHiddenValuesAreRefused(String argument, String rows) {
    FakeJetty jetty = jetty();
    ToolHarness call = batch(jetty, new FakeLocalAccess(), argument, rows.replace('~', '\n'));
    assertThat(call.failure(BadArguments.class).argument()).isEqualTo(argument);
    assertThat(call.failure(BadArguments.class).problem())
        .contains("such as [redacted]", ": [1].text. Pass the value itself.");
    assertThat(jetty.requests()).isEmpty();
  }

  private static FakeJetty jetty() {
    return new Routes()
        .on(
            RunStartTest.TASK,
            "{'workflow':{'init_params':{'text':'Hi','n':1.5,'flag':false,'list':[],'none':null}}}")
        .on(RunStartTest.TRIAL, Routes.notFound())
        .on(RunStartTest.ENVIRONMENT, Acme.ENVIRONMENT)
        .on(RunStartTest.RUN, Acme.STARTED)
        .jetty();
  }

  private static List<String> sent(String csv) {
    FakeJetty jetty = jetty();
    assertThat(batch(jetty, new FakeLocalAccess(), "runs_csv", csv).failure()).isEmpty();
    return sent(jetty);
  }

  private static List<String> sent(FakeJetty jetty) {
    return jetty.requests().stream()
        .filter(request -> FakeJetty.line(request).equals(RunStartTest.RUN))
        .map(request -> FakeJetty.body(request).replace("init_params=", ""))
        .toList();
  }

  private static ToolHarness batch(
      FakeJetty jetty, FakeLocalAccess local, String argument, String value) {
    ObjectNode arguments = Json.object().put("task", "test-echo").put("wait_seconds", 0);
    return ToolHarness.of(RunTools.RUN_BATCH, jetty, local, arguments.put(argument, value));
  }
}
