package io.jettymcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.Slow;
import io.jettymcp.simulator.SimulatorExtension;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tests the questions to the user: which collection to use, and whether to delete permanently. */
@Slow
@Timeout(120)
@ParameterizedClass
@EnumSource(names = {"STDIO", "HTTP"})
class QuestionsIT {
  private static final String CAN_ASK = "{\"elicitation\":{}}";
  private static final String DELETE = "{\"task\":\"welcome-email\",\"collection\":\"acme\"}";

  @Parameter private Transport transport;
  @RegisterExtension final SimulatorExtension jetty = SimulatorExtension.instant();
  @RegisterExtension final Program program = new Program();

  @BeforeEach
  void useSimulator() {
    program
        .over(transport)
        .with("JETTY_API_URL", jetty.url())
        .with("JETTY_API_TOKEN", jetty.tokens().person());
  }

  private ServerProcess serve(String capabilities, String... arguments) throws IOException {
    ServerProcess server = program.start(arguments);
    server.initialize(ServerProcess.NEWEST, capabilities);
    return server;
  }

  private static JsonNode question(ServerProcess server) {
    JsonNode question =
        server.await(m -> m.path("method").asString("").equals("elicitation/create"));
    assertThat(question.path("params").path("requestedSchema").path("type").asString())
        .isEqualTo("object");
    return question;
  }

  private static boolean exists(ServerProcess server) throws IOException {
    return !server.call("get-task", DELETE).path("isError").asBoolean();
  }

  @Test
  void userChoosesAmongSeveralCollections() throws Exception {
    try (ServerProcess server = serve(CAN_ASK)) {
      server.begin("1", "list-tasks", "{}");
      JsonNode question = question(server);
      JsonNode field =
          question.path("params").path("requestedSchema").path("properties").path("collection");
      assertThat(field.path("enum")).extracting(JsonNode::asString).contains("acme", "acme-lab");
      server.answerQuestion(
          question, "{\"action\":\"accept\",\"content\":{\"collection\":\"acme-lab\"}}");
      assertThat(server.answer("1").path("result").path("structuredContent").path("tasks"))
          .extracting(task -> task.path("name").asString())
          .contains("poster");
      server.end();
    }
  }

  @Test
  void callsAtOnceAskForTheCollectionOnce() throws Exception {
    try (ServerProcess server = serve(CAN_ASK)) {
      for (int call = 1; call <= 5; call++) {
        server.begin(String.valueOf(call), "list-tasks", "{}");
      }
      server.answerQuestion(
          question(server), "{\"action\":\"accept\",\"content\":{\"collection\":\"acme-lab\"}}");
      for (int call = 1; call <= 5; call++) {
        assertThat(server.answer(String.valueOf(call)).toString()).contains("poster");
      }
      assertThat(server.data("list-tasks", "{}").toString()).contains("poster");
      assertThat(server.messages("elicitation/create")).hasSize(1);
      server.end();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"action\":\"decline\"}",
        "{\"action\":\"cancel\"}",
        "{\"action\":\"accept\",\"content\":{\"collection\":\"not-among-them\"}}",
        "{\"action\":\"accept\",\"content\":{}}"
      })
  void unansweredChoiceSendsNothing(String answer) throws Exception {
    try (ServerProcess server = serve(CAN_ASK)) {
      server.begin("1", "list-tasks", "{}");
      server.answerQuestion(question(server), answer);
      JsonNode result = server.answer("1").path("result");
      assertThat(result.path("isError").asBoolean()).isTrue();
      assertThat(ServerProcess.text(result)).contains("acme", "acme-lab");
    }
  }

  @Test
  void hostWithoutElicitationGetsTheNames() throws Exception {
    try (ServerProcess server = serve("{}")) {
      assertThat(server.refusal("list-tasks", "{}")).contains("acme", "acme-lab", "collection");
      assertThat(server.messages("elicitation/create")).isEmpty();
    }
  }

  @Test
  void confirmedCallIsCarriedOut() throws Exception {
    try (ServerProcess server = serve(CAN_ASK)) {
      server.begin("1", "delete-task", DELETE);
      JsonNode question = question(server);
      assertThat(question.path("params").path("message").asString())
          .contains("welcome-email", "acme");
      assertThat(exists(server)).as("while the question is open").isTrue();
      server.answerQuestion(question, "{\"action\":\"accept\",\"content\":{\"confirm\":true}}");
      assertThat(
              server
                  .answer("1")
                  .path("result")
                  .path("structuredContent")
                  .path("deleted")
                  .asBoolean())
          .isTrue();
      assertThat(exists(server)).isFalse();
      server.end();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"action\":\"decline\"}",
        "{\"action\":\"cancel\"}",
        "{\"action\":\"accept\",\"content\":{\"confirm\":false}}",
        "{\"action\":\"accept\"}",
        "{\"action\":\"ok\"}"
      })
  void unconfirmedDeletionIsNotCarriedOut(String answer) throws Exception {
    try (ServerProcess server = serve(CAN_ASK)) {
      server.begin("1", "delete-task", DELETE);
      server.answerQuestion(question(server), answer);
      assertThat(ServerProcess.text(server.answer("1").path("result")))
          .contains("Nothing was changed");
      assertThat(exists(server)).isTrue();
    }
  }

  @Test
  void hostWithoutElicitationGetsTheShellCommand() throws Exception {
    String command;
    try (ServerProcess server = serve("{}")) {
      String refusal = server.refusal("delete-task", DELETE);
      assertThat(exists(server)).isTrue();
      // Over HTTP the people are elsewhere, and have settings of their own.
      assertThat(refusal.contains("JETTY_API_URL=")).isEqualTo(transport == Transport.STDIO);
      command = refusal.substring(refusal.indexOf("jetty-mcp call delete-task '"));
    }
    assertThat(command).contains("--yes");
    String json = command.substring(command.indexOf('\'') + 1, command.lastIndexOf('\''));

    Program.Ended without = program.run("call", "delete-task", json);
    assertThat(without.exit()).isEqualTo(1);
    assertThat(without.err()).contains("--yes");
    Program.Ended with = program.run("call", "delete-task", json, "--yes");
    assertThat(with.exit()).as(with.err()).isZero();
    assertThat(ServerProcess.JSON.readTree(with.out()).path("deleted").asBoolean()).isTrue();
  }

  @Test
  void confirmNeverSkipsTheQuestion() throws Exception {
    try (ServerProcess server = serve(CAN_ASK, "--confirm", "never")) {
      assertThat(server.data("delete-task", DELETE).path("deleted").asBoolean()).isTrue();
      assertThat(server.messages("elicitation/create")).isEmpty();
    }
  }

  @Test
  void callCancelledDuringAQuestionSendsNothing() throws Exception {
    try (ServerProcess server = serve(CAN_ASK)) {
      server.begin("1", "delete-task", DELETE);
      JsonNode question = question(server);
      server.cancel("1");
      JsonNode closed =
          server.await(m -> m.path("method").asString("").equals("notifications/cancelled"));
      assertThat(closed.path("params").path("requestId")).isEqualTo(question.path("id"));
      server.answerQuestion(question, "{\"action\":\"accept\",\"content\":{\"confirm\":true}}");
      assertThat(exists(server)).isTrue();
      server.end();
      assertThat(server.messages()).noneMatch(m -> ServerProcess.isAnswer(m, "1"));
    }
  }
}
