package io.jettymcp.e2e;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jettymcp.Slow;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The commands that people type. */
@Timeout(120)
class CommandsIT {
  private static final FaultAnswer RUNNING =
      FaultAnswer.json(
          "{\"status\":\"running\",\"total_steps\":[\"say\"],\"completed_steps\":[],"
              + "\"steps\":{\"say\":{}}}");

  @RegisterExtension final Program program = new Program();

  @Test
  void simulatorPrintsItsAddressAndStopsOnSigterm() throws Exception {
    Process simulator = program.process(List.of("simulator", "--port", "0"));
    try (BufferedReader out = simulator.inputReader(StandardCharsets.UTF_8);
        BufferedReader err = simulator.errorReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      assertThat(line).matches("Listening on http://127\\.0\\.0\\.1:\\d+");
      String token = err.readLine();
      assertThat(token).matches("Token: mlc_\\w{32}");
      assertThat(err.readLine()).startsWith("To see its tasks and runs, open http://127.0.0.1:");
      assertThat(err.readLine())
          .startsWith("To use it from another shell: JETTY_API_URL=http://127.0.0.1:")
          .endsWith("jetty-mcp call list-tasks");

      HttpResponse<String> reply =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create(line.replace("Listening on ", "") + "/api/v1/collections/"))
                      .header("Authorization", token.replace("Token:", "Bearer"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(reply.statusCode()).isEqualTo(200);
      assertThat(reply.body()).contains("acme");

      simulator.toHandle().destroy();
      assertThat(simulator.waitFor(20, SECONDS)).isTrue();
      // 128 + 15: a signal that was obeyed.
      assertThat(simulator.exitValue()).isEqualTo(143);
      assertThat(out.readLine()).isNull();
    } finally {
      simulator.destroyForcibly();
    }
  }

  @Test
  void toolsPrintsATableOrTheManifest() throws Exception {
    Program.Ended list = program.run("tools");
    assertThat(list.exit()).isZero();
    Program.Ended json = program.run("tools", "--json");
    assertThat(json.exit()).isZero();
    JsonNode tools = ServerProcess.JSON.readTree(json.out()).path("tools");
    try (ServerProcess server = program.serve()) {
      server.request("1", "tools/list", "{}");
      assertThat(tools).isEqualTo(server.answer("1").path("result").path("tools"));
    }
    assertThat(tools)
        .allSatisfy(tool -> assertThat(list.out()).contains(tool.path("name").asString()));
    assertThat(list.out()).endsWith(tools.size() + " tools\n");
    assertThat(program.run("tools", "--tools", "whoami").out()).endsWith("1 tools\n");
  }

  @Test
  void callPrintsTheStructuredResult() throws Exception {
    Program.Ended call = program.simulated().run("call", "get-task", "{\"task\":\"test-echo\"}");
    assertThat(call.exit()).isZero();
    assertThat(call.err()).isEmpty();
    assertThat(ServerProcess.JSON.readTree(call.out()).path("name").asString())
        .isEqualTo("test-echo");
  }

  @Test
  void outputThatCannotBeWrittenIsAFailure() throws Exception {
    assumeThat(Path.of("/dev/full")).exists();
    Program.Ended list =
        program
            .startedBy(List.of("sh", "-c", "exec \"$0\" \"$@\" >/dev/full"))
            .run("tools", "--tools", "whoami");
    assertThat(list.err())
        .isEqualTo("jetty-mcp: Cannot write the output: No space left on device.\n");
    assertThat(list.exit()).isEqualTo(1);
  }

  @Test
  void argumentsAreTypedAsInAShell() throws Exception {
    program.simulated();
    Program.Ended run = program.run("run", "test-echo", "text=caf\u00e9");
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).contains("caf\u00e9");
    assertThat(program.run("call", "run-task-sync", "broken-judge").exit()).isEqualTo(3);
    assertThat(program.run("call", "get-task").exit()).isEqualTo(2);
  }

  @Test
  void interruptedWaitSaysHowToGoOn() throws Exception {
    assumeThat(ignoresInterrupts()).as("tests in the background of a shell").isFalse();
    FaultServer jetty = withRun(RUNNING);
    Process wait =
        program.against(jetty.url()).process(List.of("run", "hello", "--log-level", "error"));
    try (jetty;
        BufferedReader err = wait.errorReader(StandardCharsets.UTF_8)) {
      String line = err.readLine();
      while (!line.startsWith("https://")) {
        line = err.readLine();
      }
      assertThat(line).startsWith("https://jetty.io/acme/hello/0a1b2c3d").contains("Ctrl-C");
      assertThat(new ProcessBuilder("kill", "-INT", "" + wait.pid()).start().waitFor()).isZero();
      assertThat(err.lines())
          .anyMatch(said -> said.startsWith("The run goes on: https://jetty.io/acme/hello/"))
          .anyMatch(said -> said.contains("jetty-mcp call wait-for-run hello "));
      assertThat(wait.waitFor(20, SECONDS)).isTrue();
      assertThat(wait.exitValue()).isEqualTo(130);
    } finally {
      wait.destroyForcibly();
    }
  }

  /** Returns a Jetty with a task hello and a run of it. */
  private static FaultServer withRun(FaultAnswer... polls) {
    return FaultServer.withRoutes()
        .on("GET /api/v1/tasks/acme/hello", FaultAnswer.json("{\"name\":\"hello\"}"))
        .on(
            "POST /api/v1/run/acme/hello",
            FaultAnswer.json("{\"workflow_id\":\"acme-hello--0a1b2c3d\"}"))
        .on("GET /api/v1/db/trajectory/acme/hello/0a1b2c3d", polls);
  }

  /** Returns whether SIGINT is ignored, which child processes inherit. */
  private static boolean ignoresInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    long mask =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> line.substring("SigIgn:".length()).strip())
            .mapToLong(hex -> Long.parseUnsignedLong(hex, 16))
            .findFirst()
            .orElse(0);
    return (mask & 0b10) != 0;
  }

  @Test
  void callReadsStdinAndReportsProgressOnStderr() throws Exception {
    FaultAnswer completed =
        FaultAnswer.json("{\"status\":\"completed\",\"steps\":{\"say\":{\"outputs\":{\"n\":1}}}}");
    try (FaultServer jetty = withRun(RUNNING, completed)) {
      Program.Ended call =
          program
              .against(jetty.url())
              .runWithInput(
                  "{\"task\":\"hello\",\n\"init_params\":{\"text\":\"caf\u00e9\"}}\n",
                  "call",
                  "run-task-sync",
                  "-");
      assertThat(call.exit()).as(call.err()).isZero();
      JsonNode run = ServerProcess.JSON.readTree(call.out());
      assertThat(run.path("outputs").path("say").path("n").asInt()).isEqualTo(1);
      assertThat(jetty.received("POST /api/v1/run/acme/hello"))
          .singleElement()
          .satisfies(start -> assertThat(start.text()).contains("{\"text\":\"caf\u00e9\"}"));
      // Progress is generic until the environment is read.
      assertThat(call.err()).containsPattern("(?s)(starting the run|working)\\R.*running: say");
    }
  }

  /** The shell writes the letters, as Java could not where these tests have no locale either. */
  @Slow
  @ParameterizedTest
  @ValueSource(strings = {"", "C", "en_US.UTF-8", "de_DE.ISO-8859-1"})
  void argumentsFileNamesAndStreamsAreUtf8InAnyLocale(String locale) throws Exception {
    String script =
        """
        name=$(printf 'gr\\303\\274n \\342\\202\\254')
        mkdir "$name" && cd "$name" && echo text >"$name.txt" &&
          exec "$0" call upload-file "{\\"path\\":\\"$name.txt\\"}"
        """;
    Program.Ended call =
        Program.end(
            program.simulated().with("LC_ALL", locale).process(List.of(), "sh", "-c", script), "");
    assertThat(call.exit()).as(call.err()).isZero();
    assertThat(call.out()).contains("/gr\u00fcn \u20ac.txt\"");
  }

  @Test
  void jarInAnotherLocaleRejectsLettersThatJavaLost() throws Exception {
    String script =
        """
        exec "$JAVA_HOME/bin/java" -jar "${0%/*}/target/jetty-mcp.jar" \
          call get-task "$(printf '{"task":"gr\\303\\274n"}')"
        """;
    Program.Ended call =
        Program.end(program.with("LC_ALL", "C").process(List.of(), "sh", "-c", script), "");
    assertThat(call.exit()).isEqualTo(2);
    assertThat(call.err()).startsWith("jetty-mcp: Cannot read argument 3: the locale of this");
  }

  @Test
  void callFailsWithItsErrorOnStderr() throws Exception {
    Program.Ended call = program.simulated().run("call", "get-task", "{\"task\":\"no-such-task\"}");
    assertThat(call.exit()).isEqualTo(1);
    assertThat(call.out()).isEmpty();
    assertThat(call.err()).contains("list-tasks");
  }

  /** The program sees a terminal: that of script, which passes on what it is sent. */
  @Test
  void personAtATerminalIsAskedBeforeATaskIsDeleted() throws Exception {
    assumeThat(hasScript()).as("script of util-linux is installed").isTrue();
    program.startedBy(List.of("sh", "-c", "exec script -qec \"$*\" /dev/null", "sh"));

    Program.Ended call =
        program.simulated().runWithInput("y\n", "call", "delete-task", "test-echo");

    assertThat(call.exit()).isZero();
    assertThat(call.out())
        .containsPattern("Delete task \"test-echo\" in acme\\? .*\\[y/N] ")
        .contains("\"deleted\" : true");
  }

  private static boolean hasScript() throws Exception {
    try {
      Process process = new ProcessBuilder("script", "--version").start();
      return Program.end(process, "").out().contains("util-linux");
    } catch (IOException e) {
      return false;
    }
  }

  @Slow
  @ParameterizedTest
  @ValueSource(strings = {"get-tsk|{}", "get-task|{", "get-task|[]", "get-task|{} {}", "get-task|"})
  void callOfAnUnknownToolIsAUsageError(String words) throws Exception {
    String[] both = words.split("\\|", -1);
    Program.Ended call = program.simulated().run("call", both[0], both[1]);
    assertThat(call.exit()).isEqualTo(2);
    assertThat(call.out()).isEmpty();
    assertThat(call.err()).startsWith("jetty-mcp: ").doesNotContain("\tat ");
  }

  @Test
  void callWithoutAToolIsAUsageError() throws Exception {
    assertThat(program.run("call").exit()).isEqualTo(2);
  }

  @Slow
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "stdio",
        "demo",
        "simulator",
        "tools",
        "call",
        "run",
        "completion",
        "doctor",
        "login",
        "logout",
        "install",
        "uninstall"
      })
  void everyCommandHasHelp(String command) throws Exception {
    Program.Ended help = command.isEmpty() ? program.run("--help") : program.run(command, "--help");
    assertThat(help.exit()).isZero();
    assertThat(help.out()).startsWith("Usage: jetty-mcp").contains("--help").contains(command);
    assertThat(help.err()).isEmpty();
  }

  @Test
  void versionIsPrinted() throws Exception {
    Program.Ended version = program.run("--version");
    assertThat(version.exit()).isZero();
    assertThat(version.out())
        .matches("jetty-mcp \\d+\\.\\d+\\.\\d+\\S*( \\(\\S+\\))? on Java \\S+\n");
  }

  @Test
  void versionAndDoctorSayThatTheSourcesAreNewer() throws Exception {
    program.with("JETTY_MCP_JAVA_OPTS", "-Djetty-mcp.outdated=true");

    assertThat(program.run("--version").out()).contains("older than its sources) on Java");
    assertThat(program.simulated().run("doctor").out())
        .contains(
            "older than its sources)", "WARN Program: older than its sources", "Fix: run mvn");
  }

  @Test
  void installNamesTheProgramAsThePersonTypesIt() throws Exception {
    assertThat(program.run("install").out())
        .endsWith("host: " + Path.of("jetty-mcp").toAbsolutePath() + " install HOST\n");
  }

  @Test
  void installPrintsTheHostConfiguration() throws Exception {
    Program.Ended printed = program.run("install", "claude-desktop", "--print");
    assertThat(printed.exit()).as(printed.err()).isZero();
    assertThat(printed.out()).contains(Path.of("jetty-mcp").toAbsolutePath().toString(), "stdio");
  }
}
