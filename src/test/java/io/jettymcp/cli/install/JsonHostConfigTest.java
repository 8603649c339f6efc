package io.jettymcp.cli.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jettymcp.cli.install.HostConfigFormat.Unmergeable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonHostConfigTest {
  private static final LaunchCommand LAUNCH = new LaunchCommand("/bin/jetty-mcp", List.of("stdio"));
  private static final HostConfigFormat PLAIN = new JsonHostConfig("mcpServers", false);
  private static final HostConfigFormat TYPED = new JsonHostConfig("mcpServers", true);

  @Test
  void otherContentIsUnchanged() throws Unmergeable {
    String before =
        """
        {"big": 12345678901234567890123, "exact": 1.10, "list": [1, {"a": null}],
         "mcpServers": {"other": {"command": "x", "env": {"K": "caf\u00e9"}}}, "last": false}
        """;

    assertThat(TYPED.merged(before, LAUNCH))
        .isEqualTo(
            """
            {
              "big" : 12345678901234567890123,
              "exact" : 1.10,
              "list" : [
                1,
                {
                  "a" : null
                }
              ],
              "mcpServers" : {
                "other" : {
                  "command" : "x",
                  "env" : {
                    "K" : "caf\u00e9"
                  }
                },
                "jetty" : {
                  "type" : "stdio",
                  "command" : "/bin/jetty-mcp",
                  "args" : [
                    "stdio"
                  ]
                }
              },
              "last" : false
            }
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "{}"})
  void emptyFileGetsOnlyTheServer(String text) throws Unmergeable {
    assertThat(PLAIN.merged(text, LAUNCH)).isEqualTo(PLAIN.alone(LAUNCH));
  }

  @Test
  void fieldsAddedByTheUserArePreserved() throws Unmergeable {
    String before =
        """
        {"mcpServers": {"jetty": {"command": "npx", "args": ["-y", "old"], "timeout": 9,
          "env": {"A": "b"}}}}
        """;

    assertThat(entry(PLAIN.merged(before, LAUNCH)))
        .hasToString(
            """
            {"command":"/bin/jetty-mcp","args":["stdio"],"timeout":9,\
            "env":{"A":"b"}}""");
  }

  @Test
  void remoteEntryBecomesLocal() throws Unmergeable {
    String before =
        """
        {"mcpServers": {"jetty": {"type": "http", "url": "https://example.com", "headers": {}}}}
        """;

    assertThat(entry(PLAIN.merged(before, LAUNCH)))
        .hasToString("{\"command\":\"/bin/jetty-mcp\",\"args\":[\"stdio\"]}");
    assertThat(entry(TYPED.merged(before, LAUNCH)).get("type").asString()).isEqualTo("stdio");
  }

  @Test
  void currentEntryIsNotReformatted() throws Unmergeable {
    String before =
        "{\"mcpServers\":{\"jetty\":{\"args\":[\"stdio\"],\"command\":\"/bin/jetty-mcp\"}}}";

    assertThat(PLAIN.merged(before, LAUNCH)).isSameAs(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\": 1,} | is not plain JSON (line 1, column",
        "{\"a\": 1 /* why */} | is not plain JSON (line 1, column",
        "{\"a\": 1, \"a\": 2} | is not plain JSON (line 1, column",
        "{\"a\": 1} {} | is not plain JSON (line 1, column",
        "[1] | is not a JSON object",
        "{\"mcpServers\": []} | has a \"mcpServers\" that is not an object",
        "{\"mcpServers\": {\"jetty\": 1}} | has a \"jetty\" that is not an object",
      })
  void invalidFilesAreRejected(String text, String problem) {
    assertThatThrownBy(() -> PLAIN.merged(text, LAUNCH))
        .isInstanceOf(Unmergeable.class)
        .hasMessageStartingWith(problem);
  }

  private static JsonNode entry(String text) {
    return new JsonMapper().readTree(text).at("/mcpServers/jetty");
  }
}
