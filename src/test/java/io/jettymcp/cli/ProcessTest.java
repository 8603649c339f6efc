package io.jettymcp.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jettymcp.cli.install.LaunchCommand;
import io.jettymcp.config.ProcessEnvironment;
import io.jettymcp.config.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests in a child process what is read from the process itself. */
class ProcessTest {
  @TempDir Path directory;

  @Test
  void homeVariableOverridesTheHomeOfTheJvm() throws Exception {
    assertThat(child("surroundings", Map.of("HOME", "/from/environment"), "-Duser.home=/from/jvm"))
        .isEqualTo("/from/environment " + directory.toRealPath());
    assertThat(child("surroundings", Map.of("HOME", " "), "-Duser.home=/from/jvm"))
        .startsWith("/from/jvm ");
  }

  @Test
  void tokenIsReadFromStdinWithoutATerminal() throws Exception {
    assertThat(child("token", Map.of(), "-Djdk.console=java.base")).isEqualTo("typed \u00e9");
  }

  @Test
  void hostStartsTheSameLauncher() throws Exception {
    assertThat(child("launch", Map.of(), "-Djetty-mcp.launcher=/opt/jetty mcp/jetty-mcp"))
        .isEqualTo("LaunchCommand[command=/opt/jetty mcp/jetty-mcp, arguments=[]]");
  }

  @Test
  void looseClassesCannotBeInstalled() {
    assertThatThrownBy(LaunchCommand::ofProcess)
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Run this through ./jetty-mcp");
  }

  private String child(String what, Map<String, String> environment, String option)
      throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                what)
            .directory(directory.toFile())
            // A file, because a child that has ended already closes the pipe.
            .redirectInput(
                Files.writeString(directory.resolve("input"), "typed \u00e9\nmore\n").toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    return out;
  }

  /** Tells one fact about its process. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws IOException {
      String output =
          switch (arguments[0]) {
            case "surroundings" ->
                ProcessEnvironment.ofProcess().home()
                    + " "
                    + ProcessEnvironment.ofProcess().workingDirectory();
            case "token" -> TokenInput.ofProcess(System.in).read();
            default -> LaunchCommand.ofProcess().toString();
          };
      System.out.write(output.getBytes(UTF_8));
      System.out.flush();
    }
  }
}
