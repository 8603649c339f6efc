package io.jettymcp.simulator.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import io.jettymcp.simulator.SimulatorClient;
import io.jettymcp.simulator.SimulatorExtension;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class FanOutTest {
  @RegisterExtension final SimulatorExtension jetty = SimulatorExtension.instant();
  private final SimulatorClient client = jetty.client();

  @Test
  void everyItemBecomesARunOfTheChild() {
    JsonNode parent =
        client.runToEnd(
            "review-batch",
            """
            {"items": ["one", "two"]}""");
    assertThat(parent.path("status").asString()).isEqualTo("completed");
    assertThat(references(parent).size()).isEqualTo(2);
    assertThat(references(parent).path(0).path("name").asString()).isEqualTo("acme/review-item");
    assertThat(child(parent, 1).at("/init_params/item").asString()).isEqualTo("two");
  }

  @Test
  void resultsOfTheChildrenAreCollected() {
    JsonNode parent =
        client.runToEnd(
            "review-batch",
            """
            {"items": ["one", "two"]}""");
    JsonNode rows = parent.at("/steps/collect/outputs/extracted_data");
    assertThat(rows.size()).isEqualTo(2);
    assertThat(rows.at("/1/review")).isEqualTo(child(parent, 1).at("/steps/review/outputs/text"));
    assertThat(rows.at("/1/score").isNumber()).isTrue();
  }

  @Nested
  class FailedChild {
    private JsonNode parent() {
      return client.runToEnd(
          "review-batch",
          """
          {"items": ["fine", {"not": "text"}]}""");
    }

    @Test
    void parentDoesNotSayWhyItFailed() {
      JsonNode parent = parent();
      assertThat(parent.path("status").asString()).isEqualTo("failed");
      assertThat(parent.at("/steps/fan_out/error").asString())
          .isEqualTo("Child workflow execution failed");
      assertThat(parent.toString()).doesNotContain("TypeError");
    }

    @Test
    void childSaysWhyItFailed() {
      JsonNode child = child(parent(), 1);
      assertThat(child.path("status").asString()).isEqualTo("failed");
      assertThat(child.at("/steps/review/error").asString())
          .startsWith("TypeError: string indices");
    }
  }

  @Nested
  class FirstItemFails {
    private static final String ITEMS =
        """
        {"items": [{"bad": 1}, "a", "b", "c"]}""";

    @Test
    void noOtherChildStarts() {
      JsonNode parent = fanOut("\"max_concurrency\": 1", ITEMS);
      assertThat(references(parent).size()).isEqualTo(1);
    }

    @Test
    void allChildrenStartWithContinueOnError() {
      JsonNode parent = fanOut("\"max_concurrency\": 1, \"continue_on_error\": true", ITEMS);
      assertThat(parent.path("status").asString()).isEqualTo("completed");
      assertThat(references(parent).size()).isEqualTo(4);
    }
  }

  @Test
  void sharedInputsReachEveryChildUnresolved() {
    JsonNode parent =
        fanOut(
            """
            "child_init_params": {"model": "m", "model_path": "init_params.model"}""",
            """
            {"items": ["a"]}""");
    assertThat(child(parent, 0).path("init_params"))
        .hasToString(
            """
            {"item":"a","model":"m","model_path":"init_params.model"}""");
  }

  @Test
  void emptyListStartsNothing() {
    JsonNode parent =
        fanOut(
            "\"max_concurrency\": 0",
            """
            {"items": []}""");
    assertThat(parent.path("status").asString()).isEqualTo("completed");
    assertThat(references(parent).isEmpty()).isTrue();
  }

  @Test
  void flattenedResultsAreOneList() {
    JsonNode parent =
        client.trajectoryOf(
            """
            {
              "init_params": {"items": ["a", "b"]},
              "step_configs": {
                "fan_out": {"activity": "list_emit_await", "items_path": "init_params.items",
                  "child_workflow_name": "test-echo", "item_param_name": "text"},
                "take": {"activity": "extract_from_trajectories",
                  "trajectory_list_path": "fan_out.outputs.trajectory_references",
                  "extract_keys": {"t": "echo.outputs.text"}, "flatten_results": true}
              },
              "steps": ["fan_out", "take"]
            }""",
            "{}");
    assertThat(parent.at("/steps/take/outputs/extracted_data")).hasToString("[\"a\",\"b\"]");
  }

  @Test
  void taskThatStartsItselfEnds() {
    client.createTask(
        "endless",
        """
        {
          "init_params": {"items": [1, 2, 3]},
          "step_configs": {
            "again": {"activity": "list_emit_await", "items_path": "init_params.items",
              "child_workflow_name": "endless"}
          },
          "steps": ["again"]
        }""");
    assertThat(client.runToEnd("endless", "{}").path("status").asString()).isEqualTo("failed");
    assertThat(client.countRuns("endless")).isLessThanOrEqualTo(501);
  }

  @Test
  void hundredsOfItemsRun() {
    ObjectNode initParams = Json.object();
    ArrayNode items = initParams.putArray("items");
    for (int i = 0; i < 400; i++) {
      items.add("item " + i);
    }
    JsonNode parent = client.runToEnd("review-batch", initParams.toString());
    assertThat(parent.path("status").asString()).isEqualTo("completed");
    assertThat(references(parent).size()).isEqualTo(400);
  }

  private JsonNode fanOut(String parameters, String initParams) {
    return client.trajectoryOf(
        """
        {
          "step_configs": {
            "fan_out": {"activity": "list_emit_await", "items_path": "init_params.items",
              "child_workflow_name": "review-item", %s}
          },
          "steps": ["fan_out"]
        }"""
            .formatted(parameters),
        initParams);
  }

  private JsonNode child(JsonNode parent, int index) {
    JsonNode reference = references(parent).path(index);
    return client
        .get(
            "/api/v1/db/trajectory/"
                + reference.path("name").asString()
                + "/"
                + reference.path("trajectory_id").asString())
        .json();
  }

  private static JsonNode references(JsonNode parent) {
    return parent.at("/steps/fan_out/outputs/trajectory_references");
  }
}
