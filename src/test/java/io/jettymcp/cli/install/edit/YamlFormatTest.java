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

class YamlFormatTest {
  private static final Map<String, Object> ENTRY = Map.of("cmd", "/x");

  @ParameterizedTest
  @ValueSource(strings = {"", "# mine\n", "a: 1\n", "s:\n", "s: {}\n", "s: # none\n", "s: ~\n"})
  void serverIsWrittenInBlockStyle(String text) throws UneditableException {
    assertThat(with(text, ENTRY)).endsWith("\n  jetty:\n    cmd: /x\n").contains("s:");
  }

  @Test
  void indentationIsThatOfTheOtherServers() throws UneditableException {
    assertThat(with("s:\n    other: 1 # c\n\nz: 1\n", ENTRY))
        .isEqualTo("s:\n    other: 1 # c\n    jetty:\n      cmd: /x\n\nz: 1\n");
  }

  @Test
  void changedFieldsAloneAreRewritten() throws UneditableException {
    String before =
        """
        s:
          jetty: # ours
            args:
            - stdio # first
            - "--old"
            cmd: '/old' # why
            envs: {A: b}
            gone: |
              text
            timeout: 300
        """;
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("args", List.of("stdio", "--a b"));
    entry.put("cmd", "/new");
    entry.put("envs", Map.of("A", "b"));
    entry.put("timeout", new Literal("300"));

    assertThat(with(before, entry))
        .isEqualTo(
            """
            s:
              jetty: # ours
                args:
                - stdio
                - "--a b"
                cmd: /new # why
                envs: {A: b}
                timeout: 300
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "No",
        "1.0",
        "null",
        "a: b",
        "a #b",
        "- x",
        "\u00e9",
        "\ud83d\ude00",
        "C:\\x",
        "'",
        "",
        "@x",
        "*x",
        "&x",
        "{",
        "2001-01-01",
        "0x1f",
        "a\nb",
        "\t",
        "=",
        "<<"
      })
  void textsRemainTexts(String text) throws UneditableException {
    Map<String, Object> entry =
        Map.of("cmd", text, "args", List.of(text), "envs", Map.of("A", text));

    assertThat(edit(with("a: 1\n", entry)).entry()).contains(entry);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'a: [1' | is not valid YAML: the file ends too early",
        "'a: b: c' | line 1, column 5 is not valid YAML: a colon in a text, which needs quotes",
        "'a: @x' | is not valid YAML: a text that starts with this character needs quotes",
        "'a: \"\\q\"' | is not valid YAML: a backslash that escapes nothing",
        "'a: {b: 1]' | is not valid YAML: a comma or a closing bracket is expected",
        "'- a' | is not a YAML mapping",
        "'s: [1]' | has a \"s\" that is not an object",
        "'s: {other: 1}' | has a mapping in braces",
        "'{a: 1}' | has a mapping in braces",
      })
  void filesThatCannotBeEditedAreRefused(String text, String problem) {
    assertThatThrownBy(() -> with(text, ENTRY))
        .isInstanceOf(UneditableException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void mappingWithCommentsRemains() throws UneditableException {
    String text = "s: # ours\n  jetty:\n    cmd: x\nz: 1\n";

    assertThat(edit(text).without(0)).startsWith("s: # ours\n").contains("{}").endsWith("\nz: 1\n");
  }

  @Test
  void aliasesAreNotBroken() {
    String text = "base: &b\n  other: 1\ns: *b\n";

    assertThatThrownBy(() -> with(text, ENTRY)).isInstanceOf(UneditableException.class);
  }

  @Test
  void largeFilesAreEdited() throws UneditableException {
    String text = "\ud83d\ude00: [" + "a, ".repeat(20_000) + "b]\ns:\n  other: 1\n";

    assertThat(edit(with(text, ENTRY)).without(0)).isEqualTo(text);
  }

  @Test
  void twoDocumentsAreRefused() {
    assertThatThrownBy(() -> with("a: 1\n---\nb: 2\n", ENTRY))
        .isInstanceOf(UneditableException.class);
  }

  private static String with(String text, Map<String, Object> entry) throws UneditableException {
    return edit(text).with(entry);
  }

  private static ConfigEdit edit(String text) throws UneditableException {
    return new ConfigEdit(new YamlFormat(), text, List.of("s", "jetty"));
  }
}
