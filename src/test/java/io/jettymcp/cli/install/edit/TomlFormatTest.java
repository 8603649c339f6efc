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

class TomlFormatTest {
  private static final String TABLE =
      """
      [mcp_servers.jetty]
      command = "/bin/jetty-mcp"
      args = ["stdio", "--read-only"]
      """;

  @Test
  void emptyFileGetsTheTable() throws UneditableException {
    assertThat(merged("")).isEqualTo(TABLE);
  }

  @Test
  void tableIsAppendedToUnchangedContent() throws UneditableException {
    String before =
        """
        # my settings
        model = "gpt"   # a comment
        "quoted key" = 'C:\\dir'
        dates = 1979-05-27T07:32:00Z
        text = \"""
        [mcp_servers.jetty]
        command = "not a table" \\\""" \"""
        raw = '''
        [mcp_servers.jetty] \\''''
        list = [ # with [brackets]
          "a]", 'b[',
          { x = 1 },
        ]

        [mcp_servers.other]
        command = "npx"
        [[things]]
        [things."with.dot"]
        last = true""";

    assertThat(merged(before)).isEqualTo(before + "\n\n" + TABLE.stripTrailing());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[mcp_servers.jetty]",
        "[ mcp_servers . \"jetty\" ] # old",
        "  [mcp_servers.'jetty']",
      })
  void existingTableIsUpdatedInPlace(String header) throws UneditableException {
    String before =
        header
            + """

            # kept
            args = [
              "-y", # old
              "old",
            ] # behind
            url = "https://example.com"
            command = 'npx'# why

            [mcp_servers.jetty.env]
            command = "a variable of that name"

            [after]
            x = 1
            """;
    Map<String, Object> entry = entry();
    entry.put("env", Map.of("command", "a variable of that name", "B", "c"));

    assertThat(edit(before).with(entry))
        .isEqualTo(
            header
                + """

                # kept
                args = ["stdio", "--read-only"] # behind
                command = "/bin/jetty-mcp"# why

                [mcp_servers.jetty.env]
                command = "a variable of that name"
                B = "c"

                [after]
                x = 1
                """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mcp_servers = { jetty = { command = 'x', a = 1 } } # c",
        "mcp_servers = { other = {} }",
        "mcp_servers.jetty = {}",
        "mcp_servers.jetty = { command = 'x', args = [ 'y' ] }",
      })
  void inlineTableIsEditedInItsLine(String text) throws UneditableException {
    String merged = merged(text);

    assertThat(merged.lines()).hasSize(1);
    assertThat(edit(merged).entry()).contains(entry());
    assertThat(edit(edit(text).without(0)).entry()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mcp_servers.jetty.command = 'x'",
        "[mcp_servers]\njetty.command = 'x'",
        "[[mcp_servers.jetty]]\ncommand = 'x'",
        "[[mcp_servers]]\nname = 'x'",
        "mcp_servers = 1",
        "[mcp_servers.jetty]\ncommand = 'x'\ncommand = 'y'",
      })
  void notationsThatATableWouldContradictAreRefused(String text) {
    assertThatThrownBy(() -> merged(text)).isInstanceOf(UneditableException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a = 1\nb = \"open",
        "a = 1\nb = \"open\nc = 2",
        "a = 1\nb = '''open",
        "a = 1\nb = [1, 2",
        "a = 1\njust words",
        "a = 1\n[table",
        "a = 1\n[tab le]",
        "a = 1\n= 2",
        "a = 1\n[]",
        "a = 1\na. = 2",
      })
  void invalidTomlIsRefused(String text) {
    assertThatThrownBy(() -> merged(text))
        .isInstanceOf(UneditableException.class)
        .hasMessageContaining("line 2, column ")
        .hasMessageContaining(" is not valid TOML");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a =", "a = {b}", "a = \"\\q\"", "a = \"\\UFFFFFFFF\""})
  void invalidValuesAreRefused(String text) {
    assertThatThrownBy(() -> merged(text)).isInstanceOf(UneditableException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"C:\\a\"b\u0001", "\u00e9\ud83d\ude00", "", "a\nb\t", "#", "'''"})
  void textsAreEscaped(String text) throws UneditableException {
    Map<String, Object> entry = Map.of("command", text, "env", Map.of("a key", text));

    assertThat(edit(edit("a = 1").with(entry)).entry()).contains(entry);
  }

  @Test
  void valuesAreReadAsTomlDefinesThem() throws UneditableException {
    assertThat(
            new TomlFormat()
                .read(
                    """
                    long = \"""
                    one \\
                       line\\u00e9\"""
                    raw = '''
                    a\\b'''
                    mixed = [ 1.50, "x", # c
                      { y.z = true, }, ]
                    """))
        .isEqualTo(
            Map.of(
                "long", "one line\u00e9",
                "raw", "a\\b",
                "mixed",
                    List.of(new Literal("1.50"), "x", Map.of("y", Map.of("z", Literal.TRUE)))));
  }

  @Test
  void removalTakesTheTablesBelowWithIt() throws UneditableException {
    String before = "# mine\n[a]\nb = 1\n\n# c\n[z]\n";
    String text =
        before.replace(
            "\n# c",
            "\n[mcp_servers.jetty]\ncommand = 'x'\n# about args\nargs = []\n\n"
                + "[mcp_servers.jetty.env]\nA = 'b'\n\n# c");

    assertThat(edit(text).without(0)).isEqualTo(before);
  }

  @Test
  void tableWithCommentsRemains() throws UneditableException {
    String before = "[mcp_servers] # all\n# mine\n";

    assertThat(edit(merged(before)).without(0)).isEqualTo(before);
  }

  @Test
  void longFilesAreRead() throws UneditableException {
    String text = "# c\n".repeat(10_000) + "a = [\n" + "  1, # c\n\n".repeat(10_000) + "]\n";

    assertThat(edit(merged(text)).without(0)).isEqualTo(text);
  }

  private static Map<String, Object> entry() {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("command", "/bin/jetty-mcp");
    entry.put("args", List.of("stdio", "--read-only"));
    return entry;
  }

  private static String merged(String text) throws UneditableException {
    return edit(text).with(entry());
  }

  private static ConfigEdit edit(String text) throws UneditableException {
    return new ConfigEdit(new TomlFormat(), text, List.of("mcp_servers", "jetty"));
  }
}
