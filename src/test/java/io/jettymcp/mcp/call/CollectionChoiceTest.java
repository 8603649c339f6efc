package io.jettymcp.mcp.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.json.Json;
import io.jettymcp.mcp.HostSession;
import io.jettymcp.mcp.WireLog;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.View;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Which collection a call is about. */
class CollectionChoiceTest {
  private static final String LIST = "/api/v1/collections/";

  /** Says which collection it got. */
  private static final Tool TELLS =
      ToolCallsFixture.tool("tell")
          .runs(
              call ->
                  Mono.just(Result.of(Json.object().put("note", call.in().get(Tool.COLLECTION)))));

  private final ToolCallsFixture fixture = new ToolCallsFixture();

  @BeforeEach
  void twoCollections() {
    fixture.collection = Optional.empty();
    fixture.jetty.answers(LIST, "[{\"name\":\"acme\"},{\"name\":\"beta\"}]");
  }

  private String answerText(String arguments, McpClient client) {
    return fixture.answer(TELLS, arguments, client).text();
  }

  @Test
  void argumentTakesPrecedence() {
    fixture.collection = Optional.of("acme");
    assertThat(answerText("{\"collection\":\"beta\"}", FakeClient.choosing("acme")))
        .isEqualTo("{\"note\":\"beta\"}");
  }

  @Test
  void defaultCollectionIsUsedNext() {
    fixture.collection = Optional.of("acme");
    assertThat(answerText("{}", FakeClient.choosing("beta"))).isEqualTo("{\"note\":\"acme\"}");
    assertThat(fixture.jetty.times(LIST)).isZero();
  }

  @Test
  void lockedCollectionCannotBeOverridden() {
    fixture.collection = Optional.of("acme");
    fixture.locked = true;
    assertThat(answerText("{}", FakeClient.withoutElicitation())).isEqualTo("{\"note\":\"acme\"}");
    ToolResponse answer = fixture.answer(TELLS, "{\"collection\":\"beta\"}");
    assertThat(answer.isError()).isTrue();
    assertThat(answer.text()).contains("locked to the collection acme");
    assertThat(fixture.jetty.sent).doesNotContain(SecretiveJetty.environmentOf("beta"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"beta\"", "\"ACME\"", "\" \"", "7", "[\"acme\"]", "{\"a\":1}"})
  void onlyTheExactNameMatchesTheLockedCollection(String other) {
    fixture.collection = Optional.of("acme");
    fixture.locked = true;
    ToolResponse answer = fixture.answer(TELLS, "{\"collection\":%s}".formatted(other));
    assertThat(answer.text()).contains("locked to the collection acme");
    assertThat(fixture.jetty.sent).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"acme\"", "null", "\"\"", "{}", "\"undefined\""})
  void namingTheLockedCollectionOrNoneIsAccepted(String same) {
    fixture.collection = Optional.of("acme");
    fixture.locked = true;
    assertThat(answerText("{\"collection\":%s}".formatted(same), FakeClient.withoutElicitation()))
        .isEqualTo("{\"note\":\"acme\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"colection", "Collection", "collectionName", "jetty_collection"})
  void slipInTheNameOfALockedCollectionIsRefused(String name) {
    fixture.locked = true;
    ToolResponse answer = fixture.answer(TELLS, "{\"%s\":\"beta\"}".formatted(name));
    assertThat(answer.text()).contains("There is no argument \"" + name + "\"");
    assertThat(fixture.jetty.sent).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void unusedCollectionArgumentIsIgnored(boolean locked) {
    fixture.collection = Optional.of("acme");
    fixture.locked = locked;
    Tool anywhere =
        Tool.named("anywhere", "Anywhere")
            .gives(() -> View.of(JsonNode.class).text("note"))
            .runs(call -> Mono.just(Result.of(Json.object().put("note", "done"))));
    assertThat(fixture.answer(anywhere, "{\"collection\":\"beta\"}").text())
        .isEqualTo("{\"note\":\"done\"}");
    assertThat(fixture.answer(anywhere, "{\"colection\":\"beta\"}").text())
        .isEqualTo(
            "{\"warnings\":[\"\\\"colection\\\" was ignored: anywhere takes no arguments.\"],\"note\":\"done\"}");
  }

  @Test
  void callWithoutCollectionResolvesNone() {
    Tool sometimes =
        ToolCallsFixture.tool("sometimes")
            .needsCollection(in -> false)
            .runs(call -> Mono.just(Result.of(Json.object().put("note", "done"))));
    FakeClient client = FakeClient.choosing("beta");
    assertThat(fixture.answer(sometimes, "{}", client).text()).isEqualTo("{\"note\":\"done\"}");
    assertThat(client.questions).isEmpty();
    assertThat(fixture.jetty.times(LIST)).isZero();
  }

  @Test
  void collectionNamedByAnotherArgumentIsUsedLast() {
    Tool file =
        ToolCallsFixture.tool("file")
            .takes(ToolCallsFixture.TASK)
            .namesCollection(in -> in.get(ToolCallsFixture.TASK))
            .runs(
                call ->
                    Mono.just(
                        Result.of(Json.object().put("note", call.in().get(Tool.COLLECTION)))));
    FakeClient client = FakeClient.withoutElicitation();
    fixture.collection = Optional.of("acme");
    assertThat(fixture.answer(file, "{\"task\":\"beta\"}", client).text())
        .isEqualTo("{\"note\":\"beta\"}");
    assertThat(fixture.jetty.times(SecretiveJetty.environmentOf("beta"))).isEqualTo(1);
    assertThat(fixture.answer(file, "{\"task\":\"beta\",\"collection\":\"gamma\"}", client).text())
        .isEqualTo("{\"note\":\"gamma\"}");
    fixture.locked = true;
    assertThat(fixture.answer(file, "{\"task\":\"beta\"}", client).text())
        .isEqualTo("{\"note\":\"acme\"}");
  }

  @Test
  void onlyCollectionIsUsedWithoutAsking() {
    fixture.jetty.answers(LIST, "[{\"name\":\"acme\"}]");
    FakeClient client = FakeClient.choosing("beta");
    assertThat(answerText("{}", client)).isEqualTo("{\"note\":\"acme\"}");
    assertThat(client.questions).isEmpty();
  }

  @Test
  void userChoosesAmongSeveral() {
    FakeClient client = FakeClient.choosing("beta");
    assertThat(answerText("{}", client)).isEqualTo("{\"note\":\"beta\"}");
    assertThat(client.choices).containsExactly("acme", "beta");
  }

  @Test
  void errorListsTheNamesIfTheHostCannotAsk() {
    ToolResponse answer = fixture.answer(TELLS, "{}");
    assertThat(answer.isError()).isTrue();
    assertThat(answer.text()).contains("\"collection\" is missing").contains("acme, beta");
  }

  @Test
  void failedQuestionFallsBackToTheError() {
    FakeClient client = FakeClient.choosing(Mono.error(new IllegalStateException("no dialog")));
    assertThat(answerText("{}", client))
        .contains("acme, beta")
        .doesNotContain("Internal error in jetty-mcp");
  }

  @Test
  void userMayDecline() {
    ToolResponse answer =
        fixture.answer(TELLS, "{}", FakeClient.choosing(Mono.just(Optional.empty())));
    assertThat(answer.isError()).isTrue();
    assertThat(answer.text()).contains("No collection was chosen, so nothing was done");
    assertThat(fixture.jetty.sent).containsExactly(LIST);
  }

  @Test
  void callsOfASessionAskOnce() {
    HostSession host = new HostSession(fixture.calls(TELLS), "2025-11-25", "{\"elicitation\":{}}");
    host.wire.reply = id -> WireLog.response("another", "{}");
    String call = "{\"name\":\"%s\"}".formatted(TELLS.name());
    for (int i = 0; i < 5; i++) {
      host.start("tools/call", call).subscribe();
    }
    assertThat(host.wire.sent).hasSize(1);
    host.wire.answer(
        host.wire.last().path("id").stringValue(),
        "{\"action\":\"accept\",\"content\":{\"collection\":\"beta\"}}");
    assertThat(host.result("tools/call", call).toString()).contains("beta");
    assertThat(host.wire.sent)
        .hasSize(7)
        .filteredOn(message -> message.has("result"))
        .allSatisfy(message -> assertThat(message.toString()).contains("beta"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"action\":\"decline\"} | the user declined the question",
        "{\"action\":\"cancel\"} | the user closed the question without an answer",
        "{\"action\":\"accept\",\"content\":{\"collection\":\"gamma\"}} | is none of the choices",
        "{\"action\":\"accept\",\"content\":{\"collection\":7}} | is none of the choices"
      })
  void errorSaysWhatWasAnswered(String reply, String cause) {
    HostSession host = new HostSession(fixture.calls(TELLS), "2025-11-25", "{\"elicitation\":{}}");
    host.wire.reply = id -> WireLog.response(id, reply);
    String call = "{\"name\":\"%s\"}".formatted(TELLS.name());
    assertThat(host.result("tools/call", call).path("content").path(0).path("text").stringValue())
        .startsWith("No collection was chosen, so nothing was done: ")
        .contains(cause, "acme, beta", "--collection NAME");
  }

  @Test
  void choiceOutsideTheOptionsIsRejected() {
    assertThat(answerText("{}", FakeClient.choosing("gamma"))).contains("No collection was chosen");
  }

  @Test
  void namesAreSanitizedInTheQuestionOnly() {
    fixture.jetty.answers(
        LIST, "[{\"name\":\"acme\"},{\"name\":\"a\\u202ecme\"},{\"name\":\"be\\u200bta\"}]");
    FakeClient client = FakeClient.choosing("beta");
    fixture.jetty.environment("be%E2%80%8Bta");
    fixture.answer(TELLS, "{}", client);
    assertThat(client.choices).containsExactly("acme", "acme (2)", "beta");
    assertThat(fixture.jetty.sent).endsWith(SecretiveJetty.environmentOf("be%E2%80%8Bta"));
  }

  @Test
  void noCollectionErrorSaysWhereToCreateOne() {
    fixture.jetty.answers(LIST, "[]");
    assertThat(answerText("{}", FakeClient.withoutElicitation())).contains("https://jetty.io");
  }

  @Test
  void missingTokenErrorNamesTheThreeWays() {
    fixture.jetty.fails(LIST, new NotSignedIn(false, ""));
    assertThat(answerText("{}", FakeClient.withoutElicitation()))
        .contains("JETTY_API_TOKEN", "~/.config/jetty/token", "jetty-mcp login");
  }

  @Nested
  class UnknownCollections {
    private ToolResponse refused(String collection, Refused refused) {
      Tool fails = ToolCallsFixture.tool("fails").runs(call -> Mono.error(refused));
      return fixture
          .calls(fails, Tool.named("list-collections", "List").runs(call -> Mono.never()))
          .call(
              fails,
              ToolCallsFixture.json("{\"collection\":\"" + collection + "\"}"),
              FakeClient.withoutElicitation())
          .blockOptional()
          .orElseThrow();
    }

    @Test
    void unknownCollectionIsNamedWithTheNearestAndTheCallThatListsAll() {
      for (Refused refused :
          List.of(
              new Refused(Refused.Kind.NOT_FOUND, 404, "Task 'x' in collection 'acm' not found"),
              new Refused(Refused.Kind.FORBIDDEN, 403, "API key not valid for this collection"))) {
        ToolResponse answer = refused("acm", refused);

        assertThat(answer.error()).contains(ErrorKind.NOT_FOUND);
        assertThat(answer.text())
            .startsWith("Not found: this token sees no collection \"acm\".")
            .contains("Did you mean \"acme\"?")
            .endsWith("next: [{\"tool\":\"list-collections\",\"arguments\":{}}]");
      }
    }

    @Test
    void collectionWithoutANearNameIsAnsweredWithThoseThereAre() {
      assertThat(refused("zebra", new Refused(Refused.Kind.NOT_FOUND, 404, "x")).text())
          .contains("Available: acme, beta.");
    }

    @Test
    void refusalInAKnownCollectionStaysAsItIs() {
      assertThat(refused("beta", new Refused(Refused.Kind.NOT_FOUND, 404, "No task")).text())
          .startsWith("Not found. Jetty said: \"No task\".")
          .doesNotContain("next:");
    }

    @Test
    void refusalStaysAsItIsWhereTheListCannotBeRead() {
      fixture.jetty.fails(LIST, new Refused(Refused.Kind.FORBIDDEN, 403, "no"));

      assertThat(refused("acm", new Refused(Refused.Kind.NOT_FOUND, 404, "No task")).text())
          .startsWith("Not found. Jetty said: \"No task\".");
    }

    @Test
    void invalidArgumentsListNoCollections() {
      refused("acm", new Refused(Refused.Kind.INVALID, 422, "bad"));

      assertThat(fixture.jetty.times(LIST)).isZero();
    }
  }
}
