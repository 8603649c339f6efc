package io.jettymcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jettymcp.Slow;
import io.jettymcp.simulator.SimulatorExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that stdout is the same with every Java and with or without an archive of classes. Tests
 * the runtime of packages too if {@code src/dist/release} made it.
 */
@Slow
@Timeout(120)
class SameAnswersIT {
  private static final Path JAR = Path.of("target", "jetty-mcp.jar").toAbsolutePath();

  /** Shared by all tests, as names and times in its answers are its own; no test changes it. */
  @RegisterExtension static final SimulatorExtension jetty = SimulatorExtension.withDefaults();

  private static List<String> expected;

  @TempDir private static Path home;

  @BeforeAll
  static void runTheJar() throws Exception {
    expected = conversation(jar(System.getProperty("java.home")), Map.of());
    assertThat(expected).hasSizeGreaterThan(20).noneMatch(line -> line.contains("could not be"));
  }

  @Test
  void launcherGivesTheSameAnswers() throws Exception {
    for (String archive : List.of("off", "auto")) {
      assertThat(
              conversation(
                  List.of(Path.of("jetty-mcp").toAbsolutePath().toString(), "stdio"),
                  Map.of(
                      "JAVA_HOME", System.getProperty("java.home"), "JETTY_MCP_ARCHIVE", archive)))
          .as("archive: %s", archive)
          .isEqualTo(expected);
    }
  }

  @Test
  void java25GivesTheSameAnswers() throws Exception {
    Optional<Path> other = java25();
    assumeThat(other).as("a JDK 25").isPresent();
    assertThat(conversation(jar(other.orElseThrow().toString()), Map.of())).isEqualTo(expected);
  }

  @Test
  void runtimeOfPackagesGivesTheSameAnswers() throws Exception {
    String system = System.getProperty("os.name").startsWith("Mac") ? "macos" : "linux";
    String machine = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
    Path runtime = Path.of("target", "runtimes", system + "-" + machine).toAbsolutePath();
    assumeThat(runtime).as("what src/dist/runtime makes").isDirectory();
    assertThat(conversation(jar(runtime.toString()), Map.of())).isEqualTo(expected);
  }

  /** Returns the lines of stdout in a session with every kind of response. */
  private static List<String> conversation(List<String> command, Map<String, String> environment)
      throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", System.getenv("PATH"));
    builder.environment().put("HOME", home.toString());
    builder.environment().put("JETTY_API_URL", jetty.url());
    builder.environment().put("JETTY_API_TOKEN", jetty.token());
    builder.environment().put("JETTY_COLLECTION", "acme");
    builder.environment().putAll(environment);
    try (ServerProcess server = new ServerProcess(builder.start())) {
      server.initialize();
      for (String method :
          List.of("tools/list", "prompts/list", "resources/list", "resources/templates/list")) {
        server.request("\"" + method + "\"", method, "{}");
        server.answer("\"" + method + "\"");
      }
      server.request(
          "1", "prompts/get", "{\"name\":\"write-task\",\"arguments\":{\"goal\":\"g\"}}");
      server.answer("1");
      server.request("2", "resources/read", "{\"uri\":\"jetty://acme/test-echo\"}");
      server.answer("2");
      for (Map.Entry<String, String> call : calls()) {
        server.call(call.getKey(), call.getValue());
      }
      server.end();
      assertThat(server.stderr()).isEmpty();
      return server.stdout();
    }
  }

  /** Returns calls whose results are JSON, YAML, plain strings and errors of every kind. */
  private static List<Map.Entry<String, String>> calls() {
    List<Map.Entry<String, String>> calls = new ArrayList<>();
    for (String tool :
        List.of(
            "whoami", "list-collections", "list-tasks", "list-step-templates", "list-env-vars")) {
      calls.add(Map.entry(tool, "{}"));
    }
    for (String tool : List.of("get-task", "list-trajectories", "get-stats", "list-routines")) {
      calls.add(Map.entry(tool, "{\"task\":\"test-echo\"}"));
    }
    calls.add(Map.entry("debug-run", "{\"task\":\"broken-judge\"}"));
    calls.add(Map.entry("analyze-runs", "{\"task\":\"improve-slogan\"}"));
    calls.add(Map.entry("get-task", "{\"task\":\"not there\"}"));
    calls.add(Map.entry("get-task", "{\"tusk\":\"test-echo\"}"));
    calls.add(Map.entry("list-tasks", "{\"limit\":\"many\"}"));
    calls.add(
        Map.entry(
            "validate-workflow",
            """
            {"workflow":{"steps":["a"],"step_configs":{"a":{"activity":"unheard_of"}}}}"""));
    calls.add(
        Map.entry(
            "validate-runbook",
            "{\"runbook\":\"---\\nversion: '1.0'\\nsecrets: {KEY: {env: KEY}}\\n---\\n# Über {{it}}\\n\"}"));
    return calls;
  }

  private static List<String> jar(String javaHome) {
    return List.of(Path.of(javaHome, "bin", "java").toString(), "-jar", JAR.toString(), "stdio");
  }

  private static Optional<Path> java25() throws IOException {
    Optional<Path> named =
        Stream.ofNullable(System.getenv("JAVA25_HOME")).map(Path::of).findFirst();
    return named.isPresent() ? named : directoryIn(Path.of("/usr/lib/jvm"), "25");
  }

  /** Finds a directory by a part of its name. */
  private static Optional<Path> directoryIn(Path directory, String name) throws IOException {
    if (!Files.isDirectory(directory)) {
      return Optional.empty();
    }
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(Files::isDirectory)
          .filter(each -> each.getFileName().toString().contains(name))
          .findFirst();
    }
  }
}
