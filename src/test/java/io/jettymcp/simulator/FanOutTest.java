package io.jettymcp.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class FanOutTest {
  private Simulator simulator;
  private SimulatorClient visit;

  @BeforeEach
  void start() {
    simulator = Simulator.start(SimulatorOptions.defaults().withPace(RunTimings.INSTANT));
    visit = SimulatorClient.of(simulator);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void everyItemBecomesARunOfTheChildWhoseResultsAreCollected() {
    JsonNode parent = run("review-batch", "{\"items\":[\"one\",\"two\"]}");
    assertThat(parent.path("status").asString()).isEqualTo("completed");
    JsonNode references = references(parent);
    assertThat(references.size()).isEqualTo(2);
    assertThat(references.path(0).path("name").asString()).isEqualTo("acme/review-item");
    JsonNode child = child(references.path(1));
    assertThat(child.path("init_params").path("item").asString()).isEqualTo("two");
    JsonNode rows = parent.path("steps").path("collect").path("outputs").path("extracted_data");
    assertThat(rows.size()).isEqualTo(2);
    assertThat(rows.path(1).path("review"))
        .isEqualTo(child.path("steps").path("review").path("outputs").path("text"));
    assertThat(rows.path(1).path("score").isNumber()).isTrue();
  }

  @Test
  void aFailedChildKeepsTheReasonAndTheParentIsVague() {
    JsonNode parent = run("review-batch", "{\"items\":[\"fine\",{\"not\":\"text\"}]}");
    assertThat(parent.path("status").asString()).isEqualTo("failed");
    assertThat(parent.path("steps").path("fan_out").path("error").asString())
        .isEqualTo("Child workflow execution failed");
    assertThat(parent.toString()).doesNotContain("TypeError");
    JsonNode child = child(references(parent).path(1));
    assertThat(child.path("status").asString()).isEqualTo("failed");
    assertThat(child.path("steps").path("review").path("error").asString())
        .startsWith("TypeError: string indices");
  }

  @Test
  void withoutContinuingNoChildStartsAfterAFailure() {
    String items = "{'items':[{'bad':1},'a','b','c']}";
    assertThat(references(fanOut("'max_concurrency':1", items)).size()).isEqualTo(1);
    JsonNode going = fanOut("'max_concurrency':1,'continue_on_error':true", items);
    assertThat(going.path("status").asString()).isEqualTo("completed");
    assertThat(references(going).size()).isEqualTo(4);
  }

  @Test
  void sharedInputsReachEveryChildAsTheyAreWritten() {
    JsonNode parent =
        fanOut(
            "'child_init_params':{'model':'m','model_path':'init_params.model'}",
            "{'items':['a']}");
    JsonNode inputs = child(references(parent).path(0)).path("init_params");
    assertThat(inputs.path("model").asString()).isEqualTo("m");
    assertThat(inputs.path("model_path").asString()).isEqualTo("init_params.model");
    assertThat(inputs.path("item").asString()).isEqualTo("a");
  }

  @Test
  void anEmptyListStartsNothing() {
    JsonNode parent = fanOut("'max_concurrency':0", "{'items':[]}");
    assertThat(parent.path("status").asString()).isEqualTo("completed");
    assertThat(references(parent).isEmpty()).isTrue();
  }

  @Test
  void flattenedResultsAreOneListOfValues() {
    String workflow =
        "{'init_params':{'items':['a','b']},'step_configs':{"
            + "'fan_out':{'activity':'list_emit_await','items_path':'init_params.items',"
            + "'child_workflow_name':'test-echo','item_param_name':'text'},"
            + "'take':{'activity':'extract_from_trajectories',"
            + "'trajectory_list_path':'fan_out.outputs.trajectory_references',"
            + "'extract_keys':{'t':'echo.outputs.text'},'flatten_results':true}},"
            + "'steps':['fan_out','take']}";
    JsonNode parent = visit.trajectoryOf(workflow.replace('\'', '"'), "{}");
    assertThat(parent.path("steps").path("take").path("outputs").toString())
        .isEqualTo("{\"extracted_data\":[\"a\",\"b\"]}");
  }

  @Test
  void aTaskThatStartsItselfComesToAnEnd() {
    String workflow =
        "{\"init_params\":{\"items\":[1,2,3]},\"step_configs\":{\"again\":{"
            + "\"activity\":\"list_emit_await\",\"items_path\":\"init_params.items\","
            + "\"child_workflow_name\":\"endless\"}},\"steps\":[\"again\"]}";
    visit.json(
        "POST", "/api/v1/tasks/acme", "{\"name\":\"endless\",\"workflow\":" + workflow + "}");
    assertThat(run("endless", "{}").path("status").asString()).isEqualTo("failed");
    int runs = visit.get("/api/v1/db/trajectories/acme/endless").json().path("total").asInt();
    assertThat(runs).isLessThanOrEqualTo(501);
  }

  @Test
  void aListOfHundredsOfItemsIsServed() {
    List<String> items = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      items.add("item " + i);
    }
    JsonNode parent =
        run(
            "review-batch",
            SimulatorJson.object().set("items", SimulatorJson.texts(items)).toString());
    assertThat(parent.path("status").asString()).isEqualTo("completed");
    assertThat(references(parent).size()).isEqualTo(400);
  }

  private JsonNode fanOut(String config, String initParams) {
    String workflow =
        "{'init_params':{},'step_configs':{'fan_out':{'activity':'list_emit_await',"
            + "'items_path':'init_params.items','child_workflow_name':'review-item',"
            + config
            + "}},'steps':['fan_out']}";
    return visit.trajectoryOf(workflow.replace('\'', '"'), initParams.replace('\'', '"'));
  }

  private JsonNode run(String task, String initParams) {
    String id = visit.run(task, initParams).trajectoryId();
    return visit.get("/api/v1/db/trajectory/acme/" + task + "/" + id).json();
  }

  private JsonNode child(JsonNode reference) {
    String id = reference.path("trajectory_id").asString();
    return visit
        .get("/api/v1/db/trajectory/" + reference.path("name").asString() + "/" + id)
        .json();
  }

  private static JsonNode references(JsonNode parent) {
    return parent.path("steps").path("fan_out").path("outputs").path("trajectory_references");
  }
}
