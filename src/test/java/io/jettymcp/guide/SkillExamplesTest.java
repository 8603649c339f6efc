package io.jettymcp.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.simulator.MultipartBody;
import io.jettymcp.simulator.SimulatorClient;
import io.jettymcp.simulator.SimulatorExtension;
import io.jettymcp.workflow.Linter;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the workflows that the skills show. */
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
      assertThat(step.path("outputs").toString()).doesNotContain(":null");
    }
  }
}
