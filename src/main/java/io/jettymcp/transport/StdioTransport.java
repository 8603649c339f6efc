package io.jettymcp.transport;

import io.jettymcp.mcp.legacy.ClientSession;
import io.jettymcp.mcp.modern.ModernDispatcher;
import io.jettymcp.mcp.modern.Subscriptions;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one MCP session over a pair of streams, one JSON-RPC message a line.
 *
 * <p>Calls run concurrently and get their responses in the order in which they finish. One thread
 * reads, one writes and a few work; none of them keeps the process alive. An invalid message gets
 * an error response and the session goes on.
 */
public final class StdioTransport {
  /** The longest line in bytes. A longer one is dropped while it is read. */
  public static final int MAX_LINE_LENGTH = 16 * 1024 * 1024;

  /** Enough for handlers, which wait for Jetty without a thread: more would only take turns. */
  private static final int WORKERS =
      Math.max(2, Math.min(8, Runtime.getRuntime().availableProcessors()));

  /** Time for calls in flight after the input has ended. */
  public static final Duration GRACE = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(StdioTransport.class);

  /**
   * The rest of the 3 seconds in which a host expects the process to exit, less the JVM's own end.
   */
  private static final Duration WRITE_TIMEOUT = Duration.ofMillis(500);

  private final LineReader lines;
  private final MessageWriter writer;
  private final ThreadPoolExecutor workers;
  private final JsonRpcDispatcher dispatcher;
  private final Subscriptions subscriptions = new Subscriptions();
  private final MessageSink sink = new WriterSink();
  private final CountDownLatch ending = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean running;

  /**
   * Creates the session; it reads and writes nothing before {@link #run}.
   *
   * @param afterGreeting runs once the host is greeted, and must not take long
   */
  public StdioTransport(
      InputStream in,
      OutputStream out,
      McpJsonMapper json,
      McpService service,
      Runnable afterGreeting) {
    this.lines = new LineReader(in, MAX_LINE_LENGTH);
    this.writer = new MessageWriter(out, afterGreeting, this::onOutputClosed);
    this.workers =
        new ThreadPoolExecutor(
            WORKERS,
            WORKERS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> daemon("stdio-worker", work),
            new ThreadPoolExecutor.DiscardPolicy());
    workers.allowCoreThreadTimeOut(true);
    this.dispatcher =
        new JsonRpcDispatcher(
            json,
            ClientSession.alone(service.legacy(), json),
            Optional.of(new ModernDispatcher(service.modern(), "", subscriptions)),
            this::execute);
  }

  /**
   * Runs the session until the input has ended, the output is closed, or {@link #stop} was called.
   * Calls in flight then have {@link #GRACE} to finish; the others are cancelled.
   */
  public void run() throws InterruptedException {
    running = true;
    try {
      writer.start();
      daemon("stdio-reader", this::readAll).start();
      ending.await();
      subscriptions.drain();
      dispatcher.awaitIdle(GRACE);
    } finally {
      end();
    }
  }

  private void end() throws InterruptedException {
    try {
      dispatcher.close();
      workers.shutdownNow();
    } finally {
      writer.close(WRITE_TIMEOUT);
      ended.countDown();
    }
  }

  /**
   * Ends the session as the end of the input does, and waits for that. Made for a signal's hook.
   */
  public void stop() {
    ending.countDown();
    try {
      if (running && !ended.await(GRACE.plus(WRITE_TIMEOUT).toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("The session did not end in time and is abandoned");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void onOutputClosed() {
    ending.countDown();
    dispatcher.cancelAll();
  }

  /** Executes work once the host has read enough of the results of earlier work. */
  private void execute(Runnable work) {
    workers.execute(
        () -> {
          try {
            writer.awaitCapacity();
            work.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  private void readAll() {
    try {
      LineReader.Line line = lines.next();
      while (line != null && ending.getCount() > 0) {
        receive(line);
        if (writer.isFlooded()) {
          LOG.warn("The host sends without reading; the session ends");
          return;
        }
        line = lines.next();
      }
    } catch (IOException e) {
      LOG.debug("Cannot read standard input: {}", e.getClass().getName());
    } finally {
      ending.countDown();
    }
  }

  private void receive(LineReader.Line line) {
    if (line instanceof LineReader.Text text) {
      if (!text.isBlank()) {
        dispatcher.dispatch(parse(text), sink);
      }
    } else if (line instanceof LineReader.TooLong dropped) {
      dispatcher.dispatch(tooLarge(dropped.id()), sink);
    }
  }

  private static JsonRpcMessage parse(LineReader.Text text) {
    try {
      return JsonRpcMessage.read(text);
    } catch (OutOfMemoryError e) {
      // A tree takes several times the bytes of its line; it can be collected by now.
      return tooLarge(RequestIdScanner.idOf(text));
    }
  }

  private static JsonRpcMessage tooLarge(String id) {
    return new JsonRpcMessage.Invalid(
        id,
        McpSchema.ErrorCodes.INVALID_REQUEST,
        "Invalid request: the message is too large; the maximum is "
            + MAX_LINE_LENGTH
            + " bytes a line");
  }

  private final class WriterSink implements MessageSink {
    @Override
    public void notify(String notification) {
      writer.write(notification);
    }

    @Override
    public void request(String request) {
      writer.write(request);
    }

    @Override
    public void respond(String response) {
      writer.write(response);
    }

    @Override
    public void greet(String response) {
      writer.greet(response);
    }

    @Override
    public void cancelled() {
      // The host has asked for it.
    }
  }
}
