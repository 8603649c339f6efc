package io.jettymcp.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.cli.CliFixture.Ended;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UninstallCommandTest {
  @RegisterExtension final InstallFixture fixture = new InstallFixture();

  @Test
  void entryIsRemovedAndTheFileBackedUp() throws IOException {
    Path file = InstallFixture.write(fixture.file(Host.CURSOR), "{\"a\": 1}");
    fixture.install("cursor");

    Ended ended = fixture.uninstall("cursor");

    assertThat(ended.exit()).isZero();
    assertThat(ended.out())
        .contains("Removed the server \"jetty\" from " + file + ".", "Backup: " + file + ".bak.2");
    assertThat(file).content().isEqualTo("{\"a\": 1}");
  }

  @Test
  void missingEntryIsNoError() {
    Ended ended = fixture.uninstall("cursor");

    assertThat(ended.exit()).isZero();
    assertThat(ended.out()).contains("has no server \"jetty\"; nothing was changed.");
    assertThat(fixture.file(Host.CURSOR)).doesNotExist();
  }

  @Test
  void otherScopeIsPointedOut() {
    fixture.install("cursor", "--scope", "project", "--name", "mine");

    assertThat(fixture.uninstall("cursor", "--name", "mine").err())
        .contains(
            fixture.at("work/.cursor/mcp.json") + " has it too.",
            "jetty-mcp uninstall cursor --scope project --name mine");
  }

  @Test
  void emptyMapThatShowsTheVersionOfOpencodeRemains() throws IOException {
    Path file = InstallFixture.write(fixture.file(Host.OPENCODE), "{\"mcp\": {\"servers\": {}}}");
    fixture.install("opencode");

    fixture.uninstall("opencode");

    assertThat(file).content().isEqualTo("{\"mcp\": {\"servers\": {}}}");
  }

  @Test
  void dryRunRemovesNothing() {
    fixture.install("cursor");

    assertThat(fixture.uninstall("cursor", "--dry-run").out()).contains("Would remove the server");
    assertThat(fixture.entry(Host.CURSOR).fields()).isNotEmpty();
  }

  @Test
  void hostWithoutAFileIsExplained() {
    assertThat(fixture.uninstall("warp").err())
        .contains("Remove the server in Warp, under Settings");
  }
}
