package io.jettymcp.cli;

import io.jettymcp.app.HttpServerComponents;
import io.jettymcp.app.Invocation;
import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.HttpOptions;
import io.jettymcp.config.Setting;
import io.jettymcp.redact.KnownSecrets;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

/** Runs the server that a team shares. */
@Command(
    name = "http",
    description = {
      "Serve MCP over HTTP to many users at once. On SIGTERM, calls in flight get --drain seconds to"
          + " finish."
    })
final class HttpCommand implements Subcommand {
  private final KnownSecrets secrets;

  HttpCommand(KnownSecrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public List<Setting<?>> flags() {
    List<Setting<?>> flags = new ArrayList<>(GeneralSettings.all());
    // Callers on other machines get neither files nor variables of this one.
    flags.removeAll(List.of(GeneralSettings.FILES_ROOT, GeneralSettings.SECRET_ENV));
    flags.addAll(HttpOptions.all());
    return flags;
  }

  @Override
  public int run(Invocation invocation) throws InterruptedException {
    PrintWriter err = invocation.err();
    HttpOptions options =
        HttpOptions.read(invocation.flags(), invocation.environment(), err::println);
    options.key().ifPresent(secrets::learnOfProcess);
    try (HttpServerComponents server = new HttpServerComponents(invocation, options, secrets)) {
      Thread stop = new Thread(() -> stop(server), "stop");
      Runtime.getRuntime().addShutdownHook(stop);
      err.printf(
          "Listening on %s%nTo connect a host, open %s in a browser.%n",
          server.address(), server.address().resolve("/"));
      err.flush();
      // Ends with the hook, or when this thread is interrupted.
      new CountDownLatch(1).await();
      return OK;
    }
  }

  /** Halts with 0: Java would exit with the number of the signal, which reads as a failure. */
  private static void stop(HttpServerComponents server) {
    try {
      server.drain();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.close();
    Runtime.getRuntime().halt(OK);
  }
}
