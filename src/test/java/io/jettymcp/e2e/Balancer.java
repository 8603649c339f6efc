package io.jettymcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs nginx with {@code deploy/nginx.conf}, in which only addresses, certificate and file
 * locations are changed.
 */
final class Balancer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Process nginx;
  private final int port;

  private Balancer(Process nginx, int port) {
    this.nginx = nginx;
    this.port = port;
  }

  /** Finds nginx, which is seldom on the path of users. */
  static Optional<Path> nginx() {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator, -1)),
            Stream.of("/usr/sbin", "/usr/local/sbin"))
        .map(place -> Path.of(place, "nginx"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Reserves a port until nginx listens on it: replicas must know it before. The socket is bound
   * and not connected, so that nginx can bind the port too, but no program that asks for any port.
   */
  static SocketChannel reservePort() throws IOException {
    return SocketChannel.open()
        .setOption(StandardSocketOptions.SO_REUSEADDR, true)
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  /**
   * Starts nginx and returns once it listens.
   *
   * @param byToken sends each token to the same replica, as sessions need it
   */
  static Balancer on(int port, Path directory, List<Integer> replicas, boolean byToken)
      throws Exception {
    Path file = directory.resolve("nginx.conf");
    Files.writeString(file, configuration(port, directory, replicas, byToken));
    Path log = directory.resolve("error.log");
    Process process =
        new ProcessBuilder(
                nginx().orElseThrow().toString(),
                "-p",
                directory.toString(),
                "-c",
                file.toString(),
                "-e",
                log.toString(),
                "-g",
                // As root it would become a user who cannot enter this directory.
                "daemon off; user root; pid " + directory.resolve("nginx.pid") + ";")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output.log").toFile())
            .start();
    Balancer balancer = new Balancer(process, port);
    balancer.awaitPort(log);
    return balancer;
  }

  private static String configuration(
      int port, Path directory, List<Integer> replicas, boolean byToken) throws IOException {
    String text = Files.readString(Path.of("deploy", "nginx.conf"));
    text = replaced(text, "listen 443 ssl;", "listen 127.0.0.1:" + port + ";");
    text = replaced(text, "ssl_certificate /etc/nginx/jetty-mcp.crt;", "");
    text = replaced(text, "ssl_certificate_key /etc/nginx/jetty-mcp.key;", "");
    text = replaced(text, "/var/log/nginx/access.log", directory.resolve("access.log").toString());
    for (int i = 0; i < replicas.size(); i++) {
      text = replaced(text, "10.0.0.1" + (i + 1) + ":8765", "127.0.0.1:" + replicas.get(i));
    }
    if (byToken) {
      text = replaced(text, "# hash $http_authorization", "hash $http_authorization");
    }
    StringBuilder places = new StringBuilder("http {\n");
    for (String kind : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
      places.append(kind).append("_temp_path ").append(directory.resolve(kind)).append(";\n");
    }
    return replaced(text, "http {\n", places.toString());
  }

  private static String replaced(String text, String old, String wanted) {
    assertThat(text).as("deploy/nginx.conf").containsOnlyOnce(old);
    return text.replace(old, wanted);
  }

  private void awaitPort(Path log) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!listens()) {
      assertThat(nginx.isAlive() && System.nanoTime() < deadline)
          .as("nginx listens; it said: %s", Files.exists(log) ? Files.readString(log) : "nothing")
          .isTrue();
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void close() {
    nginx.destroy();
    nginx.onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
