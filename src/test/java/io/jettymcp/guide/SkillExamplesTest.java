package io.jettymcp.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import io.jettymcp.simulator.MultipartBody;
import io.jettymcp.simulator.SimulatorClient;
import io.jettymcp.simulator.SimulatorExtension;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.Catalog;
import io.jettymcp.workflow.Linter;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests the workflows and the runbook that the skills show. */
class SkillExamplesTest {
  private static final Pattern FENCE = Pattern.compile("(?ms)^```json\\n(.*?)^```$");

  @RegisterExtension
  static final SimulatorExtension JETTY = SimulatorExtension.instant().withModelKey();

  static List<JsonNode> workflows() {
    return SkillTextsTest.files().stream()
        .flatMap(file -> FENCE.matcher(file.text()).results())
        .map(fence -> JsonMapper.shared().readTree(fence.group(1)))
        .filter(json -> json.has("step_configs"))
        .toList();
  }

  /** Returns the runbook that the template shows. */
  static String template() {
    String text =
        SkillTextsTest.files().stream()
            .filter(
                file -> file.uri().equals("skill://jetty/write-runbooks/references/template.md"))
            .findFirst()
            .orElseThrow()
            .text();
    return text.substring(text.indexOf("~~~markdown\n") + 12, text.lastIndexOf("~~~\n"));
  }

  @Test
  void thereAreExamplesOfWorkflows() {
    assertThat(workflows()).hasSizeGreaterThan(6);
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void linterAcceptsEachExample(JsonNode workflow) {
    assertThat(new Linter().lint(workflow)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void eachExampleRuns(JsonNode workflow) {
    SimulatorClient client = JETTY.client();
    JsonNode file =
        client
            .form(
                "/api/v1/sandbox/upload", MultipartBody.ofFile("files", "a.txt", "text/plain", "A"))
            .json();
    JsonNode run = client.trajectoryOf(workflow.toString(), file.toString());
    assertThat(run.path("status").stringValue()).as("%s", run).isEqualTo("completed");
    assertThat(run.path("steps")).hasSameSizeAs(workflow.path("steps"));
    for (JsonNode step : run.path("steps")) {
      assertThat(step.path("outputs")).as("%s", run).isNotEmpty();
      assertThat(step.path("outputs").values()).as("%s", run).noneMatch(JsonNode::isNull);
    }
  }

  @Test
  void templateOfRunbooksHasNoFindings() {
    JsonNode found =
        ToolHarness.of(
                Catalog.ALL.stream()
                    .filter(tool -> tool.name().equals("validate-runbook"))
                    .findFirst()
                    .orElseThrow(),
                new FakeJetty(request -> Json.object()),
                new FakeLocalAccess(),
                Json.object().put("runbook", template()))
            .shown();
    assertThat(found.path("valid").booleanValue()).as("%s", found).isTrue();
    assertThat(found.path("errors")).as("%s", found).isEmpty();
    assertThat(found.path("warnings")).as("%s", found).isEmpty();
  }
}
