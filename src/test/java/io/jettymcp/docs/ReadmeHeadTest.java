package io.jettymcp.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the install buttons as VS Code and Cursor do. */
class ReadmeHeadTest {
  @Test
  void vsCodeReadsNameAndCommand() {
    Map<String, String> query = query(ReadmeHead.vsCode());
    assertThat(query).containsOnlyKeys("name", "config").containsEntry("name", "jetty");
    startsTheServer(query.get("config"));
  }

  @Test
  void cursorReadsNameAndCommand() {
    Map<String, String> query = query(ReadmeHead.cursor());
    assertThat(query).containsOnlyKeys("name", "config").containsEntry("name", "jetty");
    startsTheServer(new String(Base64.getDecoder().decode(query.get("config")), UTF_8));
  }

  private static void startsTheServer(String config) {
    JsonNode server = JsonMapper.shared().readTree(config);
    assertThat(server.path("command").asString()).isEqualTo("npx");
    assertThat(server.path("args").values())
        .extracting(JsonNode::asString)
        .containsExactly("-y", "jetty-mcp");
  }

  private static Map<String, String> query(String link) {
    return Arrays.stream(URI.create(link).getRawQuery().split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], UTF_8)));
  }
}
