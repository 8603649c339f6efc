package io.jettymcp.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The program as a user has it: the launcher and the jar that was packaged, started in a home, a
 * working directory and an environment that hold nothing but what the test puts there.
 */
final class Program {
  /** Looks like an API key and is none. */
  static final String TOKEN = "mlc_" + "a".repeat(28) + "tail";

  private static final Path LAUNCHER = Path.of("jetty-mcp").toAbsolutePath();

  final Path home;
  final Path work;
  private final Map<String, String> environment = new HashMap<>();
  private Transport transport = Transport.STDIO;
  private Path launcher = LAUNCHER;
  private List<String> become = List.of();

  private Program(Path directory) throws IOException {
    home = Files.createDirectories(directory.resolve("home")).toRealPath();
    work = Files.createDirectories(directory.resolve("work")).toRealPath();
    environment.put("HOME", home.toString());
    environment.put("PATH", System.getenv("PATH"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
  }

  /** What a command gave. */
  record Ended(int exit, String out, String err) {}

  static Program in(Path directory) throws IOException {
    return new Program(directory);
  }

  /** Served over another transport than stdio. */
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

  /** Started from a folder in which it was installed. */
  Program from(Path folder) {
    launcher = folder.resolve("jetty-mcp");
    return this;
  }

  /** Started through a command that becomes another user. */
  Program as(List<String> command) {
    become = command;
    return this;
  }

  Program with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** An address at which nobody listens any more. */
  static String nobodyListens() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://127.0.0.1:" + socket.getLocalPort();
    }
  }

  /** Against a Jetty at this address, with a token and a default collection. */
  Program against(URI jetty) {
    return with("JETTY_API_URL", jetty.toString())
        .with("JETTY_API_TOKEN", TOKEN)
        .with("JETTY_COLLECTION", "acme");
  }

  Program simulated() {
    return with("JETTY_API_URL", "simulator");
  }

  /** With little memory, so that what is held as a whole shows. */
  Program small() {
    return with("JETTY_MCP_JAVA_OPTS", "-Xmx64m");
  }

  /** The server, just started. */
  ServerProcess start(String... arguments) throws IOException {
    return new ServerProcess(process(transport.command(List.of(arguments))), transport);
  }

  /** The server with the handshake done. */
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

  /** Gives a process its input and waits for its end. */
  static Ended end(Process process, String input) throws Exception {
    try {
      CompletableFuture<String> err =
          CompletableFuture.supplyAsync(() -> all(process.getErrorStream()));
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(UTF_8));
      } catch (IOException endedWithoutReading) {
        assertThat(input).as("what the program did not read").isEmpty();
      }
      String out = all(process.getInputStream());
      assertThat(process.waitFor(60, SECONDS)).as("the command ends").isTrue();
      return new Ended(process.exitValue(), out, err.join());
    } finally {
      process.destroyForcibly();
    }
  }

  /** Starts the launcher, or whatever stands before it. */
  Process process(List<String> arguments, String... before) throws IOException {
    List<String> command = new ArrayList<>(become);
    command.addAll(List.of(before));
    command.add(launcher.toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static String all(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
