package io.jettymcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.ToolHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TrajectoryToolsTest {
  private static final String LABEL = "'task':'test-echo','trajectory_id':'1a2b3c4d'";

  @Test
  void statisticsAreReturnedUnchanged() {
    ToolHarness call =
        rehearse(TrajectoryTools.GET_STATS, Acme.jetty(), "{'task':'test-echo','max_bytes':2000}");
    Result.Excerpt part = call.result().excerpt().orElseThrow();
    assertThat(part.field()).isEqualTo("stats");
    assertThat(part.value()).isEqualTo(json("{'completed':9,'failed':1}"));
    assertThat(call.result().maxBytes()).isEqualTo(2_000);
    assertThat(part.rest().apply(5).arguments().path("max_bytes").asInt()).isEqualTo(100_000);
  }

  @Test
  void labelIsSentWithKeyValueAndAuthor() {
    ToolHarness call =
        label(new FakeLocalAccess(), "{" + LABEL + ",'key':'k','value':'v','author':'ann'}");
    assertThat(call.jetty().lines())
        .containsExactly("POST /api/v1/trajectory/acme/test-echo/1a2b3c4d/labels");
    assertThat(FakeJetty.body(call.jetty().requests().get(0)))
        .isEqualTo("{\"key\":\"k\",\"value\":\"v\",\"author\":\"ann\"}");
    assertThat(call.shown())
        .isEqualTo(
            json(
                "{'key':'k','value':'v','author':'ann','trajectory_id':'1a2b3c4d',"
                    + "'url':'https://jetty.io/acme/test-echo/1a2b3c4d'}"));
  }

  @Test
  void defaultAuthorIsThatOfTheServer() {
    String arguments = "{" + LABEL + ",'key':'k','value':'v'}";
    ToolHarness call = label(new FakeLocalAccess().author("carl"), arguments);
    assertThat(call.shown().path("author").asString()).isEqualTo("carl");
    ToolHarness none = label(new FakeLocalAccess(), arguments);
    assertThat(none.failure(BadArguments.class).problem()).contains("\"author\"", "--author");
    assertThat(none.jetty().requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"'key':' ','value':'v'", "'key':'k','value':' '"})
  void emptyPartOfALabelIsRefused(String parts) {
    label(new FakeLocalAccess().author("a"), "{" + LABEL + "," + parts + "}")
        .failure(BadArguments.class);
  }

  @Test
  void emptyAuthorIsRefused() {
    label(new FakeLocalAccess(), "{" + LABEL + ",'key':'k','value':'v','author':' '}")
        .failure(BadArguments.class);
  }

  private static ToolHarness label(FakeLocalAccess local, String arguments) {
    return ToolHarness.of(TrajectoryTools.ADD_LABEL, Acme.jetty(), local, arguments);
  }

  private static ToolHarness rehearse(Tool tool, FakeJetty jetty, String arguments) {
    return ToolHarness.of(tool, jetty, arguments);
  }

  private static JsonNode json(String text) {
    return FakeJetty.json(text);
  }
}
