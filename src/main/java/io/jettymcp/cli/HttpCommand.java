package io.jettymcp.cli;

import static io.jettymcp.config.GeneralSettings.READ_ONLY;

import io.jettymcp.app.HttpServerComponents;
import io.jettymcp.app.Invocation;
import io.jettymcp.cli.terminal.TerminalStreams;
import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.HttpOptions;
import io.jettymcp.config.Setting;
import io.jettymcp.config.Settings;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.secret.Secret;
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
          + " finish. HTTP+SSE (/sse) is deprecated in MCP and only serves older hosts."
    })
final class HttpCommand implements Subcommand {
  private final KnownSecrets secrets;

  HttpCommand(KnownSecrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public boolean servesHosts() {
    return true;
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
      err.println("Listening on " + server.address());
      if (TerminalStreams.console().isPresent()) {
        about(server, options, invocation.settings()).forEach(err::println);
      }
      err.flush();
      // Ends with the hook, or when this thread is interrupted.
      new CountDownLatch(1).await();
      return OK;
    }
  }

  /** Returns what a person who started the server wants to know; logs stay as they are. */
  static List<String> about(HttpServerComponents server, HttpOptions options, Settings settings) {
    return List.of(
        "How to connect hosts: " + server.address().resolve("/"),
        "Token: " + token(server, options),
        "Tools: " + server.tools() + (settings.get(READ_ONLY) ? ", read-only" : ""));
  }

  /** Says with whose token calls reach Jetty. */
  private static String token(HttpServerComponents server, HttpOptions options) {
    String own = server.ownToken().map(Secret::redacted).orElse("none");
    return switch (options.auth()) {
      case PASSTHROUGH -> "that of each caller, who must send one";
      case KEY -> "this server's own (" + own + "), for callers with the shared key";
      case NONE -> "that of each caller, else this server's own (" + own + ")";
    };
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
