package io.jettymcp.jetty;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/**
 * Serves scripted faults over HTTP on loopback: each request gets the next answer, the last one is
 * repeated.
 */
public final class FaultServer implements AutoCloseable {
  private final ServerSocket socket;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "fault-server");
            thread.setDaemon(true);
            return thread;
          });
  private final List<FaultAnswer> answers;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final List<FaultConnection> open = new CopyOnWriteArrayList<>();

  /** A request as it came over the wire; header names are in lower case, the body is UTF-8. */
  public record Received(String method, String target, Map<String, String> headers, String text) {
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  private FaultServer(ServerSocket socket, List<FaultAnswer> answers) {
    this.socket = socket;
    this.answers = answers;
    threads.execute(this::accept);
  }

  public static FaultServer answering(FaultAnswer... answers) throws IOException {
    return new FaultServer(
        new ServerSocket(0, 128, InetAddress.getLoopbackAddress()), List.of(answers));
  }

  public static FaultServer overTls(SSLContext context, FaultAnswer... answers) throws IOException {
    ServerSocket socket =
        context
            .getServerSocketFactory()
            .createServerSocket(0, 128, InetAddress.getLoopbackAddress());
    return new FaultServer(socket, List.of(answers));
  }

  public URI url() {
    String scheme = socket instanceof SSLServerSocket ? "https" : "http";
    return URI.create(scheme + "://127.0.0.1:" + socket.getLocalPort());
  }

  /** Returns the requests that arrived in full, in order. */
  public List<Received> received() {
    return List.copyOf(received);
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
        open.add(connection);
        threads.execute(() -> serve(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(FaultConnection connection) {
    try (connection) {
      while (!connection.isClosed()) {
        Received request = read(connection.in());
        received.add(request);
        int turn = Math.min(next.getAndIncrement(), answers.size() - 1);
        answers.get(turn).to(request, connection);
      }
    } catch (IOException ignored) {
      // Either side closed, as the test intends.
    }
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

  private static String line(InputStream in) throws IOException {
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
  public void close() throws IOException {
    socket.close();
    for (FaultConnection connection : open) {
      connection.close();
    }
    threads.shutdownNow();
  }
}
