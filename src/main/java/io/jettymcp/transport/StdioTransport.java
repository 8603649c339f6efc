package io.jettymcp.transport;

import io.jettymcp.mcp.ClientSession;
import io.jettymcp.mcp.McpService;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One MCP session over a pair of streams, one JSON-RPC message a line.
 *
 * <p>Calls run side by side and are answered in the order in which they finish. One thread reads,
 * one writes and a few work; none of them keeps the process alive. What arrives wrong is answered
 * with an error and the session goes on.
 */
public final class StdioTransport {
  /** The longest line that is accepted, in bytes. A longer one is dropped while it is read. */
  public static final int MAX_LINE_LENGTH = 16 * 1024 * 1024;

  /** Enough for handlers, which wait for Jetty without a thread: more would only take turns. */
  private static final int WORKERS =
      Math.max(2, Math.min(8, Runtime.getRuntime().availableProcessors()));

  /** How long calls in flight may go on after the input has ended. */
  public static final Duration GRACE = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(StdioTransport.class);

  /**
   * What is left of the 3 seconds in which a host sees the process gone, less the JVM's own end.
   */
  private static final Duration LAST_WORDS = Duration.ofMillis(500);

  private final LineReader lines;
  private final MessageWriter writer;
  private final ThreadPoolExecutor workers;
  private final JsonRpcDispatcher conversation;
  private final MessageSink output = new Output();
  private final CountDownLatch ending = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean running;

  /** Makes the session, and reads and writes nothing before {@link #run}. */
  public StdioTransport(InputStream in, OutputStream out, McpJsonMapper json, McpService service) {
    this.lines = new LineReader(in, MAX_LINE_LENGTH);
    this.writer = new MessageWriter(out, this::unheard);
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
    this.conversation = new JsonRpcDispatcher(json, ClientSession.alone(service, json), this::work);
  }

  /**
   * Holds the session, and returns when it is over: the input has ended, nobody reads the output,
   * or {@link #stop} was called. Calls in flight then get {@link #GRACE} to be answered, and what
   * is left is cancelled.
   */
  public void run() throws InterruptedException {
    running = true;
    try {
      writer.start();
      daemon("stdio-reader", this::read).start();
      ending.await();
      conversation.awaitAnswers(GRACE);
    } finally {
      end();
    }
  }

  private void end() throws InterruptedException {
    try {
      conversation.close();
      workers.shutdownNow();
    } finally {
      writer.close(LAST_WORDS);
      ended.countDown();
    }
  }

  /**
   * Ends the session as the end of the input does, and waits for that. Made for a signal's hook.
   */
  public void stop() {
    ending.countDown();
    try {
      if (running && !ended.await(GRACE.plus(LAST_WORDS).toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("The session did not end in time and is left behind");
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  private void unheard() {
    ending.countDown();
    conversation.cancelAll();
  }

  /** No new work begins while the host does not read what came of the old. */
  private void work(Runnable work) {
    workers.execute(
        () -> {
          try {
            writer.awaitRoom();
            work.run();
          } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
          }
        });
  }

  static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  private void read() {
    try {
      LineReader.Line line = lines.next();
      while (line != null && ending.getCount() > 0) {
        take(line);
        if (writer.isFlooded()) {
          LOG.warn("The host sends and does not read; the session ends");
          return;
        }
        line = lines.next();
      }
    } catch (IOException e) {
      LOG.debug("Standard input cannot be read any more: {}", e.getClass().getName());
    } finally {
      ending.countDown();
    }
  }

  private void take(LineReader.Line line) {
    if (line instanceof LineReader.Text text) {
      if (!text.isBlank()) {
        conversation.take(parsed(text), output);
      }
    } else {
      conversation.take(tooLarge(), output);
    }
  }

  private static JsonRpcMessage parsed(LineReader.Text text) {
    try {
      return JsonRpcMessage.read(text);
    } catch (OutOfMemoryError tooLittle) {
      // Text takes several times its bytes when it is read; what was made of it is free again.
      return tooLarge();
    }
  }

  /** All that is said goes the same way. */
  private final class Output implements MessageSink {
    @Override
    public void tell(String message) {
      writer.write(message);
    }

    @Override
    public void ask(String question) {
      writer.write(question);
    }

    @Override
    public void answer(String message) {
      writer.write(message);
    }

    @Override
    public void cancelled() {
      // The host knows: it has asked for that.
    }
  }

  private static JsonRpcMessage tooLarge() {
    return new JsonRpcMessage.Wrong(
        JsonRpcMessage.NO_ID,
        McpSchema.ErrorCodes.INVALID_REQUEST,
        "Invalid request: the message is too large; a line may have " + MAX_LINE_LENGTH + " bytes");
  }
}
