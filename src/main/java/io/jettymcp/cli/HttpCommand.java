package io.jettymcp.cli;

import io.jettymcp.app.HttpServerComponents;
import io.jettymcp.app.Invocation;
import io.jettymcp.config.HttpOptions;
import io.jettymcp.config.SettingDefinition;
import io.jettymcp.redact.KnownSecrets;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

/** The server that a team shares. */
@Command(
    name = "http",
    description = {
      "Serves MCP over HTTP, for many users at once, until it is told to stop (SIGTERM): calls in"
          + " flight then have a while to end."
    })
final class HttpCommand implements Subcommand {
  private final KnownSecrets secrets;

  HttpCommand(KnownSecrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public Set<SettingDefinition> flags() {
    Set<SettingDefinition> flags = EnumSet.copyOf(SettingDefinition.general());
    flags.addAll(SettingDefinition.http());
    // A server that many use touches no files and lends no variables of its own.
    flags.remove(SettingDefinition.FILES_ROOT);
    flags.remove(SettingDefinition.SECRET_ENV);
    return flags;
  }

  @Override
  public int run(Invocation invocation) throws InterruptedException {
    PrintWriter err = invocation.err();
    HttpOptions options =
        HttpOptions.read(invocation.flags(), invocation.surroundings(), err::println);
    options.key().ifPresent(secrets::learn);
    try (HttpServerComponents assembly = new HttpServerComponents(invocation, options, secrets)) {
      Thread stop = new Thread(() -> stop(assembly), "stop");
      Runtime.getRuntime().addShutdownHook(stop);
      err.println("Listening on " + assembly.address());
      err.flush();
      // Ended by the hook, or by whoever interrupts this thread.
      new CountDownLatch(1).await();
      return OK;
    }
  }

  /** Java would exit with the number of the signal, which says that something went wrong. */
  private static void stop(HttpServerComponents assembly) {
    try {
      assembly.drain();
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    assembly.close();
    Runtime.getRuntime().halt(OK);
  }
}
