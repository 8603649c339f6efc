package io.jettymcp.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.config.ProcessEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramNameTest {
  @TempDir Path place;
  private Path bin;
  private Path checkout;
  private Path launcher;

  @BeforeEach
  void createProgram() throws IOException {
    bin = Files.createDirectory(place.resolve("bin"));
    checkout = Files.createDirectory(place.resolve("checkout"));
    launcher = program(checkout.resolve("jetty-mcp"));
  }

  @Test
  void programInTheWorkingDirectoryIsNamedRelativeToIt() {
    assertThat(name(launcher, checkout).here()).isEqualTo("./jetty-mcp");
    assertThat(name(launcher, place).here()).isEqualTo("./checkout/jetty-mcp");
  }

  @Test
  void programElsewhereIsNamedByItsPath() {
    assertThat(name(launcher, bin).here()).isEqualTo(launcher.toString());
  }

  @Test
  void nameForAnywhereDependsOnNoWorkingDirectory() {
    assertThat(name(launcher, checkout).anywhere()).isEqualTo(launcher.toString());
  }

  @Test
  void programOnThePathNeedsItsNameOnly() throws IOException {
    Files.createSymbolicLink(bin.resolve("jetty-mcp"), launcher);

    assertThat(name(launcher, checkout).here()).isEqualTo("jetty-mcp");
    assertThat(name(launcher, place).anywhere()).isEqualTo("jetty-mcp");
  }

  @Test
  void anotherProgramOfThisNameOnThePathIsNotMeant() throws IOException {
    program(bin.resolve("jetty-mcp"));

    assertThat(name(launcher, place).anywhere()).isEqualTo(launcher.toString());
  }

  @Test
  void pathIsQuotedForTheShell() throws IOException {
    Path odd = program(Files.createDirectory(place.resolve("it's here")).resolve("jetty-mcp"));

    assertThat(name(odd, place).here()).isEqualTo("'./it'\\''s here/jetty-mcp'");
  }

  @Test
  void programWithoutALauncherHasItsUsualName() {
    assertThat(
            new ProgramName(
                    new ProcessEnvironment(Map.of(), place, place),
                    new ProgramFiles(Optional.empty(), Optional.empty()))
                .here())
        .isEqualTo("jetty-mcp");
  }

  @Test
  void jarIsNamedWithJava() {
    Path jar = place.resolve("lib/jetty-mcp.jar");

    assertThat(
            new ProgramName(
                    new ProcessEnvironment(Map.of(), place, place),
                    new ProgramFiles(Optional.empty(), Optional.of(jar)))
                .here())
        .isEqualTo("java -jar ./lib/jetty-mcp.jar");
  }

  @Test
  void programInTheCacheOfNpxIsNamedAsItWasStarted() throws IOException {
    Path cached = place.resolve(".npm/_npx/4f1a/node_modules/jetty-mcp/jetty-mcp");

    assertThat(name(cached, place).here()).isEqualTo("npx -y jetty-mcp");
    assertThat(name(cached, place).anywhere()).isEqualTo("npx -y jetty-mcp");
  }

  @Test
  void nameForAnywhereReachesTheJettyOfThisProcess() {
    ProgramName name = name(launcher, checkout, Map.of("JETTY_API_URL", "https://jetty.test"));

    assertThat(name.anywhere()).isEqualTo("JETTY_API_URL=https://jetty.test " + launcher);
    assertThat(name.here()).isEqualTo("./jetty-mcp");
  }

  private ProgramName name(Path file, Path workingDirectory) {
    return name(file, workingDirectory, Map.of("PATH", "/no/such:" + bin + ":relative"));
  }

  private ProgramName name(Path file, Path workingDirectory, Map<String, String> variables) {
    return new ProgramName(
        new ProcessEnvironment(variables, place, workingDirectory),
        new ProgramFiles(Optional.of(file), Optional.empty()));
  }

  private static Path program(Path file) throws IOException {
    Files.writeString(file, "#!/bin/sh\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
