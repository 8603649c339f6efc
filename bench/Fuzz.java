import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tests the server with random input from both sides. Run by {@code bench/fuzz}. */
final class Fuzz {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String REVISION = "2025-11-25";
  private static final String HELLO =
      """
      {"jsonrpc":"2.0","id":"hello","method":"initialize","params":{"protocolVersion":"%s",\
      "capabilities":{},"clientInfo":{"name":"fuzz","version":"1"}}}"""
          .formatted(REVISION);

  private static final Pattern ID = Pattern.compile("\"(hello|tools|last|r\\d{6})\"");
  private static final int IN_FLIGHT = 40;

  /** Longer than any call may take with the timeouts that the server is started with. */
  private static final int ANSWER_SECONDS = 30;

  /** So few lines, and half as many HTTP requests, have no time limit, so that a slow machine tests something too. */
  private static final int MIN_REQUESTS = 100;

  private final String launcher;
  private final long seed;
  private final Secrets secrets;
  private final Figures figures = new Figures();

  private Fuzz(String launcher, long seed) {
    this.launcher = launcher;
    this.seed = seed;
    this.secrets = new Secrets(new Random(seed));
  }

  public static void main(String... arguments) throws Exception {
    long seed =
        arguments.length > 2 ? Long.parseLong(arguments[2]) : new Random().nextLong() >>> 20;
    System.out.println("Seed: " + seed);
    Fuzz fuzz = new Fuzz(arguments[0], seed);
    int seconds = Integer.parseInt(arguments[1]);
    fuzz.stdio(seconds / 2, true);
    fuzz.stdio(seconds / 6, false);
    fuzz.http(seconds / 3);
    System.exit(fuzz.figures.print() ? 0 : 1);
  }

  /**
   * Sends requests on stdio.
   *
   * @param readable whether Jetty shows the environment, which has the secrets
   */
  private void stdio(int seconds, boolean readable) throws Exception {
    Random random = new Random(seed + (readable ? 1 : 2));
    Path files = Files.createTempDirectory("fuzz");
    try (RudeJetty jetty = new RudeJetty(random.nextLong(), secrets, readable, figures);
        Server server =
            new Server(
                command(
                    "stdio", jetty, "--confirm", "never", "--files-root", files.toString()),
                jetty,
                secrets,
                figures)) {
      Thread reader = new Thread(server::readAnswers, "stdout");
      reader.start();
      server.send(HELLO, "hello", true);
      server.await();
      server.send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}", "", false);
      server.send("{\"jsonrpc\":\"2.0\",\"id\":\"tools\",\"method\":\"tools/list\"}", "tools", true);
      server.await();
      Requests requests = new Requests(random, server.tools());
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
      for (int n = 0; n < MIN_REQUESTS || System.nanoTime() < end; n++) {
        String id = "r%06d".formatted(n);
        String line = requests.next(id);
        boolean mutated = random.nextInt(4) == 0;
        String sent = mutated ? requests.mutated(line) : line;
        if (!server.send(sent, id, !mutated || requests.isRequest(sent, id))) {
          break;
        }
      }
      server.await();
      server.send("{\"jsonrpc\":\"2.0\",\"id\":\"last\",\"method\":\"ping\"}", "last", true);
      server.await();
      server.end();
      reader.join();
    } finally {
      try (Stream<Path> all = Files.walk(files)) {
        all.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
      }
    }
  }

  /** Sends requests over HTTP, one connection each. */
  private void http(int seconds) throws Exception {
    Random random = new Random(seed + 3);
    try (RudeJetty jetty = new RudeJetty(random.nextLong(), secrets, true, figures);
        Server server =
            new Server(
                command("http", jetty, "--port", "0", "--auth", "passthrough", "--stateless"),
                jetty,
                secrets,
                figures)) {
      HttpPart http = new HttpPart(server.address(), random, secrets, figures);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
      Requests requests = new Requests(random, http.tools());
      for (int n = 0; n < MIN_REQUESTS / 2 || System.nanoTime() < end; n++) {
        http.send(requests, "h" + n);
      }
      if (http.status("GET", "/healthz", "", "") != 200) {
        figures.fault("the HTTP server is not healthy afterwards");
      }
    }
  }

  private List<String> command(String transport, RudeJetty jetty, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(launcher, transport, "--timeout", "8", "--response-timeout", "3", "--retries", "1"));
    command.addAll(List.of(more));
    return command;
  }

  /** Counts what happened, and keeps the faults. */
  private static final class Figures {
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final Set<String> faults = new LinkedHashSet<>();

    void count(String what) {
      counts.computeIfAbsent(what, name -> new AtomicInteger()).incrementAndGet();
    }

    synchronized void fault(String what) {
      if (faults.add(what) && faults.size() <= 20) {
        System.out.println("FAULT: " + what);
      }
    }

    synchronized boolean print() {
      System.out.println("\n| what | number |\n|---|---|");
      new TreeMap<>(counts).forEach((what, n) -> System.out.printf("| %s | %,d |%n", what, n.get()));
      System.out.printf("| faults | %,d |%n", faults.size());
      return faults.isEmpty();
    }
  }

  /** Values of the environment, and the forms in which the fake Jetty repeats them. */
  private static final class Secrets {
    /** A shorter piece could be part of any text. */
    private static final int PIECE = 14;

    final Map<String, String> values = new TreeMap<>();
    private final Set<String> pieces = new LinkedHashSet<>();

    Secrets(Random random) {
      values.put("PLAIN_KEY", word(random, 40));
      values.put("SHORT_KEY", word(random, 16));
      values.put("ODD_PASSWORD", word(random, 12) + "&<\"'>+/=% " + word(random, 14));
      values.put("JSON_KEY", "{\"id\":\"" + word(random, 20) + "\",\"key\":\"" + word(random, 20) + "\"}");
      values.put("LINES_KEY", Stream.generate(() -> word(random, 60)).limit(4).reduce((a, b) -> a + "\n" + b).get());
      for (String value : values.values()) {
        for (String form : forms(value)) {
          for (String line : form.split("\r?\n")) {
            for (int i = 0; i + PIECE <= line.length(); i += PIECE / 2) {
              pieces.add(line.substring(i, i + PIECE));
            }
            pieces.add(line.substring(Math.max(0, line.length() - PIECE)));
          }
        }
      }
      pieces.removeIf(piece -> piece.length() < PIECE);
    }

    private static String word(Random random, int length) {
      StringBuilder word = new StringBuilder();
      String letters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
      while (word.length() < length) {
        word.append(letters.charAt(random.nextInt(letters.length())));
      }
      return word.toString();
    }

    /** A value in the encodings that SECURITY.md names. */
    private static List<String> forms(String value) {
      String json = MAPPER.writeValueAsString(value);
      byte[] bytes = value.getBytes(UTF_8);
      return List.of(
          value,
          json.substring(1, json.length() - 1),
          URLEncoder.encode(value, UTF_8),
          URLEncoder.encode(value, UTF_8).replace("+", "%20"),
          value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;"),
          HexFormat.of().formatHex(bytes),
          Base64.getEncoder().encodeToString(bytes),
          Base64.getMimeEncoder().encodeToString(bytes),
          Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    String planted(Random random) {
      List<String> all = List.copyOf(values.values());
      List<String> forms = forms(all.get(random.nextInt(all.size())));
      String form = forms.get(random.nextInt(forms.size()));
      return switch (random.nextInt(4)) {
        case 0 -> form;
        case 1 -> "x".repeat(random.nextInt(700)) + " " + form + " and more";
        case 2 -> "Error: " + " ".repeat(random.nextInt(9000)) + "bad key \"" + form + "\"";
        default -> "<p>" + form + "</p>";
      };
    }

    /** The first piece of a value that a text shows. */
    String leakIn(String text) {
      for (String piece : pieces) {
        int at = text.indexOf(piece);
        if (at >= 0) {
          return text.substring(Math.max(0, at - 60), Math.min(text.length(), at + 80));
        }
      }
      return "";
    }
  }

  /** Makes JSON-RPC requests. */
  private static final class Requests {
    private static final List<String> NAMES =
        List.of("acme", "t", "r", "latest", "0123abcd", "..", "", "a/b", "gr\u00fcn", "x\u202ey", "null", "steps.a.outputs");

    private final Random random;
    private final List<JsonNode> tools;

    Requests(Random random, List<JsonNode> tools) {
      this.random = random;
      this.tools = tools;
    }

    String next(String id) {
      ObjectNode request = NODES.objectNode().put("jsonrpc", "2.0").put("id", id);
      ObjectNode params = NODES.objectNode();
      switch (random.nextInt(12)) {
        case 0 -> request.put("method", "ping");
        case 1 -> request.put("method", "resources/read").set("params", params.put("uri", "jetty://acme/t"));
        case 2 ->
            request
                .put("method", "prompts/get")
                .set("params", params.put("name", "debug-run").set("arguments", NODES.objectNode().put("task", "t")));
        case 3 -> request.put("method", pick(List.of("tools/list", "prompts/list", "resources/list", "no/such", ""))).set("params", value(2));
        default -> {
          JsonNode tool = tools.get(random.nextInt(tools.size()));
          params.put("name", tool.path("name").asString()).set("arguments", arguments(tool.path("inputSchema")));
          request.put("method", "tools/call").set("params", params);
        }
      }
      return MAPPER.writeValueAsString(request);
    }

    private ObjectNode arguments(JsonNode schema) {
      ObjectNode arguments = NODES.objectNode();
      Set<String> required = new LinkedHashSet<>();
      schema.path("required").forEach(name -> required.add(name.asString()));
      schema
          .path("properties")
          .properties()
          .forEach(
              property -> {
                String name = property.getKey();
                if (name.equals("runbook_path")) {
                  return; // A saved file holds what Jetty sent, unchanged.
                }
                if (random.nextInt(30) == 0) {
                  arguments.set(name, value(3));
                } else if (required.contains(name) || random.nextInt(4) == 0) {
                  arguments.set(name, argument(name, property.getValue()));
                }
              });
      return arguments;
    }

    private JsonNode argument(String name, JsonNode schema) {
      if (name.equals("collection") || name.equals("wait_seconds")) {
        return name.equals("collection") ? NODES.stringNode("acme") : NODES.numberNode(1);
      }
      if (schema.path("enum").isArray() && !schema.path("enum").isEmpty()) {
        return schema.path("enum").get(random.nextInt(schema.path("enum").size()));
      }
      return switch (schema.path("type").asString("")) {
        case "integer", "number" -> NODES.numberNode(random.nextInt(50));
        case "boolean" -> NODES.booleanNode(random.nextBoolean());
        case "array" -> NODES.arrayNode().add(argument("", schema.path("items")));
        case "object" -> NODES.objectNode().put(pick(NAMES), pick(NAMES));
        default -> NODES.stringNode(random.nextInt(3) == 0 ? pick(NAMES) : "t");
      };
    }

    private JsonNode value(int depth) {
      return switch (random.nextInt(depth > 0 ? 9 : 6)) {
        case 0 -> NODES.nullNode();
        case 1 -> NODES.booleanNode(random.nextBoolean());
        case 2 -> NODES.numberNode(random.nextLong());
        case 3 -> NODES.numberNode(random.nextDouble() * 1e300);
        case 4 -> NODES.stringNode(pick(NAMES));
        case 5 -> NODES.stringNode("x".repeat(random.nextInt(5000)));
        case 6 -> NODES.arrayNode().add(value(depth - 1)).add(value(depth - 1));
        default -> NODES.objectNode().<ObjectNode>set(pick(NAMES), value(depth - 1)).set("task", value(depth - 1));
      };
    }

    private <T> T pick(List<T> choices) {
      return choices.get(random.nextInt(choices.size()));
    }

    /** The same line with some bytes changed; it stays one line. */
    String mutated(String line) {
      StringBuilder text = new StringBuilder(line);
      for (int n = 1 + random.nextInt(3); n > 0 && text.length() > 2; n--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(6)) {
          case 0 -> text.deleteCharAt(at);
          case 1 -> text.insert(at, pick(List.of("{", "}", "[", "]", "\"", ",", ":", "\\", "\u0000", "\ufeff", "1e999", "null")));
          case 2 -> text.setCharAt(at, (char) (32 + random.nextInt(200)));
          case 3 -> text.delete(at, Math.min(text.length(), at + random.nextInt(40)));
          case 4 -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(40))));
          default -> text.insert(at, pick(List.of("[".repeat(2000), "9".repeat(3000), "\"a\":1,", "\ud83d")));
        }
      }
      return text.toString().replace('\n', ' ').replace('\r', ' ');
    }

    /** Returns whether a mutated line is still a request with this id, which requires an answer. */
    boolean isRequest(String line, String id) {
      try {
        JsonNode json = MAPPER.readTree(new String(line.getBytes(UTF_8), UTF_8));
        return json.path("id").asString("").equals(id)
            && json.path("method").isString()
            && json.path("jsonrpc").asString("").equals("2.0");
      } catch (JacksonException e) {
        return false;
      }
    }
  }

  /** A server in its own process, and what it has still to answer. */
  private static final class Server implements AutoCloseable {
    private final Process process;
    private final Secrets secrets;
    private final Figures figures;
    private final Map<String, String> expected = new ConcurrentHashMap<>();
    /** The number of lines with each id minus the number of its answers: a mutated id can be that of another line. */
    private final Map<String, Integer> open = new ConcurrentHashMap<>();

    private final Map<String, String> sent = new ConcurrentHashMap<>();
    private final Semaphore slots = new Semaphore(IN_FLIGHT);
    private final Thread log;
    private volatile JsonNode tools = NODES.objectNode();
    private volatile String address = "";
    private volatile boolean closing;

    Server(List<String> command, RudeJetty jetty, Secrets secrets, Figures figures) throws IOException {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("JETTY_API_URL", jetty.url());
      builder.environment().put("JETTY_API_TOKEN", "mlc_" + "f".repeat(28));
      builder.environment().put("JETTY_MCP_JAVA_OPTS", "-Xmx128m");
      process = builder.start();
      this.secrets = secrets;
      this.figures = figures;
      log = new Thread(this::readLog, "stderr");
      log.start();
    }

    private void readLog() {
      try (BufferedReader lines = process.errorReader(UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.startsWith("Listening on ")) {
            address = line.substring("Listening on ".length());
          }
          String leak = secrets.leakIn(line);
          if (!leak.isEmpty()) {
            figures.fault("the log shows " + leak);
          }
        }
      } catch (IOException e) {
        if (!closing) {
          figures.fault("stderr: " + e);
        }
      }
    }

    URI address() throws InterruptedException {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ANSWER_SECONDS);
      while (address.isEmpty() && process.isAlive() && System.nanoTime() < end) {
        Thread.sleep(20);
      }
      return URI.create(address);
    }

    /** Sends a line as soon as few enough are unanswered. Returns whether the server still reads. */
    boolean send(String line, String id, boolean isRequest) throws InterruptedException {
      if (isRequest) {
        if (!slots.tryAcquire(ANSWER_SECONDS, TimeUnit.SECONDS)) {
          figures.fault("no answer in time to " + expected.values().iterator().next());
          return false;
        }
        expected.put(id, line);
      }
      figures.count("lines on stdio");
      sent.put(id, line);
      Matcher ids = ID.matcher(line);
      while (ids.find()) {
        open.merge(ids.group(1), 1, Integer::sum);
      }
      try {
        OutputStream in = process.getOutputStream();
        in.write((line + "\n").getBytes(UTF_8));
        in.flush();
        return true;
      } catch (IOException e) {
        figures.fault("the server does not read any more: " + e.getMessage());
        return false;
      }
    }

    void readAnswers() {
      try (BufferedReader lines = process.inputReader(UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          read(line);
        }
      } catch (IOException e) {
        figures.fault("stdout: " + e);
      }
    }

    private void read(String line) {
      JsonNode message;
      try {
        message = MAPPER.readTree(line);
      } catch (JacksonException e) {
        figures.fault("stdout has a line that is not JSON: " + line.substring(0, Math.min(200, line.length())));
        return;
      }
      String id = message.path("id").asString("");
      String leak = leakIn(message, line, secrets);
      if (!leak.isEmpty()) {
        figures.fault("the answer to " + sent.get(id) + "\n  shows " + leak);
      }
      if (!message.has("id") || message.has("method")) {
        return;
      }
      figures.count("answers on stdio");
      // A mutated id that no other line has can be anything.
      Integer left = open.computeIfPresent(id, (name, lines) -> lines - 1);
      if (left != null && left < 0) {
        figures.fault("answered twice: " + sent.get(id));
      }
      if (id.equals("tools")) {
        tools = message.path("result").path("tools");
      }
      if (expected.remove(id) != null) {
        slots.release();
      }
    }

    List<JsonNode> tools() {
      List<JsonNode> all = new ArrayList<>();
      tools.forEach(all::add);
      return all;
    }

    /** Waits until all is answered. */
    void await() throws InterruptedException {
      if (slots.tryAcquire(IN_FLIGHT, ANSWER_SECONDS, TimeUnit.SECONDS)) {
        slots.release(IN_FLIGHT);
      } else {
        expected.values().forEach(line -> figures.fault("unanswered: " + line));
      }
    }

    void end() throws Exception {
      process.getOutputStream().close();
      if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
        figures.fault("the server does not end with its input");
      } else if (process.exitValue() != 0) {
        figures.fault("the server ended with " + process.exitValue());
      }
    }

    @Override
    public void close() throws InterruptedException {
      closing = true; // which closes the streams as well
      process.destroy();
      process.waitFor();
      log.join();
    }
  }

  private static String leakIn(JsonNode message, String raw, Secrets secrets) {
    StringBuilder texts = new StringBuilder(raw).append('\n');
    addTexts(message, texts);
    return secrets.leakIn(texts.toString());
  }

  private static void addTexts(JsonNode node, StringBuilder texts) {
    if (node.isString()) {
      texts.append(node.stringValue()).append('\n');
    }
    node.properties().forEach(field -> texts.append(field.getKey()).append('\n'));
    node.forEach(child -> addTexts(child, texts));
  }

  /** Sends requests to an HTTP server. */
  private static final class HttpPart {
    private final URI address;
    private final Random random;
    private final Secrets secrets;
    private final Figures figures;
    private String body = "";

    HttpPart(URI address, Random random, Secrets secrets, Figures figures) {
      this.address = address;
      this.random = random;
      this.secrets = secrets;
      this.figures = figures;
    }

    List<JsonNode> tools() throws IOException {
      status("POST", "/mcp", headers(), "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}");
      List<JsonNode> all = new ArrayList<>();
      messages().forEach(message -> message.path("result").path("tools").forEach(all::add));
      if (all.isEmpty()) {
        throw new IOException("no tools over HTTP: " + body);
      }
      return all;
    }

    private static String headers() {
      return "Authorization: Bearer mlc_"
          + "f".repeat(28)
          + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\nMCP-Protocol-Version: "
          + REVISION
          + "\r\n";
    }

    void send(Requests requests, String id) throws IOException {
      String message = requests.next(id);
      boolean mutated = random.nextInt(3) == 0;
      String sent = mutated && random.nextBoolean() ? requests.mutated(message) : message;
      String method = mutated ? List.of("POST", "GET", "PUT", "DELETE", "P\u00d6ST").get(random.nextInt(5)) : "POST";
      String path =
          mutated
              ? List.of("/mcp", "/mcp/", "/messages?sessionId=%zz", "/", "/sse", "/%2e%2e/mcp", "//").get(random.nextInt(7))
              : "/mcp";
      String headers = mutated ? requests.mutated(headers().replace("\r\n", "\u0001")).replace("\u0001", "\r\n") : headers();
      figures.count("requests over HTTP");
      int status = status(method, path, headers, sent);
      figures.count("HTTP " + (status == 0 ? "closed or streaming" : status / 100 + "xx"));
      if (status >= 500 && status != 503) {
        figures.fault("HTTP " + status + " for " + method + " " + path + " " + sent);
      }
      boolean intact = !mutated && status == 200;
      List<JsonNode> messages = messages();
      for (JsonNode answer : messages) {
        String leak = leakIn(answer, body, secrets);
        if (!leak.isEmpty()) {
          figures.fault("the answer over HTTP to " + sent + "\n  shows " + leak);
        }
      }
      if (intact && messages.stream().filter(answer -> answer.path("id").asString("").equals(id)).count() != 1) {
        figures.fault("not one answer over HTTP to " + sent);
      }
    }

    /** Returns the messages in the last body, which is JSON or an event stream. */
    private List<JsonNode> messages() {
      List<JsonNode> messages = new ArrayList<>();
      for (String line : body.split("\n")) {
        String json = line.startsWith("data:") ? line.substring(5).strip() : line.strip();
        if (json.startsWith("{")) {
          try {
            messages.add(MAPPER.readTree(json));
          } catch (JacksonException e) {
            figures.fault("not JSON over HTTP: " + json.substring(0, Math.min(200, json.length())));
          }
        }
      }
      return messages;
    }

    /** Sends a request and reads its body. Returns 0 if there is no status line in time. */
    int status(String method, String path, String headers, String content) throws IOException {
      body = "";
      byte[] bytes = content.getBytes(UTF_8);
      String head =
          "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Length: %d\r\n%s\r\n"
              .formatted(method, path, address.getAuthority(), bytes.length, headers);
      try (Socket socket = new Socket(address.getHost(), address.getPort())) {
        // A stream that stays open is read for a moment only.
        socket.setSoTimeout(method.equals("GET") ? 300 : ANSWER_SECONDS * 1000);
        OutputStream out = socket.getOutputStream();
        out.write(head.getBytes(UTF_8));
        out.write(bytes);
        out.flush();
        String response = readAll(socket.getInputStream());
        int end = response.indexOf("\r\n\r\n");
        body = new String(unchunked(response, end).getBytes(ISO_8859_1), UTF_8);
        return response.startsWith("HTTP/1.1 ") ? Integer.parseInt(response.substring(9, 12)) : 0;
      } catch (IOException e) {
        figures.count("connections reset");
        return 0;
      }
    }

    private static String readAll(InputStream in) throws IOException {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      try {
        in.transferTo(all);
      } catch (SocketTimeoutException e) {
        // The rest of a stream.
      }
      return all.toString(ISO_8859_1);
    }

    private static String unchunked(String response, int end) {
      if (end < 0) {
        return "";
      }
      String rest = response.substring(end + 4);
      if (!response.substring(0, end).toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
        return rest;
      }
      StringBuilder whole = new StringBuilder();
      for (int at = 0; at < rest.length(); ) {
        int line = rest.indexOf("\r\n", at);
        if (line < 0) {
          break;
        }
        int size = Integer.parseInt(rest.substring(at, line).strip(), 16);
        whole.append(rest, line + 2, Math.min(rest.length(), line + 2 + size));
        at = line + 4 + size;
      }
      return whole.toString();
    }
  }

  /** Answers like Jetty, but with planted secrets, wrong shapes and broken connections. */
  private static final class RudeJetty implements AutoCloseable {
    private static final String RUN =
        """
        {"trajectory_id":"0123abcd","workflow_id":"w-0123abcd","status":"completed","created_at":"2026-11-01T10:00:00Z",
         "init_params":{"text":"x"},"error":"e","labels":[{"key":"k","value":"v","author":"a"}],
         "steps":{"a":{"activity":"text_echo","status":"failed","error":"boom","inputs":{"text":"x"},
           "outputs":{"text":"x","files":[{"path":"acme/t/0123abcd/x.txt","content_type":"text/plain"}]}}}}""";

    private static final Map<String, String> ROUTES =
        Map.ofEntries(
            Map.entry("/auth/whoami", "{\"collection_scope\":\"acme\",\"name\":\"n\"}"),
            Map.entry("/collections/", "[{\"name\":\"acme\",\"description\":\"d\"}]"),
            Map.entry("/db/trajectories/", "{\"trajectories\":[" + RUN + "," + RUN + "],\"total\":2,\"has_more\":false}"),
            Map.entry("/trajectory/", RUN),
            Map.entry("/run/", "{\"trajectory_id\":\"0123abcd\",\"workflow_id\":\"w-0123abcd\",\"status\":\"pending\"}"),
            Map.entry("/workflows-logs/", "{\"logs\":\"one\\ntwo\\nthree\",\"events\":[{\"level\":\"ERROR\",\"message\":\"m\"}]}"),
            Map.entry(
                "/tasks/",
                "{\"name\":\"t\",\"description\":\"d\",\"workflow\":{\"init_params\":{\"text\":\"x\"},\"steps\":[\"a\"],"
                    + "\"step_configs\":{\"a\":{\"activity\":\"text_echo\",\"text_path\":\"init_params.text\"}}}}"),
            Map.entry("/routines/", "{\"name\":\"r\",\"task\":\"t\",\"cadence\":{\"type\":\"manual\"},\"init_params_overrides\":{\"text\":\"x\"}}"),
            Map.entry("/trial/", "{\"active\":true,\"runs_used\":1,\"runs_limit\":10,\"minutes_remaining\":30}"),
            Map.entry("/step-templates", "[{\"activity\":\"text_echo\",\"description\":\"d\",\"parameters\":{}}]"),
            Map.entry("/list-files", "{\"files\":[\"acme/t/x.txt\"]}"),
            Map.entry("/file/", "\"text of a file\""),
            Map.entry("/chat/completions", "{\"choices\":[{\"message\":{\"content\":\"c\"},\"finish_reason\":\"stop\"}],\"model\":\"m\"}"));

    private static final int BAD_BYTE = 2;

    /** What results of writes show even if the secrets are not known. */
    private static final Set<String> NAMES = Set.of("trajectory_id", "workflow_id", "id", "name");

    private final ServerSocket socket = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    private final Random random;
    private final Secrets secrets;
    private final boolean readable;
    private final Figures figures;

    RudeJetty(long seed, Secrets secrets, boolean readable, Figures figures) throws IOException {
      this.random = new Random(seed);
      this.secrets = secrets;
      this.readable = readable;
      this.figures = figures;
      start(this::accept);
    }

    String url() {
      return "http://127.0.0.1:" + socket.getLocalPort();
    }

    private static void start(Runnable work) {
      Thread thread = new Thread(work, "jetty");
      thread.setDaemon(true);
      thread.start();
    }

    private void accept() {
      try {
        while (true) {
          Socket connection = socket.accept();
          start(() -> serve(connection));
        }
      } catch (IOException e) {
        // Closed at the end.
      }
    }

    private void serve(Socket connection) {
      try (connection) {
        InputStream in = new BufferedInputStream(connection.getInputStream());
        for (String path = request(in); !path.isEmpty(); path = request(in)) {
          figures.count("replies of Jetty");
          if (!answer(path, connection.getOutputStream())) {
            return;
          }
        }
      } catch (IOException | InterruptedException e) {
        // The server has closed the connection.
      }
    }

    /** Reads a request and returns its target; empty at the end of the connection. */
    private static String request(InputStream in) throws IOException {
      String first = line(in);
      int length = 0;
      boolean chunked = false;
      for (String header = line(in); !header.isEmpty(); header = line(in)) {
        String lower = header.toLowerCase(Locale.ROOT);
        if (lower.startsWith("content-length:")) {
          length = Integer.parseInt(lower.substring(15).strip());
        }
        chunked |= lower.startsWith("transfer-encoding:");
      }
      in.skipNBytes(length);
      while (chunked) {
        int size = Integer.parseInt(line(in).strip(), 16);
        in.skipNBytes(size + 2L);
        chunked = size > 0;
      }
      return first.isEmpty() ? "" : first.split(" ")[1];
    }

    private static String line(InputStream in) throws IOException {
      StringBuilder line = new StringBuilder();
      for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
        if (b != '\r') {
          line.append((char) b);
        }
      }
      return line.toString();
    }

    /** Returns whether the connection can be used again. */
    private boolean answer(String path, OutputStream out) throws IOException, InterruptedException {
      Random own;
      synchronized (random) {
        own = new Random(random.nextLong());
      }
      if (path.endsWith("/environment")) {
        ObjectNode environment = NODES.objectNode();
        secrets.values.forEach(environment::put);
        ObjectNode body = NODES.objectNode().put("name", "acme");
        body.set("environment_variables", environment);
        return write(out, readable ? "200 OK" : "500 Oops", body.toString().getBytes(UTF_8), "application/json");
      }
      int fault = own.nextInt(30);
      // A value that lost a byte is no longer the value.
      byte[] body = (fault == BAD_BYTE ? template(path) : body(path, own)).getBytes(UTF_8);
      switch (fault) {
        case 0 -> {
          return false;
        }
        case 1 -> {
          out.write(("HTTP/1.1 200 OK\r\nContent-Length: " + (body.length + 50) + "\r\n\r\n").getBytes(UTF_8));
          out.write(body);
          out.flush();
          return false;
        }
        case BAD_BYTE -> {
          body[own.nextInt(body.length)] = (byte) 0xff;
        }
        case 3 -> {
          return write(out, "429 Slow Down\r\nRetry-After: " + own.nextInt(3), body, "application/json");
        }
        case 4 -> {
          return write(out, List.of("400 Bad", "404 No", "422 No", "500 Oops", "502 Bad", "101 Switching Protocols").get(own.nextInt(6)), body, "application/json");
        }
        case 5 -> {
          return write(out, "502 Bad Gateway", ("<html><title>x</title><p>" + secrets.planted(own) + "</p>").getBytes(UTF_8), "text/html");
        }
        case 6 -> Thread.sleep(own.nextInt(4000));
        case 7 -> {
          out.write("SSH-2.0-OpenSSH\r\n".getBytes(UTF_8));
          return false;
        }
        default -> {}
      }
      return write(out, "200 OK", body, path.contains("/file/") ? "text/plain" : "application/json");
    }

    private static boolean write(OutputStream out, String status, byte[] body, String type) throws IOException {
      out.write(
          ("HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length + "\r\n\r\n").getBytes(UTF_8));
      out.write(body);
      out.flush();
      return true;
    }

    private static String template(String path) {
      return ROUTES.entrySet().stream()
          .filter(route -> path.contains(route.getKey()))
          .max((a, b) -> Integer.compare(a.getKey().length(), b.getKey().length()))
          .map(Map.Entry::getValue)
          .orElse("{\"detail\":\"Not Found\"}");
    }

    private String body(String path, Random own) {
      String template = template(path);
      // The environment of a collection with such a name cannot be read.
      boolean names = path.contains("/collections/") || path.contains("/auth/");
      JsonNode json = names ? MAPPER.readTree(template) : changed(MAPPER.readTree(template), own);
      String text = MAPPER.writeValueAsString(json);
      return own.nextInt(20) == 0 ? text.replaceFirst("\"text\":\"[^\"]*\"", "\"text\":NaN") : text;
    }

    private JsonNode changed(JsonNode node, Random own) {
      if (node instanceof ObjectNode object) {
        ObjectNode copy = NODES.objectNode();
        object
            .properties()
            .forEach(
                field -> {
                  if (!readable && NAMES.contains(field.getKey())) {
                    copy.set(field.getKey(), field.getValue());
                  } else if (own.nextInt(40) > 0) {
                    copy.set(field.getKey(), changed(field.getValue(), own));
                  }
                });
        if (own.nextInt(12) == 0) {
          copy.put("extra_" + own.nextInt(9), planted(own));
        }
        return copy;
      }
      if (node instanceof ArrayNode array) {
        ArrayNode copy = NODES.arrayNode();
        array.forEach(item -> copy.add(changed(item, own)));
        return copy;
      }
      return switch (own.nextInt(8)) {
        case 0, 1 -> NODES.stringNode(planted(own));
        case 2 -> own.nextInt(4) == 0 ? NODES.numberNode(own.nextLong()) : node;
        case 3 -> own.nextInt(4) == 0 ? NODES.nullNode() : node;
        default -> node;
      };
    }

    private String planted(Random own) {
      figures.count("secrets planted");
      return secrets.planted(own);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
