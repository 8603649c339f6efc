package io.jettymcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Failure.Unavailable.Reason;
import io.jettymcp.jetty.ResponseHandling;
import io.jettymcp.json.Json;
import io.jettymcp.tool.FakeCall;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.ToolHarness;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ChatToolsTest {
  private static final String ASK = "{'model':'gpt-4o-mini','prompt':'Hi'}";
  private static final String STARTED = "{'choices':[{'delta':{'content':'Half an ans'}}]}";

  @Test
  void streamedPiecesAreJoined() {
    ToolHarness call = ask(FakeJetty.replying(Acme.COMPLETION), ASK);

    assertThat(call.shown())
        .isEqualTo(
            json(
                "{'text':'Hello there','model':'gpt-4o-mini','finish_reason':'stop',"
                    + "'usage':{'prompt_tokens':5,'completion_tokens':2,'total_tokens':7}}"));
    assertThat(call.jetty().lines()).containsExactly("POST /v1/chat/completions");
  }

  @Test
  void requestIsAnOpenAiStream() {
    assertThat(sent(ASK))
        .isEqualTo(
            json(
                "{'model':'gpt-4o-mini','messages':[{'role':'user','content':'Hi'}],'stream':true,"
                    + "'stream_options':{'include_usage':true},'jetty':{'collection':'acme'}}"));
    assertThat(
            sent(
                "{'model':'m','system':'Be brief.','temperature':'0.5','max_tokens':9,"
                    + "'messages':[{'role':'user','content':[{'type':'text','text':'a'}]},"
                    + "{'role':'assistant','content':'b','name':'x'}],'collection':'other'}"))
        .isEqualTo(
            json(
                "{'model':'m','messages':[{'role':'system','content':'Be brief.'},"
                    + "{'role':'user','content':[{'type':'text','text':'a'}]},"
                    + "{'role':'assistant','content':'b','name':'x'}],"
                    + "'temperature':0.5,'max_tokens':9,'stream':true,"
                    + "'stream_options':{'include_usage':true},'jetty':{'collection':'other'}}"));
  }

  @Test
  void recordingTaskIsSent() {
    assertThat(sent("{'model':'m','prompt':'Hi','task':'support-chat'}").path("jetty"))
        .isEqualTo(json("{'collection':'acme','task':'support-chat'}"));
  }

  @Test
  void trajectoryIdOfTheReplyIsReturned() {
    JsonNode shown =
        shown(
            "{'choices':[{'message':{'content':'Hi'},'finish_reason':'stop'}],'jetty_metadata':"
                + "{'trajectory_id':'1a2b3c4d','collection':'acme','mode':'passthrough'}}");

    assertThat(shown.path("trajectory_id").asString()).isEqualTo("1a2b3c4d");
  }

  @Test
  void restOfALongAnswerIsReadFromTheRunThatRecordedIt() {
    assertThat(callsForTheRest("'task':'support-chat'", "'trajectory_id':'1a2b3c4d'"))
        .isEqualTo(
            json(
                "[{'collection':'acme','task':'support-chat','trajectory_id':'1a2b3c4d','step':'completion'}]"));
    assertThat(callsForTheRest("'task':''", "'workflow_id':'acme-_chat--1a2b3c4d'"))
        .isEqualTo(
            json(
                "[{'collection':'acme','task':'_chat','trajectory_id':'1a2b3c4d','step':'completion'}]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "'trajectory_id':'../x'"})
  void answerWithoutTheIdOfItsRunHasNoCallForTheRest(String metadata) {
    assertThat(callsForTheRest("'task':'support-chat'", metadata)).isEmpty();
  }

  private static JsonNode callsForTheRest(String more, String metadata) {
    String reply =
        "{'choices':[{'message':{'content':'Hi'},'finish_reason':'stop'}],'jetty_metadata':{"
            + metadata
            + "}}";
    String arguments = "{'model':'m','prompt':'Hi'," + more + "}";
    List<Next> calls = ask(FakeJetty.replying(reply), arguments).result().ifCut();
    assertThat(calls).extracting(Next::tool).allMatch("get-trajectory"::equals);
    return Json.node(calls.stream().map(Next::arguments).toList());
  }

  @Test
  void trajectoryIdIsReadOutOfTheWorkflowId() {
    JsonNode shown =
        shown(
            "{'choices':[{'message':{'content':'Hi'},'finish_reason':'stop'}],'jetty_metadata':"
                + "{'workflow_id':'acme-support-chat--1a2b3c4d'}}");

    assertThat(shown.path("trajectory_id").asString()).isEqualTo("1a2b3c4d");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'model':'m'}",
        "{'model':'m','prompt':'a','messages':[{'role':'user','content':'b'}]}",
        "{'model':'m','system':'s'}",
        "{'model':'m','messages':[{'role':'user'}]}",
        "{'model':'m','messages':[{'content':'a'}]}",
        "{'model':'m','messages':[{'role':7,'content':'a'}]}",
        "{'model':'m','messages':[{'role':'user','content':{'text':'a'}}]}"
      })
  void invalidMessagesAreRefused(String arguments) {
    ToolHarness call = ask(FakeJetty.replying(Acme.COMPLETION), arguments);

    assertThat(call.failure(BadArguments.class).problem()).contains("\"messages\"");
    assertThat(call.jetty().requests()).isEmpty();
  }

  @Test
  void plainReplyIsRead() {
    for (String content : List.of("'Hello'", "[{'type':'text','text':'Hel'},{'text':'lo'},7]")) {
      assertThat(
              shown(
                  "{'model':'m-2','choices':[{'message':{'role':'assistant','content':"
                      + content
                      + "},'finish_reason':'length'}],'usage':{'total_tokens':3}}"))
          .isEqualTo(
              json(
                  "{'text':'Hello','model':'m-2','finish_reason':'length',"
                      + "'usage':{'total_tokens':3}}"));
    }
  }

  @Test
  void emptyAnswersAndRefusalsAreReturned() {
    assertThat(shown("{'choices':[{'message':{'content':null},'finish_reason':'stop'}]}"))
        .isEqualTo(json("{'text':'','finish_reason':'stop'}"));
    assertThat(
            shown(
                "{'choices':[{'message':{'content':null,'refusal':'I will not.'},"
                    + "'finish_reason':'stop'}]}"))
        .isEqualTo(json("{'text':'I will not.','finish_reason':'stop'}"));
  }

  @Test
  void brokenStreamReturnsThePartialAnswerWithoutRetry() {
    for (Failure failure :
        List.of(
            new Unavailable(Reason.BROKEN_OFF, "the connection ended"),
            new Unavailable(Reason.TIMED_OUT, "silence deadline of 60 s"),
            new Failure.TooLarge(1))) {
      ToolHarness call = ask(breaking(failure, STARTED), ASK);

      assertThat(call.shown().path("text").asString()).isEqualTo("Half an ans");
      assertThat(call.shown().has("finish_reason")).isFalse();
      assertThat(call.shown().path("note").asString())
          .startsWith("The answer broke off. ")
          .contains("costs tokens again.")
          .endsWith(failure.detail());
      assertThat(call.jetty().requests()).hasSize(1);
    }
  }

  @Test
  void streamBrokenBeforeTheFirstWordIsAFailure() {
    Unavailable failure = new Unavailable(Reason.BROKEN_OFF, "");

    assertThat(ask(breaking(failure), ASK).failure(Unavailable.class)).isSameAs(failure);
  }

  @Test
  void streamWithoutFinishReasonIsNoted() {
    JsonNode shown = shown("[" + STARTED + "]");

    assertThat(shown.path("text").asString()).isEqualTo("Half an ans");
    assertThat(shown.has("finish_reason")).isFalse();
    assertThat(shown.path("note").asString()).contains("ended before");
  }

  @Test
  void errorEventIsANoteAfterAPartialAnswerElseAFailure() {
    String error = "{'error':{'message':'Provider is down','code':502}}";

    assertThat(shown("[" + STARTED + "," + error + "]").path("note").asString())
        .startsWith("The answer broke off. ")
        .endsWith("Reason: Provider is down");
    Unavailable failure =
        ask(FakeJetty.replying("[" + error + "]"), ASK).failure(Unavailable.class);
    assertThat(failure.status()).isEqualTo(502);
    assertThat(failure.detail()).isEqualTo("Provider is down");
  }

  @Test
  void errorReplyHasItsKind() {
    Refused refused =
        ask(FakeJetty.replying("{'error':{'message':'No such model','code':404}}"), ASK)
            .failure(Refused.class);
    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.detail()).isEqualTo("No such model");
    for (String code : List.of("'invalid_model'", "null", "7", "1e300")) {
      Unavailable failure =
          ask(FakeJetty.replying("{'error':{'message':'x','code':" + code + "}}"), ASK)
              .failure(Unavailable.class);
      assertThat(failure.status()).isEqualTo(500);
    }
    assertThat(ask(FakeJetty.replying("{'error':'Plain'}"), ASK).failure(Unavailable.class))
        .extracting(Failure::detail)
        .isEqualTo("Plain");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "[{}]", "[7,null,'x']", "{'choices':{}}"})
  void replyWithoutACompletionIsUnreadable(String reply) {
    assertThat(ask(FakeJetty.replying(reply), ASK).failure(Unavailable.class).reason())
        .isEqualTo(Reason.UNREADABLE);
  }

  @Test
  void tooLongAnswerIsCutWithANote() {
    String piece = "x".repeat(300_000);
    FakeJetty jetty =
        new FakeJetty(
            request -> {
              ResponseHandling.Events events = (ResponseHandling.Events) request.handling();
              for (int i = 0; i < 10; i++) {
                events
                    .listener()
                    .accept(json("{'choices':[{'delta':{'content':'" + piece + "'}}]}"));
              }
              return json("{'choices':[{'finish_reason':'stop'}]}");
            });

    JsonNode shown = ask(jetty, ASK).shown();

    assertThat(shown.path("text").asString()).hasSize(ChatCompletion.MAX_TEXT);
    assertThat(shown.path("note").asString()).isEqualTo("1000000 more characters were dropped.");
    assertThat(shown.path("finish_reason").asString()).isEqualTo("stop");
  }

  @Test
  void progressReportsTheNumberOfCharactersOnly() {
    FakeCall call = ask(FakeJetty.neverAnswering(), ASK).call();
    assertThat(call.latest()).isEqualTo("the model has not started to answer");

    ChatCompletion completion = new ChatCompletion(new TaskRef("acme", "_chat"));
    completion.add(json(STARTED));
    assertThat(completion.progress()).isEqualTo("11 characters so far");
  }

  @Test
  void descriptionIsShort() {
    String listed =
        ChatTools.CHAT_COMPLETION.name()
            + ChatTools.CHAT_COMPLETION.about()
            + ChatTools.CHAT_COMPLETION.inputSchema(false);
    assertThat(listed.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(800);
  }

  private static JsonNode shown(String reply) {
    return ask(FakeJetty.replying(reply), ASK).shown();
  }

  private static JsonNode sent(String arguments) {
    ToolHarness call = ask(FakeJetty.replying(Acme.COMPLETION), arguments);
    return FakeJetty.json(FakeJetty.body(call.jetty().requests().get(0)));
  }

  /** Returns a stream that fails after these events. */
  private static FakeJetty breaking(Failure failure, String... events) {
    return new FakeJetty(
        request -> {
          for (String event : events) {
            ((ResponseHandling.Events) request.handling()).listener().accept(json(event));
          }
          throw failure;
        });
  }

  private static ToolHarness ask(FakeJetty jetty, String arguments) {
    return ToolHarness.of(ChatTools.CHAT_COMPLETION, jetty, arguments);
  }

  private static JsonNode json(String text) {
    return FakeJetty.json(text);
  }
}
