package io.jettymcp.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalEntriesTest {
  private static final String REMOVE = ": claude mcp remove jetty --scope local";

  @RegisterExtension final InstallFixture fixture = new InstallFixture();

  @BeforeEach
  void addToTwoDirectories() throws IOException {
    InstallFixture.write(
        fixture.file(Host.CLAUDE_CODE),
        """
        {
          "projects": {
            "/src/shop": {
              "mcpServers": {
                "jetty": {"type": "stdio", "command": "jetty-mcp", "args": ["--read-only"]}
              }
            },
            "/src/other": {"mcpServers": {"github": {"command": "x"}}},
            "%s": {"mcpServers": {"jetty": {"type": "http", "url": "https://a/mcp"}}}
          }
        }
        """
            .formatted(fixture.at("work")));
  }

  @Test
  void theyAreListedWithTheirDirectory() {
    assertThat(fixture.install().out())
        .containsPattern("(?m)^  claude-code +- ")
        .containsPattern("(?m)^  claude-code \\(local\\) +read-only .* for /src/shop$")
        .containsPattern("(?m)^  claude-code \\(local\\) +yes .* for .*work$")
        .doesNotContain("/src/other");
  }

  @Test
  void installationForTheUserNamesTheDirectoriesThatDoNotUseIt() {
    assertThat(fixture.install("claude-code").err())
        .contains(
            "in each of these directories, Claude Code uses another",
            ": /src/shop, " + fixture.at("work") + ". To remove them, run in each" + REMOVE);
  }

  @Test
  void installationForTheProjectNamesItsOwnDirectoryOnly() {
    assertThat(fixture.install("claude-code", "--scope", "project").err())
        .contains("in " + fixture.at("work") + ", Claude Code uses another", "run there" + REMOVE)
        .doesNotContain("/src/shop");
  }

  @Test
  void theyArePointedOutWhereTheUserHasNothingToUninstall() {
    assertThat(fixture.uninstall("claude-code").err()).contains(": /src/shop", REMOVE);
  }

  @Test
  void otherNamesAndHostsAreNotMeant() {
    assertThat(fixture.install("claude-code", "--name", "mine").err()).doesNotContain("/src/shop");
    assertThat(fixture.install("cursor").err()).doesNotContain("/src/shop");
  }

  @Test
  void directoriesAreShownWithoutControlCharacters() throws IOException {
    InstallFixture.write(
        fixture.file(Host.CLAUDE_CODE),
        """
        {"projects": {"/a\\u001b[2J\\u009b\\nb": {"mcpServers": {"jetty": {"command": "x"}}}}}
        """);

    assertThat(fixture.install().out()).contains(" for /a[2Jb");
    assertThat(fixture.install("claude-code").err()).contains("in /a[2Jb, Claude");
  }

  @Test
  void onlySomeOfManyDirectoriesAreNamed() throws IOException {
    String entry = "\"%s\": {\"mcpServers\": {\"jetty\": {\"command\": \"x\"}}}";
    InstallFixture.write(
        fixture.file(Host.CLAUDE_CODE),
        "{\"projects\": {%s, %s, %s, %s, %s}}".replace("%s", entry).formatted(1, 2, 3, 4, 5));

    assertThat(fixture.install("claude-code").err()).contains(": 1, 2, 3 and 2 more. To");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"projects\": []}",
        "{\"projects\": {\"/a\": 1}}",
        "{\"projects\": {\"/a\": {\"mcpServers\": null}}}",
        "{\"projects\": {\"/a\": {\"mcpServers\": {\"jetty\": \"x\"}}}}"
      })
  void fileOfAnotherFormHasNone(String content) throws IOException {
    Files.writeString(fixture.file(Host.CLAUDE_CODE), content);

    assertThat(fixture.install("claude-code").err()).doesNotContain("claude mcp");
    assertThat(fixture.install().out()).doesNotContain("(local)");
  }
}
