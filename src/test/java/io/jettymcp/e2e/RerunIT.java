package io.jettymcp.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Runs that are repeated, batches from files, and tables of outputs, through the real program. */
@Timeout(120)
@ParameterizedClass
@EnumSource(names = {"STDIO", "HTTP"})
class RerunIT {
  private static final String ECHO =
      "{'name':'say','workflow':{'init_params':{'text':'Hi','n':1},'steps':['echo'],"
          + "'step_configs':{'echo':{'activity':'text_echo','text_path':'init_params.text'}}}}";
  private static final String START = "POST /api/v1/run/acme/say";

  @Parameter private Transport transport;
  @TempDir Path directory;
  private Program program;

  @BeforeEach
  void layOut() throws IOException {
    program = Program.in(directory).over(transport);
  }

  @Test
  void runIsRepeatedWithTheInputsOfTheLatest() throws Exception {
    try (ServerProcess server = program.simulated().serve()) {
      server.data("create-task", json(ECHO));
      JsonNode first =
          server.data("run-task-sync", json("{'task':'say','init_params':{'text':'One','n':7}}"));
      JsonNode again =
          server.data(
              "run-task-sync", json("{'task':'say','like':'latest','init_params':{'text':'Two'}}"));

      assertThat(again.path("outputs").path("echo").path("text").asString("")).isEqualTo("Two");
      assertThat(again.path("inputs").asString("")).contains("\"text\":\"Two\"", "\"n\":7");
      assertThat(again.path("trajectory_id")).isNotEqualTo(first.path("trajectory_id"));
      JsonNode shown =
          server.data("get-trajectory", json("{'task':'say','trajectory_id':'latest'}"));
      assertThat(shown.path("trajectory_id")).isEqualTo(again.path("trajectory_id"));
      assertThat(shown.path("inputs").path("n").asInt()).isEqualTo(7);
      JsonNode none =
          server.call("get-trajectory", json("{'task':'say','trajectory_id':'latest-failed'}"));
      assertThat(none.path("isError").asBoolean()).isTrue();
      assertThat(ServerProcess.text(none)).contains("No run of the task failed.");
    }
  }

  @Test
  void batchFromAFileShowsWhatWasMadeAndTheTableShowsItAgain() throws Exception {
    String rows = "\ufefftext,n\r\n\"One, two\",2\r\n\"Three\r\nfour\",\r\n";
    try (ServerProcess server = program.simulated().serve()) {
      Files.write(program.work.resolve("rows.csv"), rows.getBytes(UTF_8));
      server.data("create-task", json(ECHO));
      String from =
          transport == Transport.STDIO
              ? "'runs_path':'rows.csv'"
              : "'runs_csv':'text,n\\n\\u0022One, two\\u0022,2\\n\\u0022Three\\r\\nfour\\u0022,\\n'";
      JsonNode batch =
          server.data(
              "run-batch", json("{'task':'say'," + from + ",'outputs':['echo.outputs.text']}"));
      assertThat(batch.path("totals").path("completed").asInt()).isEqualTo(2);
      assertThat(batch.path("runs"))
          .extracting(run -> run.path("outputs").path("echo.outputs.text").asString())
          .containsExactly("One, two", "Three\nfour");

      JsonNode table =
          server.data(
              "get-outputs",
              json("{'task':'say','paths':['init_params.n','echo.outputs.text','no.outputs.x']}"));
      assertThat(table.path("runs"))
          .extracting(run -> run.path("outputs").path("init_params.n").asInt())
          .containsExactlyInAnyOrder(2, 1);
      assertThat(table.path("runs"))
          .allMatch(run -> run.path("missing").path(0).asString("").equals("no.outputs.x"));
    }
  }

  @Test
  void unansweredStartFindsItsRunAndIsSentOnce() throws Exception {
    try (FaultServer jetty =
            FaultServer.withRoutes()
                .on(
                    "GET /api/v1/collections/acme/environment",
                    FaultAnswer.json("{\"environment_variables\":{}}"))
                .on("GET /api/v1/tasks/acme/say", FaultAnswer.json(json(ECHO)))
                .on(START, FaultAnswer.status(524, "text/html", "<html>timeout</html>"));
        ServerProcess server = program.against(jetty.url()).serve()) {
      jetty.on(
          "GET /api/v1/db/trajectories/acme/say",
          FaultAnswer.json(
              json(
                  "{'trajectories':[{'trajectory_id':'feedbeef','created':'"
                      + Instant.now()
                      + "','init_params':{'text':'One','n':1}}]}")));
      JsonNode run = server.data("run-task", json("{'task':'say','init_params':{'text':'One'}}"));
      assertThat(run.path("trajectory_id").asString("")).isEqualTo("feedbeef");
      assertThat(run.path("note").asString("")).contains("Do not start it again");
      assertThat(jetty.received(START)).hasSize(1);
    }
  }

  @Test
  void refusedStartSaysThatNothingWasStarted() throws Exception {
    try (FaultServer jetty =
            FaultServer.withRoutes()
                .on(
                    "GET /api/v1/collections/acme/environment",
                    FaultAnswer.json("{\"environment_variables\":{}}"))
                .on("GET /api/v1/tasks/acme/say", FaultAnswer.json(json(ECHO)))
                .on(START, FaultAnswer.status(422, "application/json", "{\"detail\":\"not so\"}"));
        ServerProcess server = program.against(jetty.url()).serve()) {
      JsonNode refused = server.call("run-task", json("{'task':'say'}"));
      assertThat(refused.path("isError").asBoolean()).isTrue();
      assertThat(ServerProcess.text(refused)).contains("not so").endsWith("No run was started.");
    }
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
