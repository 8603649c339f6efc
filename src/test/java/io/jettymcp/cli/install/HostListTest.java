package io.jettymcp.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.cli.CliFixture.Ended;
import io.jettymcp.config.ProcessEnvironment;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HostListTest {
  @RegisterExtension final InstallFixture fixture = new InstallFixture();

  @Test
  void hostsAreFoundByTheirDirectoryOrCommand() throws IOException {
    Path goose = InstallFixture.write(fixture.at("bin/goose"), "");
    assertThat(goose.toFile().setExecutable(true)).isTrue();
    fixture.cli.environment.put("PATH", fixture.at("bin").toString());
    Files.createDirectories(fixture.cli.home.resolve(".kiro"));
    fixture.install("cursor", "--read-only");
    fixture.install("zed", "--scope", "project");
    InstallFixture.write(fixture.file(Host.CODEX), "broken");

    Ended ended = fixture.install();

    assertThat(ended.exit()).isZero();
    assertThat(ended.out())
        .containsPattern("(?m)^  cursor +read-only +" + fixture.file(Host.CURSOR))
        .containsPattern("(?m)^  kiro +- ")
        .containsPattern("(?m)^  goose +- ")
        .containsPattern("(?m)^  codex +unreadable ")
        .containsPattern("(?m)^  zed \\(project\\) +yes ")
        .containsPattern("(?m)^Not found: .*windsurf")
        .contains("Configured in their settings: warp, jetbrains, chatgpt, claude-ai")
        .contains("jetty-mcp install HOST");
    assertThat(fixture.uninstall().out()).isEqualTo(ended.out());
  }

  @Test
  void fileOfTheUserIsNotListedAgainInTheHomeDirectory() {
    fixture.install("cursor");
    ProcessEnvironment environment =
        new ProcessEnvironment(Map.of(), fixture.cli.home, fixture.cli.home);
    StringWriter out = new StringWriter();

    new HostList(
            new HostPlaces(environment, OperatingSystem.OTHER),
            HostChoice.DEFAULT_NAME,
            "jetty-mcp")
        .print(new PrintWriter(out, true));

    assertThat(out.toString()).contains("  cursor ").doesNotContain("(project)");
  }

  @Test
  void programIsNamedAsThePersonTypesIt() {
    StringWriter out = new StringWriter();

    new HostList(fixture.places(), "jetty", "npx -y jetty-mcp").print(new PrintWriter(out));

    assertThat(out.toString())
        .endsWith("To add the server to a host: npx -y jetty-mcp install HOST\n");
  }

  @Test
  void machineWithoutHostsIsReported() {
    assertThat(fixture.install().out()).startsWith("No supported host was found on this machine.");
  }
}
