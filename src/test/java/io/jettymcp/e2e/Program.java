package io.jettymcp.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.TemporaryHome;
import io.jettymcp.jetty.ClosedPort;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Starts the packaged launcher and jar as a user does, in a home, a working directory and an
 * environment that hold nothing but what the test puts there. As an extension it deletes its
 * directories after the test.
 */
final class Program implements AfterEachCallback {
  /** Looks like an API key and is none. */
  static final String TOKEN = "mlc_" + "a".repeat(28) + "tail";

  private static final Path LAUNCHER = Path.of("jetty-mcp").toAbsolutePath();

  /** What the launcher chooses over stdio; over HTTP it leaves the choice to Java. */
  private static final String QUICK_START = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1";

  static {
    makeArchive();
  }

  final Path directory;
  final Path home;
  final Path work;
  private final TemporaryHome place;
  private final Map<String, String> environment = new HashMap<>();
  private Transport transport = Transport.STDIO;
  private Path launcher = LAUNCHER;
  private List<String> commandPrefix = List.of();

  /** Uses a temporary directory; register it as an extension. */
  Program() {
    this(new TemporaryHome());
  }

  private Program(TemporaryHome place) {
    this.place = place;
    directory = place.directory;
    home = place.home;
    work = place.work;
    environment.putAll(environment(place));
    environment.put("JETTY_MCP_JAVA_OPTS", QUICK_START);
  }

  /**
   * Makes the archive of classes before the first start, as all starts would be slow until one of
   * them had made it in the background.
   */
  private static void makeArchive() {
    TemporaryHome place = new TemporaryHome();
    ProcessBuilder builder = new ProcessBuilder(LAUNCHER.toString());
    builder.environment().clear();
    builder.environment().putAll(environment(place));
    builder.environment().put("JETTY_MCP_ARCHIVE", "make");
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = builder.start();
      // It waits a minute for another archive, and its own takes up to a minute.
      boolean ends = process.waitFor(180, SECONDS);
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
      // Whatever its exit status: without an archive, the tests only take longer.
      assertThat(ends).as("the archive of classes is made within 180 s").isTrue();
      place.delete();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, String> environment(TemporaryHome place) {
    return Map.of(
        "HOME", place.home.toString(),
        "PATH", System.getenv("PATH"),
        "JAVA_HOME", System.getProperty("java.home"));
  }

  record Ended(int exit, String out, String err) {}

  /** Uses a directory that its caller deletes. */
  static Program in(Path directory) {
    return new Program(new TemporaryHome(directory));
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    place.delete();
  }

  /** Serves over another transport than stdio. */
  Program over(Transport other) {
    transport = other;
    return this;
  }

  /** Creates a package of the launcher and the jar, without a Java, and returns its lib. */
  static Path install(Path folder) throws IOException {
    Path lib = Files.createDirectories(folder.resolve("lib"));
    Files.copy(LAUNCHER, folder.resolve("jetty-mcp"));
    for (String file : List.of("target/jetty-mcp.jar", "src/launch/archive")) {
      Path source = LAUNCHER.resolveSibling(file);
      Files.copy(source, lib.resolve(source.getFileName()));
    }
    return lib;
  }

  /** Starts the launcher of a package made by {@link #install}. */
  Program from(Path folder) {
    launcher = folder.resolve("jetty-mcp");
    return this;
  }

  /** Starts the launcher through another command, for example one that changes the user. */
  Program startedBy(List<String> command) {
    commandPrefix = command;
    return this;
  }

  Program with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Sets the address of Jetty, a token and a default collection. */
  Program against(URI jetty) {
    return with("JETTY_API_URL", jetty.toString())
        .with("JETTY_API_TOKEN", TOKEN)
        .with("JETTY_COLLECTION", "acme");
  }

  Program withUnreachableJetty() {
    return with("JETTY_API_URL", ClosedPort.url().toString());
  }

  Program simulated() {
    return with("JETTY_API_URL", "simulator");
  }

  /** Limits the heap, so that the test fails if large data is held in memory as a whole. */
  Program withSmallHeap() {
    return with("JETTY_MCP_JAVA_OPTS", "-Xmx64m");
  }

  /** Starts the server without a handshake. */
  ServerProcess start(String... arguments) throws IOException {
    return new ServerProcess(process(transport.command(List.of(arguments))), transport);
  }

  /** Starts the server and completes the handshake. */
  ServerProcess serve(String... arguments) throws IOException {
    ServerProcess server = start(arguments);
    server.initialize();
    return server;
  }

  /** Runs a command to its end. */
  Ended run(String... arguments) throws Exception {
    return runWithInput("", arguments);
  }

  Ended runWithInput(String input, String... arguments) throws Exception {
    return end(process(List.of(arguments)), input);
  }

  /** Sends a process its input and waits for its end. */
  static Ended end(Process process, String input) throws Exception {
    try {
      CompletableFuture<String> err =
          CompletableFuture.supplyAsync(() -> all(process.getErrorStream()));
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(UTF_8));
      } catch (IOException ignored) { // The program ended without reading its input.
        assertThat(input).as("what the program did not read").isEmpty();
      }
      String out = all(process.getInputStream());
      assertThat(process.waitFor(60, SECONDS)).as("the command ends").isTrue();
      return new Ended(process.exitValue(), out, err.join());
    } finally {
      process.destroyForcibly();
    }
  }

  /** Starts the launcher, or a command to which its path and arguments are passed. */
  Process process(List<String> arguments, String... before) throws IOException {
    List<String> command = new ArrayList<>(commandPrefix);
    command.addAll(List.of(before));
    command.add(launcher.toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Returns the sorted names of the files in a folder. */
  static List<String> namesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String all(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
