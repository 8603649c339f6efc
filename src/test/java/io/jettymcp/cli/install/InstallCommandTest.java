package io.jettymcp.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.cli.CliFixture.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InstallCommandTest {
  private static final JsonMapper JSON = new JsonMapper();

  @RegisterExtension final InstallFixture fixture = new InstallFixture();

  @ParameterizedTest
  @CsvSource({
    "claude-code, user, OTHER, home/.claude.json",
    "claude-code, project, OTHER, work/.mcp.json",
    "claude-desktop, user, OTHER, home/.config/Claude/claude_desktop_config.json",
    "claude-desktop, user, MAC, home/Library/Application Support/Claude/claude_desktop_config.json",
    "claude-desktop, user, WINDOWS, home/AppData/Roaming/Claude/claude_desktop_config.json",
    "cursor, user, OTHER, home/.cursor/mcp.json",
    "cursor, project, OTHER, work/.cursor/mcp.json",
    "vscode, user, OTHER, home/.config/Code/User/mcp.json",
    "vscode, user, MAC, home/Library/Application Support/Code/User/mcp.json",
    "vscode, project, OTHER, work/.vscode/mcp.json",
    "codex, user, OTHER, home/.codex/config.toml",
    "codex, project, OTHER, work/.codex/config.toml",
    "gemini, user, OTHER, home/.gemini/settings.json",
    "gemini, project, OTHER, work/.gemini/settings.json",
    "copilot, user, OTHER, home/.copilot/mcp-config.json",
    "copilot, project, OTHER, work/.mcp.json",
    "opencode, user, MAC, home/.config/opencode/opencode.json",
    "opencode, project, OTHER, work/opencode.json",
    "goose, user, MAC, home/.config/goose/config.yaml",
    "goose, user, WINDOWS, home/AppData/Roaming/Block/goose/config/config.yaml",
    "zed, user, MAC, home/.config/zed/settings.json",
    "zed, user, WINDOWS, home/AppData/Roaming/Zed/settings.json",
    "zed, project, OTHER, work/.zed/settings.json",
    "windsurf, user, OTHER, home/.codeium/windsurf/mcp_config.json",
    "kiro, user, OTHER, home/.kiro/settings/mcp.json",
    "kiro, project, OTHER, work/.kiro/settings/mcp.json",
    "junie, user, OTHER, home/.junie/mcp/mcp.json",
    "junie, project, OTHER, work/.junie/mcp/mcp.json",
    "cline, user, OTHER, home/.config/Code/User/globalStorage/saoudrizwan.claude-dev/settings/"
        + "cline_mcp_settings.json",
    "lm-studio, user, OTHER, home/.lmstudio/mcp.json",
    "visual-studio, user, WINDOWS, home/.mcp.json",
    "visual-studio, project, WINDOWS, work/.mcp.json",
  })
  void fileDependsOnHostScopeAndSystem(
      String host, String scope, OperatingSystem system, String file) {
    fixture.system = system;

    assertThat(fixture.install(host, "--scope", scope).exit()).isZero();

    assertThat(fixture.at(file)).content().contains("jetty-mcp");
  }

  @ParameterizedTest
  @CsvSource({
    "APPDATA, claude-desktop, moved/Claude/claude_desktop_config.json",
    "APPDATA, zed, moved/Zed/settings.json",
    "CODEX_HOME, codex, moved/config.toml",
    "COPILOT_HOME, copilot, moved/mcp-config.json",
    "CLAUDE_CONFIG_DIR, claude-code, moved/.claude.json",
    "CLINE_MCP_SETTINGS_PATH, cline, moved",
  })
  void variableMovesTheFile(String variable, String host, String file) {
    fixture.system = OperatingSystem.WINDOWS;
    fixture.cli.environment.put(variable, fixture.at("moved").toString());

    fixture.install(host);

    assertThat(fixture.at(file)).isRegularFile();
  }

  @ParameterizedTest
  @CsvSource({
    "zed, moved/zed/settings.json",
    "goose, moved/goose/config.yaml",
    "opencode, moved/opencode/opencode.json",
  })
  void configurationDirectoryOfXdgIsUsed(String host, String file) {
    fixture.cli.environment.put("XDG_CONFIG_HOME", fixture.at("moved").toString());

    fixture.install(host);

    assertThat(fixture.at(file)).isRegularFile();
  }

  @Test
  void existingFileOfOpencodeIsPreferred() throws IOException {
    Path file =
        InstallFixture.write(fixture.at("home/.config/opencode/opencode.jsonc"), "{} // mine\n");

    fixture.install("opencode");

    assertThat(file).content().contains("jetty-mcp").endsWith("} // mine\n");
  }

  @Test
  void secondVersionOfOpencodeKeepsServersOneLevelDeeper() throws IOException {
    Path file =
        InstallFixture.write(
            fixture.file(Host.OPENCODE),
            "{\"mcp\": {\"servers\": {\"other\": {\"type\": \"local\"}}}}");

    fixture.install("opencode");

    JsonNode entry = JSON.readTree(Files.readString(file)).at("/mcp/servers/jetty");
    assertThat(entry.propertyNames()).containsExactly("type", "command");
  }

  @Test
  void oneFileCanHoldTheServersOfTwoHosts() throws IOException {
    fixture.install("claude-code", "--scope", "project");
    fixture.install("visual-studio", "--scope", "project");
    fixture.install("copilot", "--scope", "project");

    JsonNode file = JSON.readTree(Files.readString(fixture.at("work/.mcp.json")));
    assertThat(file.at("/mcpServers/jetty/command").asString()).isEqualTo(InstallFixture.PROGRAM);
    assertThat(file.at("/servers/jetty/command").asString()).isEqualTo(InstallFixture.PROGRAM);
    assertThat(file.at("/mcpServers/jetty/type").asString())
        .as("the word that Claude Code and Copilot both accept")
        .isEqualTo("stdio");
    fixture.uninstall("visual-studio", "--scope", "project");
    assertThat(JSON.readTree(Files.readString(fixture.at("work/.mcp.json"))).propertyNames())
        .containsExactly("mcpServers");
  }

  @ParameterizedTest
  @CsvSource({
    "claude-code, user, Next: Start claude; /mcp lists the server.",
    "claude-code, project, Next: Start claude in this directory and approve the server when"
        + " prompted.",
    "codex, user, Next: Restart codex; /mcp lists the server.",
    "codex, project, Next: Start codex in this directory and trust the project when prompted.",
  })
  void nextStepFitsTheScope(String host, String scope, String next) {
    assertThat(fixture.install(host, "--scope", scope).out()).contains(next);
  }

  @Test
  void flagsOfAServerThatNpxStartsAreKept() throws IOException {
    InstallFixture.write(
        fixture.file(Host.CURSOR),
        """
        {"mcpServers": {"jetty": {"command": "npx", "args": ["-y", "jetty-mcp@1.0.0", "--read-only"]}}}
        """);
    fixture.program = new LaunchCommand("cmd", List.of("/c", "npx", "-y", "jetty-mcp"));

    fixture.install("cursor", "--collection=acme");
    fixture.install("cursor", "--timeout=9");

    assertThat(arguments())
        .containsExactly(
            "/c",
            "npx",
            "-y",
            "jetty-mcp",
            "stdio",
            "--read-only",
            "--collection=acme",
            "--timeout=9");
  }

  @Test
  void projectThatIsTheProgramItselfIsPointedOut() {
    fixture.program = new LaunchCommand(fixture.at("work/jetty-mcp").toString(), List.of());

    assertThat(fixture.install("vscode", "--scope", "project").err())
        .contains(
            "this directory contains jetty-mcp itself",
            "To use it in all your projects: jetty-mcp install vscode");
    assertThat(fixture.install("vscode").err()).isEmpty();
  }

  @Test
  void subdirectoryOfTheProgramsCheckoutIsPointedOut() throws IOException {
    InstallFixture.write(fixture.at("pom.xml"), "");
    fixture.program = new LaunchCommand(fixture.at("jetty-mcp").toString(), List.of());

    assertThat(fixture.install("vscode", "--scope", "project").err())
        .contains("this directory contains jetty-mcp itself");
  }

  @Test
  void linkOnThePathIsWrittenBecauseItOutlivesAnUpdate() throws IOException {
    Path launcher = InstallFixture.write(fixture.at("cellar/0.1.0/libexec/jetty-mcp"), "");
    Path bin = Files.createDirectory(fixture.at("bin"));
    Files.createSymbolicLink(bin.resolve("jetty-mcp"), launcher);
    fixture.program = new LaunchCommand(launcher.toString(), List.of());
    fixture.cli.environment.put("PATH", "/nowhere::" + bin);

    fixture.install("cursor");

    assertThat(fixture.entry(Host.CURSOR).parts().program())
        .containsExactly(bin.resolve("jetty-mcp").toString());
    assertThat(fixture.install("cursor", "--print").out()).contains(bin + "/jetty-mcp");
  }

  @Test
  void flagsReplaceThoseOfTheSameName() {
    fixture.install("cursor", "--collection=acme", "--timeout=9");

    Ended ended = fixture.install("cursor", "--collection", "other");

    assertThat(arguments()).containsExactly("stdio", "--collection=other", "--timeout=9");
    assertThat(ended.out())
        .contains(
            "changed: --collection=other (was --collection=acme)", "kept:    command, --timeout=9");
  }

  @Test
  void readOnlyServerBecomesAWritingOneOnlyOnRequest() {
    fixture.install("cursor", "--read-only");

    Ended ended = fixture.install("cursor", "--read-only=false");

    assertThat(arguments()).containsExactly("stdio", "--read-only=false");
    assertThat(ended.out()).contains("changed: --read-only=false (was --read-only)");
    assertThat(ended.err()).contains("Note: this server was read-only and no longer is.");
  }

  @Test
  void environmentDoesNotOverrideTheEntry() {
    fixture.install("cursor", "--collection=acme", "--env", "JETTY_READ_ONLY=true");
    fixture.cli.environment.put("JETTY_READ_ONLY", "false");
    fixture.cli.environment.put("JETTY_COLLECTION", "other");

    fixture.install("cursor");

    assertThat(arguments()).containsExactly("stdio", "--collection=acme");
  }

  @Test
  void resetKeepsNothingOfTheEntry() {
    fixture.install("cursor", "--read-only", "--env", "NAME=value");

    Ended ended = fixture.install("cursor", "--reset");

    assertThat(arguments()).containsExactly("stdio");
    assertThat(ended.out()).contains("removed: --read-only, variable NAME");
    assertThat(ended.err()).contains("this server was read-only and no longer is");
  }

  @Test
  void commandLineOfAnotherProgramIsReplaced() throws IOException {
    InstallFixture.write(
        fixture.file(Host.CURSOR),
        """
        {"mcpServers": {"jetty": {"command": "npx", "args": ["-y", "old"], "timeout": 9}}}
        """);

    Ended ended = fixture.install("cursor");

    assertThat(arguments()).containsExactly("stdio");
    assertThat(ended.out()).contains("changed: command (was npx -y old)", "kept:    timeout");
  }

  @Test
  void flagsBehindAJarAreKept() throws IOException {
    InstallFixture.write(
        fixture.file(Host.CURSOR),
        """
        {"mcpServers": {"jetty": {"command": "java",
          "args": ["-jar", "/x/jetty-mcp.jar", "--collection", "acme", "stdio", "--read-only"]}}}
        """);

    fixture.install("cursor");

    assertThat(arguments()).containsExactly("stdio", "--collection", "acme", "--read-only");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"command\": 1, \"args\": \"x\", \"env\": []}",
        "{\"command\": null, \"args\": [1, {}, null], \"env\": 7}",
        "{\"url\": {}, \"headers\": false}",
        "{}",
        "null",
      })
  void entryOfWrongTypesIsRepaired(String entry) throws IOException {
    InstallFixture.write(fixture.file(Host.CURSOR), "{\"mcpServers\": {\"jetty\": " + entry + "}}");

    assertThat(fixture.install("cursor").exit()).isZero();

    assertThat(fixture.entry(Host.CURSOR).parts().program())
        .containsExactly(InstallFixture.PROGRAM);
    assertThat(arguments()).containsExactly("stdio");
  }

  @Test
  void simulatorIsWrittenAsAVariable() {
    fixture.cli.environment.put("JETTY_API_URL", "simulator");

    Ended ended = fixture.install("cursor");

    assertThat(fixture.entry(Host.CURSOR).variables())
        .isEqualTo(Map.of("JETTY_API_URL", "simulator"));
    assertThat(ended.err())
        .contains(
            "this server uses the simulator, not your account",
            "jetty-mcp install cursor --env JETTY_API_URL=")
        .doesNotContain("token");
    fixture.cli.environment.clear();
    fixture.install("cursor", "--env", "JETTY_API_URL=");
    assertThat(fixture.entry(Host.CURSOR).fields()).doesNotContainKey("env");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "JETTY_API_TOKEN=x",
        "NAME=mlc_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "MY_PASSWORD=hunter22",
        "HTTPS_PROXY=http://user:hunter22@proxy:8080",
      })
  void secretsAreRefused(String variable) {
    Ended ended = fixture.install("cursor", "--env", variable);

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err())
        .contains("is not written to a host's file")
        .doesNotContain("hunter22", "mlc_");
    assertThat(fixture.file(Host.CURSOR)).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"NAME", "=x", "1A=x", "A B=x"})
  void malformedVariablesAreRefused(String variable) {
    assertThat(fixture.install("cursor", "--env", variable).err())
        .contains("--env must be NAME=VALUE");
  }

  @Test
  void reportHidesValuesOfVariablesAndLoginsInFlags() throws IOException {
    InstallFixture.write(
        fixture.file(Host.CURSOR),
        """
        {"mcpServers": {"jetty": {"command": "/x/jetty-mcp",
          "args": ["stdio", "--proxy=http://me:hunter22@proxy"], "env": {"A": "hunter22"}}}}
        """);

    assertThat(fixture.install("cursor").out()).contains("variable A").doesNotContain("hunter22");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com",
        "ftp://example.com",
        "https://me:x@example.com/mcp",
        "https:///mcp",
        "h t"
      })
  void malformedAddressesAreRefused(String url) {
    assertThat(fixture.install("cursor", "--http", url).exit()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--read-only", "--env=A=b"})
  void remoteServerTakesNoFlags(String flag) {
    assertThat(fixture.install("cursor", "--http", "https://example.com/mcp", flag).err())
        .contains("--http connects to a server that runs already");
  }

  @Test
  void nameSelectsTheEntry() throws IOException {
    fixture.install("gemini");

    assertThat(fixture.install("gemini", "--name", "jetty-staging").exit()).isZero();

    assertThat(
            JSON.readTree(Files.readString(fixture.file(Host.GEMINI)))
                .get("mcpServers")
                .propertyNames())
        .containsExactly("jetty", "jetty-staging");
    assertThat(fixture.install("gemini", "--name", "a_b").err()).contains("cannot contain _");
    assertThat(fixture.install("cursor", "--name", "a_b").exit()).isZero();
    assertThat(fixture.install("cursor", "--name", "a b").err())
        .contains("--name must start with a letter");
  }

  @Test
  void settingsOfFlagsAndVariablesAreInstalled() throws IOException {
    fixture.cli.environment.put("JETTY_READ_ONLY", "yes");
    fixture.cli.environment.put("JETTY_COLLECTION", "acme");
    fixture.cli.environment.put("JETTY_TASKS", "off");
    Files.createDirectory(fixture.cli.work.resolve("my \u00e9\"files"));

    fixture.install("cursor", "--tools", "whoami, run-task", "--files-root=my \u00e9\"files");

    assertThat(arguments())
        .containsExactly(
            "stdio",
            "--tools=whoami,run-task",
            "--files-root=" + fixture.cli.work.resolve("my \u00e9\"files"),
            "--collection=acme",
            "--read-only");
  }

  @ParameterizedTest
  @CsvSource({
    "--read-only=false, --read-only=false",
    "--proxy=NONE, --proxy=none",
    "--proxy=proxy.corp:3128, --proxy=http://proxy.corp:3128",
  })
  void valueOfAFlagIsWrittenInItsLongForm(String flag, String written) {
    fixture.install("cursor", flag);

    assertThat(arguments()).containsExactly("stdio", written);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice:secret-1", "alice", ":secret-1"})
  void loginOfTheProxyIsNotDroppedSilently(String login) {
    for (String[] flags : new String[][] {{}, {"--print"}}) {
      List<String> arguments = new ArrayList<>(List.of(flags));
      arguments.addAll(List.of("cursor", "--proxy", "http://" + login + "@proxy.corp:8080"));

      Ended ended = fixture.install(arguments.toArray(String[]::new));

      assertThat(ended.exit()).isEqualTo(2);
      assertThat(ended.out()).isEmpty();
      assertThat(ended.err())
          .contains(
              "The password of the proxy is not written to a host's file. Set HTTPS_PROXY in the"
                  + " environment of the host's configuration instead.")
          .doesNotContain("secret-1");
      assertThat(fixture.file(Host.CURSOR)).doesNotExist();
    }
  }

  @Test
  void invalidSettingsStopTheInstallation() {
    assertThat(fixture.install("cursor", "--retries", "x").exit()).isEqualTo(2);
    assertThat(fixture.file(Host.CURSOR)).doesNotExist();
  }

  @Test
  void missingTokenIsReported() throws IOException {
    Files.delete(fixture.cli.home.resolve(".config/jetty/token"));

    assertThat(fixture.install("cursor").err())
        .contains("there is no token yet. Run: jetty-mcp login");
  }

  @Test
  void tokenOfTheEntryNeedsNoAdvice() throws IOException {
    Files.delete(fixture.cli.home.resolve(".config/jetty/token"));
    InstallFixture.write(
        fixture.file(Host.CURSOR),
        """
        {"mcpServers": {"jetty": {"command": "jetty-mcp", "env": {"JETTY_API_TOKEN": "x"}}}}
        """);

    assertThat(fixture.install("cursor").err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "cursor, disabled, false, '{\"mcpServers\": {\"jetty\": {\"disabled\": true}}}'",
    "opencode, enabled, true, '{\"mcp\": {\"jetty\": {\"enabled\": false}}}'",
    "codex, enabled, true, '[mcp_servers.jetty]\nenabled = false'",
    "goose, enabled, true, 'extensions:\n  jetty:\n    enabled: false'",
  })
  void disabledEntryIsPointedOut(String host, String field, String value, String content)
      throws IOException {
    InstallFixture.write(fixture.file(Host.of(host).orElseThrow()), content);

    assertThat(fixture.install(host).err())
        .contains(
            "Note: this server remains disabled. To enable it, set \"%s\" to %s in its entry."
                .formatted(field, value));
  }

  @Test
  void unknownHostIsRejectedWithTheNearestName() {
    Ended ended = fixture.install("claude-dekstop");

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err())
        .contains(
            "Unknown host \"claude-dekstop\". Did you mean \"claude-desktop\"? Supported:"
                + " claude-code, claude-desktop, cursor, ");
  }

  @Test
  void unsupportedScopesAreRejected() {
    assertThat(fixture.install("cursor", "--scope", "galaxy").err())
        .contains("--scope must be user or project.");
    assertThat(fixture.install("claude-desktop", "--scope", "project").err())
        .contains("claude-desktop supports only --scope user.");
  }

  @ParameterizedTest
  @CsvSource({"warp, Paste this in Warp", "jetbrains, Paste this in JetBrains AI Assistant"})
  void configurationToPasteIsPrinted(String host, String words) {
    Ended ended = fixture.install(host, "--read-only");

    assertThat(ended.exit()).isZero();
    assertThat(ended.err()).startsWith(words);
    assertThat(JSON.readTree(ended.out()).at("/mcpServers/jetty/args/1").asString())
        .isEqualTo("--read-only");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chatgpt", "claude-ai"})
  void websiteTakesAnAddress(String host) {
    assertThat(fixture.install(host).err())
        .contains("connects only to servers with a public https:// address", "--http URL");
    assertThat(fixture.install(host, "--http", "https://example.com/mcp").out().strip())
        .isEqualTo("https://example.com/mcp");
  }

  @Test
  void helpNamesTheHosts() {
    assertThat(fixture.install("--help").out().replaceAll("\\s+", " "))
        .contains("claude-code, claude-desktop, cursor, vscode, codex, gemini", "--read-only");
  }

  private List<String> arguments() {
    ServerEntry entry = fixture.entry(Host.CURSOR);
    List<String> line = entry.shape().commandLine(entry.fields());
    return line.subList(1, line.size());
  }
}
