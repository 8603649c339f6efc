package io.jettymcp.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.ToolHarness;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutineOverridesTest {
  private static final String TASK =
      """
      {"workflow":{"init_params":{"text":"","tone":""},"steps":["a"],"step_configs":{
        "a":{"activity":"text_echo","text_path":"init_params.text"}}}}""";

  private static final String ROUTINE = "{'name':'r','cadence':{'type':'manual'}}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'text':'x'} | ",
        "{'tone':'x'} | No step of the task reads init_params.tone, so it changes nothing.",
      })
  void unreadOverrideIsAWarning(String overrides, String warning) {
    for (Tool tool : new Tool[] {RoutineTools.CREATE_ROUTINE, RoutineTools.UPDATE_ROUTINE}) {
      FakeJetty jetty =
          new Routes()
              .on("GET /api/v1/tasks/acme/t", TASK)
              .on("POST /api/v1/routines/acme/t", ROUTINE)
              .on("GET /api/v1/routines/acme/t/r", ROUTINE)
              .on("PATCH /api/v1/routines/acme/t/r", ROUTINE)
              .jetty();
      ToolHarness call =
          ToolHarness.of(
              tool,
              jetty,
              "{'task':'t','name':'r','cadence':'manual','init_params_overrides':"
                  + overrides.strip()
                  + "}");
      assertThat(call.shown().path("warnings").path(0).asString(null)).isEqualTo(warning);
    }
  }
}
