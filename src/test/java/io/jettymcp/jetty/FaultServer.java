package io.jettymcp.jetty;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Serves scripted faults over HTTP on loopback: each request gets the answer of its route, or else
 * the next answer, of which the last one is repeated. As an extension it serves one test.
 */
public final class FaultServer implements AutoCloseable, AfterEachCallback {
  private static final FaultAnswer NOT_FOUND =
      FaultAnswer.status(404, "application/json", "{\"detail\":\"Not Found\"}");

  private final ServerSocket socket;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "fault-server");
            thread.setDaemon(true);
            return thread;
          });
  private final Map<String, FaultAnswer> routes = new ConcurrentHashMap<>();
  private final FaultAnswer otherwise;
  private final AtomicInteger connections = new AtomicInteger();
  private final CountDownLatch connected = new CountDownLatch(1);
  private final CountDownLatch disconnected = new CountDownLatch(1);
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final List<FaultConnection> open = new CopyOnWriteArrayList<>();

  /** A request as it came over the wire; header names are in lower case, the body is UTF-8. */
  public record Received(String method, String target, Map<String, String> headers, String text) {
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }

    /** Returns method and path, for example {@code GET /api/v1/collections/}. */
    public String route() {
      return method + " " + target.replaceFirst("\\?.*", "");
    }
  }

  private FaultServer(ServerSocket socket, FaultAnswer... answers) {
    this.socket = socket;
    this.otherwise = FaultAnswer.inTurn(answers);
    threads.execute(this::accept);
  }

  public static FaultServer answering(FaultAnswer... answers) {
    try {
      return new FaultServer(new ServerSocket(0, 128, InetAddress.getLoopbackAddress()), answers);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Serves routes only; the environment of the collection {@code acme} is empty. */
  public static FaultServer withRoutes() {
    return answering(NOT_FOUND).environment();
  }

  /** Sets the environment of the collection {@code acme}: names, each followed by its value. */
  public FaultServer environment(String... namesAndValues) {
    ObjectNode collection = JsonMapper.shared().createObjectNode().put("name", "acme");
    ObjectNode variables = collection.putObject("environment_variables");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      variables.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return on("GET /api/v1/collections/acme/environment", FaultAnswer.json(collection.toString()));
  }

  public static FaultServer overTls(SSLContext context, FaultAnswer... answers) throws IOException {
    ServerSocket socket =
        context
            .getServerSocketFactory()
            .createServerSocket(0, 128, InetAddress.getLoopbackAddress());
    return new FaultServer(socket, answers);
  }

  /** Sets the answers to a {@link Received#route}, of which the last one is repeated. */
  public FaultServer on(String route, FaultAnswer... answers) {
    routes.put(route, FaultAnswer.inTurn(answers));
    return this;
  }

  public URI url() {
    String scheme = socket instanceof SSLServerSocket ? "https" : "http";
    return URI.create(scheme + "://127.0.0.1:" + socket.getLocalPort());
  }

  /** Returns the requests that arrived in full, in order. */
  public List<Received> received() {
    return List.copyOf(received);
  }

  public List<Received> received(String route) {
    return received.stream().filter(request -> request.route().equals(route)).toList();
  }

  /**
   * Waits until so many requests have arrived, and returns all. A client that was sent no answer
   * can be done before that.
   */
  public synchronized List<Received> awaitReceived(int count) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (received.size() < count && System.nanoTime() < end) {
      wait(100);
    }
    return received();
  }

  /** Waits until a connection is made, which needs no request. */
  public boolean awaitConnection() throws InterruptedException {
    return connected.await(10, TimeUnit.SECONDS);
  }

  /** Waits until a connection has ended, whatever the server was doing with it. */
  public boolean awaitDisconnection() throws InterruptedException {
    return disconnected.await(10, TimeUnit.SECONDS);
  }

  /** Returns the number of connections that were made. */
  public int connections() {
    return connections.get();
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        FaultConnection connection = new FaultConnection(socket.accept());
        connections.incrementAndGet();
        connected.countDown();
        open.add(connection);
        threads.execute(() -> serve(connection));
      } catch (IOException | RejectedExecutionException e) {
        return; // The test is over.
      }
    }
  }

  private void serve(FaultConnection connection) {
    try (connection) {
      while (!connection.isClosed()) {
        Received request = read(connection.in());
        note(request);
        routes.getOrDefault(request.route(), otherwise).to(request, connection);
      }
    } catch (IOException ignored) {
      // Either side closed, as the test intends.
    } finally {
      disconnected.countDown();
    }
  }

  private synchronized void note(Received request) {
    received.add(request);
    notifyAll();
  }

  private static Received read(InputStream in) throws IOException {
    String[] requestLine = line(in).split(" ", 3);
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException();
    }
    return new Received(
        requestLine[0], requestLine[1], headers, new String(body, StandardCharsets.UTF_8));
  }

  /** Reads a line of a head; fails at the end of the stream. */
  static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException();
      }
      line.write(c);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    for (FaultConnection connection : open) {
      connection.close();
    }
    threads.shutdownNow();
  }
}
