package io.jettymcp.runbooks;

import static io.jettymcp.tool.FakeJetty.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.json.Json;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.Acme;
import io.jettymcp.tools.RunbookTools;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class RunbookCheckTest {
  @Test
  void validRunbookIsDescribed() throws Exception {
    ToolHarness call = check(sample("valid-v1"));
    JsonNode shown = call.shown();
    assertThat(shown.path("valid").asBoolean()).isTrue();
    assertThat(shown.path("errors")).isEmpty();
    assertThat(shown.path("warnings")).isEmpty();
    assertThat(shown.path("version").asInt()).isEqualTo(1);
    assertThat(shown.path("frontmatter"))
        .isEqualTo(
            json(
                """
                {"version":"1.2.0","evaluation":"programmatic","agent":"claude-code",
                 "model":"anthropic/claude-sonnet-4.6","model_provider":"openrouter",
                 "snapshot":"python312-uv","primary_outputs":["prices.csv"]}"""));
    assertThat(shown.path("parameters").path(1))
        .isEqualTo(
            json(
                """
                {"name":"shop_url","required":true,
                 "description":"Address of the shop | its list","line":48}"""));
    assertThat(shown.path("parameters").path(2))
        .isEqualTo(
            json(
                """
                {"name":"threshold","required":false,"default":"5",
                 "description":"Percent that count as a move","line":49}"""));
    assertThat(shown.path("secrets"))
        .isEqualTo(
            json(
                """
                [{"name":"SHOP_TOKEN","env":"SHOP_API_TOKEN","required":true,
                  "description":"Reads the price list of the shop"},
                 {"name":"CHAT_HOOK","env":"CHAT_WEBHOOK_URL","required":false,
                  "description":"Where to say that it is done"}]"""));
    assertThat(shown.path("undeclared")).isEmpty();
    assertThat(shown.path("steps")).hasSize(7);
    assertThat(shown.path("steps").path(0))
        .isEqualTo(json("{\"number\":1,\"title\":\"Environment Setup\",\"line\":62}"));
    assertThat(call.jetty().requests()).as("Jetty is not asked").isEmpty();
  }

  @Test
  void findingsOfAnInvalidRunbookHaveLines() throws Exception {
    JsonNode shown = check(sample("broken-v1")).shown();
    assertThat(shown.path("valid").asBoolean()).isFalse();
    assertThat(shown.path("errors").path(0).path("line").asInt()).isEqualTo(4);
    assertThat(shown.path("errors").path(0).path("where").asString()).isEqualTo("agent");
    assertThat(shown.path("errors").path(0).path("what").asString()).contains("not known");
    assertThat(shown.path("warnings").path(0).path("line").asInt()).isEqualTo(3);
    assertThat(shown.path("warnings").path(0).path("fix").asString()).contains("programmatic");
    assertThat(shown.path("undeclared")).isEqualTo(json("[\"contry\"]"));
    assertThat(shown.toString()).doesNotContain("my secret value");
  }

  @Test
  void rulesOfVersion1AreWarnings() {
    JsonNode shown = check("Say hello.").shown();
    assertThat(shown.path("valid").asBoolean()).isTrue();
    assertThat(shown.path("errors")).isEmpty();
    assertThat(shown.path("warnings").toString()).contains("## Objective", "no frontmatter");
  }

  @Test
  void serversAndCodeChecksAreOmitted() {
    String runbook =
        """
        ---
        mcp_servers: {docs: {headers: {Authorization: hidden-value}}}
        strict_evaluation: true
        code_checks: {executor: agent, sources: [{url: "https://hidden-value@x"}]}
        ---
        """;
    JsonNode shown = check(runbook).shown();
    assertThat(shown.path("frontmatter"))
        .isEqualTo(
            json(
                """
                {"mcp_servers":["docs"],"strict_evaluation":true}"""));
    assertThat(shown.toString()).doesNotContain("hidden-value");
  }

  @Test
  void fileWithAByteOrderMarkAndStringHaveTheSameResult(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("R.md"), "\uFEFF" + sample("valid-v2"));
    ToolHarness byPath =
        ToolHarness.of(
            RunbookTools.VALIDATE_RUNBOOK,
            Acme.jetty(),
            new FakeLocalAccess().file("R.md", file),
            "{'runbook_path':'R.md'}");
    assertThat(byPath.shown()).isEqualTo(check(sample("valid-v2")).shown());
  }

  @Test
  void hugeFileIsRefused(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("R.md"), "x".repeat(2_000_001));
    ToolHarness call =
        ToolHarness.of(
            RunbookTools.VALIDATE_RUNBOOK,
            Acme.jetty(),
            new FakeLocalAccess().file("R.md", file),
            "{'runbook_path':'R.md'}");
    assertThat(call.failure(BadArguments.class).problem()).contains("larger than 2000000 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'runbook':'x','runbook_path':'R.md'}"})
  void exactlyOneSourceIsRequired(String arguments) {
    ToolHarness call = ToolHarness.of(RunbookTools.VALIDATE_RUNBOOK, Acme.jetty(), arguments);
    assertThat(call.failure(BadArguments.class).problem()).contains("exactly one");
  }

  private static ToolHarness check(String runbook) {
    return ToolHarness.of(
        RunbookTools.VALIDATE_RUNBOOK,
        Acme.jetty(),
        Json.object().put("runbook", runbook).toString());
  }

  private static String sample(String name) throws Exception {
    try (var file = RunbookCheckTest.class.getResourceAsStream("/runbooks/" + name + ".md")) {
      assertThat(file).isNotNull();
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
