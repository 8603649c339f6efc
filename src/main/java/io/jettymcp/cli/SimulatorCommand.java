package io.jettymcp.cli;

import io.jettymcp.app.Invocation;
import io.jettymcp.app.SimulatorPages;
import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.Setting;
import io.jettymcp.config.UsageException;
import io.jettymcp.simulator.Simulator;
import io.jettymcp.simulator.SimulatorOptions;
import io.jettymcp.simulator.http.CertificateAuthority;
import io.jettymcp.text.ShellWord;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
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

  @Option(
      names = "--tls",
      paramLabel = "FILE",
      description =
          "Serve https, with a certificate made for this process. Its authority is written to FILE"
              + " in PEM, for SSL_CERT_FILE or --ca-file.")
  private @Nullable Path authority;

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
        SimulatorPages pages = new SimulatorPages(simulator, Optional.ofNullable(authority))) {
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
      invocation.err().println("To use it from another shell: " + call(simulator, invocation));
      invocation.err().flush();
      stopped.await();
      return OK;
    }
  }

  private String call(Simulator simulator, Invocation invocation) {
    return "JETTY_API_URL="
        + simulator.url()
        + " JETTY_API_TOKEN="
        + simulator.token()
        + (authority == null
            ? ""
            : " SSL_CERT_FILE=" + ShellWord.of(authority.toAbsolutePath().toString()))
        + " "
        + invocation.program()
        + " call list-tasks";
  }

  private Simulator start() {
    SimulatorOptions options =
        SimulatorOptions.defaults().withPort(port).withLatency(Duration.ofMillis(latency));
    return authority == null ? start(options) : startWithTls(options, authority);
  }

  private Simulator start(SimulatorOptions options) {
    try {
      return Simulator.start(options);
    } catch (RuntimeException e) {
      throw new UsageException(
          "Cannot listen on port "
              + port
              + ": it is in use."
              + (port < 1024 ? " A port below 1024 needs more rights." : ""));
    }
  }

  /** Writes the file last: another simulator that has the port may have written it. */
  private Simulator startWithTls(SimulatorOptions options, Path file) {
    Simulator simulator = null;
    try {
      CertificateAuthority made = new CertificateAuthority("CN=jetty-mcp simulator");
      simulator = start(options.withTls(made.server("localhost")));
      made.writeTo(file);
      return simulator;
    } catch (IOException e) {
      if (simulator != null) {
        simulator.close();
      }
      throw new UsageException(
          "--tls cannot write to " + file + "; name a file in a directory that exists.");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // Every Java has elliptic curves.
    }
  }
}
