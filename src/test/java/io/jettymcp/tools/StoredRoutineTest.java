package io.jettymcp.tools;

import static io.jettymcp.tool.FakeJetty.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.ToolHarness;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class StoredRoutineTest {
  private static final String ROUTINES = "/api/v1/routines/acme/test-echo";
  private static final String ROUTINE = ROUTINES + "/r";

  private static ToolHarness call(Tool tool, String arguments) {
    return call(tool, "{'text': 'password=hunter2hunter2', 'tone': 'wa\\u200brm'}", arguments);
  }

  private static ToolHarness call(Tool tool, String overrides, String arguments) {
    String routine =
        """
        {
          'name': 'r', 'cadence': {'type': 'manual'},
          'init_params_overrides': %s,
          'webhook_url': 'https://ann:hunter2hunter2@example.org/done'
        }
        """
            .formatted(overrides);
    return ToolHarness.of(
        tool,
        Acme.routes()
            .on("GET " + ROUTINE, routine)
            .on("PATCH " + ROUTINE, routine)
            .on("POST " + ROUTINES, routine)
            .jetty(),
        "{'task': 'test-echo', 'name': 'r', " + arguments + "}");
  }

  private static JsonNode sent(ToolHarness call) {
    assertThat(call.failure()).isEmpty();
    return call.jetty().requests().stream()
        .filter(request -> FakeJetty.line(request).equals("PATCH " + ROUTINE))
        .map(request -> json(FakeJetty.body(request)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void overridesSentAsShownKeepTheirStoredValues() {
    ToolHarness call =
        call(
            RoutineTools.UPDATE_ROUTINE,
            "'init_params_overrides': {'text': 'password=[redacted]', 'tone': 'warm'}");
    assertThat(sent(call))
        .isEqualTo(
            json(
                "{'init_params_overrides': {'text': 'password=hunter2hunter2',"
                    + " 'tone': 'wa\\u200brm'}}"));
  }

  @Test
  void webhookSentAsShownKeepsItsStoredValue() {
    ToolHarness call =
        call(
            RoutineTools.UPDATE_ROUTINE,
            "'webhook_url': 'https://ann:[redacted]@example.org/done'");
    assertThat(sent(call).path("webhook_url").asString())
        .isEqualTo("https://ann:hunter2hunter2@example.org/done");
  }

  @Test
  void hiddenValueThatWouldBecomeVisibleIsRefused() {
    ToolHarness call =
        call(
            RoutineTools.UPDATE_ROUTINE,
            "{'text': {'agent_env': {'A': 'hunter2hunter2', 'B': ''}}}",
            "'init_params_overrides': {'text': {'notes': {'A': '[redacted]', 'B': ''}}}");
    assertThat(call.failure(BadArguments.class).problem()).contains("visible at text.notes.A");
    assertThat(call.jetty().lines()).noneMatch(line -> line.startsWith("PATCH"));
  }

  @Test
  void markThatReplacesNothingIsRefusedWithItsPath() {
    for (ToolHarness call :
        new ToolHarness[] {
          call(RoutineTools.UPDATE_ROUTINE, "'init_params_overrides': {'tone': '[redacted]'}"),
          call(
              RoutineTools.CREATE_ROUTINE,
              "'cadence': 'manual', 'init_params_overrides': {'tone': '[redacted]'}")
        }) {
      assertThat(call.failure(BadArguments.class).problem()).contains("tone");
      assertThat(call.jetty().lines())
          .noneMatch(line -> line.startsWith("PATCH") || line.startsWith("POST"));
    }
  }
}
