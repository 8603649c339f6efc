package io.jettymcp.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.json.Json;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.View;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

  private final ToolCallsFixture bench = new ToolCallsFixture();

  @BeforeEach
  void twoCollections() {
    bench.collection = Optional.empty();
    bench.jetty.answers(LIST, "[{\"name\":\"acme\"},{\"name\":\"beta\"}]");
  }

  private String told(String arguments, McpClient client) {
    return bench.answer(TELLS, arguments, client).text();
  }

  @Test
  void theArgumentWins() {
    bench.collection = Optional.of("acme");
    assertThat(told("{\"collection\":\"beta\"}", FakeClient.choosing("acme")))
        .isEqualTo("{\"note\":\"beta\"}");
  }

  @Test
  void theDefaultIsNext() {
    bench.collection = Optional.of("acme");
    assertThat(told("{}", FakeClient.choosing("beta"))).isEqualTo("{\"note\":\"acme\"}");
    assertThat(bench.jetty.times(LIST)).isZero();
  }

  @Test
  void aLockedCollectionCannotBeLeft() {
    bench.collection = Optional.of("acme");
    bench.locked = true;
    assertThat(told("{}", FakeClient.thatCannotAsk())).isEqualTo("{\"note\":\"acme\"}");
    ToolResponse answer = bench.answer(TELLS, "{\"collection\":\"beta\"}");
    assertThat(answer.isError()).isTrue();
    assertThat(answer.text()).contains("locked to the collection acme");
    assertThat(bench.jetty.sent).doesNotContain(SecretiveJetty.environmentOf("beta"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"beta\"", "\"ACME\"", "\"\"", "7", "[\"acme\"]", "{}"})
  void nothingButTheLockedCollectionIsTakenForIt(String other) {
    bench.collection = Optional.of("acme");
    bench.locked = true;
    ToolResponse answer = bench.answer(TELLS, "{\"collection\":%s}".formatted(other));
    assertThat(answer.text()).contains("locked to the collection acme");
    assertThat(bench.jetty.sent).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"acme\"", "null"})
  void toNameTheLockedCollectionDoesNoHarm(String same) {
    bench.collection = Optional.of("acme");
    bench.locked = true;
    assertThat(told("{\"collection\":%s}".formatted(same), FakeClient.thatCannotAsk()))
        .isEqualTo("{\"note\":\"acme\"}");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aToolThatTakesNoCollectionMayBeGivenOne(boolean locked) {
    bench.collection = Optional.of("acme");
    bench.locked = locked;
    Tool anywhere =
        Tool.named("anywhere", "Anywhere")
            .gives(View.of(JsonNode.class).text("note"))
            .runs(call -> Mono.just(Result.of(Json.object().put("note", "done"))));
    assertThat(bench.answer(anywhere, "{\"collection\":\"beta\"}").text())
        .isEqualTo("{\"note\":\"done\"}");
    assertThat(bench.answer(anywhere, "{\"colection\":\"beta\"}").text())
        .contains("There is no argument");
  }

  @Test
  void aCallThatIsAboutNoCollectionIsNotAskedForOne() {
    Tool sometimes =
        ToolCallsFixture.tool("sometimes")
            .needsCollection(in -> false)
            .runs(call -> Mono.just(Result.of(Json.object().put("note", "done"))));
    FakeClient client = FakeClient.choosing("beta");
    assertThat(bench.answer(sometimes, "{}", client).text()).isEqualTo("{\"note\":\"done\"}");
    assertThat(client.questions).isEmpty();
    assertThat(bench.jetty.times(LIST)).isZero();
  }

  @Test
  void anotherArgumentMayNameTheCollectionUnlessOneIsGivenOrLocked() {
    Tool file =
        ToolCallsFixture.tool("file")
            .takes(ToolCallsFixture.TASK)
            .namesCollection(in -> in.get(ToolCallsFixture.TASK))
            .runs(
                call ->
                    Mono.just(
                        Result.of(Json.object().put("note", call.in().get(Tool.COLLECTION)))));
    FakeClient nobody = FakeClient.thatCannotAsk();
    bench.collection = Optional.of("acme");
    assertThat(bench.answer(file, "{\"task\":\"beta\"}", nobody).text())
        .isEqualTo("{\"note\":\"beta\"}");
    assertThat(bench.jetty.times(SecretiveJetty.environmentOf("beta"))).isEqualTo(1);
    assertThat(bench.answer(file, "{\"task\":\"beta\",\"collection\":\"gamma\"}", nobody).text())
        .isEqualTo("{\"note\":\"gamma\"}");
    bench.locked = true;
    assertThat(bench.answer(file, "{\"task\":\"beta\"}", nobody).text())
        .isEqualTo("{\"note\":\"acme\"}");
  }

  @Test
  void theOnlyCollectionNeedsNoQuestion() {
    bench.jetty.answers(LIST, "[{\"name\":\"acme\"}]");
    FakeClient client = FakeClient.choosing("beta");
    assertThat(told("{}", client)).isEqualTo("{\"note\":\"acme\"}");
    assertThat(client.questions).isEmpty();
  }

  @Test
  void aPersonChoosesAmongSeveral() {
    FakeClient client = FakeClient.choosing("beta");
    assertThat(told("{}", client)).isEqualTo("{\"note\":\"beta\"}");
    assertThat(client.offered).containsExactly("acme", "beta");
  }

  @Test
  void whereNobodyCanBeAskedTheErrorListsTheNames() {
    ToolResponse answer = bench.answer(TELLS, "{}");
    assertThat(answer.isError()).isTrue();
    assertThat(answer.text()).contains("\"collection\" is missing").contains("acme, beta");
  }

  @Test
  void aQuestionThatReachesNobodyIsAsIfThereWereNobody() {
    FakeClient client = FakeClient.choosing(Mono.error(new IllegalStateException("no dialog")));
    assertThat(told("{}", client))
        .contains("acme, beta")
        .doesNotContain("Internal error in jetty-mcp");
  }

  @Test
  void aPersonMayDecline() {
    ToolResponse answer =
        bench.answer(TELLS, "{}", FakeClient.choosing(Mono.just(Optional.empty())));
    assertThat(answer.isError()).isTrue();
    assertThat(answer.text()).contains("No collection was chosen, so nothing was done");
    assertThat(bench.jetty.sent).containsExactly(LIST);
  }

  @Test
  void whatWasNotOfferedCannotBeChosen() {
    assertThat(told("{}", FakeClient.choosing("gamma"))).contains("No collection was chosen");
  }

  @Test
  void namesAreCleanedInTheQuestionAndUsedAsTheyAre() {
    bench.jetty.answers(
        LIST, "[{\"name\":\"acme\"},{\"name\":\"a\\u202ecme\"},{\"name\":\"be\\u200bta\"}]");
    FakeClient client = FakeClient.choosing("beta");
    bench.jetty.environment("be%E2%80%8Bta");
    bench.answer(TELLS, "{}", client);
    assertThat(client.offered).containsExactly("acme", "acme (2)", "beta");
    assertThat(bench.jetty.sent).endsWith(SecretiveJetty.environmentOf("be%E2%80%8Bta"));
  }

  @Test
  void aTokenThatSeesNoCollectionIsToldWhereToMakeOne() {
    bench.jetty.answers(LIST, "[]");
    assertThat(told("{}", FakeClient.thatCannotAsk())).contains("https://jetty.io");
  }

  @Test
  void withoutATokenTheAnswerNamesTheThreeWays() {
    bench.jetty.fails(LIST, new NotSignedIn(false, ""));
    assertThat(told("{}", FakeClient.thatCannotAsk()))
        .contains("JETTY_API_TOKEN", "~/.config/jetty/token", "jetty-mcp login");
  }
}
