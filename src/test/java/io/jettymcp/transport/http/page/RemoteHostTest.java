package io.jettymcp.transport.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.transport.http.ServerInfo.Credential;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests that every snippet is what its host reads, and works when it is pasted. */
class RemoteHostTest {
  private static final String BASE = "https://mcp.example.com";
  private static final RemoteServer OPEN = new RemoteServer(BASE, Credential.NONE, false);
  private static final RemoteServer WITH_TOKEN = new RemoteServer(BASE, Credential.TOKEN, false);
  private static final RemoteServer WITH_KEY = new RemoteServer(BASE, Credential.KEY, false);

  private static JsonNode json(RemoteHost host, RemoteServer server) {
    return JsonMapper.shared().readTree(host.snippet(server));
  }

  @ParameterizedTest
  @EnumSource
  void carriesACredentialOnlyWhereTheServerWantsOne(RemoteHost host) {
    assertThat(host.snippet(OPEN))
        .doesNotContainIgnoringCase("authorization")
        .doesNotContain("Bearer", "token", "TOKEN", "KEY", "mlc_", "env_keys", "bearer_token");
    assertThat(host.snippet(WITH_TOKEN)).containsIgnoringCase("token").doesNotContain("mlc_");
    assertThat(host.snippet(WITH_KEY))
        .containsIgnoringCase("key")
        .doesNotContain("JETTY_API_TOKEN");
    assertThat(host.notation().advice(OPEN)).isEmpty();
    assertThat(host.notation().advice(WITH_TOKEN)).hasValueSatisfying(ends("your Jetty token"));
  }

  private static Consumer<String> ends(String what) {
    return advice -> assertThat(advice).contains(what).endsWith(".");
  }

  @ParameterizedTest
  @CsvSource({
    "CURSOR, /mcpServers/jetty/url, ${env:JETTY_API_TOKEN}",
    "VSCODE, /servers/jetty/url, ${input:jetty-token}",
    "GEMINI, /mcpServers/jetty/httpUrl, ${JETTY_API_TOKEN}",
    "COPILOT, /mcpServers/jetty/url, ${JETTY_API_TOKEN}",
    "OPENCODE, /mcp/jetty/url, {env:JETTY_API_TOKEN}",
    "ZED, /context_servers/jetty/url, YOUR_JETTY_TOKEN",
    "WINDSURF, /mcpServers/jetty/serverUrl, ${env:JETTY_API_TOKEN}",
    "KIRO, /mcpServers/jetty/url, ${JETTY_API_TOKEN}"
  })
  void namesTheUrlAndTheTokenAsTheHostReadsThem(RemoteHost host, String url, String token) {
    assertThat(json(host, OPEN).at(url).asString()).isEqualTo(BASE + "/mcp");
    JsonNode entry = json(host, WITH_TOKEN).at(url.substring(0, url.lastIndexOf('/')));
    assertThat(entry.at("/headers/Authorization").asString()).isEqualTo("Bearer " + token);
  }

  @Test
  void saysTheTypeWhereTheHostWantsIt() {
    assertThat(json(RemoteHost.VSCODE, OPEN).at("/servers/jetty/type").asString())
        .isEqualTo("http");
    assertThat(json(RemoteHost.OPENCODE, OPEN).at("/mcp/jetty"))
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    """
                    {"type": "remote", "url": "https://mcp.example.com/mcp", "enabled": true}
                    """));
    assertThat(json(RemoteHost.COPILOT, OPEN).at("/mcpServers/jetty/tools/0").asString())
        .isEqualTo("*");
  }

  @Test
  void isOneCommandForClaudeCode() {
    assertThat(RemoteHost.CLAUDE_CODE.snippet(OPEN))
        .isEqualTo(
            "claude mcp add --scope user --transport http jetty https://mcp.example.com/mcp");
    assertThat(RemoteHost.CLAUDE_CODE.snippet(WITH_KEY))
        .endsWith(" --header 'Authorization: Bearer ${JETTY_MCP_KEY}'")
        .doesNotContain("[", "\n");
  }

  @Test
  void quotesWhatAShellWouldReadOtherwise() {
    RemoteServer server = new RemoteServer("http://[::1]:8765", Credential.NONE, false);
    assertThat(RemoteHost.CLAUDE_CODE.snippet(server)).endsWith(" 'http://[::1]:8765/mcp'");
  }

  @Test
  void isTomlForCodex() {
    assertThat(RemoteHost.CODEX.snippet(OPEN))
        .isEqualTo("[mcp_servers.jetty]\nurl = \"https://mcp.example.com/mcp\"");
    assertThat(RemoteHost.CODEX.snippet(WITH_TOKEN))
        .endsWith("\nbearer_token_env_var = \"JETTY_API_TOKEN\"");
  }

  @Test
  void isYamlForGoose() {
    Map<String, Object> file = new Yaml().load(RemoteHost.GOOSE.snippet(WITH_TOKEN));
    assertThat(file)
        .isEqualTo(
            Map.of(
                "extensions",
                Map.of(
                    "jetty",
                    Map.of(
                        "type",
                        "streamable_http",
                        "name",
                        "jetty",
                        "description",
                        "Jetty.io",
                        "uri",
                        BASE + "/mcp",
                        "env_keys",
                        List.of("JETTY_API_TOKEN"),
                        "headers",
                        Map.of("Authorization", "Bearer ${JETTY_API_TOKEN}"),
                        "enabled",
                        true,
                        "timeout",
                        300))));
  }

  @Test
  void bridgesClaudeDesktopAlsoWithoutTls() {
    RemoteServer inOffice = new RemoteServer("http://10.0.0.7:8765", Credential.TOKEN, false);
    JsonNode entry = json(RemoteHost.CLAUDE_DESKTOP, inOffice).at("/mcpServers/jetty");
    assertThat(entry.at("/args").toString())
        .isEqualTo(
            "[\"-y\",\"mcp-remote\",\"http://10.0.0.7:8765/mcp\",\"--allow-http\","
                + "\"--header\",\"Authorization:${AUTHORIZATION}\"]");
    assertThat(entry.at("/env/AUTHORIZATION").asString()).isEqualTo("Bearer YOUR_JETTY_TOKEN");
    assertThat(RemoteHost.CLAUDE_DESKTOP.snippet(OPEN)).doesNotContain("--allow-http", "env");
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8765, true",
    "http://localhost:8765, true",
    "http://[::1]:8765, true",
    "http://192.168.1.4:8765, true",
    "http://172.31.0.4, true",
    "http://jetty-mcp:8765, true",
    "http://mac.local:8765, true",
    "https://mcp.example.com, false",
    "http://8.8.8.8, false",
    "http://172.32.0.4, false",
    "https://[2001:db8::1], false"
  })
  void knowsWhatTheInternetCannotReach(String base, boolean local) {
    assertThat(new RemoteServer(base, Credential.NONE, false).isLocal()).isEqualTo(local);
  }
}
