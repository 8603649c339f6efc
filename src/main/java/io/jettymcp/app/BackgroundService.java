package io.jettymcp.app;

import io.jettymcp.guide.Guide;
import io.jettymcp.mcp.JettyService;
import io.jettymcp.redact.KnownSecrets;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Everything that calls need, made while the host reads the greeting. It is not closed: the process
 * ends with the session, and connections with the process; to close them one by one would take of
 * the three seconds that a host waits.
 */
public final class BackgroundService implements Supplier<JettyService>, Callable<JettyService> {
  private final Invocation invocation;
  private final KnownSecrets secrets;
  private final FutureTask<JettyService> making = new FutureTask<>(this);

  public BackgroundService(Invocation invocation, KnownSecrets secrets) {
    this.invocation = invocation;
    this.secrets = secrets;
  }

  /** Begins to make it. */
  public void start() {
    start("service", making);
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public JettyService call() {
    JettyConnection jetty = ServerComponents.connection(invocation, secrets);
    start("connections", jetty::load);
    ServerComponents assembly = new ServerComponents(invocation, secrets, jetty);
    return new JettyService(assembly.calls(), Version.current(), Guide.instructions(true));
  }

  /** The service, as soon as it is made. */
  @Override
  public JettyService get() {
    try {
      return making.get();
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
