package io.jettymcp.mcp.modern;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.guide.Skill;
import io.jettymcp.mcp.McpJson;
import io.jettymcp.mcp.Operations;
import io.jettymcp.mcp.call.ToolCallsFixture;
import io.jettymcp.tool.Tool;
import io.jettymcp.tools.Catalog;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests skills in the modern era. */
class ModernSkillsTest {
  private static final String FIRST = Skill.ALL.get(0).uri();

  private final ToolCallsFixture fixture = new ToolCallsFixture();
  private final ModernService service =
      new ModernJettyService(
          new Operations(fixture.calls(Catalog.ALL.toArray(Tool[]::new))),
          "1.2.3",
          "Read me.",
          new HostState(
              new RequestStates(Sealer.ofProcess(), Clock.systemUTC()), Optional.empty()));
  private final ModernDispatcher dispatcher =
      new ModernDispatcher(service, "alice", new Subscriptions());

  private ModernRequest request(String method, String uri) {
    return new ModernRequest(
        dispatcher, method, "{\"uri\":\"" + uri + "\"," + ModernRequest.META + "}");
  }

  @Test
  void discoverDeclaresSkillsAndResources() {
    ModernService precomputed =
        new PrecomputedModernService("1.2.3", "Read me.", false, () -> service);
    for (ModernService either : List.of(service, precomputed)) {
      JsonNode capabilities =
          McpJson.mapper().readTree(either.discovery().result(List.of())).path("capabilities");
      assertThat(capabilities.path("extensions").toString())
          .isEqualTo("{\"io.modelcontextprotocol/skills\":{\"directoryRead\":true}}");
      assertThat(capabilities.has("resources")).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "skills/list, skill://jetty/run-and-debug/SKILL.md",
    "skills/get, skill://jetty/run-and-debug/SKILL.md",
    "resources/directory/read, skill://jetty/run-and-debug"
  })
  void hostsOfAllCallersCanKeepWhatIsTheSameForAll(String method, String uri) {
    ObjectNode result = request(method, uri).result();
    assertThat(result.path("ttlMs").intValue()).isPositive();
    assertThat(result.path("cacheScope").stringValue()).isEqualTo("public");
    assertThat(result.path("resultType").stringValue()).isEqualTo("complete");
  }

  @Test
  void skillIsReadAsAResource() {
    JsonNode content = request("resources/read", FIRST).result().path("contents").path(0);
    assertThat(content.path("text").stringValue()).isEqualTo(Skill.ALL.get(0).entry().text());
  }

  @Test
  void aSecretThatOccursInASkillChangesNoByte() {
    fixture.jetty.environment("acme", "Run a Jetty task");
    new ModernRequest(
            dispatcher,
            "tools/call",
            "{\"name\":\"list-env-vars\",\"arguments\":{}," + ModernRequest.META + "}")
        .result();
    JsonNode content = request("resources/read", FIRST).result().path("contents").path(0);
    assertThat(content.path("text").stringValue())
        .contains("Run a Jetty task")
        .isEqualTo(Skill.ALL.get(0).entry().text());
  }

  @ParameterizedTest
  @CsvSource({
    "skills/get, skill://jetty/none/SKILL.md",
    "resources/directory/read, skill://jetty/run-and-debug/SKILL.md",
    "resources/read, skill://jetty/run-and-debug/none.md"
  })
  void unknownAddressesAreInvalidParams(String method, String uri) {
    assertThat(request(method, uri).errorCode()).isEqualTo(-32602);
  }
}
