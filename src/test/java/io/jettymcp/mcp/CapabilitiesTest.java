package io.jettymcp.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import io.jettymcp.mcp.call.ToolCallsFixture;
import io.jettymcp.tool.Attachment;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import io.jettymcp.tools.Catalog;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Tests that declared capabilities and served methods match. */
class CapabilitiesTest {
  private final ToolCallsFixture fixture = new ToolCallsFixture();

  private HostSession host(Tool... tools) {
    return new HostSession(fixture.calls(tools));
  }

  @Test
  void declaresCapabilitiesWithListsThatNeverChange() {
    HostSession host = host(Catalog.ALL.toArray(Tool[]::new));
    JsonNode claims = host.hello.path("capabilities");
    assertThat(claims.propertyNames())
        .containsExactlyInAnyOrder("tools", "resources", "prompts", "completions", "extensions");
    for (String list : List.of("tools", "resources", "prompts")) {
      assertThat(claims.path(list).path("listChanged").booleanValue()).as(list).isFalse();
    }
    assertThat(claims.path("resources").path("subscribe").booleanValue()).isFalse();
    assertThat(claims.path("extensions").toString())
        .isEqualTo("{\"io.modelcontextprotocol/skills\":{\"directoryRead\":true}}");
    for (String method :
        List.of("tools/list", "resources/templates/list", "prompts/list", "skills/list", "ping")) {
      assertThat(host.answer(method, "{}").has("result")).as(method).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resources/subscribe",
        "resources/unsubscribe",
        "logging/setLevel",
        "tasks/list",
        "sampling/createMessage"
      })
  void undeclaredMethodsDoNotExist(String method) {
    HostSession host = host(Catalog.ALL.toArray(Tool[]::new));
    assertThat(host.error(method, "{\"uri\":\"jetty://acme\"}").path("code").intValue())
        .isEqualTo(-32601);
  }

  @ParameterizedTest
  @ValueSource(strings = {"prompts/list", "prompts/get", "completion/complete"})
  void promptsAndCompletionNeedTheirTools(String method) {
    HostSession host = host(ToolCallsFixture.shows());
    assertThat(host.hello.path("capabilities").propertyNames())
        .containsExactly("extensions", "resources", "tools");
    assertThat(host.error(method, "{}").path("code").intValue()).isEqualTo(-32601);
  }

  @Test
  void serverInfoHasIconAndWebsite() {
    JsonNode server = host(ToolCallsFixture.shows()).hello.path("serverInfo");
    assertThat(server.path("title").stringValue()).isEqualTo("Jetty");
    assertThat(server.path("websiteUrl").stringValue()).isEqualTo("https://jetty.io");
    JsonNode icon = server.path("icons").path(0);
    assertThat(icon.path("mimeType").stringValue()).isEqualTo("image/svg+xml");
    assertThat(icon.path("sizes").toString()).isEqualTo("[\"any\"]");
    String src = icon.path("src").stringValue();
    assertThat(src).startsWith("data:image/svg+xml;base64,").hasSizeLessThan(2_000);
    String svg =
        new String(
            Base64.getDecoder().decode(src.substring(src.indexOf(',') + 1)),
            StandardCharsets.UTF_8);
    assertThat(svg).startsWith("<svg xmlns=").doesNotContain("script", "href");
  }

  private static Tool attaches() {
    return ToolCallsFixture.tool("attach")
        .runs(
            call ->
                Mono.just(
                    Result.of(Json.object().put("note", "files"))
                        .attach(
                            List.of(
                                new Attachment.Link(
                                    "jetty+file://acme/a.txt",
                                    "a.txt",
                                    "text/plain",
                                    OptionalLong.of(7)),
                                new Attachment.Link(
                                    "https://example.com/a", "a", "", OptionalLong.empty()),
                                new Attachment.Image("image/png", "aGVsbG8=")))));
  }

  private static Tool readFile() {
    return ToolCallsFixture.tool("read-file").runs(call -> Mono.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "2024-11-05, text image",
    "2025-03-26, text image",
    "2025-06-18, text resource_link image",
    "2025-11-25, text resource_link image"
  })
  void linksAreSentToHostsThatSupportThem(String revision, String types) {
    HostSession host = new HostSession(fixture.calls(attaches(), readFile()), revision, "{}");
    JsonNode content = host.result("tools/call", "{\"name\":\"attach\"}").path("content");
    assertThat(content)
        .extracting(item -> item.path("type").stringValue())
        .containsExactly(types.split(" ", -1));
    content.values().stream()
        .filter(item -> item.path("type").stringValue().equals("resource_link"))
        .forEach(
            link ->
                assertThat(link.toString())
                    .isEqualTo(
                        """
                        {"type":"resource_link","uri":"jetty+file://acme/a.txt","name":"a.txt",\
                        "mimeType":"text/plain","size":7}"""));
  }

  @Test
  void linksThatNoEnabledToolCanReadAreOmitted() {
    JsonNode content =
        host(attaches()).result("tools/call", "{\"name\":\"attach\"}").path("content");
    assertThat(content)
        .extracting(item -> item.path("type").stringValue())
        .containsExactly("text", "image");
  }
}
