package io.jettymcp.cli.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.cli.CliFixture.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LauncherLinkTest {
  @RegisterExtension final InstallFixture fixture = new InstallFixture();

  private Path link() {
    return fixture.cli.home.resolve(".local/bin/jetty-mcp");
  }

  @Test
  void linkLeadsToTheLauncher() throws IOException {
    Ended ended = fixture.install("--link");

    assertThat(ended.exit()).isZero();
    assertThat(Files.readSymbolicLink(link())).isEqualTo(Path.of(InstallFixture.PROGRAM));
    assertThat(ended.out())
        .contains(
            "Linked " + link(), "is not on your PATH", "export PATH=\"$HOME/.local/bin:$PATH\"");
  }

  @Test
  void directoryOnThePathNeedsNoAdvice() {
    fixture.cli.environment.put("PATH", "/bin:" + link().getParent());

    assertThat(fixture.install("--link").out()).doesNotContain("PATH");
    assertThat(fixture.install("--link").out()).contains("is up to date; nothing was changed.");
  }

  @Test
  void linkToAnotherCopyIsUpdated() throws IOException {
    fixture.install("--link");
    fixture.program = new LaunchCommand("/new/jetty-mcp", List.of());

    Ended ended = fixture.install("--link");

    assertThat(ended.out()).contains("(was " + InstallFixture.PROGRAM + ")");
    assertThat(Files.readSymbolicLink(link())).isEqualTo(Path.of("/new/jetty-mcp"));
  }

  @Test
  void linkLeadsToTheLinkOfAPackageManager() throws IOException {
    Path launcher = InstallFixture.write(fixture.at("cellar/jetty-mcp"), "");
    Path bin = Files.createDirectory(fixture.at("bin"));
    Files.createSymbolicLink(bin.resolve("jetty-mcp"), launcher);
    fixture.program = new LaunchCommand(launcher.toString(), List.of());
    fixture.cli.environment.put("PATH", link().getParent() + ":" + bin);

    fixture.install("--link");

    assertThat(Files.readSymbolicLink(link())).isEqualTo(bin.resolve("jetty-mcp"));
  }

  @Test
  void linkNeverLeadsToItself() throws IOException {
    Path launcher = InstallFixture.write(fixture.at("checkout/jetty-mcp"), "");
    Path bin = Files.createDirectory(fixture.at("bin"));
    fixture.program = new LaunchCommand(launcher.toString(), List.of());
    fixture.install("--link");
    Files.createSymbolicLink(bin.resolve("jetty-mcp"), link());
    fixture.cli.environment.put("PATH", link().getParent() + ":" + bin);

    assertThat(fixture.install("--link").out()).contains("is up to date; nothing was changed.");

    assertThat(link().toRealPath()).isEqualTo(launcher.toRealPath());
  }

  @Test
  void foreignFilesAndLinksAreKept() throws IOException {
    InstallFixture.write(link(), "theirs");
    assertThat(fixture.install("--link").exit()).isEqualTo(2);
    assertThat(link()).hasContent("theirs");

    Files.delete(link());
    Files.createSymbolicLink(link(), Path.of("/opt/other/program"));
    assertThat(fixture.install("--link").err()).contains("which is not jetty-mcp");
    assertThat(Files.readSymbolicLink(link())).isEqualTo(Path.of("/opt/other/program"));
  }

  @Test
  void jarAndWindowsAreExplained() {
    fixture.program = new LaunchCommand("java", List.of("-jar", "/x/jetty-mcp.jar"));
    assertThat(fixture.install("--link").err()).contains("--link needs the launcher");

    fixture.system = OperatingSystem.WINDOWS;
    assertThat(fixture.install("--link").err()).contains("On Windows, add the directory");
    assertThat(link()).doesNotExist();
  }
}
