package io.jettymcp.app;

import io.jettymcp.guide.Guide;
import io.jettymcp.jetty.Failure;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.transport.McpService;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds what calls need while the host is greeted, and connects to Jetty after that. It is not
 * closed: the process ends with the session, and connections with the process; closing them one by
 * one would use up some of the three seconds that a host waits.
 */
final class BackgroundService implements Supplier<McpService>, Callable<McpService> {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundService.class);

  private final Invocation invocation;
  private final KnownSecrets secrets;
  private final FutureTask<McpService> task = new FutureTask<>(this);
  private @Nullable JettyConnection jetty;

  BackgroundService(Invocation invocation, KnownSecrets secrets) {
    this.invocation = invocation;
    this.secrets = secrets;
  }

  void start() {
    start("service", task);
  }

  /** Makes the connection to Jetty ready. The greeting must not wait for it. */
  void connect() {
    start("connections", this::prepare);
  }

  private void prepare() {
    try {
      jetty().prepare();
    } catch (RuntimeException e) {
      LOG.debug("Cannot connect to Jetty ahead of the first call: {}", e.getClass().getName());
    }
  }

  private synchronized JettyConnection jetty() {
    if (jetty == null) {
      jetty = ServerComponents.connection(invocation, secrets);
    }
    return jetty;
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Builds the service. Each call that needs it fails with what is logged here, once. */
  @Override
  public McpService call() {
    try {
      return service();
    } catch (RuntimeException | Error e) {
      LOG.error("Calls cannot be served", new Failure.Defect(e));
      throw e;
    }
  }

  private McpService service() {
    ServerComponents components =
        new ServerComponents(
            invocation, secrets, jetty(), ProgramName.of(invocation.environment()).anywhere());
    return Services.of(
        components.calls(),
        Guide.instructions(true),
        Services.hostState(invocation.settings(), jetty()::ownToken));
  }

  /** Waits until the service is built. */
  @Override
  public McpService get() {
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
