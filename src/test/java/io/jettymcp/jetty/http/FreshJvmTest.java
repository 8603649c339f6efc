package io.jettymcp.jetty.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.jettymcp.Slow;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import io.jettymcp.jetty.client.OverLoopback;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs a JVM of its own: loaded classes, heap, trusted certificates. */
@Slow
class FreshJvmTest extends OverLoopback {
  private static final String PASSWORD = "changeit";

  /** An address of the loopback where no server of these tests listens. */
  private static final String OTHER = "127.0.0.2";

  @TempDir Path folder;

  @Test
  void loadsNoClassOfTheHttpLibraryBeforeTheFirstRequest() throws Exception {
    FaultServer server = serving(FaultAnswer.json("{\"trajectories\":[]}"));

    String output = probe(List.of("-Xlog:class+load"), server.url().toString());

    String[] parts = output.split("(?m)^" + ApiProbe.CONNECTED + "$");
    assertThat(parts).hasSize(2);
    assertThat(parts[0]).contains("io.jettymcp.jetty.client.JettyApi").doesNotContain("netty.");
    assertThat(parts[1])
        .contains("io.netty.", "200 19")
        .as("what is for proxies and TLS alone")
        .doesNotContain(
            "jetty.http.proxy.ProxyTunnel", "jetty.http.tls.FallbackTrust", "jetty.http.Gunzip");
  }

  @Test
  void listsManyLargeRunsInASmallHeap() throws Exception {
    int runs = 300;
    String id =
        """
        {"trajectory_id":"0123abcd"}""";
    FaultServer server =
        serving(
            (request, connection) -> {
              connection.write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"trajectories\":[");
              String outputs = "\"" + "0123456789 ".repeat(18_000) + "\"";
              for (int i = 0; i < runs; i++) {
                connection.write(i == 0 ? "" : ",");
                connection.write(
                    id.substring(0, id.length() - 1) + ",\"outputs\":" + outputs + "}");
              }
              connection.write("]}");
              connection.close();
            });

    // 59 MB in all. The JVM itself and Netty need about 10.
    String output = probe(List.of("-Xmx24m"), server.url().toString());

    int kept = "{\"trajectories\":[]}".length() + runs * (id.length() + 1) - 1;
    assertThat(output).isEqualToNormalizingNewlines(ApiProbe.CONNECTED + "\n200 " + kept + "\n");
  }

  @Test
  void acceptsOnlyTrustedCertificatesOfTheHost() throws Exception {
    FaultServer trusted = FaultServer.overTls(certificate("ip:127.0.0.1"), FaultAnswer.json("[]"));
    FaultServer other =
        FaultServer.overTls(certificate("dns:other.example"), FaultAnswer.json("[]"));
    try (trusted;
        other) {
      String output =
          probe(
              List.of(
                  "-Djavax.net.ssl.trustStore=" + folder.resolve("keys.p12"),
                  "-Djavax.net.ssl.trustStorePassword=" + PASSWORD),
              trusted.url().toString(),
              other.url().toString());

      String refused =
          "io.jettymcp.jetty.Failure$Unavailable: unavailable: blocked"
              + " the certificate of 127.0.0.1:"
              + other.url().getPort()
              + " was issued for another name. Check the address; a firewall may have answered in"
              + " its place";
      assertThat(output.lines())
          .containsExactly(ApiProbe.CONNECTED, "200 2", ApiProbe.CONNECTED, refused);
      assertThat(trusted.received()).hasSize(1);
      assertThat(other.received()).isEmpty();
    }
  }

  @Test
  void triesTheNextAddressAfterARefusal() throws Exception {
    FaultServer server = serving(FaultAnswer.json("[]"));

    assertThat(probeByName(server)).containsExactly(ApiProbe.CONNECTED, "200 2");
  }

  @Test
  void triesTheNextAddressAfterASilentOne() throws Exception {
    FaultServer server = serving(FaultAnswer.json("[]"));
    List<Socket> waiting = new ArrayList<>();
    // Nothing accepts here, so the kernel soon leaves connections without an answer.
    try (ServerSocket silent = listeningNextTo(server)) {
      boolean full = false;
      while (!full && waiting.size() < 10) {
        Socket socket = new Socket();
        waiting.add(socket);
        full = isSilent(socket, silent.getLocalSocketAddress());
      }
      assumeThat(full).as("a full backlog is silent").isTrue();

      assertThat(probeByName(server)).containsExactly(ApiProbe.CONNECTED, "200 2");
      assertThat(server.received()).hasSize(1);
    } finally {
      for (Socket socket : waiting) {
        socket.close();
      }
    }
  }

  private static ServerSocket listeningNextTo(FaultServer server) throws IOException {
    try {
      return new ServerSocket(server.url().getPort(), 1, InetAddress.getByName(OTHER));
    } catch (BindException e) {
      return abort(OTHER + " cannot be listened on here");
    }
  }

  private static boolean isSilent(Socket socket, SocketAddress address) throws IOException {
    try {
      socket.connect(address, 300);
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    }
  }

  /** Sends to a name of which the server has only the second address. */
  private Stream<String> probeByName(FaultServer server) throws Exception {
    Path hosts = folder.resolve("hosts");
    Files.writeString(hosts, OTHER + " jetty.test\n127.0.0.1 jetty.test\n");
    String url = "http://jetty.test:" + server.url().getPort();
    return probe(List.of("-Djdk.net.hosts.file=" + hosts), url).lines();
  }

  /** Creates a key in a store that is the trust store too. */
  private SSLContext certificate(String name) throws Exception {
    String alias = name.replaceAll("\\W", "");
    Path store = folder.resolve("keys.p12");
    run(
        List.of(
            javaTool("keytool"),
            "-genkeypair",
            "-keyalg",
            "EC",
            "-dname",
            "CN=test",
            "-ext",
            "SAN=" + name,
            "-alias",
            alias,
            "-keystore",
            store.toString(),
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD));
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    for (String other : Collections.list(keys.aliases())) {
      if (!other.equals(alias)) {
        keys.deleteEntry(other);
      }
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private static String probe(List<String> options, String... urls) throws Exception {
    List<String> command = new ArrayList<>(List.of(javaTool("java")));
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")); // starts fastest
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), ApiProbe.class.getName()));
    command.addAll(List.of(urls));
    return run(command);
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(output).isZero();
      return output;
    } finally {
      process.destroyForcibly();
    }
  }

  private static String javaTool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }
}
