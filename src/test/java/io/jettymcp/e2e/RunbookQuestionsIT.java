package io.jettymcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.Slow;
import io.jettymcp.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Tests the questions before a runbook runs: parameters by a form, secrets only by the page where
 * they are set.
 */
@Slow
@Timeout(120)
class RunbookQuestionsIT {
  private static final String BOTH = "{\"elicitation\":{\"form\":{},\"url\":{}}}";
  private static final String REMOTE =
      """
      {"mode":"remote","task":"reports","use_trial_keys":"no",\
      "runbook_path":"RUNBOOK.md"}""";

  @RegisterExtension
  final Program program = new Program().simulated().with("JETTY_COLLECTION", "acme");

  /** Starts a server and writes a runbook. */
  private ServerProcess serve(String capabilities) throws IOException {
    ServerProcess server = program.start();
    server.initialize(ServerProcess.NEWEST, capabilities);
    server.request(
        "\"prompt\"",
        "prompts/get",
        "{\"name\":\"write-runbook\",\"arguments\":{\"goal\":\"A report\"}}");
    String text =
        server
            .answer("\"prompt\"")
            .path("result")
            .path("messages")
            .path(0)
            .path("content")
            .path("text")
            .asString();
    String begin = "~~~markdown\n";
    int from = text.indexOf(begin) + begin.length();
    Files.writeString(
        program.work.resolve("RUNBOOK.md"), text.substring(from, text.indexOf("~~~", from)));
    return server;
  }

  private static void setKey(ServerProcess server) throws IOException {
    server.data(
        "set-env-var",
        Json.object()
            .put("name", "OPENROUTER_API_KEY")
            .put("value", "pretend-key-" + "x".repeat(12))
            .toString());
  }

  private static JsonNode question(ServerProcess server) {
    return server.await(m -> m.path("method").asString("").equals("elicitation/create"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"result\":{\"action\":\"accept\"}",
        "\"result\":{\"action\":\"decline\"}",
        "\"result\":{\"action\":\"cancel\"}",
        "\"error\":{\"code\":-32603,\"message\":\"no browser\"}"
      })
  void missingSecretOffersTheSettingsPage(String reply) throws Exception {
    try (ServerProcess server = serve(BOTH)) {
      server.begin("1", "run-runbook", REMOTE);
      JsonNode question = question(server);
      JsonNode params = question.path("params");
      assertThat(params.propertyNames())
          .containsExactlyInAnyOrder("mode", "message", "url", "elicitationId");
      assertThat(params.path("mode").asString()).isEqualTo("url");
      assertThat(params.path("url").asString()).isEqualTo("https://jetty.io/acme");
      assertThat(params.path("message").asString()).contains("OPENROUTER_API_KEY");
      server.send("{\"jsonrpc\":\"2.0\",\"id\":%s,%s}".formatted(question.path("id"), reply));
      JsonNode result = server.answer("1").path("result");
      assertThat(result.path("isError").asBoolean()).isTrue();
      assertThat(ServerProcess.text(result))
          .contains("Nothing was started", "OPENROUTER_API_KEY", "https://jetty.io/acme");
      assertThat(server.messages("elicitation/create")).hasSize(1);
      server.end();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"elicitation\":{}}", "{\"elicitation\":{\"form\":{}}}"})
  void secretsAreNeverElicitedInAForm(String capabilities) throws Exception {
    try (ServerProcess server = serve(capabilities)) {
      assertThat(server.refusal("run-runbook", REMOTE))
          .contains("Nothing was started", "OPENROUTER_API_KEY", "https://jetty.io/acme");
      assertThat(server.messages("elicitation/create")).isEmpty();
    }
  }

  @Test
  void missingParameterIsElicitedInAForm() throws Exception {
    try (ServerProcess server = serve(BOTH)) {
      setKey(server);
      server.begin("1", "run-runbook", REMOTE);
      JsonNode question = question(server);
      JsonNode params = question.path("params");
      assertThat(params.path("mode").asString()).isEqualTo("form");
      assertThat(params.path("requestedSchema").path("required").toString())
          .isEqualTo("[\"topic\"]");
      server.answerQuestion(
          question, "{\"action\":\"accept\",\"content\":{\"topic\":\"lighthouses\"}}");
      JsonNode result = server.answer("1").path("result");
      assertThat(result.path("isError").asBoolean()).as("%s", result).isFalse();
      assertThat(result.path("structuredContent").path("trajectory_id").asString()).isNotEmpty();
      server.end();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"action\":\"decline\"}", "{\"action\":\"cancel\"}"})
  void unansweredFormStartsNothing(String reply) throws Exception {
    try (ServerProcess server = serve(BOTH)) {
      setKey(server);
      server.begin("1", "run-runbook", REMOTE);
      server.answerQuestion(question(server), reply);
      JsonNode result = server.answer("1").path("result");
      assertThat(result.path("isError").asBoolean()).isTrue();
      assertThat(ServerProcess.text(result)).contains("Nothing was started", "topic");
    }
  }
}
