package io.jettymcp.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.cli.CliFixture;
import io.jettymcp.cli.CliFixture.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InstallCommandTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String TOKEN = "mlc_" + "a".repeat(32);

  @RegisterExtension final CliFixture cli = new CliFixture();
  private OperatingSystem system = OperatingSystem.OTHER;

  @BeforeEach
  void makeHomeWithAToken() throws IOException {
    Path token = cli.home.resolve(".config/jetty/token");
    Files.createDirectories(token.resolveSibling(""));
    Files.writeString(token, TOKEN);
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
  }

  @ParameterizedTest
  @CsvSource({
    "claude-code, , OTHER, work/.mcp.json, /mcpServers/jetty, true",
    "claude-code, user, OTHER, home/.claude.json, /mcpServers/jetty, true",
    "claude-desktop, , OTHER, home/.config/Claude/claude_desktop_config.json, /mcpServers/jetty,"
        + " false",
    "claude-desktop, user, MAC, home/Library/Application"
        + " Support/Claude/claude_desktop_config.json, /mcpServers/jetty, false",
    "claude-desktop, , WINDOWS, home/AppData/Roaming/Claude/claude_desktop_config.json,"
        + " /mcpServers/jetty, false",
    "cursor, , OTHER, home/.cursor/mcp.json, /mcpServers/jetty, true",
    "cursor, project, OTHER, work/.cursor/mcp.json, /mcpServers/jetty, true",
    "vscode, , OTHER, work/.vscode/mcp.json, /servers/jetty, true",
    "vscode, user, OTHER, home/.config/Code/User/mcp.json, /servers/jetty, true",
    "vscode, user, MAC, home/Library/Application Support/Code/User/mcp.json, /servers/jetty, true",
    "gemini, , OTHER, home/.gemini/settings.json, /mcpServers/jetty, false",
    "gemini, project, OTHER, work/.gemini/settings.json, /mcpServers/jetty, false",
  })
  void newJsonFileContainsOnlyTheServer(
      String host, String scope, OperatingSystem on, String file, String pointer, boolean typed)
      throws IOException {
    system = on;
    Path path = at(file);

    Ended ended = scope == null ? install(host) : install(host, "--scope", scope);

    assertThat(ended.exit()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).startsWith("Added the server \"jetty\" to " + path + ".");
    JsonNode entry = JSON.readTree(Files.readString(path)).at(pointer);
    String type = typed ? "\"type\":\"stdio\"," : "";
    assertThat(entry)
        .hasToString("{" + type + "\"command\":\"/opt/jetty mcp/jetty-mcp\",\"args\":[\"stdio\"]}");
    assertThat(filesBeside(path)).containsExactly(path);
  }

  @Test
  void appDataVariableIsUsedOnWindows() {
    system = OperatingSystem.WINDOWS;
    cli.environment.put("APPDATA", at("roaming").toString());

    install("claude-desktop");

    assertThat(at("roaming/Claude/claude_desktop_config.json")).exists();
  }

  @ParameterizedTest
  @CsvSource({", home/.codex/config.toml", "project, work/.codex/config.toml"})
  void codexFileContainsATable(String scope, String file) {
    Ended ended = scope == null ? install("codex") : install("codex", "--scope", scope);

    assertThat(ended.exit()).isZero();
    assertThat(at(file))
        .content()
        .isEqualTo(
            """
            [mcp_servers.jetty]
            command = "/opt/jetty mcp/jetty-mcp"
            args = ["stdio"]
            """);
  }

  @Test
  void codexHomeVariableIsUsed() {
    cli.environment.put("CODEX_HOME", at("codex").toString());

    install("codex");

    assertThat(at("codex/config.toml")).exists();
  }

  @Test
  void fileWithAByteOrderMarkIsExtended() throws IOException {
    Path path = at("work/.mcp.json");
    Files.writeString(path, "\uFEFF{\"mcpServers\":{\"other\":{}}}");

    assertThat(install("claude-code").exit()).isZero();

    assertThat(JSON.readTree(Files.readString(path)).at("/mcpServers").propertyNames())
        .containsExactlyInAnyOrder("other", "jetty");
  }

  @Test
  void previousFileIsBackedUp() throws IOException {
    Path path = write("home/.cursor/mcp.json", "{\"a\": 1}");

    Ended ended = install("cursor");

    assertThat(ended.out()).contains("Backup: " + path + ".bak");
    assertThat(Path.of(path + ".bak")).content().isEqualTo("{\"a\": 1}");
    assertThat(JSON.readTree(Files.readString(path)).get("a").intValue()).isEqualTo(1);
    assertThat(filesBeside(path)).containsExactlyInAnyOrder(path, Path.of(path + ".bak"));
  }

  @ParameterizedTest
  @EnumSource
  void secondInstallationChangesNothing(Host host) throws IOException {
    install(host.id(), "--read-only");
    Path path = installed(host);
    String first = Files.readString(path);

    Ended again = install(host.id(), "--read-only");

    assertThat(again.exit()).isZero();
    assertThat(again.out()).startsWith(path + " is up to date; nothing was changed.");
    assertThat(path).content().isEqualTo(first);
    assertThat(filesBeside(path)).containsExactly(path);
  }

  @Test
  void unreadableFileIsUnchanged() throws IOException {
    Path path = write("home/.gemini/settings.json", "{\"a\": 1,}");

    Ended ended = install("gemini");

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err())
        .startsWith(path + " is not plain JSON (line 1, column")
        .contains("Add this to it manually:");
    assertThat(JSON.readTree(ended.out()).at("/mcpServers/jetty/command").asString())
        .isEqualTo("/opt/jetty mcp/jetty-mcp");
    assertThat(path).content().isEqualTo("{\"a\": 1,}");
    assertThat(filesBeside(path)).containsExactly(path);
  }

  @ParameterizedTest
  @EnumSource
  void printDoesNotWrite(Host host) throws IOException {
    Ended ended = install(host.id(), "--print");

    assertThat(ended.exit()).isZero();
    assertThat(ended.out()).contains("/opt/jetty mcp/jetty-mcp").doesNotContain(TOKEN);
    assertThat(ended.err()).isEqualTo("For " + installed(host) + ":" + System.lineSeparator());
    assertThat(installed(host)).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void tokenIsNeverWritten(Host host) throws IOException {
    cli.environment.put("JETTY_API_TOKEN", TOKEN);

    Ended ended = install(host.id());

    assertThat(installed(host)).content().doesNotContain("mlc_");
    assertThat(ended.out() + ended.err()).doesNotContain(TOKEN);
    assertThat(ended.err()).contains("JETTY_API_TOKEN, which the host might not pass on");
  }

  @Test
  void settingsOfFlagsAndVariablesAreInstalled() throws IOException {
    cli.environment.put("JETTY_READ_ONLY", "yes");
    cli.environment.put("JETTY_COLLECTION", "acme");
    Files.createDirectory(cli.work.resolve("my files"));

    install("claude-code", "--tools", "whoami, run-task", "--files-root=my files");

    assertThat(arguments())
        .containsExactly(
            "stdio",
            "--collection=acme",
            "--read-only",
            "--tools=whoami,run-task",
            "--files-root=" + cli.work.resolve("my files"));
  }

  @Test
  void explicitlyDisabledSwitchStaysDisabled() throws IOException {
    install("claude-code", "--read-only=false");

    assertThat(arguments()).containsExactly("stdio", "--read-only=false");
  }

  @Test
  void explicitlyDisabledProxyStaysDisabled() throws IOException {
    install("claude-code", "--proxy", "NONE");

    assertThat(arguments()).containsExactly("stdio", "--proxy=none");
  }

  @Test
  void proxyWithoutALoginIsInstalled() throws IOException {
    install("claude-code", "--proxy=proxy.corp:3128");

    assertThat(arguments()).containsExactly("stdio", "--proxy=http://proxy.corp:3128");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice:secret-1", "alice", ":secret-1"})
  void loginOfTheProxyIsNotDroppedSilently(String login) {
    for (String[] flags : new String[][] {{}, {"--print"}}) {
      List<String> arguments = new ArrayList<>(List.of(flags));
      arguments.addAll(List.of("claude-code", "--proxy", "http://" + login + "@proxy.corp:8080"));

      Ended ended = install(arguments.toArray(String[]::new));

      assertThat(ended.exit()).isEqualTo(2);
      assertThat(ended.out()).isEmpty();
      assertThat(ended.err())
          .contains(
              "The password of the proxy is not written to a host's file. Set HTTPS_PROXY in the"
                  + " environment of the host's configuration instead.")
          .doesNotContain("secret-1");
      assertThat(cli.work.resolve(".mcp.json")).doesNotExist();
    }
  }

  @Test
  void invalidSettingsStopTheInstallation() {
    assertThat(install("claude-code", "--retries", "x").exit()).isEqualTo(2);
    assertThat(cli.work.resolve(".mcp.json")).doesNotExist();
  }

  @Test
  void addressOfTheEnvironmentIsReported() {
    cli.environment.put("JETTY_API_URL", "simulator");

    assertThat(install("cursor").err())
        .contains("JETTY_API_URL is set here, but the host may start the server without it.");
  }

  @Test
  void missingTokenIsReported() throws IOException {
    Files.delete(cli.home.resolve(".config/jetty/token"));

    assertThat(install("cursor").err()).contains("there is no token yet. Run: jetty-mcp login");
  }

  @Test
  void permissionsAndLinksArePreserved() throws IOException {
    Path real = write("dotfiles/claude.json", "{}");
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-------"));
    Path link = cli.home.resolve(".claude.json");
    Files.createSymbolicLink(link, real);

    install("claude-code", "--scope", "user");

    assertThat(link).isSymbolicLink();
    assertThat(real).content().contains("jetty-mcp");
    assertThat(rights(real)).isEqualTo("rw-------");
    assertThat(rights(cli.home.resolve(".claude.json.bak"))).isEqualTo("rw-------");
  }

  @Test
  void backupsOfOthersAreKept() throws IOException {
    Path path = write("home/.cursor/mcp.json", "{\"a\": 1}");
    Path theirs = write("home/.cursor/mcp.json.bak", "theirs");
    Path outside = write("outside", "outside");
    Files.createSymbolicLink(Path.of(path + ".bak.2"), outside);

    Ended ended = install("cursor");

    assertThat(ended.out()).contains("Backup: " + path + ".bak.3");
    assertThat(Path.of(path + ".bak.3")).hasContent("{\"a\": 1}");
    assertThat(theirs).hasContent("theirs");
    assertThat(outside).hasContent("outside");
  }

  @Test
  void linkToAMissingFileIsReported() throws IOException {
    Path link = cli.work.resolve(".mcp.json");
    Files.createSymbolicLink(link, at("elsewhere"));

    Ended ended = install("claude-code");

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err()).contains(link + " is a link to a file that does not exist");
    assertThat(link).isSymbolicLink();
    assertThat(at("elsewhere")).doesNotExist();
  }

  @Test
  void unknownHostIsRejectedWithTheNearestName() {
    Ended ended = install("claude-dekstop");

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err())
        .contains(
            "Unknown host \"claude-dekstop\". Did you mean \"claude-desktop\"? Supported:"
                + " claude-code, claude-desktop, cursor, vscode, codex, gemini.");
    assertThat(cli.run(command(), "install").exit()).isEqualTo(2);
  }

  @Test
  void unsupportedScopesAreRejected() {
    assertThat(install("cursor", "--scope", "galaxy").err())
        .contains("--scope must be user or project.");
    Ended ended = install("claude-desktop", "--scope", "project");
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("claude-desktop supports only --scope user.");
  }

  @Test
  void helpNamesTheHosts() {
    assertThat(cli.run(command(), "install", "--help").out())
        .contains("claude-code, claude-desktop, cursor, vscode, codex, gemini", "--read-only");
  }

  private InstallCommand command() {
    return new InstallCommand(
        () -> new LaunchCommand("/opt/jetty mcp/jetty-mcp", List.of()), system);
  }

  private Ended install(String... arguments) {
    List<String> all = new ArrayList<>(List.of("install"));
    all.addAll(List.of(arguments));
    return cli.run(command(), all.toArray(String[]::new));
  }

  private Path installed(Host host) {
    return host.file(host.defaultScope(), cli.processEnvironment(), system).orElseThrow();
  }

  private List<String> arguments() throws IOException {
    return JSON.readTree(Files.readString(cli.work.resolve(".mcp.json")))
        .at("/mcpServers/jetty/args")
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  private Path at(String file) {
    return cli.home.resolveSibling(file);
  }

  private Path write(String file, String text) throws IOException {
    Path path = at(file);
    Files.createDirectories(path.resolveSibling(""));
    return Files.writeString(path, text);
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static List<Path> filesBeside(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path.resolveSibling(""))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
