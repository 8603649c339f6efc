package io.jettymcp.transport;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects that the process which started this one has ended. Standard input usually ends with it,
 * but not while another process, such as a second child, holds the other end.
 */
public final class ParentWatch {
  /** Often enough for a process that only occupies memory. */
  public static final Duration PERIOD = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(ParentWatch.class);

  /** The first process, which outlives all others and adopts those whose parent has ended. */
  private static final long INIT = 1;

  private ParentWatch() {}

  /**
   * Starts to watch in the background. Does nothing if there is no parent to watch: in a container,
   * this process or its parent can be the first one.
   *
   * @param period until the first look at the parent and between two; the first one takes 20 ms of
   *     CPU, which the start of a server cannot spare
   * @param onEnd runs once, when the parent has ended
   */
  public static void start(Duration period, Runnable onEnd) {
    StdioTransport.daemon("parent-watch", () -> watch(period, onEnd)).start();
  }

  private static void watch(Duration period, Runnable onEnd) {
    try {
      Thread.sleep(period.toMillis());
      Optional<Long> parent = parent().filter(pid -> pid != INIT);
      if (parent.isEmpty()) {
        return;
      }
      while (parent().equals(parent)) {
        Thread.sleep(period.toMillis());
      }
      LOG.info("The process that started this one has ended");
      onEnd.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Returns the pid of the parent. On Unix, another process adopts the children of one that has
   * ended; on Windows, they have no parent then.
   */
  private static Optional<Long> parent() {
    return ProcessHandle.current().parent().map(ProcessHandle::pid);
  }
}
