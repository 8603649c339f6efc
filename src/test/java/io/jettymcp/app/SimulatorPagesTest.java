package io.jettymcp.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.simulator.Simulator;
import io.jettymcp.ui.UiView;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests what the simulator's page is served, over HTTP. */
class SimulatorPagesTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Simulator SIMULATOR = Simulator.start();
  private static final SimulatorPages PAGES = new SimulatorPages(SIMULATOR, Optional.empty());

  @BeforeAll
  static void serve() {
    SIMULATOR.serve(PAGES);
  }

  @AfterAll
  static void close() {
    PAGES.close();
    SIMULATOR.close();
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(SIMULATOR.url() + path));
  }

  private static HttpResponse<String> post(String body) throws Exception {
    return send(to("/ui/call").POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static JsonNode call(String body) throws Exception {
    return JsonMapper.shared().readTree(post(body).body());
  }

  private static String policy(HttpResponse<String> response) {
    return response.headers().firstValue("Content-Security-Policy").orElse("");
  }

  @Test
  void thePageRunsOnlyItsOwnScript() throws Exception {
    HttpResponse<String> page = send(to("/"));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("<h1>Jetty simulator</h1>").doesNotContain("{{");
    assertThat(policy(page))
        .contains("default-src 'none'", "script-src 'sha256-", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
  }

  @Test
  void aViewIsIsolatedFromThePage() throws Exception {
    HttpResponse<String> view = send(to("/ui/view/analyze-runs"));
    assertThat(view.body()).isEqualTo(UiView.COMPARISON.html());
    assertThat(policy(view)).startsWith("sandbox allow-scripts; default-src 'none'");
    assertThat(policy(view)).doesNotContain("connect-src", "allow-same-origin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ui/view/list-tasks", "/ui/view/delete-task", "/ui/view/", "/ui"})
  void whatHasNoViewIsNotFound(String path) throws Exception {
    assertThat(send(to(path)).statusCode()).isEqualTo(404);
  }

  @Test
  void toolsReadTheSimulator() throws Exception {
    JsonNode result = call("{\"name\":\"list-tasks\",\"arguments\":{}}").path("result");
    assertThat(result.at("/structuredContent/tasks/0/name").asString()).isEqualTo("test-echo");
    assertThat(result.at("/content/0/type").asString()).isEqualTo("text");
    assertThat(result.at("/isError").asBoolean()).isFalse();
  }

  @Test
  void aRunCanBeStarted() throws Exception {
    JsonNode result =
        call("{\"name\":\"run-task\",\"arguments\":{\"task\":\"test-echo\"}}").path("result");
    assertThat(result.at("/structuredContent/trajectory_id").asString()).isNotEmpty();
  }

  @Test
  void viewOffersNoToolThatThePageLacks() throws Exception {
    JsonNode result =
        call("{\"name\":\"list-trajectories\",\"arguments\":{\"task\":\"test-echo\"}}")
            .path("result");
    assertThat(result.has("_meta")).isFalse();

    JsonNode run =
        call("{\"name\":\"run-task\",\"arguments\":{\"task\":\"test-echo\"}}").path("result");
    assertThat(run.path("_meta").path("io.jettymcp/disabledTools"))
        .extracting(JsonNode::asString)
        .containsExactly("update-trajectory-status");
  }

  @Test
  void anErrorOfAToolIsAResult() throws Exception {
    JsonNode result =
        call("{\"name\":\"get-task\",\"arguments\":{\"task\":\"no-such\"}}").path("result");
    assertThat(result.at("/isError").asBoolean()).isTrue();
    assertThat(result.at("/content/0/text").asString()).contains("no-such");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"delete-task", "create-task", "set-env-var", "upload-file", "no-such", ""})
  void nothingElseCanBeDone(String tool) throws Exception {
    JsonNode error = call("{\"name\":\"" + tool + "\"}").path("error");
    assertThat(error.path("code").asInt()).isEqualTo(-32602);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[", "[]", "null", "7"})
  void aBodyThatIsNoObjectIsRefused(String body) throws Exception {
    assertThat(post(body).statusCode()).isEqualTo(400);
  }

  @Test
  void otherPagesCannotCallTools() throws Exception {
    HttpRequest.Builder request =
        to("/ui/call")
            .header("Origin", "https://evil.example")
            .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"list-tasks\"}"));
    assertThat(send(request).statusCode()).isEqualTo(403);
  }

  @Test
  void theApiStaysAsItIs() throws Exception {
    assertThat(send(to("/api/v1/collections/")).statusCode()).isEqualTo(401);
    assertThat(send(to("/ui/call")).statusCode()).isEqualTo(404);
  }
}
