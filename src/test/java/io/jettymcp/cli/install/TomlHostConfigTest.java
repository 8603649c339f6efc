package io.jettymcp.cli.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jettymcp.cli.install.HostConfigFormat.Unmergeable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TomlHostConfigTest {
  private static final LaunchCommand LAUNCH =
      new LaunchCommand("/bin/jetty-mcp", List.of("stdio", "--read-only"));
  private static final String TABLE =
      """
      [mcp_servers.jetty]
      command = "/bin/jetty-mcp"
      args = ["stdio", "--read-only"]
      """;

  @Test
  void emptyFileGetsTheTable() throws Unmergeable {
    assertThat(merged("")).isEqualTo(TABLE);
  }

  @Test
  void tableIsAppendedToUnchangedContent() throws Unmergeable {
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

    assertThat(merged(before)).isEqualTo(before + "\n\n" + TABLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[mcp_servers.jetty]",
        "[ mcp_servers . \"jetty\" ] # old",
        "  [mcp_servers.'jetty']",
      })
  void existingTableIsUpdatedInPlace(String header) throws Unmergeable {
    String before =
        header
            + """

            # kept
            args = [
              "-y", # old
              "old",
            ]
            startup_timeout_sec = 20
            url = "https://example.com"
            command = "npx"

            [mcp_servers.jetty.env]
            command = "a variable of that name"

            [after]
            x = 1
            """;

    assertThat(merged(before))
        .isEqualTo(
            header
                + """

                command = "/bin/jetty-mcp"
                args = ["stdio", "--read-only"]
                # kept
                startup_timeout_sec = 20

                [mcp_servers.jetty.env]
                command = "a variable of that name"

                [after]
                x = 1
                """);
  }

  @Test
  void mergingIsIdempotent() throws Unmergeable {
    for (String before :
        List.of("", "a = 1", "[mcp_servers.jetty]", "[mcp_servers.jetty.env]\nA='b'")) {
      String once = merged(before);
      assertThat(merged(once)).isEqualTo(once);
    }
  }

  @Test
  void windowsLineEndsAreAccepted() throws Unmergeable {
    assertThat(merged("[mcp_servers.jetty]\r\ncommand = \"x\"\r\n\r\n[b]\r\ny = 1\r\n"))
        .isEqualTo("[mcp_servers.jetty]\r\n" + TABLE.substring(20) + "\r\n[b]\r\ny = 1\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mcp_servers = { jetty = { command = 'x' } }",
        "mcp_servers.jetty.command = 'x'",
        "mcp_servers.jetty = {}",
        "[mcp_servers]\njetty = { command = 'x' }",
        "[mcp_servers]\njetty.command = 'x'",
        "[[mcp_servers.jetty]]\ncommand = 'x'",
        "[[mcp_servers]]\nname = 'x'",
      })
  void otherNotationsOfTheServerAreRejected(String text) {
    assertThatThrownBy(() -> merged(text))
        .isInstanceOf(Unmergeable.class)
        .hasMessage("does not keep this server in a table of its own, [mcp_servers.jetty]");
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
  void invalidTomlIsRejected(String text) {
    assertThatThrownBy(() -> merged(text))
        .isInstanceOf(Unmergeable.class)
        .hasMessage("is not TOML that can be edited safely (line 2)");
  }

  @Test
  void pathsAreEscaped() {
    assertThat(new TomlHostConfig().alone(new LaunchCommand("C:\\a\"b\u0001", List.of())))
        .isEqualTo("[mcp_servers.jetty]\ncommand = \"C:\\\\a\\\"b\\u0001\"\nargs = []\n");
  }

  private static String merged(String text) throws Unmergeable {
    return new TomlHostConfig().merged(text, LAUNCH);
  }
}
