package io.jettymcp.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whatever comes in, the simulator never breaks. */
class RobustnessTest {
  private static final List<String> ODD =
      List.of(
          "null",
          "true",
          "5",
          "-1",
          "1e300",
          "99999999999999999999",
          "\"\"",
          "\"init_params\"",
          "\"\\u0000\\ud83d\"",
          "[]",
          "[null,5,{\"a\":[]}]",
          "{}",
          "{\"type\":7}");

  private static Simulator simulator;
  private static SimulatorClient visit;

  @BeforeAll
  static void start() {
    simulator = Simulator.start(SimulatorOptions.defaults().withPace(RunTimings.INSTANT));
    visit = SimulatorClient.of(simulator).as(simulator.tokens().person());
    String key = "{\"environment_variables\":{\"OPENROUTER_API_KEY\":\"pretend-key\"}}";
    visit.json("PATCH", "/api/v1/collections/acme/environment", key);
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @Test
  void oddBodiesNeverBreakARoute() {
    String id =
        visit
            .get("/api/v1/db/trajectories/acme/test-echo")
            .json()
            .path("trajectories")
            .path(0)
            .path("trajectory_id")
            .asString();
    List<String> fields =
        List.of(
            "name",
            "workflow",
            "description",
            "is_private",
            "environment_variables",
            "key",
            "value",
            "cadence",
            "init_params_overrides",
            "secret_params",
            "paused",
            "model",
            "messages",
            "stream_options",
            "max_tokens",
            "jetty",
            id);
    for (String route :
        List.of(
            "POST /api/v1/collections/",
            "PATCH /api/v1/collections/acme-lab/environment",
            "POST /api/v1/tasks/acme-lab",
            "PUT /api/v1/tasks/acme-lab/poster",
            "POST /api/v1/trajectory/acme/test-echo/statuses",
            "POST /api/v1/trajectory/acme/test-echo/" + id + "/labels",
            "POST /v1/chat/completions",
            "POST /api/v1/routines/acme/test-echo",
            "PATCH /api/v1/routines/acme/summarize-text/weekly-digest")) {
      String[] parts = route.split(" ", 2);
      for (String odd : ODD) {
        assertThat(visit.json(parts[0], parts[1], odd).status()).as(route).isLessThan(500);
        for (String field : fields) {
          String body = "{\"" + field + "\":" + odd + "}";
          assertThat(visit.json(parts[0], parts[1], body).status())
              .as(route + " " + body)
              .isLessThan(500);
        }
      }
    }
  }

  @Test
  void oddFieldsOfAChatNeverBreakIt() {
    for (String field :
        List.of(
            "runbook",
            "collection",
            "task",
            "agent",
            "model_provider",
            "template_variables",
            "file_paths",
            "files",
            "timeout_hint",
            "secret_params",
            "webhook_url")) {
      for (String odd : ODD) {
        ObjectNode jetty = SimulatorJson.object().put("runbook", true).put("collection", "acme");
        jetty.put("task", "odd").put("timeout_hint", 0);
        jetty.set(field, SimulatorJson.parse(odd));
        ObjectNode body = SimulatorJson.object().put("model", "claude-sonnet-4-6");
        body.putArray("messages").addObject().put("role", "system").put("content", "{{ x }}");
        body.set("jetty", jetty);
        assertThat(visit.json("POST", "/v1/chat/completions", body.toString()).status())
            .as(body.toString())
            .isLessThan(500);
      }
    }
  }

  @Test
  void oddParametersNeverBreakAnActivity() {
    List<String> parameters =
        List.of(
            "text",
            "texts",
            "template",
            "prompt",
            "model",
            "items",
            "item",
            "instruction",
            "chunk_size",
            "overlap",
            "scale_range",
            "score_range",
            "extract_keys",
            "trajectory_list",
            "child_workflow_name",
            "child_init_params",
            "max_concurrency",
            "item_param_name",
            "condition",
            "true_step",
            "num_outputs",
            "image_path",
            "task",
            "response_format",
            "file",
            "limit",
            "flatten_results",
            "continue_on_error",
            "max_tokens",
            "agent",
            "model_provider",
            "template_variables",
            "files",
            "snapshot");
    for (String activity : ActivityRegistry.all().keySet()) {
      for (String odd : ODD) {
        ObjectNode initParams = SimulatorJson.object();
        initParams.set("odd", SimulatorJson.parse(odd));
        ObjectNode config = SimulatorJson.object().put("activity", activity);
        for (String parameter : parameters) {
          config.put(parameter + "_path", "init_params.odd");
        }
        assertRuns(config, initParams);
        parameters.forEach(parameter -> config.remove(parameter + "_path"));
        parameters.forEach(parameter -> config.set(parameter, SimulatorJson.parse(odd)));
        assertRuns(config, initParams);
      }
    }
  }

  @Test
  void bytesThatAreNoHttpCostOnlyTheirOwnConnection() throws IOException {
    assertThat(raw("\u0001\u0002 nonsense\r\n\r\n")).doesNotContain("200 OK");
    assertThat(visit.get("/api/v1/health").status()).isEqualTo(200);
  }

  @Test
  void brokenEscapesAreNames() throws IOException {
    String head = "GET /api/v1/tasks/acme/%zz%4 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    assertThat(raw(head))
        .startsWith("HTTP/1.1 404")
        .contains("Task '%zz%4' in collection 'acme' not found");
  }

  private static String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), simulator.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void assertRuns(ObjectNode config, ObjectNode initParams) {
    ObjectNode workflow = SimulatorJson.object();
    workflow.set("init_params", initParams);
    workflow.set("step_configs", SimulatorJson.object().set("it", config));
    ArrayNode steps = SimulatorJson.array().add("it");
    workflow.set("steps", steps);
    JsonNode trajectory = visit.trajectoryOf(workflow.toString(), "{}");
    assertThat(trajectory.path("status").asString(""))
        .as(workflow.toString())
        .isIn("completed", "failed");
  }
}
