package io.jettymcp.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import io.jettymcp.mcp.call.ToolCallsFixture;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Tool;
import io.jettymcp.tools.Catalog;
import io.jettymcp.ui.UiView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Tests how hosts find and read views. */
class UiViewContentsTest {
  private final ToolCallsFixture fixture = new ToolCallsFixture();
  private final HostSession host = new HostSession(fixture.calls(Catalog.ALL.toArray(Tool[]::new)));

  private static String uri(String uri) {
    return Json.object().put("uri", uri).toString();
  }

  @Test
  void toolsNameTheViewOfTheirResult() {
    JsonNode tools = host.result("tools/list", "{}").path("tools");
    assertThat(tools)
        .filteredOn(tool -> tool.path("name").stringValue().equals("debug-run"))
        .extracting(tool -> tool.path("_meta").toString())
        .containsExactly("{\"ui\":{\"resourceUri\":\"" + UiView.RUN.uri() + "\"}}");
    assertThat(tools)
        .filteredOn(tool -> tool.path("name").stringValue().equals("whoami"))
        .noneMatch(tool -> tool.has("_meta"));
  }

  @ParameterizedTest
  @EnumSource
  void toolsThatAViewOffersExist(UiView view) {
    assertThat(Catalog.ALL).extracting(Tool::name).containsAll(view.calls());
  }

  @Test
  void resultTellsAViewWhichOfItsToolsAreDisabled() {
    Tool[] reading =
        Catalog.ALL.stream().filter(tool -> tool.effect() == Effect.READ).toArray(Tool[]::new);
    String call = "{\"name\":\"get-trajectory\",\"arguments\":{}}";
    assertThat(new HostSession(fixture.calls(reading)).result("tools/call", call).path("_meta"))
        .hasToString("{\"io.jettymcp/disabledTools\":[\"run-task\",\"update-trajectory-status\"]}");
    assertThat(host.result("tools/call", call).has("_meta")).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void viewIsReadByteForByteAndAsksNothingOfJetty(UiView view) {
    JsonNode contents = host.result("resources/read", uri(view.uri())).path("contents");
    assertThat(contents).hasSize(1);
    JsonNode content = contents.path(0);
    assertThat(content.path("uri").stringValue()).isEqualTo(view.uri());
    assertThat(content.path("mimeType").stringValue()).isEqualTo("text/html;profile=mcp-app");
    assertThat(content.path("text").stringValue()).isEqualTo(view.html());
    assertThat(content.path("_meta").toString()).isEqualTo("{\"ui\":{\"prefersBorder\":true}}");
    assertThat(fixture.jetty.sent).isEmpty();
  }

  @Test
  void hostThatKnowsAnEarlierListOfToolsReadsTheCurrentView() {
    String earlier = "ui://jetty/run-00000000.html";
    JsonNode content = host.result("resources/read", uri(earlier)).path("contents").path(0);
    assertThat(content.path("uri").stringValue()).isEqualTo(earlier);
    assertThat(content.path("text").stringValue()).isEqualTo(UiView.RUN.html());
  }

  @Test
  void unknownViewIsNotFoundAndTheErrorNamesTheViews() {
    JsonNode error = host.error("resources/read", uri("ui://jetty/none-00000000.html"));
    assertThat(error.path("code").intValue()).isEqualTo(-32002);
    assertThat(error.path("message").stringValue())
        .isEqualTo(
            "Unknown view. The views of this server are %s, %s, %s.", UiView.uris().toArray());
  }
}
