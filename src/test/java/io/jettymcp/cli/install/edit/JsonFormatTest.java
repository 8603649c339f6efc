package io.jettymcp.cli.install.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFormatTest {
  private static final Map<String, Object> ENTRY = Map.of("command", "/x");

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "{}"})
  void emptyFileGetsOnlyTheServer(String text) throws UneditableException {
    assertThat(with(text, ENTRY).strip())
        .isEqualTo(
            """
            {
              "s": {
                "jetty": {
                  "command": "/x"
                }
              }
            }""");
  }

  @Test
  void fileWithNothingButCommentsKeepsThem() throws UneditableException {
    assertThat(with("// mine", ENTRY)).startsWith("// mine\n{\n  \"s\": {");
  }

  @Test
  void indentationAndLineEndsAreThoseOfTheFile() throws UneditableException {
    assertThat(with("{\r\n\t\"a\": 1\r\n}\r\n", ENTRY))
        .isEqualTo(
            """
            {
            \t"a": 1,
            \t"s": {
            \t\t"jetty": {
            \t\t\t"command": "/x"
            \t\t}
            \t}
            }
            """
                .replace("\n", "\r\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"s\":{\"o\":1}} | {\"s\":{\"o\":1, \"jetty\": {\"command\": \"/x\"}}}",
        "{\"s\":{\"o\":1,}} | {\"s\":{\"o\":1, \"jetty\": {\"command\": \"/x\"},}}",
        "{\"s\":{}} | {\"s\":{\"jetty\": {\"command\": \"/x\"}}}",
        "{\"s\":null} | {\"s\":{\"jetty\": {\"command\": \"/x\"}}}",
        "{\"a\":1 /* c */} | {\"a\":1, /* c */ \"s\": {\"jetty\": {\"command\": \"/x\"}}}",
      })
  void singleLineStaysOne(String before, String after) throws UneditableException {
    assertThat(with(before, ENTRY)).isEqualTo(after);
  }

  @Test
  void changedFieldsAloneAreRewritten() throws UneditableException {
    String before =
        """
        {"s": {
          // the server
          "jetty": { "args" : [ "a" ], // why
                     "timeout": 1.50, /* old */ "command":"/old",
                     "env": {"A": "1", "B":"2"} }
        }}
        """;
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("args", List.of("a"));
    entry.put("timeout", new Literal("1.50"));
    entry.put("command", "/new");
    entry.put("env", Map.of("B", "3"));

    assertThat(with(before, entry))
        .isEqualTo(
            before
                .replace("\"/old\"", "\"/new\"")
                .replace("\"A\": \"1\", \"B\":\"2\"", "\"B\":\"3\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'a', /* c */ 'b' // d | a b c | 'a', /* c */ 'b', // d%'c'",
        "'a', /* c */ 'b', // d | a b c | 'a', /* c */ 'b', // d%'c',",
        "'a', // c%'b' | a x b | 'a', // c%'x',%'b'",
        "'a', // c%'b', // d%'e' | a e | 'a', // c% // d%'e'",
        "'a', // c%'b' // d | x b | 'x', // c%'b' // d",
        "'a' // c | x a | 'x',%'a' // c",
        "'a', /* c */ 'b' | x y z | 'x', /* c */ 'y',%'z'",
      })
  void arrayKeepsItsComments(String before, String items, String after) throws UneditableException {
    assertThat(with(array(before), Map.of("args", List.of(items.split(" ")))))
        .isEqualTo(array(after));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "['a', // c%'b'] | ['a' // c%]",
        "[%'a',%// about b%'b'] | [%'a'%// about b%]",
        "['a', /* // */%'b'] | ['a' /* // */]",
        "['a',%'b'] | ['a']",
        "[%'a', 'b'] | [%'a']",
      })
  void bracketBehindTheLastItemStaysOutOfComments(String before, String after)
      throws UneditableException {
    assertThat(with(inEntry(before), Map.of("args", List.of("a")))).isEqualTo(inEntry(after));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[ // c%'a'] | [ // c%]",
        "[%'a', // c%'b' // d%] | [% // c% // d%]",
        "['a', 'b'] | []",
      })
  void arrayThatBecomesEmptyKeepsItsComments(String before, String after)
      throws UneditableException {
    assertThat(with(inEntry(before), Map.of("args", List.of()))).isEqualTo(inEntry(after));
  }

  private static String array(String items) {
    return inEntry("[%" + items + "%]");
  }

  private static String inEntry(String args) {
    String text = "{'s': {'jetty': {'args': " + args + "}}}\n";
    return text.replace('\'', '"').replace("%", "\n\t");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"s\":{\"jetty\":{}},\"z\":1} | {\"z\":1}",
        "{\"s\":{\"jetty\":{\"a\":1}},\"z\":1} | {\"z\":1}",
        "{\"s\":{\"jetty\":{\"a\":1}, \"o\":1}} | {\"s\":{\"o\":1}}",
        "{\"s\":{\"o\":1, \"jetty\":{\"a\":1}}} | {\"s\":{\"o\":1}}",
        "{\"s\":{\"jetty\":{\"a\":1}}} | {}",
        "{\"s\":{\"o\":1, /* c */ \"jetty\":{\"a\":1}}} | {\"s\":{\"o\":1 /* c */}}",
      })
  void removalTakesTheCommaAndEmptyObjectsWithIt(String before, String after)
      throws UneditableException {
    assertThat(edit(before).without(0)).isEqualTo(after);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void removalOfTheLastFieldLeavesTheBraceOutOfTheComment(String lineEnd)
      throws UneditableException {
    String before = "{\"s\": {\"o\": 1, // c\n  \"jetty\": {\"a\": 1}}}";
    String after = "{\"s\": {\"o\": 1 // c\n  }}";

    assertThat(edit(before.replace("\n", lineEnd)).without(0))
        .isEqualTo(after.replace("\n", lineEnd));
  }

  @Test
  void commentsAreNeverRemoved() throws UneditableException {
    String before =
        """
        {
          "s": {
            // before
            "jetty": {"a": 1} // behind
            // after
          }
        }
        """;

    assertThat(edit(before).without(0)).contains("// before", "// behind", "// after");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\": } | line 1, column 7 is not valid JSON: a value is expected",
        "{ | line 1, column 2 is not valid JSON: the file ends too early",
        "{\"a\": 1 | is not valid JSON: the file ends too early",
        "{\"a\": \"b | is not valid JSON: the file ends too early",
        "{\"a\": NaN} | is not valid JSON: a word without quotes",
        "{\"a\" 1} | is not valid JSON: a colon is expected",
        "{\"a\": 1 \"b\": 2} | is not valid JSON: a comma is expected",
        "{\"a\": [1} | is not valid JSON: this bracket does not match",
        "{\"a\": 01} | is not valid JSON: JSON has no such number",
        "{\"a\": \"\\x\"} | is not valid JSON: a backslash that escapes nothing",
        "/x | is not valid JSON: an unexpected character",
        "{\"a\": secretword} | is not valid JSON: a word without quotes",
        "{} {} | line 1, column 4 is not valid JSON: there is text after the end",
        "{'a': 1} | is not valid JSON: a name in double quotes is expected",
        "[1] | is not a JSON object",
        "{\"s\": []} | has a \"s\" that is not an object",
        "{\"s\": {\"jetty\": 1}} | has a \"jetty\" that is not an object",
        "{\"s\": {\"o\": 1}, \"s\": {}} | contains \"s\" twice in the same place",
        "{\"s\": {\"jetty\": {\"a\": 1}, \"jetty\": {\"a\": 1}}} | contains \"jetty\" twice",
      })
  void invalidFilesAreRefused(String text, String problem) {
    assertThatThrownBy(() -> with(text, ENTRY))
        .isInstanceOf(UneditableException.class)
        .hasMessageContaining(problem)
        .hasMessageNotContaining("secretword");
  }

  @Test
  void duplicatesElsewhereAreNoneOfOurBusiness() throws UneditableException {
    assertThat(with("{\"a\": 1, \"a\": 2}", ENTRY)).startsWith("{\"a\": 1, \"a\": 2, \"s\"");
  }

  @Test
  void deepAndLargeFilesAreEdited() throws UneditableException {
    String deep = "[".repeat(400) + "]".repeat(400);
    String large =
        "{\"deep\": "
            + deep
            + ",\n\"large\": ["
            + ("\"" + "x".repeat(97) + "\",").repeat(50_000)
            + "1]\n}";

    assertThat(edit(with(large, ENTRY)).without(0)).isEqualTo(large);
  }

  @Test
  void tooDeepFilesAreRefused() {
    assertThatThrownBy(() -> with("{\"a\":" + "[".repeat(100_000), ENTRY))
        .isInstanceOf(UneditableException.class)
        .hasMessage("is nested too deeply to be edited safely");
  }

  private static String with(String text, Map<String, Object> entry) throws UneditableException {
    return edit(text).with(entry);
  }

  private static ConfigEdit edit(String text) throws UneditableException {
    return new ConfigEdit(new JsonFormat(), text, List.of("s", "jetty"));
  }
}
