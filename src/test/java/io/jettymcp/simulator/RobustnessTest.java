package io.jettymcp.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import io.jettymcp.simulator.activity.ActivityRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** No request makes the simulator fail. */
class RobustnessTest {
  private static final List<String> ODD_VALUES =
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

  private static final List<String> BODY_FIELDS =
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
          "jetty");

  private static final List<String> STEP_PARAMETERS =
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

  @RegisterExtension
  static final SimulatorExtension jetty = SimulatorExtension.instant().withModelKey();

  private static final SimulatorClient client = jetty.client().asPerson();

  @ParameterizedTest
  @CsvSource({
    "POST, /api/v1/collections/",
    "PATCH, /api/v1/collections/acme-lab/environment",
    "POST, /api/v1/tasks/acme-lab",
    "PUT, /api/v1/tasks/acme-lab/poster",
    "POST, /api/v1/trajectory/acme/test-echo/statuses",
    "POST, /api/v1/trajectory/acme/test-echo/{id}/labels",
    "POST, /v1/chat/completions",
    "POST, /api/v1/routines/acme/test-echo",
    "PATCH, /api/v1/routines/acme/summarize-text/weekly-digest"
  })
  void oddBodyIsHandled(String method, String route) {
    String id = client.trajectories("test-echo").at("/0/trajectory_id").asString();
    List<String> fields = new ArrayList<>(BODY_FIELDS);
    fields.add(id);
    for (String odd : ODD_VALUES) {
      List<String> bodies = new ArrayList<>(List.of(odd));
      fields.forEach(field -> bodies.add("{\"" + field + "\":" + odd + "}"));
      for (String body : bodies) {
        assertThat(client.json(method, route.replace("{id}", id), body).status())
            .as(body)
            .isLessThan(500);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
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
        "webhook_url"
      })
  void oddFieldOfAChatIsHandled(String field) {
    for (String odd : ODD_VALUES) {
      ChatBody body =
          ChatBody.runbook("odd", "{{ x }}").jetty("timeout_hint", "0").jetty(field, odd);
      assertThat(client.chat(body).status()).as(body.toString()).isLessThan(500);
    }
  }

  @ParameterizedTest
  @MethodSource("activities")
  void oddParametersAreHandled(String activity) {
    for (String odd : ODD_VALUES) {
      ObjectNode initParams = Json.object();
      initParams.set("odd", JsonMapper.shared().readTree(odd));
      ObjectNode references = Json.object().put("activity", activity);
      STEP_PARAMETERS.forEach(name -> references.put(name + "_path", "init_params.odd"));
      assertRuns(references, initParams);
      ObjectNode values = Json.object().put("activity", activity);
      STEP_PARAMETERS.forEach(name -> values.set(name, initParams.path("odd")));
      assertRuns(values, initParams);
    }
  }

  private static Set<String> activities() {
    return ActivityRegistry.all().keySet();
  }

  private static void assertRuns(ObjectNode config, ObjectNode initParams) {
    ObjectNode workflow = Json.object();
    workflow.set("init_params", initParams);
    workflow.putObject("step_configs").set("it", config);
    workflow.putArray("steps").add("it");
    JsonNode trajectory = client.trajectoryOf(workflow.toString(), "{}");
    assertThat(trajectory.path("status").asString(""))
        .as(workflow.toString())
        .isIn("completed", "failed");
  }

  @Test
  void bytesThatAreNoHttpCloseOnlyTheirConnection() throws IOException {
    assertThat(raw("\u0001\u0002 nonsense\r\n\r\n")).doesNotContain("200 OK");
    assertThat(client.get("/api/v1/health").status()).isEqualTo(200);
  }

  @Test
  void malformedEscapeIsPartOfAName() throws IOException {
    String head = "GET /api/v1/tasks/acme/%zz%4 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    assertThat(raw(head))
        .startsWith("HTTP/1.1 404")
        .contains("Task '%zz%4' in collection 'acme' not found");
  }

  private static String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), jetty.simulator().port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
