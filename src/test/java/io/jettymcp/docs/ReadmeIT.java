package io.jettymcp.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.Slow;
import io.jettymcp.simulator.Simulator;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of the README and of the pages that it refers to, in their order, as a new user
 * would type them one after the other.
 */
@Slow
class ReadmeIT {
  private static final List<Path> PAGES =
      List.of(
          Path.of("README.md"),
          Path.of("docs", "guide.md"),
          Path.of("docs", "hosts.md"),
          Path.of("docs", "install.md"),
          Path.of("docs", "shell.md"),
          Path.of("docs", "simulator.md"),
          Path.of("docs", "troubleshooting.md"));

  /** Commands that are not run: this test itself, programs of others, and what .ci/dist runs. */
  private static final List<String> NOT_OURS =
      List.of(
          "mvn ",
          "docker ",
          "claude ",
          "curl ",
          "gh ",
          "rm ",
          "sha256sum ",
          "sh install.sh",
          "src/dist/release");

  @TempDir private Path place;
  private Simulator jetty;

  /** The program from a registry; the test of a release runs it from there. */
  private static final String PUBLISHED = "npx -y jetty-mcp";

  @BeforeEach
  void checkOut() throws IOException {
    jetty = Simulator.start();
    Files.createSymbolicLink(
        place.resolve("jetty-mcp"), Path.of("jetty-mcp").toAbsolutePath().normalize());
    Files.createDirectory(place.resolve("home"));
  }

  @AfterEach
  void close() throws IOException {
    // JUnit warns of a link that leads out of the directory which it deletes.
    Files.delete(place.resolve("jetty-mcp"));
    jetty.close();
  }

  @Test
  void everyCommandWorks() throws Exception {
    List<String> commands = commands();
    assertThat(commands).hasSizeGreaterThan(12);
    for (String command : commands) {
      if (command.contains(" --port")) {
        listens(command.replaceAll("--port \\d+", "--port 0"));
      } else {
        succeeds(command);
      }
    }
  }

  private void succeeds(String command) throws Exception {
    Path said = place.resolve("said");
    Process process =
        builder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    // Only login reads it: the token that a person would type.
    process.getOutputStream().write((jetty.token() + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as(command).isTrue();
    assertThat(process.exitValue()).as(command + "\n" + Files.readString(said)).isZero();
    assertThat(Files.readString(said)).as(command).isNotEmpty().doesNotContain(jetty.token());
  }

  private void listens(String command) throws Exception {
    Process process = builder(command).redirectErrorStream(true).start();
    List<ProcessHandle> program;
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(said.lines().anyMatch(line -> line.startsWith("Listening on http://127.0.0.1:")))
          .as(command)
          .isTrue();
    } finally {
      // The shell may have stayed, and would not take the program with it.
      program = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
      program.forEach(ProcessHandle::destroy);
    }
    for (ProcessHandle one : program) {
      one.onExit().get(20, TimeUnit.SECONDS);
    }
  }

  private ProcessBuilder builder(String command) {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", command).directory(place.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("JETTY_"));
    environment.put("HOME", place.resolve("home").toString());
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("JETTY_API_URL", jetty.url());
    environment.merge("PATH", place.toString(), (path, first) -> first + File.pathSeparator + path);
    return builder;
  }

  /** The lines of all shell blocks that are for this program. */
  private static List<String> commands() throws IOException {
    List<String> commands = new ArrayList<>();
    for (Path page : PAGES) {
      boolean inside = false;
      for (String line : Files.readAllLines(page)) {
        if (line.startsWith("```")) {
          inside = line.equals("```sh");
        } else if (inside && NOT_OURS.stream().noneMatch(line::startsWith)) {
          commands.add(line.replace(PUBLISHED, "jetty-mcp"));
        }
      }
    }
    return commands;
  }
}
