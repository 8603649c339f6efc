package io.jettymcp.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TasksTest {
  private static final String ECHO =
      "{\"init_params\":{\"text\":\"hi\"},"
          + "\"step_configs\":{\"echo\":{\"activity\":\"text_echo\","
          + "\"text_path\":\"init_params.text\"}},\"steps\":[\"echo\"]}";

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
  void theListHoldsTheWholeWorkflowOfEveryTask() {
    JsonNode list = visit.get("/api/v1/tasks/acme/").json();
    assertThat(list.size()).isEqualTo(12);
    assertThat(list.path(0).propertyNames())
        .containsExactlyInAnyOrder(
            "id",
            "name",
            "entity_type",
            "is_private",
            "croissant_metadata",
            "workflow",
            "version",
            "description",
            "has_file_uploads",
            "collection_id",
            "collection_name");
    list.forEach(task -> assertThat(task.path("workflow").path("steps").isEmpty()).isFalse());
  }

  @Test
  void theListStopsAtAHundredWithoutAWord() {
    for (int i = 0; i < 101; i++) {
      create("many-" + i);
    }
    assertThat(visit.get("/api/v1/tasks/acme/").json().size()).isEqualTo(100);
    assertThat(visit.get("/api/v1/tasks/acme/?skip=100").json().size()).isEqualTo(13);
    assertThat(visit.get("/api/v1/tasks/acme/?limit=500").json().size()).isEqualTo(113);
    assertThat(names(visit.get("/api/v1/tasks/acme/?skip=112"))).containsExactly("many-100");
  }

  @Test
  void pagesHaveBounds() {
    assertThat(visit.get("/api/v1/tasks/acme/?limit=501").text())
        .isEqualTo(
            "{\"detail\":[{\"type\":\"less_than_equal\",\"loc\":[\"query\",\"limit\"],"
                + "\"msg\":\"Input should be less than or equal to 500\",\"input\":\"501\","
                + "\"ctx\":{\"le\":500}}]}");
    assertThat(visit.get("/api/v1/tasks/acme/?limit=0").status()).isEqualTo(422);
    assertThat(visit.get("/api/v1/tasks/acme/?skip=-1").finding().path("type").asString())
        .isEqualTo("greater_than_equal");
    assertThat(visit.get("/api/v1/tasks/acme/?limit=99999999999999999999").status()).isEqualTo(422);
  }

  @Test
  void creatingAnswers201WithTheTaskAsFetched() {
    SimulatorClient.Got got = create("fresh");
    assertThat(got.status()).isEqualTo(201);
    JsonNode task = got.json();
    assertThat(task.path("name").asString()).isEqualTo("fresh");
    assertThat(task.path("is_private").asBoolean()).isTrue();
    assertThat(task.path("environment_variables").isNull()).isTrue();
    assertThat(task.path("storage_info").isNull()).isTrue();
    assertThat(visit.get("/api/v1/tasks/acme/fresh").json()).isEqualTo(task);
  }

  @Test
  void aNameIsTakenInAnyCase() {
    SimulatorClient.Got got = create("Test-Echo");
    assertThat(got.status()).isEqualTo(400);
    assertThat(got.detail())
        .isEqualTo("Task with name 'Test-Echo' already exists in collection 'acme'");
  }

  @Test
  void missingFieldsComeBackWithTheWholeBody() {
    SimulatorClient.Got got =
        visit.json("POST", "/api/v1/tasks/acme", "{\"nmae\":\"x\",\"workflow\":\"steps\"}");
    assertThat(got.status()).isEqualTo(422);
    assertThat(got.json().path("detail").size()).isEqualTo(2);
    assertThat(got.finding().path("loc").toString()).isEqualTo("[\"body\",\"name\"]");
    assertThat(got.finding().path("input").path("nmae").asString()).isEqualTo("x");
    assertThat(got.json().path("detail").path(1).path("type").asString()).isEqualTo("dict_type");
  }

  @Test
  void theWorkflowIsNotCheckedWhenItIsStored() {
    SimulatorClient.Got got =
        visit.json(
            "POST", "/api/v1/tasks/acme", "{\"name\":\"odd\",\"workflow\":{\"steps\":[\"no\"]}}");
    assertThat(got.status()).isEqualTo(201);
  }

  @Test
  void theCollectionIsComparedExactlyAndTheTaskInAnyCase() {
    assertThat(visit.get("/api/v1/tasks/acme/TEST-ECHO").status()).isEqualTo(200);
    SimulatorClient.Got got = visit.get("/api/v1/tasks/Acme/test-echo");
    assertThat(got.status()).isEqualTo(404);
    assertThat(got.detail()).isEqualTo("Task 'test-echo' in collection 'Acme' not found");
  }

  @Test
  void aMissingTaskIsNotFoundBeforeTheScopeIsLookedAt() {
    assertThat(visit.get("/api/v1/tasks/acme-lab/nothing").status()).isEqualTo(404);
    assertThat(visit.get("/api/v1/tasks/acme-lab/poster").status()).isEqualTo(403);
  }

  @Test
  void aPublicTaskIsReadWithoutAToken() {
    assertThat(visit.as(null).get("/api/v1/tasks/acme/test-echo").status()).isEqualTo(401);
    visit.json("PUT", "/api/v1/tasks/acme/test-echo", "{\"is_private\":false}");
    assertThat(visit.as(null).get("/api/v1/tasks/acme/test-echo").status()).isEqualTo(200);
    assertThat(visit.as("bad").get("/api/v1/tasks/acme/test-echo").status()).isEqualTo(401);
  }

  @Test
  void aPutChangesOnlyWhatItSends() {
    JsonNode before = visit.get("/api/v1/tasks/acme/test-echo").json();
    JsonNode after =
        visit.json("PUT", "/api/v1/tasks/acme/test-echo", "{\"description\":\"new\"}").json();
    assertThat(after.path("description").asString()).isEqualTo("new");
    assertThat(after.path("workflow")).isEqualTo(before.path("workflow"));
    assertThat(after.path("name")).isEqualTo(before.path("name"));
    JsonNode emptied =
        visit.json("PUT", "/api/v1/tasks/acme/test-echo", "{\"description\":null}").json();
    assertThat(emptied.path("description").isNull()).isTrue();
  }

  @Test
  void aPutReplacesTheWorkflowWhole() {
    String body = "{\"workflow\":{\"steps\":[]},\"has_file_uploads\":true,\"version\":\"2\"}";
    JsonNode after = visit.json("PUT", "/api/v1/tasks/acme/test-echo", body).json();
    assertThat(after.path("workflow").toString()).isEqualTo("{\"steps\":[]}");
    assertThat(after.path("has_file_uploads").asBoolean()).isTrue();
    assertThat(after.path("version").asString()).isEqualTo("2");
  }

  @Test
  void aRenamedTaskKeepsItsPlaceAndItsRuns() {
    int runs = total("test-echo");
    SimulatorClient.Got taken =
        visit.json("PUT", "/api/v1/tasks/acme/test-echo", "{\"name\":\"WELCOME-email\"}");
    assertThat(taken.status()).isEqualTo(400);
    assertThat(visit.json("PUT", "/api/v1/tasks/acme/test-echo", "{\"name\":\"Echo\"}").status())
        .isEqualTo(200);
    assertThat(names(visit.get("/api/v1/tasks/acme/?limit=1"))).containsExactly("Echo");
    assertThat(visit.get("/api/v1/tasks/acme/test-echo").status()).isEqualTo(404);
    assertThat(total("echo")).isEqualTo(runs).isPositive();
  }

  @Test
  void aBadPutChangesNothing() {
    JsonNode before = visit.get("/api/v1/tasks/acme/test-echo").json();
    String body = "{\"description\":\"x\",\"is_private\":\"maybe\",\"workflow\":[]}";
    SimulatorClient.Got got = visit.json("PUT", "/api/v1/tasks/acme/test-echo", body);
    assertThat(got.status()).isEqualTo(422);
    assertThat(got.json().path("detail").size()).isEqualTo(2);
    assertThat(visit.get("/api/v1/tasks/acme/test-echo").json()).isEqualTo(before);
    assertThat(visit.json("PUT", "/api/v1/tasks/acme/none", "{}").detail())
        .isEqualTo("Task 'none' in collection 'acme' not found");
  }

  @Test
  void deletingSaysSoAndLeavesTheRuns() {
    SimulatorClient.Got got = visit.delete("/api/v1/tasks/acme/test-echo");
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.text()).isEqualTo("{\"message\":\"Task deleted successfully\"}");
    assertThat(visit.delete("/api/v1/tasks/acme/test-echo").text())
        .isEqualTo("{\"detail\":\"Task not found\"}");
    assertThat(total("test-echo")).isPositive();
  }

  @Test
  void searchIsReadAsATaskOfThatName() {
    SimulatorClient.Got got = visit.get("/api/v1/tasks/acme/search?q=echo");
    assertThat(got.status()).isEqualTo(404);
    assertThat(got.detail()).isEqualTo("Task 'search' in collection 'acme' not found");
  }

  @Test
  void searchExistsWhereItIsAskedFor() {
    try (Simulator other = Simulator.start(SimulatorOptions.defaults().withTaskSearch())) {
      SimulatorClient search = SimulatorClient.of(other);
      assertThat(names(search.get("/api/v1/tasks/acme/search?q=REVIEW")))
          .containsExactly("review-item", "review-batch");
      assertThat(search.get("/api/v1/tasks/acme/search").status()).isEqualTo(422);
    }
  }

  private int total(String task) {
    return visit.get("/api/v1/db/trajectories/acme/" + task).json().path("total").asInt();
  }

  private SimulatorClient.Got create(String name) {
    String body = "{\"name\":\"%s\",\"workflow\":%s}".formatted(name, ECHO);
    return visit.json("POST", "/api/v1/tasks/acme", body);
  }

  private static List<String> names(SimulatorClient.Got got) {
    List<String> names = new ArrayList<>();
    got.json().forEach(task -> names.add(task.path("name").asString()));
    return names;
  }
}
