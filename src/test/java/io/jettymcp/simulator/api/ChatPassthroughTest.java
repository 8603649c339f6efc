package io.jettymcp.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.simulator.ChatBody;
import io.jettymcp.simulator.EventStreamReader;
import io.jettymcp.simulator.SimulatorClient;
import io.jettymcp.simulator.SimulatorClient.Reply;
import io.jettymcp.simulator.SimulatorExtension;
import io.jettymcp.simulator.SimulatorOptions;
import io.jettymcp.simulator.engine.RunTimings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ChatPassthroughTest {
  private static final String TEXT =
      "[Simulated answer, gpt-4o-mini was not called] The prompt was: Name a colour.";

  @RegisterExtension
  final SimulatorExtension jetty =
      SimulatorExtension.with(
          SimulatorOptions.defaults().withTimings(RunTimings.ofStep(Duration.ofMillis(60))));

  private final SimulatorClient client = jetty.client();

  @Test
  void responseHasTheFormOfOpenAi() {
    Reply reply = client.chat(colour());
    assertThat(reply.status()).isEqualTo(200);
    JsonNode json = reply.json();
    assertThat(json.path("object").asString()).isEqualTo("chat.completion");
    assertThat(json.path("id").asString()).startsWith("chatcmpl-");
    assertThat(json.has("jetty_metadata")).isFalse();
    assertThat(json.at("/choices/0/message"))
        .hasToString("{\"role\":\"assistant\",\"content\":\"" + TEXT + "\"}");
    assertThat(json.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
    assertThat(json.path("usage"))
        .hasToString(
            """
            {"prompt_tokens":8,"completion_tokens":20,"total_tokens":28}""");
  }

  @Test
  void lastMessageOfTheUserIsThePrompt() {
    ChatBody body = colour().message("assistant", "Blue.").message("user", "And now?");
    assertThat(content(client.chat(body))).endsWith("The prompt was: And now?");
  }

  @Test
  void responseFormatIsPassedOn() {
    ChatBody body =
        colour()
            .with("max_completion_tokens", "999")
            .with(
                "response_format",
                """
                {"type": "json_object"}""");
    JsonNode content = JsonMapper.shared().readTree(content(client.chat(body)));
    assertThat(content.path("answer").asString()).endsWith("The prompt was: Name a colour.");
  }

  @Test
  void textPartsOfAMessageAreJoined() {
    ChatBody body =
        ChatBody.of("gpt-4o-mini")
            .with(
                "messages",
                """
                [
                  {"role": "user", "content": [
                    {"type": "text", "text": "Name "},
                    {"type": "image_url", "image_url": {"url": "x"}},
                    {"type": "text", "text": "a colour."}]},
                  {"role": "assistant", "content": null}
                ]""");
    assertThat(content(client.chat(body))).isEqualTo(TEXT);
  }

  @Test
  void completionIsTruncatedToMaxTokens() {
    Reply reply = client.chat(colour().with("max_tokens", "3"));
    assertThat(content(reply)).isEqualTo("[Simulated a");
    assertThat(reply.json().at("/choices/0/finish_reason").asString()).isEqualTo("length");
    assertThat(reply.json().at("/usage/completion_tokens").asInt()).isEqualTo(3);
  }

  @Nested
  class Streams {
    @Test
    void contentComesInChunks() throws IOException {
      try (EventStreamReader stream = client.stream(colour().streamed())) {
        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.contentType()).isEqualTo("text/event-stream");
        List<JsonNode> chunks = stream.chunks();
        assertThat(chunks).hasSizeGreaterThan(5);
        assertThat(chunks.get(0).path("object").asString()).isEqualTo("chat.completion.chunk");
        assertThat(chunks.get(0).at("/choices/0/delta/role").asString()).isEqualTo("assistant");
        assertThat(EventStreamReader.content(chunks)).isEqualTo(TEXT);
        assertThat(chunks.get(chunks.size() - 1).at("/choices/0/finish_reason").asString())
            .isEqualTo("stop");
        assertThat(chunks.stream().map(chunk -> chunk.path("id").asString()).distinct()).hasSize(1);
      }
    }

    @Test
    void nothingFollowsTheEndMarker() throws IOException {
      try (EventStreamReader stream = client.stream(colour().streamed())) {
        stream.chunks();
        assertThat(stream.line()).isNull();
      }
    }

    @Test
    void usageIsTheLastChunk() throws IOException {
      ChatBody body =
          colour()
              .streamed()
              .with(
                  "stream_options",
                  """
                  {"include_usage": true}""");
      try (EventStreamReader stream = client.stream(body)) {
        List<JsonNode> chunks = stream.chunks();
        JsonNode last = chunks.get(chunks.size() - 1);
        assertThat(last.path("choices").isEmpty()).isTrue();
        assertThat(last.at("/usage/total_tokens").asInt()).isEqualTo(28);
      }
    }

    @Test
    void surrogatePairsAreNotSplit() throws IOException {
      String faces = "\ud83d\ude00".repeat(40);
      ChatBody body = ChatBody.of("m").message("user", "x" + faces).streamed();
      try (EventStreamReader stream = client.stream(body)) {
        assertThat(EventStreamReader.content(stream.chunks())).endsWith("x" + faces);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"_chat", "colours"})
  void completionIsRecordedUnderItsTask(String task) {
    client.chat(colour());
    client.chat(colour().jettyText("task", "colours").jetty("runbook", "false"));
    JsonNode runs = client.trajectories(task);
    assertThat(runs.size()).isEqualTo(1);
    assertThat(runs.at("/0/steps/completion/outputs/text").asString()).isEqualTo(TEXT);
    assertThat(client.get("/api/v1/tasks/acme/" + task).status()).isEqualTo(404);
  }

  @Test
  void runIsNamedWhereTheRequestNamesItsTask() {
    JsonNode metadata =
        client.chat(colour().jettyText("task", "colours")).json().path("jetty_metadata");

    assertThat(metadata.path("trajectory_id").asString()).matches("[0-9a-f]{8}");
    assertThat(metadata.path("mode").asString()).isEqualTo("passthrough");
    Reply streamed = client.chat(colour().jettyText("task", "colours").with("stream", "true"));
    assertThat(streamed.text()).contains("\"mode\":\"passthrough\"");
  }

  @Test
  void trialPaysForCompletions() {
    client.chat(colour());
    assertThat(client.get("/api/v1/trial/acme").json().path("runs_used").asInt()).isEqualTo(4);
  }

  @Nested
  class Access {
    @Test
    void modelKeyIsRequired() {
      Reply reply = client.asPerson().chat(colour().jettyText("collection", "acme-lab"));
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.openAiError())
          .startsWith("AuthenticationError: no provider key is set in collection 'acme-lab'");
    }

    @Test
    void personHasToNameACollection() {
      Reply reply = client.asPerson().chat(colour());
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.openAiError()).contains("jetty.collection");
    }

    @Test
    void keyCannotNameAnotherCollection() {
      assertThat(client.chat(colour().jettyText("collection", "acme-lab")).status()).isEqualTo(403);
    }

    @Test
    void readerIsForbidden() {
      ChatBody named = colour().jettyText("collection", "acme");
      assertThat(client.asReader().chat(named).status()).isEqualTo(403);
    }

    @Test
    void tokenIsRequired() {
      assertThat(client.anonymous().chat(colour()).status()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                                         | ["body","model"]
          {"model": "m"}                                             | ["body","messages"]
          {"model": "m", "messages": []}                             | ["body","messages"]
          {"model": "m", "messages": [7]}                            | ["body","messages","0"]
          {"model": "m", "messages": [{"role": "user", "content": "x"}, {"role": "oracle", "content": "x"}]} | ["body","messages","1","role"]
          {"model": "m", "messages": [{"role": "user"}]}             | ["body","messages","0","content"]
          {"model": "m", "messages": [{"role": "user", "content": "x"}], "max_tokens": 0} | ["body","max_tokens"]
          {"model": "m", "messages": [{"role": "user", "content": "x"}], "jetty": {"file_paths": "a"}} | ["body","jetty","file_paths"]
          """)
  void malformedBodyIsInvalid(String body, String location) {
    Reply reply = client.json("POST", ChatBody.PATH, body);
    assertThat(reply.status()).isEqualTo(422);
    assertThat(reply.validationError().path("loc")).hasToString(location);
  }

  private static ChatBody colour() {
    return ChatBody.of("gpt-4o-mini")
        .message("system", "Answer shortly.")
        .message("user", "Name a colour.");
  }

  private static String content(Reply reply) {
    return reply.json().at("/choices/0/message/content").asString();
  }
}
