package io.jettymcp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.api.Failure.NotSignedIn;
import io.jettymcp.tool.Json;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.View;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Which collection a call is about. */
class CollectionChoiceTest {
  private static final String LIST = "/api/v1/collections/";

  /** Says which collection it got. */
  private static final Tool TELLS =
      Bench.tool("tell")
          .runs(
              call ->
                  Mono.just(Result.of(Json.object().put("note", call.in().get(Tool.COLLECTION)))));

  private final Bench bench = new Bench();

  @BeforeEach
  void twoCollections() {
    bench.collection = Optional.empty();
    bench.jetty.answers(LIST, "[{\"name\":\"acme\"},{\"name\":\"beta\"}]");
  }

  private String told(String arguments, Peer peer) {
    return bench.answer(TELLS, arguments, peer).text();
  }

  @Test
  void theArgumentWins() {
    bench.collection = Optional.of("acme");
    assertThat(told("{\"collection\":\"beta\"}", FakePeer.choosing("acme")))
        .isEqualTo("{\"note\":\"beta\"}");
  }

  @Test
  void theDefaultIsNext() {
    bench.collection = Optional.of("acme");
    assertThat(told("{}", FakePeer.choosing("beta"))).isEqualTo("{\"note\":\"acme\"}");
    assertThat(bench.jetty.times(LIST)).isZero();
  }

  @Test
  void aLockedCollectionCannotBeLeft() {
    bench.collection = Optional.of("acme");
    bench.locked = true;
    assertThat(told("{}", FakePeer.thatCannotAsk())).isEqualTo("{\"note\":\"acme\"}");
    Answer answer = bench.answer(TELLS, "{\"collection\":\"beta\"}");
    assertThat(answer.isError()).isTrue();
    assertThat(answer.text()).contains("locked to the collection acme");
    assertThat(bench.jetty.sent).doesNotContain(FakeJetty.environmentOf("beta"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"beta\"", "\"ACME\"", "\"\"", "7", "[\"acme\"]", "{}"})
  void nothingButTheLockedCollectionIsTakenForIt(String other) {
    bench.collection = Optional.of("acme");
    bench.locked = true;
    Answer answer = bench.answer(TELLS, "{\"collection\":%s}".formatted(other));
    assertThat(answer.text()).contains("locked to the collection acme");
    assertThat(bench.jetty.sent).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"acme\"", "null"})
  void toNameTheLockedCollectionDoesNoHarm(String same) {
    bench.collection = Optional.of("acme");
    bench.locked = true;
    assertThat(told("{\"collection\":%s}".formatted(same), FakePeer.thatCannotAsk()))
        .isEqualTo("{\"note\":\"acme\"}");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aToolThatTakesNoCollectionMayBeGivenOne(boolean locked) {
    bench.collection = Optional.of("acme");
    bench.locked = locked;
    Tool anywhere =
        Tool.named("anywhere", "Anywhere")
            .gives(View.object(View.text("note", "")))
            .runs(call -> Mono.just(Result.of(Json.object().put("note", "done"))));
    assertThat(bench.answer(anywhere, "{\"collection\":\"beta\"}").text())
        .isEqualTo("{\"note\":\"done\"}");
    assertThat(bench.answer(anywhere, "{\"colection\":\"beta\"}").text())
        .contains("There is no argument");
  }

  @Test
  void aCallThatIsAboutNoCollectionIsNotAskedForOne() {
    Tool sometimes =
        Bench.tool("sometimes")
            .needsCollection(in -> false)
            .runs(call -> Mono.just(Result.of(Json.object().put("note", "done"))));
    FakePeer peer = FakePeer.choosing("beta");
    assertThat(bench.answer(sometimes, "{}", peer).text()).isEqualTo("{\"note\":\"done\"}");
    assertThat(peer.questions).isEmpty();
    assertThat(bench.jetty.times(LIST)).isZero();
  }

  @Test
  void anotherArgumentMayNameTheCollectionUnlessOneIsGivenOrLocked() {
    Tool file =
        Bench.tool("file")
            .takes(Bench.TASK)
            .namesCollection(in -> in.get(Bench.TASK))
            .runs(
                call ->
                    Mono.just(
                        Result.of(Json.object().put("note", call.in().get(Tool.COLLECTION)))));
    FakePeer nobody = FakePeer.thatCannotAsk();
    bench.collection = Optional.of("acme");
    assertThat(bench.answer(file, "{\"task\":\"beta\"}", nobody).text())
        .isEqualTo("{\"note\":\"beta\"}");
    assertThat(bench.jetty.times(FakeJetty.environmentOf("beta"))).isEqualTo(1);
    assertThat(bench.answer(file, "{\"task\":\"beta\",\"collection\":\"gamma\"}", nobody).text())
        .isEqualTo("{\"note\":\"gamma\"}");
    bench.locked = true;
    assertThat(bench.answer(file, "{\"task\":\"beta\"}", nobody).text())
        .isEqualTo("{\"note\":\"acme\"}");
  }

  @Test
  void theOnlyCollectionNeedsNoQuestion() {
    bench.jetty.answers(LIST, "[{\"name\":\"acme\"}]");
    FakePeer peer = FakePeer.choosing("beta");
    assertThat(told("{}", peer)).isEqualTo("{\"note\":\"acme\"}");
    assertThat(peer.questions).isEmpty();
  }

  @Test
  void aPersonChoosesAmongSeveral() {
    FakePeer peer = FakePeer.choosing("beta");
    assertThat(told("{}", peer)).isEqualTo("{\"note\":\"beta\"}");
    assertThat(peer.offered).containsExactly("acme", "beta");
  }

  @Test
  void whereNobodyCanBeAskedTheErrorListsTheNames() {
    Answer answer = bench.answer(TELLS, "{}");
    assertThat(answer.isError()).isTrue();
    assertThat(answer.text()).contains("\"collection\" is missing").contains("acme, beta");
  }

  @Test
  void aQuestionThatReachesNobodyIsAsIfThereWereNobody() {
    FakePeer peer = FakePeer.choosing(Mono.error(new IllegalStateException("no dialog")));
    assertThat(told("{}", peer)).contains("acme, beta").doesNotContain("fault of jetty-mcp");
  }

  @Test
  void aPersonMayDecline() {
    Answer answer = bench.answer(TELLS, "{}", FakePeer.choosing(Mono.just(Optional.empty())));
    assertThat(answer.isError()).isTrue();
    assertThat(answer.text()).contains("No collection was chosen, so nothing was done");
    assertThat(bench.jetty.sent).containsExactly(LIST);
  }

  @Test
  void whatWasNotOfferedCannotBeChosen() {
    assertThat(told("{}", FakePeer.choosing("gamma"))).contains("No collection was chosen");
  }

  @Test
  void namesAreCleanedInTheQuestionAndUsedAsTheyAre() {
    bench.jetty.answers(
        LIST, "[{\"name\":\"acme\"},{\"name\":\"a\\u202ecme\"},{\"name\":\"be\\u200bta\"}]");
    FakePeer peer = FakePeer.choosing("beta");
    bench.jetty.environment("be%E2%80%8Bta");
    bench.answer(TELLS, "{}", peer);
    assertThat(peer.offered).containsExactly("acme", "acme (2)", "beta");
    assertThat(bench.jetty.sent).endsWith(FakeJetty.environmentOf("be%E2%80%8Bta"));
  }

  @Test
  void aTokenThatSeesNoCollectionIsToldWhereToMakeOne() {
    bench.jetty.answers(LIST, "[]");
    assertThat(told("{}", FakePeer.thatCannotAsk())).contains("https://jetty.io");
  }

  @Test
  void withoutATokenTheAnswerNamesTheThreeWays() {
    bench.jetty.fails(LIST, new NotSignedIn(false, ""));
    assertThat(told("{}", FakePeer.thatCannotAsk()))
        .contains("JETTY_API_TOKEN", "~/.config/jetty/token", "jetty-mcp login");
  }
}
