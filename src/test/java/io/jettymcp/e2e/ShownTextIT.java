package io.jettymcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Tasks and routines with words of many scripts, ordinary settings and names of secrets. */
@Timeout(120)
@ParameterizedClass
@EnumSource(names = {"STDIO", "HTTP"})
class ShownTextIT {
  private static final String PERSIAN = "می\u200cخواهم \u2067این\u2069";
  private static final String FAMILY =
      "👨‍👩‍👧‍👦 🏴\udb40\udc67\udb40\udc62\udb40\udc65\udb40\udc6e\udb40\udc67\udb40\udc7f";

  @Parameter private Transport transport;
  @TempDir Path directory;
  private FaultServer jetty;
  private Program program;

  @BeforeEach
  void begin() throws IOException {
    jetty =
        FaultServer.withRoutes()
            .on(
                "GET /api/v1/collections/acme/environment",
                FaultAnswer.json(
                    """
                    {"environment_variables":{"DEFAULT_MODEL":"gpt-4o-mini","AWS_REGION":"eu-west-1",
                     "A_KEY":"lighthouse-keeper-of-1887"}}"""))
            .on(
                "GET /api/v1/tasks/acme/hello",
                FaultAnswer.json(
                    """
                    {"name":"hello","description":"x\\ud83c\\udff4\\udb40\\udc69y","workflow":{
                     "init_params":{"greeting":"%s","model":"gpt-4o-mini","region":"eu-west-1",
                      "family":"%s"},
                     "steps":["draft"],
                     "step_configs":{"draft":{"activity":"simple_judge","prompt":"pass\\u200bword\\u202e\\r\\nx",
                      "hint":"%s lighthouse-keeper\\u2066-of-\\u20691887",
                      "agent_env":{"GH":"ghp_abcdefghijklmnopqrst1234","MODEL":"x"},
                      "sources":[{"name":"checks","secret":"REPO_TOKEN"}]}}}}"""
                        .formatted(PERSIAN, FAMILY, PERSIAN)));
    program = Program.in(directory).over(transport).against(jetty.url());
  }

  @AfterEach
  void end() throws IOException {
    jetty.close();
  }

  @Test
  void wordsSettingsAndNamesOfSecretsAreShownAsStored() throws Exception {
    try (ServerProcess server = program.serve()) {
      JsonNode workflow = server.data("get-task", "{\"task\":\"hello\"}").path("workflow");
      JsonNode init = workflow.path("init_params");
      assertThat(init.path("greeting").asString()).isEqualTo(PERSIAN);
      assertThat(init.path("family").asString()).isEqualTo(FAMILY);
      assertThat(init.path("model").asString()).isEqualTo("gpt-4o-mini");
      assertThat(init.path("region").asString()).isEqualTo("eu-west-1");
      JsonNode draft = workflow.path("step_configs").path("draft");
      assertThat(draft.path("sources").path(0).path("secret").asString()).isEqualTo("REPO_TOKEN");
      assertThat(draft.path("agent_env"))
          .hasToString("{\"GH\":\"[redacted]\",\"MODEL\":\"[redacted]\"}");
      assertThat(draft.path("hint").asString()).isEqualTo(PERSIAN + " [redacted]");
      assertThat(server.data("list-env-vars", "{}").toString()).doesNotContain("gpt-4o", "eu-west");
    }
  }

  @Test
  void removedCharactersAreReported() throws Exception {
    try (ServerProcess server = program.serve()) {
      JsonNode task = server.data("get-task", "{\"task\":\"hello\"}");
      assertThat(task.path("workflow").path("step_configs").path("draft").path("prompt").asString())
          .isEqualTo("password\nx");
      assertThat(task.path("cleaned"))
          .hasToString(
              "[{\"path\":\"description\",\"removed\":1},"
                  + "{\"path\":\"workflow.step_configs.draft.prompt\",\"removed\":2}]");
    }
  }

  @Test
  void removedCharactersOfARoutineAreReported() throws Exception {
    jetty.on(
        "GET /api/v1/routines/acme/hello/nightly",
        FaultAnswer.json(
            """
            {"id":1,"name":"nightly","cadence":{"type":"manual"},"paused":false,
             "init_params_overrides":{"note":"pass\u200bword"}}"""));
    try (ServerProcess server = program.serve()) {
      JsonNode routine = server.data("get-routine", "{\"task\":\"hello\",\"name\":\"nightly\"}");
      assertThat(routine.path("init_params_overrides").path("note").asString())
          .isEqualTo("password");
      assertThat(routine.path("cleaned"))
          .hasToString("[{\"path\":\"init_params_overrides.note\",\"removed\":1}]");
    }
  }

  @Test
  void plainEnvDecidesWhatIsASecret() throws Exception {
    try (ServerProcess server = program.serve("--plain-env", "none,AWS_*")) {
      JsonNode init =
          server.data("get-task", "{\"task\":\"hello\"}").path("workflow").path("init_params");
      assertThat(init.path("model").asString()).isEqualTo("[redacted]");
      assertThat(init.path("region").asString()).isEqualTo("eu-west-1");
    }
    try (ServerProcess server = program.with("JETTY_PLAIN_ENV", "A_KEY").serve()) {
      assertThat(server.data("get-task", "{\"task\":\"hello\"}").toString())
          .contains("lighthouse-keeper");
    }
  }
}
