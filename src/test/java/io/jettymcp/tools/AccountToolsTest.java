package io.jettymcp.tools;

import static io.jettymcp.tool.FakeJetty.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.Declined;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountToolsTest {
  private static final String WHOAMI = "GET /api/v1/auth/whoami";
  private static final String COLLECTIONS = "GET /api/v1/collections/";

  @Test
  void whoamiCombinesJettyAndServerData() {
    ToolHarness call = ToolHarness.of(AccountTools.WHOAMI, Acme.jetty(), "{}");
    assertThat(call.shown())
        .isEqualTo(
            json(
                "{'token':'mlc_...wxyz','token_source':'JETTY_API_TOKEN',"
                    + "'api_url':'https://flows-api.jetty.io','auth_type':'api_key',"
                    + "'access_level':'WRITE','identifier':'demo','collections':['acme'],"
                    + "'returned':1,'has_more':false,'server_version':'0.1.0'}"));
  }

  @Test
  void whoamiListsCollectionsIfItsRouteIsMissing() {
    FakeJetty jetty =
        new Routes()
            .on(WHOAMI, Routes.notFound())
            .on(COLLECTIONS, "[" + Acme.COLLECTION + "]")
            .jetty();
    ToolHarness call = ToolHarness.of(AccountTools.WHOAMI, jetty, "{}");
    assertThat(call.shown().path("collections")).isEqualTo(json("['acme']"));
    assertThat(call.shown().has("auth_type")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"100,false", "250,true"})
  void whoamiSaysWhetherThereAreMoreCollections(int all, boolean more) {
    ToolHarness call = ToolHarness.of(AccountTools.WHOAMI, paged(all), "{}");
    assertThat(call.shown().path("collections")).hasSize(100);
    Result.Page page = call.result().page().orElseThrow();
    assertThat(page.more()).isEqualTo(more);
    assertThat(page.rest().apply(100).tool()).isEqualTo("list-collections");
    assertThat(page.rest().apply(100).arguments()).isEqualTo(json("{'offset':100,'limit':100}"));
  }

  @Test
  void refusedTokenFailsWhoami() {
    FakeJetty jetty =
        new Routes().on(WHOAMI, new NotSignedIn(true, "no")).on(COLLECTIONS, "[]").jetty();
    ToolHarness.of(AccountTools.WHOAMI, jetty, "{}").failure(NotSignedIn.class);
  }

  @Test
  void collectionsShowNameDescriptionAndLink() {
    ToolHarness call = ToolHarness.of(AccountTools.LIST_COLLECTIONS, Acme.jetty(), "{}");
    assertThat(call.shown().path("collections"))
        .isEqualTo(json("[{'name':'acme','description':'Demo','url':'https://jetty.io/acme'}]"));
    assertThat(call.jetty().lines()).containsExactly("GET /api/v1/collections/?skip=0&limit=51");
  }

  @Test
  void nextPageIsDetectedByOneMoreItem() {
    FakeJetty jetty = paged(25);
    ToolHarness first =
        ToolHarness.of(AccountTools.LIST_COLLECTIONS, jetty, "{'limit':10,'offset':10}");
    assertThat(first.shown().path("collections")).hasSize(10);
    assertThat(first.result().page().orElseThrow().more()).isTrue();
    assertThat(first.result().page().orElseThrow().rest().apply(4).arguments())
        .isEqualTo(json("{'offset':14,'limit':10}"));
    ToolHarness last =
        ToolHarness.of(AccountTools.LIST_COLLECTIONS, jetty, "{'limit':10,'offset':15}");
    assertThat(last.shown().path("collections")).hasSize(10);
    assertThat(last.result().page().orElseThrow().more()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"100,false", "101,true", "250,true", "99,false"})
  void secondPageIsReadAtTheServerLimit(int all, boolean more) {
    ToolHarness call = ToolHarness.of(AccountTools.LIST_COLLECTIONS, paged(all), "{'limit':100}");
    assertThat(call.shown().path("collections")).hasSize(Math.min(all, 100));
    assertThat(call.result().page().orElseThrow().more()).isEqualTo(more);
    assertThat(call.jetty().requests().size()).isLessThanOrEqualTo(2);
  }

  @Test
  void collectionShowsNamesOfVariables() {
    ToolHarness call = ToolHarness.of(AccountTools.GET_COLLECTION, Acme.jetty(), "{}");
    assertThat(call.shown())
        .isEqualTo(
            json(
                "{'name':'acme','description':'Demo','url':'https://jetty.io/acme',"
                    + "'environment_keys':['SLACK_URL','MODEL']}"));
    assertThat(call.result().next().get(0).arguments()).isEqualTo(json("{'collection':'acme'}"));
  }

  @Test
  void tasksOfACollectionAreSuggestedUnderTheNameThatJettyHas() {
    FakeJetty jetty =
        new Routes()
            .on("GET /api/v1/collections/ACME", Acme.COLLECTION)
            .on("GET /api/v1/collections/ACME/environment", "{}")
            .jetty();
    ToolHarness call = ToolHarness.of(AccountTools.GET_COLLECTION, jetty, "{'collection':'ACME'}");
    assertThat(call.result().next().get(0).arguments()).isEqualTo(json("{'collection':'acme'}"));
  }

  @Test
  void longDescriptionOfACollectionIsShownInFull() {
    String description = "d".repeat(5_000);
    FakeJetty jetty =
        new Routes()
            .on(
                "GET /api/v1/collections/acme",
                "{'name':'acme','description':'" + description + "'}")
            .on("GET /api/v1/collections/acme/environment", Acme.ENVIRONMENT)
            .jetty();
    ToolHarness call = ToolHarness.of(AccountTools.GET_COLLECTION, jetty, "{}");
    assertThat(call.shown().path("description").asString()).isEqualTo(description);
  }

  @Test
  void unreadableVariablesOfACollectionAreOmitted() {
    FakeJetty jetty =
        new Routes()
            .on("GET /api/v1/collections/acme", Acme.COLLECTION)
            .on(
                "GET /api/v1/collections/acme/environment",
                new Refused(Refused.Kind.FORBIDDEN, 403, ""))
            .jetty();
    ToolHarness call = ToolHarness.of(AccountTools.GET_COLLECTION, jetty, "{}");
    assertThat(call.shown().path("name").asString()).isEqualTo("acme");
    assertThat(call.shown().has("environment_keys")).isFalse();
  }

  @Test
  void collectionIsCreatedWithADescription() {
    ToolHarness call =
        ToolHarness.of(
            AccountTools.CREATE_COLLECTION, Acme.jetty(), "{'name':'acme','description':'Demo'}");
    assertThat(FakeJetty.body(call.jetty().requests().get(0)))
        .isEqualTo("{\"name\":\"acme\",\"description\":\"Demo\"}");
    assertThat(call.shown().path("url").asString()).isEqualTo("https://jetty.io/acme");
  }

  @Test
  void apiKeyThatCannotCreateCollectionsIsExplained() {
    FakeJetty jetty =
        new Routes().on("POST /api/v1/collections/", new NotSignedIn(true, "Invalid")).jetty();
    ToolHarness call = ToolHarness.of(AccountTools.CREATE_COLLECTION, jetty, "{'name':'new'}");
    assertThat(call.failure(Declined.class).what())
        .contains("API keys are bound to one collection");
  }

  @Test
  void missingTokenFailsCreateCollection() {
    FakeJetty jetty =
        new Routes().on("POST /api/v1/collections/", new NotSignedIn(false, "")).jetty();
    ToolHarness.of(AccountTools.CREATE_COLLECTION, jetty, "{'name':'new'}")
        .failure(NotSignedIn.class);
  }

  @Test
  void trialStatusIsShown() {
    ToolHarness call = ToolHarness.of(AccountTools.GET_TRIAL_STATUS, Acme.jetty(), "{}");
    assertThat(call.shown()).isEqualTo(json(Acme.TRIAL));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'active':true,'runs_remaining':10}",
        "{'status':'active','runs_remaining':10}",
      })
  void bothRepliesToAnActivationAreRead(String answer) {
    FakeJetty jetty =
        new Routes()
            .on("POST /api/v1/trial/acme/activate", answer)
            .on("GET /api/v1/trial/acme", new Unavailable(Unavailable.Reason.SERVER_ERROR, "down"))
            .jetty();
    ToolHarness call = ToolHarness.of(AccountTools.ACTIVATE_TRIAL, jetty, "{}");
    assertThat(call.shown()).isEqualTo(json("{'active':true,'runs_remaining':10}"));
  }

  @Test
  void activationShowsTheNewTrialStatus() {
    ToolHarness call = ToolHarness.of(AccountTools.ACTIVATE_TRIAL, Acme.jetty(), "{}");
    assertThat(call.jetty().lines())
        .containsExactly("POST /api/v1/trial/acme/activate", "GET /api/v1/trial/acme");
    assertThat(call.shown()).isEqualTo(json(Acme.TRIAL));
  }

  /** Returns pages of at most a hundred collections. */
  private static FakeJetty paged(int all) {
    return new FakeJetty(
        request -> {
          int skip = Integer.parseInt(request.query().getOrDefault("skip", "0"));
          int limit = Integer.parseInt(request.query().getOrDefault("limit", "100"));
          return json(
              IntStream.range(skip, Math.min(all, skip + Math.min(limit, 100)))
                  .mapToObj(i -> "{'name':'c" + i + "'}")
                  .collect(Collectors.joining(",", "[", "]")));
        });
  }
}
