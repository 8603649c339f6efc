package io.jettymcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.Slow;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import io.jettymcp.jetty.SilentAnswer;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tests prompts, resources and completions of the real program. */
@Timeout(120)
class ShowIT {
  private static final String HELLO = "GET /api/v1/tasks/acme/hello";
  private static final String READ_HELLO = "{\"uri\":\"jetty://acme/hello\"}";

  @RegisterExtension final Program program = new Program();

  private static JsonNode request(ServerProcess server, String method, String params)
      throws Exception {
    String id = "\"" + method + params.hashCode() + "\"";
    server.request(id, method, params);
    return server.answer(id);
  }

  @Test
  void promptSaysHowToProvideAMissingToken() throws Exception {
    try (ServerProcess server = program.withUnreachableJetty().serve()) {
      assertThat(request(server, "resources/list", "{}").path("result").toString())
          .contains("skill://jetty/run-and-debug/SKILL.md")
          .doesNotContain("jetty://acme");
      assertThat(request(server, "resources/templates/list", "{}").path("result").toString())
          .contains("jetty://{collection}/{task}");
      assertThat(
              request(server, "prompts/get", "{\"name\":\"setup\"}")
                  .path("result")
                  .path("messages")
                  .path(0)
                  .path("content")
                  .path("text")
                  .asString())
          .contains("JETTY_API_TOKEN", "~/.config/jetty/token", "jetty-mcp login");
      JsonNode error = request(server, "resources/read", READ_HELLO).path("error");
      assertThat(error.path("code").asInt()).isEqualTo(-32603);
      assertThat(error.path("message").asString()).contains("jetty-mcp login");
      server.end();
      server.assertOnlyJsonRpcOnStdout();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "404, -32002, Not found",
    "500, -32603, returned a server error",
    "403, -32603, allow"
  })
  void errorsOfJettyHaveMessages(int status, int code, String words) throws Exception {
    try (FaultServer jetty =
            FaultServer.withRoutes()
                .on(HELLO, FaultAnswer.status(status, "application/json", "{\"detail\":\"no\"}"));
        ServerProcess server = program.against(jetty.url()).serve("--retries", "0")) {
      JsonNode error = request(server, "resources/read", READ_HELLO).path("error");
      assertThat(error.path("code").asInt()).isEqualTo(code);
      assertThat(error.path("message").asString()).contains(words);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"resources/read", "prompts/get", "resources/list", "completion/complete"})
  void cancelledRequestsStopAtOnce(String method) throws Exception {
    SilentAnswer silent = new SilentAnswer();
    try (FaultServer jetty =
            FaultServer.withRoutes()
                .on(HELLO, silent)
                .on("GET /api/v1/tasks/acme/", silent)
                .on("GET /api/v1/collections/", FaultAnswer.json("[{\"name\":\"acme\"}]"));
        ServerProcess server = program.against(jetty.url()).serve()) {
      server.request(
          "\"slow\"",
          method,
          switch (method) {
            case "resources/read" -> READ_HELLO;
            case "prompts/get" -> "{\"name\":\"schedule-task\",\"arguments\":{\"task\":\"hello\"}}";
            case "completion/complete" ->
                """
                {"ref":{"type":"ref/prompt","name":"schedule-task"},\
                "argument":{"name":"task","value":""}}""";
            default -> "{}";
          });
      assertThat(silent.arrived.await(20, TimeUnit.SECONDS)).isTrue();
      server.cancel("\"slow\"");
      assertThat(silent.disconnected.await(10, TimeUnit.SECONDS)).isTrue();
      server.end();
      assertThat(jetty.received())
          .filteredOn(request -> !request.target().endsWith("/environment"))
          .hasSize(method.equals("resources/list") ? 2 : 1);
      assertThat(server.messages()).noneMatch(m -> ServerProcess.isAnswer(m, "\"slow\""));
    }
  }

  @Slow
  @Test
  void twoHundredConcurrentReadsFitASmallHeap() throws Exception {
    // The outline omits the long value and shows the short ones.
    String shortValues =
        IntStream.range(0, 40)
            .mapToObj(i -> ",\"short%d\":\"%s\"".formatted(i, "y".repeat(50)))
            .collect(Collectors.joining());
    String task =
        "{\"name\":\"hello\",\"workflow\":{\"init_params\":{\"text\":\"%s\"%s}}}"
            .formatted("x".repeat(200_000), shortValues);
    try (FaultServer jetty = FaultServer.withRoutes().on(HELLO, FaultAnswer.json(task));
        ServerProcess server = program.withSmallHeap().against(jetty.url()).serve()) {
      for (int i = 0; i < 200; i++) {
        server.request("" + i, "resources/read", READ_HELLO);
      }
      for (int i = 0; i < 200; i++) {
        JsonNode read = server.answer("" + i).path("result").path("contents").path(0);
        assertThat(read.path("uri").asString()).isEqualTo("jetty://acme/hello");
        assertThat(read.path("text").asString().length()).isBetween(1_000, 32_000);
      }
      server.end();
      assertThat(server.stdout()).hasSize(201);
    }
  }

  @Test
  void resourceLinkOpensTheFile() throws Exception {
    try (ServerProcess server = program.simulated().serve("--collection", "acme")) {
      String workflow =
          """
          {"init_params":{},"steps":["draw"],"step_configs":{"draw":{\
          "activity":"gemini_image_generator","prompt":"a lighthouse"}}}""";
      server.data("create-task", "{\"name\":\"draws\",\"workflow\":" + workflow + "}");
      JsonNode result = server.call("run-task-sync", "{\"task\":\"draws\"}");
      JsonNode link = result.path("content").path(1);
      assertThat(link.path("type").asString()).as("%s", result).isEqualTo("resource_link");
      JsonNode read =
          request(server, "resources/read", "{\"uri\":%s}".formatted(link.path("uri")))
              .path("result")
              .path("contents")
              .path(0);
      assertThat(read.path("uri")).isEqualTo(link.path("uri"));
      assertThat(read.path("mimeType").asString()).startsWith("image/");
      assertThat(Base64.getDecoder().decode(read.path("blob").asString())).isNotEmpty();
      server.end();
    }
  }

  @Test
  void stepTemplatesAreCompletedAndRead() throws Exception {
    try (ServerProcess server = program.simulated().serve()) {
      JsonNode completion =
          request(
                  server,
                  "completion/complete",
                  """
                  {"ref":{"type":"ref/resource","uri":"jetty+step://{activity}"},\
                  "argument":{"name":"activity","value":"litellm_ch"}}""")
              .path("result")
              .path("completion");
      assertThat(completion.path("values").toString()).isEqualTo("[\"litellm_chat\"]");
      JsonNode read =
          request(server, "resources/read", "{\"uri\":\"jetty+step://litellm_chat\"}")
              .path("result")
              .path("contents")
              .path(0);
      assertThat(read.path("mimeType").asString()).isEqualTo("application/json");
      assertThat(read.path("text").asString()).contains("prompt");
    }
  }

  @Test
  void disabledToolsDisableTheirResourcesAndPrompts() throws Exception {
    try (ServerProcess server =
        program
            .simulated()
            .start(
                "--read-only",
                "--toolsets",
                "account",
                "--collection",
                "acme",
                "--lock-collection")) {
      JsonNode hello = server.initialize(ServerProcess.NEWEST, "{}");
      assertThat(hello.path("capabilities").propertyNames())
          .containsExactlyInAnyOrder("tools", "resources", "completions", "extensions");
      assertThat(request(server, "prompts/list", "{}").path("error").path("code").asInt())
          .isEqualTo(-32601);
      assertThat(request(server, "resources/list", "{}").path("result").path("resources"))
          .extracting(resource -> resource.path("uri").asString())
          .filteredOn(uri -> !uri.startsWith("skill:"))
          .containsExactly("jetty://acme");
      for (String other : List.of("jetty://acme-lab", "jetty://acme/test-echo")) {
        assertThat(
                request(server, "resources/read", "{\"uri\":\"%s\"}".formatted(other))
                    .path("error")
                    .path("code")
                    .asInt())
            .isEqualTo(-32002);
      }
    }
  }
}
