package io.jettymcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.Declined;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.ToolHarness;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AssetToolsTest {
  @Test
  void datasetsAreRequestedWithoutATrailingSlash() {
    ToolHarness call = ToolHarness.of(AssetTools.LIST_DATASETS, Acme.jetty(), "{}");
    assertThat(call.jetty().lines()).containsExactly("GET /api/v1/datasets/acme?skip=0&limit=51");
    assertThat(call.shown().path("datasets").path(0))
        .isEqualTo(
            FakeJetty.json(
                "{'name':'cases','type':'dataset','format':'csv'," + "'path':'acme/cases.csv'}"));
  }

  @Test
  void modelsAreRequestedWithATrailingSlash() {
    ToolHarness call = ToolHarness.of(AssetTools.LIST_MODELS, Acme.jetty(), "{'limit':3}");
    assertThat(call.jetty().lines()).containsExactly("GET /api/v1/models/acme/?skip=0&limit=4");
    assertThat(call.shown().path("models").path(0))
        .isEqualTo(
            FakeJetty.json(
                "{'name':'judge','type':'trained_model','description':'Judges',"
                    + "'path':'acme/judge.bin'}"));
    assertThat(call.result().page().orElseThrow().more()).isFalse();
  }

  @Test
  void keyThatMayNotListModelsIsNotCalledExpired() {
    ToolHarness call = refused("Invalid or expired token");
    assertThat(call.failure(Declined.class).what())
        .startsWith("Nothing was read: Jetty refused the API key, which is bound to one collection")
        .contains("may not list models", "a person's token");
  }

  @Test
  void keyThatIsInvalidIsReportedAsSuch() {
    assertThat(refused("Invalid or inactive API key").failure(NotSignedIn.class).tokenSent())
        .isTrue();
  }

  private static ToolHarness refused(String said) {
    return ToolHarness.of(
        AssetTools.LIST_MODELS,
        new FakeJetty(
            request -> {
              throw new NotSignedIn(true, said);
            }),
        "{}");
  }

  @Test
  void fullPageSuggestsTheNext() {
    String many =
        IntStream.range(0, 3)
            .mapToObj(i -> "{'name':'d" + i + "'}")
            .collect(Collectors.joining(",", "[", "]"));
    ToolHarness call =
        ToolHarness.of(
            AssetTools.LIST_DATASETS, FakeJetty.replying(many), "{'limit':2,'offset':4}");
    assertThat(call.shown().path("datasets")).hasSize(2);
    var page = call.result().page().orElseThrow();
    assertThat(page.more()).isTrue();
    assertThat(page.rest().apply(2).arguments())
        .isEqualTo(FakeJetty.json("{'collection':'acme','offset':6,'limit':2}"));
  }
}
