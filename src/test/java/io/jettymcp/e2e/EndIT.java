package io.jettymcp.e2e;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.Slow;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import io.jettymcp.jetty.SilentAnswer;
import io.jettymcp.transport.StdioTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that the process ends soon, and with the responses that are still possible. */
@Timeout(120)
class EndIT {
  /** Far more than the end takes on a quiet machine, and less than a call that hangs. */
  private static final Duration GONE = Duration.ofSeconds(10);

  private final SilentAnswer silent = new SilentAnswer();

  @RegisterExtension
  final FaultServer jetty = FaultServer.withRoutes().on("GET /api/v1/tasks/acme/hangs", silent);

  @RegisterExtension final Program program = new Program().against(jetty.url());
  private ServerProcess server;

  enum Ending {
    END_OF_INPUT,
    SIGTERM
  }

  @BeforeEach
  void serve() throws IOException {
    server = program.serve();
  }

  @AfterEach
  void killServer() {
    server.close();
  }

  private void end(Ending how) throws IOException {
    if (how == Ending.END_OF_INPUT) {
      server.closeInput();
    } else {
      assertThat(server.handle().destroy()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void idleServerExitsAtOnce(Ending how) throws Exception {
    Duration took = endIdle(how);
    for (int i = 0; i < 2 && took.compareTo(StdioTransport.GRACE) >= 0; i++) {
      serve(); // The machine may have been busy.
      took = endIdle(how);
    }
    assertThat(took).isLessThan(StdioTransport.GRACE);
  }

  private Duration endIdle(Ending how) throws Exception {
    long begun = System.nanoTime();
    end(how);
    int exit = server.awaitExit(GONE);
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    assertThat(exit).isEqualTo(how == Ending.SIGTERM ? 143 : 0);
    server.assertOnlyJsonRpcOnStdout();
    assertThat(server.stderr()).isEmpty();
    return took;
  }

  @ParameterizedTest
  @EnumSource
  void shortCallIsStillAnsweredAtExit(Ending how) throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    FaultAnswer slow = FaultAnswer.json("{\"name\":\"slow\"}").after(300);
    jetty.on(
        "GET /api/v1/tasks/acme/slow",
        (request, connection) -> {
          arrived.countDown();
          slow.to(request, connection);
        });
    server.data("list-env-vars", "{}");
    server.begin("1", "get-task", "{\"task\":\"hangs\"}");
    server.begin("2", "get-task", "{\"task\":\"slow\"}");
    assertThat(arrived.await(20, SECONDS)).isTrue();
    assertThat(silent.arrived.await(20, SECONDS)).isTrue();
    end(how);
    server.awaitExit(GONE);
    assertThat(server.answer("2").path("result").path("structuredContent").path("name").asString())
        .isEqualTo("slow");
    assertThat(server.messages()).noneMatch(m -> ServerProcess.isAnswer(m, "1"));
  }

  @Slow
  @ParameterizedTest
  @EnumSource
  void exitsWithManyHangingCalls(Ending how) throws Exception {
    for (int i = 0; i < 200; i++) {
      server.begin("" + i, "get-task", "{\"task\":\"hangs\"}");
    }
    assertThat(silent.arrived.await(20, SECONDS)).isTrue();
    end(how);
    server.awaitExit(GONE);
    assertThat(server.messages()).as("the handshake alone").hasSize(1);
    assertThat(server.stderr()).isEmpty();
    assertThat(jetty.received("GET /api/v1/tasks/acme/hangs"))
        .as("a call that is given up does not make room for one that is given up next")
        .hasSizeLessThan(32);
    server.assertOnlyJsonRpcOnStdout();
  }

  @Test
  void exitsWhenItsOutputIsClosed() throws Exception {
    String script = "{ echo started; exec \"$0\"; } | { read -r started; read -r hello; }";
    try (ServerProcess reader = new ServerProcess(program.process(List.of(), "sh", "-c", script))) {
      String list = "\n{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/list\"}";
      // In one piece, as the program may end once it has read the second line.
      reader.send(
          ServerProcess.initializeRequest(ServerProcess.NEWEST, "{}")
              + list.formatted(1)
              + list.formatted(2));
      reader.awaitExit(Duration.ofSeconds(20));
    }
  }

  @Test
  void exitsWhenTheParentIsKilled() throws Exception {
    try (ServerProcess parent = startedByAShell()) {
      parent.initialize();
      ProcessHandle child = child(parent);
      parent.kill();
      assertGone(child);
    }
  }

  @Test
  void exitsWhenTheParentIsKilledDuringAHangingCall() throws Exception {
    try (ServerProcess parent = startedByAShell()) {
      parent.initialize();
      ProcessHandle child = child(parent);
      parent.begin("1", "get-task", "{\"task\":\"hangs\"}");
      assertThat(silent.arrived.await(20, SECONDS)).isTrue();
      parent.kill();
      assertGone(child);
      assertThat(silent.disconnected.await(10, SECONDS)).isTrue();
    }
  }

  /**
   * A parent that says its child's pid, and that alone holds the other end of the child's stdin.
   */
  private ServerProcess startedByAShell() throws IOException {
    String script =
        """
        mkfifo input
        "$0" <input &
        echo $!
        exec 3>input
        while read -r line; do printf '%s\n' "$line" >&3; done
        """;
    return new ServerProcess(program.process(List.of(), "sh", "-c", script));
  }

  /**
   * Asks often: of a process that is not its child, Java tells the end seconds late. One that has
   * ended and that nobody buries has no command any more.
   */
  private static void assertGone(ProcessHandle process) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    long deadline = System.nanoTime() + GONE.toNanos();
    while (process.isAlive() && process.info().command().isPresent()) {
      assertThat(System.nanoTime()).as("gone in time").isLessThan(deadline);
      assertThat(never.await(20, MILLISECONDS)).isFalse();
    }
  }

  private static ProcessHandle child(ServerProcess parent) {
    ProcessHandle child = ProcessHandle.of(Long.parseLong(parent.stdout().get(0))).orElseThrow();
    assertThat(child.info().command().orElse("")).endsWith("java");
    assertThat(child.parent()).contains(parent.handle());
    return child;
  }
}
