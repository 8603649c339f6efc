package io.jettymcp.cli;

import io.jettymcp.guide.Guide;
import io.jettymcp.protocol.JettyService;
import io.jettymcp.shape.KnownSecrets;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Everything that calls need, made while the host reads the greeting. It is not closed: the process
 * ends with the session, and connections with the process; to close them one by one would take of
 * the three seconds that a host waits.
 */
final class LateService implements Supplier<JettyService>, Callable<JettyService> {
  private final Invocation invocation;
  private final KnownSecrets secrets;
  private final FutureTask<JettyService> making = new FutureTask<>(this);

  LateService(Invocation invocation, KnownSecrets secrets) {
    this.invocation = invocation;
    this.secrets = secrets;
  }

  /** Begins to make it. */
  void start() {
    start("service", making);
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public JettyService call() {
    Connection jetty = Assembly.connection(invocation, secrets);
    start("connections", jetty::load);
    Assembly assembly = new Assembly(invocation, secrets, jetty);
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
