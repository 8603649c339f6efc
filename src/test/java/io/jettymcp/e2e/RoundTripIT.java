package io.jettymcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.Slow;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tasks that are read, changed and stored through the real program. */
@Slow
@Timeout(120)
@ParameterizedClass
@EnumSource(names = {"STDIO", "HTTP"})
class RoundTripIT {
  private static final String SECRET = "lighthouse-keeper-of-1887";
  private static final String TOKEN = "mlc_0123456789abcdefghijklmnopqrst12";

  private static final String WORKFLOW =
      """
      {
        "init_params": {"topic": "sea", "x.y": "gpt-4o", "api_key": "%s"},
        "step_configs": {
          "draft": {"activity": "text_echo", "text": "a\\u200bb and %s\\u0001"},
          "last": {"activity": "text_echo", "text_path": "init_params.topic"}
        },
        "steps": ["draft", "last"]
      }
      """
          .formatted(TOKEN, SECRET)
          .replace("\n", "");

  @Parameter private Transport transport;
  @TempDir Path directory;

  private ServerProcess serve() throws Exception {
    return Program.in(directory).over(transport).simulated().serve();
  }

  private static void create(ServerProcess server) throws Exception {
    server.data("set-env-var", "{\"name\":\"A_KEY\",\"value\":\"%s\"}".formatted(SECRET));
    server.data("create-task", "{\"name\":\"round\",\"workflow\":" + WORKFLOW + "}");
  }

  private static ObjectNode workflow(ServerProcess server) throws Exception {
    return server.data("get-task", "{\"task\":\"round\"}").path("workflow").asObject();
  }

  private static JsonNode update(ServerProcess server, String argument, Object value)
      throws Exception {
    return server.data("update-task", "{\"task\":\"round\",\"%s\":%s}".formatted(argument, value));
  }

  /** Lists where the stored workflow differs from this one, which then replaces it. */
  private static JsonNode differences(ServerProcess server, String workflow) throws Exception {
    return update(server, "workflow", workflow).path("changed");
  }

  @Test
  void workflowThatComesBackAsShownLosesNothing() throws Exception {
    try (ServerProcess server = serve()) {
      create(server);
      ObjectNode shown = workflow(server);
      assertThat(shown.toString()).contains("[redacted]", "mlc_...st12").doesNotContain(SECRET);

      assertThat(update(server, "workflow", shown).path("changed")).isEmpty();
      assertThat(differences(server, WORKFLOW)).isEmpty();
    }
  }

  @Test
  void renamedStepKeepsItsHiddenValues() throws Exception {
    try (ServerProcess server = serve()) {
      create(server);
      ObjectNode shown = workflow(server);
      ObjectNode configs = shown.path("step_configs").asObject();
      configs.set("first", configs.remove("draft"));
      shown.putArray("steps").add("first").add("last");

      update(server, "workflow", shown);

      assertThat(differences(server, WORKFLOW.replace("draft", "first"))).isEmpty();
    }
  }

  @Test
  void markThatReplacesNothingIsRefusedWithItsPath() throws Exception {
    try (ServerProcess server = serve()) {
      create(server);
      ObjectNode shown = workflow(server);
      shown.path("init_params").asObject().put("password", "[redacted]");

      assertThat(server.refusal("update-task", "{\"task\":\"round\",\"workflow\":" + shown + "}"))
          .contains("init_params.password", "Nothing was stored");
      assertThat(differences(server, WORKFLOW)).isEmpty();
    }
  }

  @Test
  void pathsThatFindReturnsCanBeChanged() throws Exception {
    try (ServerProcess server = serve()) {
      create(server);
      JsonNode found = server.data("get-task", "{\"task\":\"round\",\"find\":\"GPT-4o\"}");
      String path = found.path("matches").path(0).path("path").asString();
      assertThat(path).isEqualTo("init_params[\"x.y\"]");

      JsonNode changed =
          update(
              server,
              "changes",
              "[{\"path\":\"init_params[\\\"x.y\\\"]\",\"value\":\"gpt-4o-mini\"},"
                  + "{\"path\":\"step_configs.more\",\"value\":{\"activity\":\"text_echo\","
                  + "\"text\":\"x\"}},{\"path\":\"steps[2]\",\"value\":\"more\"}]");

      assertThat(changed.path("changed"))
          .extracting(change -> change.path("path").asString())
          .containsExactly("init_params[\"x.y\"]", "step_configs.more", "steps");
      assertThat(differences(server, WORKFLOW)).hasSize(3);
    }
  }

  @Test
  void impossibleChangeStoresNothing() throws Exception {
    try (ServerProcess server = serve()) {
      create(server);
      String refusal =
          server.refusal(
              "update-task",
              "{\"task\":\"round\",\"changes\":[{\"path\":\"init_params.topic\",\"value\":\"x\"},"
                  + "{\"path\":\"init_params.gone\",\"remove\":true},"
                  + "{\"path\":\"step[0]\",\"value\":\"x\"}]}");

      assertThat(refusal).contains("init_params.gone", "step[0]");
      assertThat(differences(server, WORKFLOW)).isEmpty();
    }
  }

  @Test
  void overridesOfARoutineThatComeBackAsShownLoseNothing() throws Exception {
    String path = "/api/v1/routines/acme/round/r";
    FaultAnswer routine =
        FaultAnswer.json(
            "{\"name\":\"r\",\"cadence\":{\"type\":\"manual\"},"
                + "\"init_params_overrides\":{\"topic\":\"of %s\"}}".formatted(SECRET));
    try (FaultServer jetty =
        FaultServer.withRoutes()
            .on(
                "GET /api/v1/collections/acme/environment",
                FaultAnswer.json(
                    "{\"environment_variables\":{\"A_KEY\":\"%s\"}}".formatted(SECRET)))
            .on("GET /api/v1/tasks/acme/round", FaultAnswer.json("{\"workflow\":" + WORKFLOW + "}"))
            .on("GET " + path, routine)
            .on("PATCH " + path, routine)) {
      try (ServerProcess server =
          Program.in(directory).over(transport).against(jetty.url()).serve()) {
        String arguments = "{\"task\":\"round\",\"name\":\"r\"";
        JsonNode shown = server.data("get-routine", arguments + "}").path("init_params_overrides");
        assertThat(shown.path("topic").asString()).isEqualTo("of [redacted]");

        server.data("update-routine", arguments + ",\"init_params_overrides\":" + shown + "}");

        assertThat(jetty.received("PATCH " + path).get(0).text()).contains("of " + SECRET);
      }
    }
  }

  @Test
  void largeWorkflowIsOutlined() throws Exception {
    try (ServerProcess server = serve()) {
      create(server);
      update(
          server,
          "changes",
          "[{\"path\":\"step_configs.draft.text\",\"value\":\"%s\"}]"
              .formatted("x".repeat(50_000)));
      JsonNode outline = server.data("get-task", "{\"task\":\"round\"}");
      assertThat(outline.path("steps"))
          .extracting(step -> step.path("name").asString())
          .containsExactly("draft", "last");
      assertThat(outline.path("note").asString()).contains("max_bytes");
      for (JsonNode next : outline.path("next")) {
        server.data(next.path("tool").asString(), next.path("arguments").toString());
      }
    }
  }
}
