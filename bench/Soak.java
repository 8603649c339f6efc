import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Connects and disconnects many clients, and measures the heap of the server. Run by {@code bench/soak}. */
final class Soak {
  private static final String REVISION = "2025-11-25";
  private static final String HELLO =
      """
      {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"%s",\
      "capabilities":{},"clientInfo":{"name":"soak","version":"1"}}}"""
          .formatted(REVISION);
  private static final String READY =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
  private static final String CALL =
      """
      {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list-tasks",\
      "arguments":{"collection":"acme"}}}""";

  /** Clients that work without a pause, and the number of tokens of each. */
  private static final int WORKERS = 8;

  private static final int TOKENS = 20;
  /** One session in so many is left to its timeout. */
  private static final int LEFT_BEHIND = 10;

  /** Tolerated growth in bytes, because caches fill. */
  private static final long NOISE = 4 << 20;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final long pid;
  private final URI mcp;

  private Soak(long pid, URI mcp) {
    this.pid = pid;
    this.mcp = mcp;
  }

  public static void main(String... arguments) throws Exception {
    // Otherwise its responses are sent in two packets, the second 40 ms late.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    int clients = Integer.parseInt(arguments[1]);
    int seconds = Integer.parseInt(arguments[2]);
    HttpServer jetty = jetty();
    ProcessBuilder builder =
        new ProcessBuilder(
            arguments[0], "http", "--port", "0", "--auth", "passthrough", "--session-idle", "10");
    builder.environment().put("JETTY_API_URL", "http://127.0.0.1:" + jetty.getAddress().getPort());
    builder.environment().put("JETTY_MCP_JAVA_OPTS", "-Xmx256m -XX:+UseSerialGC");
    Process server = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    boolean flat;
    try {
      Soak soak = new Soak(server.pid(), address(server.errorReader(UTF_8)));
      flat = soak.oneAfterAnother(clients) & soak.withoutRest(seconds);
    } finally {
      server.destroy();
      server.waitFor();
      jetty.stop(0);
    }
    System.exit(flat ? 0 : 1);
  }

  /** Serves a Jetty that accepts every token, which the simulator does not. */
  private static HttpServer jetty() throws IOException {
    HttpServer jetty =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
    jetty.setExecutor(
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "jetty");
              thread.setDaemon(true);
              return thread;
            }));
    String task = "{\"name\":\"task-%d\",\"description\":\"One of many\",\"workflow\":{}}";
    List<String> tasks = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      tasks.add(task.formatted(i));
    }
    on(jetty, "/", 404, "{\"detail\":\"Not Found\"}");
    on(jetty, "/api/v1/auth/whoami", 200, "{\"collection_scope\":\"acme\"}");
    on(jetty, "/api/v1/collections/", 200, "[{\"name\":\"acme\"}]");
    on(
        jetty,
        "/api/v1/collections/acme/environment",
        200,
        "{\"name\":\"acme\",\"environment_variables\":{\"API_KEY\":\"a-value-to-hide\"}}");
    on(jetty, "/api/v1/tasks/acme/", 200, "[" + String.join(",", tasks) + "]");
    jetty.start();
    return jetty;
  }

  private static void on(HttpServer jetty, String path, int status, String json) {
    byte[] body = json.getBytes(UTF_8);
    jetty.createContext(
        path,
        exchange -> {
          try (HttpExchange open = exchange) {
            open.getRequestBody().readAllBytes();
            open.getResponseHeaders().set("Content-Type", "application/json");
            open.sendResponseHeaders(status, body.length);
            open.getResponseBody().write(body);
          }
        });
  }

  /** Returns the address of the server, and discards the rest of its output. */
  private static URI address(BufferedReader said) throws IOException {
    String line = said.readLine();
    while (line != null && !line.startsWith("Listening on ")) {
      System.err.println(line);
      line = said.readLine();
    }
    if (line == null) {
      throw new IOException("the server did not start");
    }
    Thread rest = new Thread(() -> said.lines().forEach(ignored -> {}), "stderr");
    rest.setDaemon(true);
    rest.start();
    return URI.create(line.substring("Listening on ".length()));
  }

  /** Returns whether the heap is flat. */
  private boolean oneAfterAnother(int clients) throws Exception {
    System.out.println("| clients | heap after collection |");
    System.out.println("|---|---|");
    List<Long> heaps = new ArrayList<>();
    for (int client = 1; client <= clients; client++) {
      session("mlc_%028d".formatted(client), 1, true);
      if (client % Math.max(1, clients / 10) == 0) {
        heaps.add(heap("" + client));
      }
    }
    return isFlat(heaps);
  }

  /** Returns whether the heap is flat. */
  private boolean withoutRest(int seconds) throws Exception {
    System.out.println("\n| seconds | heap after collection |");
    System.out.println("|---|---|");
    long begun = System.nanoTime();
    long end = begun + TimeUnit.SECONDS.toNanos(seconds);
    AtomicLong calls = new AtomicLong();
    ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
    List<Future<?>> workers = new ArrayList<>();
    for (int worker = 0; worker < WORKERS; worker++) {
      int own = worker;
      workers.add(threads.submit(() -> work(own, end, calls)));
    }
    threads.shutdown();
    List<Long> heaps = new ArrayList<>();
    int sample = Math.max(1, seconds / 20);
    while (!threads.awaitTermination(sample, TimeUnit.SECONDS)) {
      long passed = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
      heaps.add(heap("" + passed));
    }
    for (Future<?> worker : workers) {
      worker.get();
    }
    System.out.println("\n" + calls + " calls.");
    return isFlat(heaps);
  }

  private Void work(int worker, long end, AtomicLong calls) throws Exception {
    for (int turn = 0; System.nanoTime() < end; turn++) {
      String token = "mlc_soak%022d%02d".formatted(worker, turn % TOKENS);
      calls.addAndGet(session(token, 1 + turn % 5, turn % LEFT_BEHIND != 0));
      expect(400, send(request(token, "").POST(body("{\"jsonrpc\":"))));
    }
    return null;
  }

  /** Opens a session, makes calls, listens for a moment and leaves; returns the number of calls. */
  private int session(String token, int calls, boolean orderly) throws Exception {
    HttpResponse<String> hello = expect(200, send(request(token, "").POST(body(HELLO))));
    String id = hello.headers().firstValue("mcp-session-id").orElseThrow();
    expect(202, send(request(token, id).POST(body(READY))));
    for (int i = 0; i < calls; i++) {
      HttpResponse<String> answer = expect(200, send(request(token, id).POST(body(CALL))));
      if (!answer.body().contains("task-19")) {
        throw new IllegalStateException("not the tasks: " + answer.body());
      }
    }
    if (calls > 1) {
      listenForAMoment(request(token, id).GET().build());
    }
    if (orderly) {
      HttpResponse<String> end = send(request(token, id).DELETE());
      if (end.statusCode() / 100 != 2) {
        throw new IllegalStateException("DELETE: " + end.statusCode());
      }
    }
    return calls;
  }

  /** Opens the stream of a session and breaks it off. */
  private void listenForAMoment(HttpRequest stream) throws InterruptedException {
    CompletableFuture<HttpResponse<Void>> listening =
        http.sendAsync(stream, BodyHandlers.discarding());
    try {
      listening.get(20, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException open) {
      listening.cancel(true);
    }
  }

  private HttpRequest.Builder request(String token, String session) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(mcp)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .header("MCP-Protocol-Version", REVISION);
    return session.isEmpty() ? request : request.header("Mcp-Session-Id", session);
  }

  private static HttpRequest.BodyPublisher body(String text) {
    return HttpRequest.BodyPublishers.ofString(text);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> expect(int status, HttpResponse<String> response) {
    if (response.statusCode() != status) {
      throw new IllegalStateException(response.statusCode() + ": " + response.body());
    }
    return response;
  }

  /** Prints and returns the bytes of all live objects; the histogram collects the garbage first. */
  private long heap(String when) throws Exception {
    Process jcmd = new ProcessBuilder("jcmd", "" + pid, "GC.class_histogram").start();
    String total =
        jcmd.inputReader(UTF_8).lines().filter(line -> line.startsWith("Total")).findFirst().get();
    long bytes = Long.parseLong(total.strip().split("\\s+")[2]);
    System.out.printf("| %s | %.1f MB |%n", when, bytes / 1e6);
    return bytes;
  }

  /**
   * Compares the last third with the second one; caches fill during the first third.
   */
  private static boolean isFlat(List<Long> heaps) {
    int third = heaps.size() / 3;
    long before =
        heaps.subList(third, 2 * third).stream().mapToLong(Long::longValue).max().orElse(0);
    long after =
        heaps.subList(heaps.size() - third, heaps.size()).stream()
            .mapToLong(Long::longValue)
            .min()
            .orElse(0);
    boolean flat = third > 0 && after <= before + NOISE;
    System.out.printf(
        "%nThe heap %s: %.1f MB, then %.1f MB.%n",
        flat ? "is flat" : "GROWS", before / 1e6, after / 1e6);
    return flat;
  }
}
