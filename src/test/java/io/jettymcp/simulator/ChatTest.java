package io.jettymcp.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Chat completions that go on to a model. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ChatTest {
  private static final String TEXT =
      "[Simulated answer, gpt-4o-mini was not called] The prompt was: Name a colour.";

  private Simulator simulator;
  private SimulatorClient visit;

  @BeforeEach
  void start() {
    RunTimings pace = new RunTimings(Duration.ZERO, Duration.ZERO, Duration.ofMillis(60));
    simulator = Simulator.start(SimulatorOptions.defaults().withPace(pace));
    visit = SimulatorClient.of(simulator);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void aRequestIsAnsweredAsByOpenAi() {
    SimulatorClient.Got got = complete(colour());
    assertThat(got.status()).isEqualTo(200);
    JsonNode choice = got.json().path("choices").path(0);
    assertThat(got.json().path("object").asString()).isEqualTo("chat.completion");
    assertThat(got.json().path("id").asString()).startsWith("chatcmpl-");
    assertThat(got.json().has("jetty_metadata")).isFalse();
    assertThat(choice.path("message").path("role").asString()).isEqualTo("assistant");
    assertThat(choice.path("message").path("content").asString()).isEqualTo(TEXT);
    assertThat(choice.path("finish_reason").asString()).isEqualTo("stop");
    assertThat(got.json().path("usage").toString())
        .isEqualTo("{\"prompt_tokens\":8,\"completion_tokens\":20,\"total_tokens\":28}");
  }

  @Test
  void theLastWordOfTheUserIsAnswered() {
    ChatBody body =
        colour()
            .says("assistant", "Blue.")
            .with("max_completion_tokens", "999")
            .with("response_format", "{'type':'json_object'}")
            .says("user", "And now?");
    JsonNode choice = complete(body).json().path("choices").path(0);
    JsonNode content = SimulatorJson.parse(choice.path("message").path("content").asString());
    assertThat(content.path("answer").asString()).endsWith("The prompt was: And now?");
  }

  @Test
  void contentMayComeInParts() {
    ChatBody body =
        ChatBody.of("gpt-4o-mini")
            .with(
                "messages",
                "[{'role':'user','content':[{'type':'text','text':'Name '},"
                    + "{'type':'image_url','image_url':{'url':'x'}},"
                    + "{'type':'text','text':'a colour.'}]},{'role':'assistant','content':null}]");
    assertThat(complete(body).text()).contains("The prompt was: Name a colour.");
  }

  @Test
  void anAnswerEndsAtItsMostTokens() {
    JsonNode json = complete(colour().with("max_tokens", "3")).json();
    assertThat(json.path("choices").path(0).path("message").path("content").asString())
        .isEqualTo("[Simulated a");
    assertThat(json.path("choices").path(0).path("finish_reason").asString()).isEqualTo("length");
    assertThat(json.path("usage").path("completion_tokens").asInt()).isEqualTo(3);
  }

  @Test
  void aStreamBringsTheTextInPiecesAndThenTheUsage() throws IOException {
    ChatBody body = colour().streamed().with("stream_options", "{'include_usage':true}");
    try (Listening stream = visit.listen(ChatBody.PATH, body.toString())) {
      assertThat(stream.status()).isEqualTo(200);
      assertThat(stream.contentType()).isEqualTo("text/event-stream");
      List<JsonNode> chunks = stream.chunks();
      assertThat(stream.line()).as("nothing after the end").isNull();
      assertThat(chunks).hasSizeGreaterThan(5);
      assertThat(chunks.get(0).path("object").asString()).isEqualTo("chat.completion.chunk");
      assertThat(chunks.get(0).path("choices").path(0).path("delta").path("role").asString())
          .isEqualTo("assistant");
      assertThat(Listening.text(chunks)).isEqualTo(TEXT);
      JsonNode usage = chunks.get(chunks.size() - 1);
      assertThat(usage.path("choices").isEmpty()).isTrue();
      assertThat(usage.path("usage").path("total_tokens").asInt()).isEqualTo(28);
      JsonNode last = chunks.get(chunks.size() - 2).path("choices").path(0);
      assertThat(last.path("finish_reason").asString()).isEqualTo("stop");
      assertThat(chunks.stream().map(chunk -> chunk.path("id").asString()).distinct()).hasSize(1);
    }
  }

  @Test
  void aStreamCutsNoCharacterInTwo() throws IOException {
    String faces = "\ud83d\ude00".repeat(40);
    ChatBody body = ChatBody.of("m").says("user", "x" + faces).streamed();
    try (Listening stream = visit.listen(ChatBody.PATH, body.toString())) {
      assertThat(Listening.text(stream.chunks())).endsWith("x" + faces);
    }
  }

  @Test
  void eachAnswerIsRecordedUnderItsTask() {
    complete(colour());
    complete(colour().jetty("task", "'colours'").jetty("runbook", "false"));
    for (String task : List.of("_chat", "colours")) {
      JsonNode runs = visit.get("/api/v1/db/trajectories/acme/" + task).json();
      assertThat(runs.path("total").asInt()).as(task).isEqualTo(1);
      JsonNode step = runs.path("trajectories").path(0).path("steps").path("completion");
      assertThat(step.path("outputs").path("text").asString()).isEqualTo(TEXT);
      assertThat(visit.get("/api/v1/tasks/acme/" + task).status()).isEqualTo(404);
    }
  }

  @Test
  void theTrialPaysForAnswersToo() {
    complete(colour());
    assertThat(visit.get("/api/v1/trial/acme").json().path("runs_used").asInt()).isEqualTo(4);
  }

  @Test
  void withoutAKeyThereIsNoAnswer() {
    ChatBody body = colour().jetty("collection", "'acme-lab'");
    SimulatorClient.Got got =
        visit.as(simulator.tokens().person()).json("POST", ChatBody.PATH, body + "");
    assertThat(got.status()).isEqualTo(400);
    assertThat(got.json().path("error").path("message").asString())
        .startsWith("AuthenticationError: no provider key is set in collection 'acme-lab'");
  }

  @Test
  void aPersonHasToNameACollectionAndAKeyCannotNameAnother() {
    SimulatorClient person = visit.as(simulator.tokens().person());
    SimulatorClient.Got unnamed = person.json("POST", ChatBody.PATH, colour().toString());
    assertThat(unnamed.status()).isEqualTo(400);
    assertThat(unnamed.json().path("error").path("message").asString())
        .contains("jetty.collection");
    SimulatorClient.Got other = complete(colour().jetty("collection", "'acme-lab'"));
    assertThat(other.status()).isEqualTo(403);
    SimulatorClient reader = visit.as(simulator.tokens().reader());
    ChatBody named = colour().jetty("collection", "'acme'");
    assertThat(reader.json("POST", ChatBody.PATH, named.toString()).status()).isEqualTo(403);
    assertThat(visit.as(null).json("POST", ChatBody.PATH, "{}").status()).isEqualTo(401);
  }

  @Test
  void whatIsMalformedIsRefused() {
    assertRefused("{}", "[\"body\",\"model\"]");
    assertRefused("{'model':'m'}", "[\"body\",\"messages\"]");
    assertRefused("{'model':'m','messages':[]}", "[\"body\",\"messages\"]");
    assertRefused("{'model':'m','messages':[7]}", "[\"body\",\"messages\",\"0\"]");
    assertRefused(
        "{'model':'m','messages':[{'role':'user','content':'x'},{'role':'oracle','content':'x'}]}",
        "[\"body\",\"messages\",\"1\",\"role\"]");
    assertRefused(
        "{'model':'m','messages':[{'role':'user'}]}", "[\"body\",\"messages\",\"0\",\"content\"]");
    assertRefused(
        "{'model':'m','messages':[{'role':'user','content':'x'}],'max_tokens':0}",
        "[\"body\",\"max_tokens\"]");
    assertRefused(
        "{'model':'m','messages':[{'role':'user','content':'x'}],'jetty':{'file_paths':'a'}}",
        "[\"body\",\"jetty\",\"file_paths\"]");
  }

  private void assertRefused(String body, String where) {
    SimulatorClient.Got got = visit.json("POST", ChatBody.PATH, body.replace('\'', '"'));
    assertThat(got.status()).as(body).isEqualTo(422);
    assertThat(got.finding().path("loc").toString()).as(body).isEqualTo(where);
  }

  private static ChatBody colour() {
    return ChatBody.of("gpt-4o-mini")
        .says("system", "Answer shortly.")
        .says("user", "Name a colour.");
  }

  private SimulatorClient.Got complete(ChatBody body) {
    return visit.json("POST", ChatBody.PATH, body.toString());
  }
}
