package io.jettymcp.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests where install.sh installs, with a release whose program is a shell script; {@code .ci/dist}
 * installs the program.
 */
@EnabledOnOs(OS.LINUX)
class InstallScriptTest {
  private static final Path SCRIPT = Path.of("src", "dist", "install.sh").toAbsolutePath();
  private static final String MAKE_RELEASE =
      """
      mkdir -p program/jetty-mcp-@version@/lib release
      printf '#!/bin/sh\\n' >program/jetty-mcp-@version@/jetty-mcp
      chmod +x program/jetty-mcp-@version@/jetty-mcp
      : >program/jetty-mcp-@version@/lib/jetty-mcp.jar
      for each in x64 arm64; do
        tar -czf release/jetty-mcp-linux-$each.tar.gz -C program jetty-mcp-@version@
      done
      cd release
      sha256sum * >../sums
      mv ../sums SHA256SUMS
      """;

  @TempDir Path directory = Path.of("");
  private Path place = Path.of("");

  private record Result(int exit, String err) {}

  @BeforeEach
  void makeRelease() throws Exception {
    directory = directory.toRealPath();
    place = directory.resolve("a place");
    assertThat(run(List.of("sh", "-c", MAKE_RELEASE), Map.of())).isEqualTo(new Result(0, ""));
  }

  private Result run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path err = directory.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectError(err.toFile());
    builder.environment().keySet().retainAll(List.of("PATH"));
    builder.environment().putAll(environment);
    int exit = builder.start().waitFor();
    return new Result(exit, Files.readString(err));
  }

  private Result runScript(Map<String, String> environment, String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", SCRIPT.toString(), "--from", "release"));
    command.addAll(List.of(options));
    return run(command, environment);
  }

  private Result installTo(String to) throws Exception {
    return runScript(Map.of("HOME", directory.toString()), "--to", to);
  }

  private Result uninstallFrom(String to) throws Exception {
    return runScript(Map.of("HOME", directory.toString()), "--to", to, "--uninstall");
  }

  @Test
  void installationIsKnownInEverySpelling() throws Exception {
    Files.createSymbolicLink(directory.resolve("link"), place);
    assertThat(installTo(place + "/").exit()).isZero();

    for (String spelling :
        List.of(place.toString(), "a place", "./a place//", "release/../a place", "link")) {
      assertThat(installTo(spelling)).as(spelling).extracting(Result::exit).isEqualTo(0);
    }
  }

  @Test
  void installationIsRemovedInAnotherSpelling() throws Exception {
    installTo(place.toString());

    assertThat(uninstallFrom("a place/").err()).startsWith("jetty-mcp: removed " + place);

    assertThat(place.resolve("bin")).isEmptyDirectory();
    assertThat(place.resolve("share")).isEmptyDirectory();
  }

  @Test
  void linkOfTheUserIsKept() throws Exception {
    Files.createDirectories(place.resolve("bin"));
    Files.createSymbolicLink(place.resolve("bin/jetty-mcp"), directory.resolve("mine"));

    assertThat(installTo("a place").err()).contains("is not from this script");
  }

  @Test
  void pathIsRecognisedAsItIsWritten() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), place);
    Files.createDirectories(place);
    String path = System.getenv("PATH") + ":" + link + "/bin";

    assertThat(runScript(Map.of("PATH", path), "--to", "link").err())
        .endsWith("next: jetty-mcp login\n");
  }

  @Test
  void nothingIsRemovedWhereNothingIsInstalled() throws Exception {
    Files.createDirectories(place);

    for (String where : List.of("a place", "no place")) {
      Result result = uninstallFrom(where);

      assertThat(result.exit()).isEqualTo(1);
      assertThat(result.err())
          .isEqualTo("jetty-mcp: nothing is installed in " + directory + "/" + where + "\n");
    }
    assertThat(directory.resolve("no place")).doesNotExist();
  }

  @Test
  void emptyDirectoryIsRefused() throws Exception {
    assertThat(installTo("")).isEqualTo(new Result(1, "jetty-mcp: --to needs a directory\n"));
  }

  @Test
  void homeIsNeededOnlyWithoutADirectory() throws Exception {
    assertThat(runScript(Map.of(), "--to", "a place").exit()).isZero();
    assertThat(runScript(Map.of()))
        .isEqualTo(new Result(1, "jetty-mcp: HOME is not set: choose a directory with --to DIR\n"));
  }
}
