import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * Starts MCP servers on stdio in turn and prints a table of what that costs: medians over the rounds, and the ratios to the first
 * server in the same round as median and quartiles. Reads {@code /proc}, so it needs Linux.
 *
 * <p>Arguments: rounds, {@code near} or {@code far=PORT}, then {@code NAME=COMMAND} for each server. A server that is near calls
 * {@code JETTY_API_URL}; one that is far calls the https port through a proxy of this program that delays each direction.
 */
final class Stdio {
  private static final String HELLO =
      request("initialize", 0, "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{\"name\":\"bench\",\"version\":\"1\"}}");
  private static final String DISCOVER =
      request(
          "server/discover",
          0,
          "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
              + "\"io.modelcontextprotocol/clientCapabilities\":{}}}");
  private static final String INITIALIZED = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
  private static final String GET_TASK = "{\"name\":\"get-task\",\"arguments\":{\"collection\":\"acme\",\"task\":\"test-echo\"}}";
  private static final int CALLS = 1_000;
  private static final int IN_FLIGHT = 50;

  /** Load and idling are measured in one round of so many, because they take seconds. */
  private static final int EXPENSIVE = 4;

  /** Time for the background work of a start to finish. */
  private static final int SETTLING_SECONDS = 5;

  private static final int IDLE_SECONDS = 10;

  /** The time of a byte to the server that is far, and back. */
  private static final int ROUND_TRIP = 100;

  /** How long a host lets a server idle before it calls. */
  private static final int THINKING_SECONDS = 5;

  /** The measured values, in the order of the table. */
  private enum Figure {
    INITIALIZE("start to the answer of `initialize`", "ms"),
    DISCOVER("start to the answer of `server/discover`", "ms"),
    TOOLS_LIST("start to the answer of `tools/list`", "ms"),
    CONNECTED("start to the connection to Jetty", "ms"),
    HELLO("start to the first byte of TLS", "ms"),
    REQUESTED("start to the request, less two round trips", "ms"),
    REPLIED("start to Jetty's reply, less three round trips", "ms"),
    FIRST_CALL("start to the answer of the first `tools/call`", "ms"),
    START_CPU("CPU time of that", "ms"),
    THOUGHT_CALL("a first call after %d s of idling".formatted(THINKING_SECONDS), "ms"),
    PEAK("peak memory after 20 calls", "MB"),
    THOUSAND("1,000 calls of a fresh process, 50 in flight", "ms"),
    THOUSAND_CPU("CPU time of a process that answers them", "ms"),
    WARM("a call of a warm process, 50 in flight", "ms"),
    WARM_CPU("CPU time of that", "ms"),
    IDLE_CPU("CPU time of a process that idles for 10 s", "ms"),
    LISTED("size of `tools/list`", "KB");

    final String title;
    final String unit;

    Figure(String title, String unit) {
      this.title = title;
      this.unit = unit;
    }
  }

  public static void main(String[] arguments) throws Exception {
    int rounds = Integer.parseInt(arguments[0]);
    Map<String, List<String>> servers = new LinkedHashMap<>();
    for (String argument : List.of(arguments).subList(2, arguments.length)) {
      int equals = argument.indexOf('=');
      servers.put(argument.substring(0, equals), List.of(argument.substring(equals + 1).split(" ")));
    }
    if (arguments[1].startsWith("far=")) {
      try (FarAway jetty = new FarAway(Integer.parseInt(arguments[1].substring("far=".length())))) {
        measure(rounds, servers, (round, command) -> far(command, jetty));
      }
    } else {
      measure(rounds, servers, Stdio::near);
    }
  }

  /** Measures a server once. */
  private interface Measurement {
    Map<Figure, Double> of(int round, List<String> command) throws Exception;
  }

  private static void measure(int rounds, Map<String, List<String>> servers, Measurement measurement) throws Exception {
    // The first starts read files that are not cached, and can create an archive for the next ones.
    for (List<String> command : servers.values()) {
      measurement.of(1, command);
    }
    TimeUnit.SECONDS.sleep(15);
    List<Map<String, Map<Figure, Double>>> measured = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      Map<String, Map<Figure, Double>> row = new LinkedHashMap<>();
      for (Map.Entry<String, List<String>> server : servers.entrySet()) {
        row.put(server.getKey(), measurement.of(round, server.getValue()));
      }
      measured.add(row);
    }
    print(servers.keySet().stream().toList(), measured);
  }

  private static Map<Figure, Double> near(int round, List<String> command) throws Exception {
    Map<Figure, Double> figures = start(command, Map.of(), () -> {});
    discover(command).ifPresent(took -> figures.put(Figure.DISCOVER, took));
    // Expensive, and similar from round to round.
    if (round % EXPENSIVE == 0) {
      figures.putAll(load(command));
      figures.put(Figure.IDLE_CPU, idle(command));
    }
    return figures;
  }

  private static Map<Figure, Double> far(List<String> command, FarAway jetty) throws Exception {
    Map<String, String> address = Map.of("JETTY_API_URL", jetty.url());
    long began = System.nanoTime();
    FarAway.Call[] first = new FarAway.Call[1];
    Map<Figure, Double> figures = start(command, address, () -> first[0] = jetty.endOfCall());
    figures.put(Figure.CONNECTED, (first[0].connected - began) / 1e6);
    figures.put(Figure.HELLO, (first[0].hello - began) / 1e6);
    figures.put(Figure.REQUESTED, (first[0].requested - began) / 1e6 - 2 * ROUND_TRIP);
    figures.put(Figure.REPLIED, (first[0].replied - began) / 1e6 - 3 * ROUND_TRIP);
    figures.keySet().removeAll(Set.of(Figure.TOOLS_LIST, Figure.LISTED));
    try (Server server = new Server(command, address)) {
      server.send(HELLO);
      server.receive();
      server.send(INITIALIZED);
      TimeUnit.SECONDS.sleep(THINKING_SECONDS);
      long called = System.nanoTime();
      call(server, 1);
      figures.put(Figure.THOUGHT_CALL, since(called));
    }
    return figures;
  }

  private static Map<Figure, Double> start(List<String> command, Map<String, String> environment, Runnable afterFirstCall) throws Exception {
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    long began = System.nanoTime();
    try (Server server = new Server(command, environment)) {
      server.send(HELLO);
      server.receive();
      figures.put(Figure.INITIALIZE, since(began));
      server.send(INITIALIZED);
      server.send(request("tools/list", 1, "{}"));
      figures.put(Figure.LISTED, server.receive().getBytes(StandardCharsets.UTF_8).length / 1e3);
      figures.put(Figure.TOOLS_LIST, since(began));
      server.send(request("tools/call", 2, GET_TASK));
      server.receive();
      figures.put(Figure.FIRST_CALL, since(began));
      afterFirstCall.run();
      figures.put(Figure.START_CPU, server.cpu());
      for (int call = 0; call < 19; call++) {
        server.send(request("tools/call", 3 + call, GET_TASK));
        server.receive();
      }
      figures.put(Figure.PEAK, server.peak());
    }
    return figures;
  }

  /** Measures the first answer of the modern era; empty for a server that does not know it. */
  private static OptionalDouble discover(List<String> command) throws Exception {
    long began = System.nanoTime();
    try (Server server = new Server(command, Map.of())) {
      server.send(DISCOVER);
      return server.readLine().contains("\"supportedVersions\":") ? OptionalDouble.of(since(began)) : OptionalDouble.empty();
    }
  }

  private static Map<Figure, Double> load(List<String> command) throws Exception {
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    try (Server server = new Server(command, Map.of())) {
      server.send(HELLO);
      server.receive();
      server.send(INITIALIZED);
      long began = System.nanoTime();
      call(server, CALLS);
      figures.put(Figure.THOUSAND, since(began));
      figures.put(Figure.THOUSAND_CPU, server.cpu());
      call(server, 9 * CALLS);
      double before = server.cpu();
      long warm = System.nanoTime();
      call(server, 5 * CALLS);
      figures.put(Figure.WARM, since(warm) / (5 * CALLS));
      figures.put(Figure.WARM_CPU, (server.cpu() - before) / (5 * CALLS));
    }
    return figures;
  }

  /** Measures the CPU time of a server that has answered one call and is idle. */
  private static double idle(List<String> command) throws Exception {
    try (Server server = new Server(command, Map.of())) {
      server.send(HELLO);
      server.receive();
      server.send(INITIALIZED);
      call(server, 1);
      TimeUnit.SECONDS.sleep(SETTLING_SECONDS);
      double before = server.cpu();
      TimeUnit.SECONDS.sleep(IDLE_SECONDS);
      return server.cpu() - before;
    }
  }

  private static void call(Server server, int calls) throws IOException {
    for (int sent = 0; sent < calls + IN_FLIGHT; sent++) {
      if (sent < calls) {
        server.send(request("tools/call", 100 + sent, GET_TASK));
      }
      if (sent >= IN_FLIGHT) {
        server.receive();
      }
    }
  }

  private static String request(String method, int id, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":%s}".formatted(id, method, params);
  }

  private static double since(long began) {
    return (System.nanoTime() - began) / 1e6;
  }

  /** A server in its own process. */
  private static final class Server implements AutoCloseable {
    /** Unit of the CPU times in {@code /proc}, in ms. */
    private static final int TICK = 10;

    private final Process process;
    private final OutputStream in;
    private final BufferedReader out;

    Server(List<String> command, Map<String, String> environment) throws IOException {
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().putAll(environment);
      process = builder.start();
      in = process.getOutputStream();
      out = process.inputReader(StandardCharsets.UTF_8);
    }

    void send(String message) throws IOException {
      in.write((message + "\n").getBytes(StandardCharsets.UTF_8));
      in.flush();
    }

    String readLine() throws IOException {
      return String.valueOf(out.readLine());
    }

    /** Returns the next message, which must be a successful response. */
    String receive() throws IOException {
      String line = readLine();
      if (!line.contains("\"result\":") || line.contains("\"isError\":true")) {
        throw new IOException(
            "no successful response from \"" + process.info().command().orElse("a process that ended") + "\": " + line);
      }
      return line;
    }

    /** Returns the CPU time in ms, including children that have ended, such as those of the launcher. */
    double cpu() throws IOException {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return IntStream.of(11, 12, 13, 14).mapToLong(field -> Long.parseLong(fields[field])).sum() * (double) TICK;
    }

    double peak() throws IOException {
      return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
          .sum();
    }

    @Override
    public void close() throws Exception {
      in.close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    }
  }

  /**
   * A way to a port of loopback that takes half a round trip in each direction, and a whole one for a new connection. As a
   * connection on loopback is there at once, its time is added to its first bytes.
   */
  private static final class FarAway implements AutoCloseable {
    private static final long ONE_WAY = TimeUnit.MILLISECONDS.toNanos(ROUND_TRIP) / 2;

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int port;
    private volatile Call last = new Call();

    FarAway(int port) throws IOException {
      this.port = port;
      daemon(this::acceptAll);
    }

    String url() {
      return "https://localhost:" + listening.getLocalPort();
    }

    /** Returns the times of the newest connection; what it forwards later does not change them. */
    Call endOfCall() {
      Call call = last;
      call.ended = true;
      return call;
    }

    private void acceptAll() throws IOException {
      while (true) {
        Socket client = listening.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        Call call = new Call();
        last = call;
        forward(client, server, 2 * ONE_WAY, call::sent);
        forward(server, client, 0, call::received);
      }
    }

    /** Forwards all bytes of one direction, each ONE_WAY later, and the first even later. */
    private static void forward(Socket from, Socket to, long before, LongConsumer observer) {
      BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
      daemon(
          () -> {
            try (from) {
              byte[] bytes = new byte[1 << 16];
              long earliest = System.nanoTime() + before + ONE_WAY;
              for (int length = 0; length >= 0; ) {
                length = from.getInputStream().read(bytes);
                long now = System.nanoTime();
                observer.accept(now);
                parts.add(new Part(Arrays.copyOf(bytes, Math.max(0, length)), Math.max(earliest, now + ONE_WAY)));
              }
            }
          });
      daemon(
          () -> {
            try (to) {
              for (Part part = parts.take(); part.bytes.length > 0; part = parts.take()) {
                TimeUnit.NANOSECONDS.sleep(part.due - System.nanoTime());
                to.getOutputStream().write(part.bytes);
              }
            }
          });
    }

    @Override
    public void close() throws IOException {
      listening.close();
    }

    private record Part(byte[] bytes, long due) {}

    /** The times of a connection: when it was made, and of its first and last bytes, at the side of the client. */
    private static final class Call {
      final long connected = System.nanoTime();
      volatile boolean ended;
      volatile long hello;
      volatile long requested;
      volatile long replied;

      void sent(long now) {
        if (hello == 0) {
          hello = now;
        }
        if (!ended) {
          requested = now;
        }
      }

      void received(long now) {
        if (!ended) {
          replied = now + ONE_WAY;
        }
      }
    }

    /** Work of a thread whose end by an error is the end of its connection. */
    private interface Work {
      void run() throws IOException, InterruptedException;
    }

    private static void daemon(Work work) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  work.run();
                } catch (IOException | InterruptedException ignored) {
                  // The other side of the connection is closed too.
                }
              });
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void print(List<String> names, List<Map<String, Map<Figure, Double>>> measured) {
    String first = names.get(0);
    StringBuilder head = new StringBuilder("| median | " + first + " |");
    StringBuilder rule = new StringBuilder("|---|---|");
    for (String name : names.subList(1, names.size())) {
      head.append(' ').append(name).append(" | ratio |");
      rule.append("---|---|");
    }
    System.out.println(head + "\n" + rule);
    for (Figure figure : Figure.values()) {
      if (measured.stream().noneMatch(round -> round.values().stream().anyMatch(figures -> figures.containsKey(figure)))) {
        continue;
      }
      StringBuilder row = new StringBuilder("| " + figure.title + " |");
      for (String name : names) {
        List<Map<String, Map<Figure, Double>>> with =
            measured.stream().filter(round -> round.get(name).containsKey(figure)).toList();
        if (with.isEmpty()) {
          row.append(name.equals(first) ? " – |" : " – | – |");
          continue;
        }
        double value = median(with.stream().map(round -> round.get(name).get(figure)).toList());
        row.append(String.format(Locale.ROOT, value > 0 && value < 10 ? " %.2f %s |" : " %.0f %s |", value, figure.unit));
        if (!name.equals(first)) {
          List<Map<String, Map<Figure, Double>>> compared =
              with.stream().filter(round -> round.get(first).containsKey(figure)).toList();
          List<Double> ratios =
              compared.stream()
                  .map(round -> round.get(name).get(figure) / round.get(first).get(figure))
                  // None if the first server needs no measurable time.
                  .filter(Double::isFinite)
                  .toList();
          row.append(
              ratios.isEmpty()
                  ? " – |"
                  : String.format(
                      Locale.ROOT, " %.2f (%.2f–%.2f) |", median(ratios), quantile(ratios, 0.25), quantile(ratios, 0.75)));
        }
      }
      System.out.println(row);
    }
  }

  private static double median(List<Double> values) {
    return quantile(values, 0.5);
  }

  private static double quantile(List<Double> values, double part) {
    List<Double> sorted = values.stream().sorted().toList();
    double at = part * (sorted.size() - 1);
    double low = sorted.get((int) Math.floor(at));
    double high = sorted.get((int) Math.ceil(at));
    return low + (high - low) * (at - Math.floor(at));
  }
}
