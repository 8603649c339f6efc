package io.jettymcp.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.simulator.Simulator;
import io.jettymcp.simulator.SimulatorOptions;
import io.jettymcp.simulator.http.CertificateAuthority;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests a simulator with a certificate of its own, over HTTPS. */
class SimulatorPagesWithTlsTest {
  @TempDir private static Path directory;
  private static Simulator simulator;
  private static SimulatorPages pages;
  private static HttpClient http;

  @BeforeAll
  static void serve() throws Exception {
    CertificateAuthority made = new CertificateAuthority("CN=simulator");
    Path authority = made.writeTo(directory.resolve("ca.pem"));
    simulator = Simulator.start(SimulatorOptions.defaults().withTls(made.server("localhost")));
    pages = new SimulatorPages(simulator, Optional.of(authority));
    simulator.serve(pages);
    JdkSslContext trusting =
        (JdkSslContext)
            SslContextBuilder.forClient()
                .sslProvider(SslProvider.JDK)
                .trustManager(authority.toFile())
                .build();
    http = HttpClient.newBuilder().sslContext(trusting.context()).build();
  }

  @AfterAll
  static void close() {
    pages.close();
    simulator.close();
  }

  private static HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(simulator.url() + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> call(String origin) throws Exception {
    return send(
        to("/ui/call")
            .header("Origin", origin)
            .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"list-tasks\"}")));
  }

  @Test
  void ownPageCallsTools() throws Exception {
    JsonNode answer = JsonMapper.shared().readTree(call(simulator.url()).body());
    assertThat(answer.at("/result/structuredContent/tasks/0/name").asString())
        .isEqualTo("test-echo");
  }

  @Test
  void pageOfPlainHttpIsAnotherOrigin() throws Exception {
    assertThat(call("http://127.0.0.1:" + simulator.port()).statusCode()).isEqualTo(403);
  }

  @Test
  void redirectKeepsTheScheme() throws Exception {
    HttpResponse<String> reply = send(to("/api/v1/collections"));
    assertThat(reply.statusCode()).isEqualTo(307);
    assertThat(reply.headers().firstValue("Location"))
        .contains(simulator.url() + "/api/v1/collections/");
  }
}
