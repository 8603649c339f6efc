package io.jettymcp.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.simulator.SimulatorClient;
import io.jettymcp.simulator.SimulatorClient.Reply;
import io.jettymcp.simulator.SimulatorExtension;
import io.jettymcp.simulator.SimulatorOptions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

class TasksApiTest {
  private static final String TASKS = "/api/v1/tasks/acme/";
  private static final String ECHO = "/api/v1/tasks/acme/test-echo";
  private static final String WORKFLOW =
      """
      {"step_configs": {"echo": {"activity": "text_echo", "text": "hi"}}, "steps": ["echo"]}""";

  @RegisterExtension final SimulatorExtension jetty = SimulatorExtension.instant();
  private final SimulatorClient client = jetty.client();

  @Nested
  class Lists {
    @Test
    void holdTheWholeWorkflowOfEveryTask() {
      JsonNode list = client.get(TASKS).json();
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
      assertThat(list).noneMatch(task -> task.at("/workflow/steps").isEmpty());
    }

    @Test
    void endAtAHundredWithoutSayingSo() {
      for (int i = 0; i < 101; i++) {
        client.createTask("many-" + i, WORKFLOW);
      }
      assertThat(names("")).hasSize(100);
      assertThat(names("?skip=100")).hasSize(13);
      assertThat(names("?limit=500")).hasSize(113);
      assertThat(names("?skip=112")).containsExactly("many-100");
    }

    @Test
    void haveALimitedPage() {
      assertThat(client.get(TASKS + "?limit=501").text())
          .isEqualTo(
              """
              {"detail":[{"type":"less_than_equal","loc":["query","limit"],\
              "msg":"Input should be less than or equal to 500","input":"501",\
              "ctx":{"le":500}}]}""");
    }

    @ParameterizedTest
    @CsvSource({
      "?limit=0, greater_than_equal",
      "?skip=-1, greater_than_equal",
      "?limit=99999999999999999999, int_parsing"
    })
    void refuseOtherPages(String query, String type) {
      Reply reply = client.get(TASKS + query);
      assertThat(reply.status()).isEqualTo(422);
      assertThat(reply.validationError().path("type").asString()).isEqualTo(type);
    }
  }

  @Nested
  class Creation {
    @Test
    void respondsWith201AndTheTask() {
      Reply reply = client.createTask("fresh", WORKFLOW);
      assertThat(reply.status()).isEqualTo(201);
      JsonNode task = reply.json();
      assertThat(task.path("name").asString()).isEqualTo("fresh");
      assertThat(task.path("is_private").asBoolean()).isTrue();
      assertThat(task.path("environment_variables").isNull()).isTrue();
      assertThat(task.path("storage_info").isNull()).isTrue();
      assertThat(client.get(TASKS + "fresh").json()).isEqualTo(task);
    }

    @Test
    void refusesATakenNameInAnyCase() {
      Reply reply = client.createTask("Test-Echo", WORKFLOW);
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.detail())
          .isEqualTo("Task with name 'Test-Echo' already exists in collection 'acme'");
    }

    @Test
    void echoesTheBodyIfAFieldIsMissing() {
      Reply reply =
          client.json(
              "POST",
              "/api/v1/tasks/acme",
              """
              {"nmae": "x", "workflow": "steps"}""");
      assertThat(reply.status()).isEqualTo(422);
      assertThat(reply.json().path("detail").size()).isEqualTo(2);
      assertThat(reply.validationError().path("loc"))
          .hasToString(
              """
              ["body","name"]""");
      assertThat(reply.validationError().at("/input/nmae").asString()).isEqualTo("x");
      assertThat(reply.json().at("/detail/1/type").asString()).isEqualTo("dict_type");
    }

    @Test
    void doesNotCheckTheWorkflow() {
      assertThat(
              client
                  .createTask(
                      "odd",
                      """
                      {"steps": ["no"]}""")
                  .status())
          .isEqualTo(201);
    }
  }

  @Nested
  class Lookup {
    @Test
    void findsATaskInAnyCase() {
      assertThat(client.get(TASKS + "TEST-ECHO").status()).isEqualTo(200);
    }

    @Test
    void comparesTheCollectionExactly() {
      Reply reply = client.get("/api/v1/tasks/Acme/test-echo");
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.detail()).isEqualTo("Task 'test-echo' in collection 'Acme' not found");
    }

    @Test
    void reportsAMissingTaskBeforeTheScope() {
      assertThat(client.get("/api/v1/tasks/acme-lab/nothing").status()).isEqualTo(404);
      assertThat(client.get("/api/v1/tasks/acme-lab/poster").status()).isEqualTo(403);
    }

    @Test
    void requiresATokenForAPrivateTask() {
      assertThat(client.anonymous().get(ECHO).status()).isEqualTo(401);
    }

    @Test
    void requiresNoTokenForAPublicTask() {
      put(
          """
          {"is_private": false}""");
      assertThat(client.anonymous().get(ECHO).status()).isEqualTo(200);
    }

    @Test
    void rejectsAnInvalidTokenForAPublicTask() {
      put(
          """
          {"is_private": false}""");
      assertThat(client.withToken("bad").get(ECHO).status()).isEqualTo(401);
    }
  }

  @Nested
  class Puts {
    private JsonNode before = MissingNode.getInstance();

    @BeforeEach
    void get() {
      before = client.get(ECHO).json();
    }

    @Test
    void changeOnlyWhatTheySend() {
      JsonNode after =
          put("""
                  {"description": "new"}""")
              .json();
      assertThat(after.path("description").asString()).isEqualTo("new");
      assertThat(after.path("workflow")).isEqualTo(before.path("workflow"));
      assertThat(after.path("name")).isEqualTo(before.path("name"));
    }

    @Test
    void deleteADescriptionByNull() {
      JsonNode after =
          put("""
                  {"description": null}""")
              .json();
      assertThat(after.path("description").isNull()).isTrue();
    }

    @Test
    void replaceTheWorkflowInFull() {
      JsonNode after =
          put("""
                  {"workflow": {"steps": []}, "has_file_uploads": true, "version": "2"}""")
              .json();
      assertThat(after.path("workflow")).hasToString("{\"steps\":[]}");
      assertThat(after.path("has_file_uploads").asBoolean()).isTrue();
      assertThat(after.path("version").asString()).isEqualTo("2");
    }

    @Test
    void changeNothingIfTheyAreInvalid() {
      Reply reply =
          put(
              """
              {"description": "x", "is_private": "maybe", "workflow": []}""");
      assertThat(reply.status()).isEqualTo(422);
      assertThat(reply.json().path("detail").size()).isEqualTo(2);
      assertThat(client.get(ECHO).json()).isEqualTo(before);
    }

    @Test
    void ofAnUnknownTaskAreNotFound() {
      assertThat(client.json("PUT", TASKS + "none", "{}").detail())
          .isEqualTo("Task 'none' in collection 'acme' not found");
    }
  }

  @Nested
  class Renaming {
    @Test
    void keepsThePlaceInTheList() {
      rename("Echo");
      assertThat(names("?limit=1")).containsExactly("Echo");
      assertThat(client.get(ECHO).status()).isEqualTo(404);
    }

    @Test
    void keepsTheRuns() {
      int runs = client.countRuns("test-echo");
      rename("Echo");
      assertThat(client.countRuns("echo")).isEqualTo(runs).isPositive();
    }

    @Test
    void refusesATakenNameInAnyCase() {
      assertThat(rename("WELCOME-email").status()).isEqualTo(400);
    }

    private Reply rename(String name) {
      return put(
          """
          {"name": "%s"}"""
              .formatted(name));
    }
  }

  @Nested
  class Deletion {
    @Test
    void saysSo() {
      Reply reply = client.delete(ECHO);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.text()).isEqualTo("{\"message\":\"Task deleted successfully\"}");
    }

    @Test
    void ofADeletedTaskIsNotFound() {
      client.delete(ECHO);
      assertThat(client.delete(ECHO).detail()).isEqualTo("Task not found");
    }

    @Test
    void leavesTheRuns() {
      client.delete(ECHO);
      assertThat(client.countRuns("test-echo")).isPositive();
    }
  }

  @Nested
  class Search {
    @Test
    void isTheNameOfATaskByDefault() {
      assertThat(client.get(TASKS + "search?q=echo").detail())
          .isEqualTo("Task 'search' in collection 'acme' not found");
    }

    @Test
    void findsTasksInAnyCaseIfItIsEnabled() {
      jetty.restart(SimulatorOptions.defaults().withTaskSearch());
      assertThat(names("search?q=REVIEW")).containsExactly("review-item", "review-batch");
    }

    @Test
    void requiresAQuery() {
      jetty.restart(SimulatorOptions.defaults().withTaskSearch());
      assertThat(client.get(TASKS + "search").status()).isEqualTo(422);
    }
  }

  private Reply put(String body) {
    return client.json("PUT", ECHO, body);
  }

  private List<String> names(String query) {
    return client
        .get(TASKS + query)
        .json()
        .valueStream()
        .map(task -> task.path("name").asString())
        .toList();
  }
}
