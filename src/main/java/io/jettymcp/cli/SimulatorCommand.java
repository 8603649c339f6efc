package io.jettymcp.cli;

import io.jettymcp.app.Invocation;
import io.jettymcp.app.SimulatorPages;
import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.Setting;
import io.jettymcp.config.UsageException;
import io.jettymcp.simulator.Simulator;
import io.jettymcp.simulator.SimulatorOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the embedded Jetty API on its own. */
@Command(
    name = "simulator",
    description = {
      "Serve a simulated Jetty API on loopback until interrupted. Its address is printed on stdout,"
          + " the token that it accepts on stderr. Opened in a browser, the address shows the tasks"
          + " and runs."
    })
final class SimulatorCommand implements Subcommand {
  private static final int MAX_LATENCY = 60_000;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port to listen on; 0 picks a free one. Default: ${DEFAULT-VALUE}.")
  private int port = 0;

  @Option(
      names = "--latency-ms",
      paramLabel = "N",
      description = "Delay every response, as a network would. Default: ${DEFAULT-VALUE}.")
  private int latency = 0;

  @Override
  public List<Setting<?>> flags() {
    return List.of(GeneralSettings.LOG_LEVEL);
  }

  @Override
  public int run(Invocation invocation) throws InterruptedException {
    if (port < 0 || port > 65_535) {
      throw new UsageException("--port must be an integer from 0 to 65535.");
    }
    if (latency < 0 || latency > MAX_LATENCY) {
      throw new UsageException("--latency-ms must be an integer from 0 to " + MAX_LATENCY + ".");
    }
    try (Simulator simulator = start();
        SimulatorPages pages = new SimulatorPages(simulator)) {
      simulator.serve(pages);
      CountDownLatch stopped = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(stopped::countDown, "stop"));
      invocation.err().println("Token: " + simulator.token());
      invocation
          .err()
          .println("To see its tasks and runs, open " + simulator.url() + "/ in a browser.");
      invocation.err().flush();
      invocation.out().println("Listening on " + simulator.url());
      invocation.out().flush();
      invocation
          .err()
          .println(
              "To use it from another shell: JETTY_API_URL="
                  + simulator.url()
                  + " JETTY_API_TOKEN="
                  + simulator.token()
                  + " "
                  + invocation.program()
                  + " call list-tasks");
      invocation.err().flush();
      stopped.await();
      return OK;
    }
  }

  private Simulator start() {
    try {
      return Simulator.start(
          SimulatorOptions.defaults().withPort(port).withLatency(Duration.ofMillis(latency)));
    } catch (RuntimeException e) {
      throw new UsageException("Cannot listen on port " + port + ": it is in use or not allowed.");
    }
  }
}
