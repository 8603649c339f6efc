package io.jettymcp.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.redact.Redactor;
import io.jettymcp.redact.Sanitizer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ActivityExampleTest {
  static Stream<Activity> activities() {
    return Activities.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("activities")
  void exampleHasNoFindings(Activity activity) {
    JsonNode config = ActivityExample.of(activity.name()).orElseThrow().config();
    assertThat(config.path("activity").asString()).isEqualTo(activity.name());
    assertThat(new Linter().lint(around(config))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("activities")
  void shapesBelongToParameters(Activity activity) {
    JsonNode shapes = ActivityExample.of(activity.name()).orElseThrow().shapes();
    assertThat(activity.parameters()).containsAll(shapes.propertyNames());
    assertThat(shapes.values()).allMatch(JsonNode::isContainer);
  }

  @ParameterizedTest
  @MethodSource("activities")
  void nothingOfAnExampleIsHidden(Activity activity) {
    Sanitizer sanitizer = new Sanitizer(new Redactor(new KnownSecrets()));
    ActivityExample example = ActivityExample.of(activity.name()).orElseThrow();
    assertThat(sanitizer.json(example.config())).isEqualTo(example.config());
    assertThat(sanitizer.json(example.shapes())).isEqualTo(example.shapes());
  }

  @Test
  void scaleExampleIsAnObject() {
    ActivityExample judge = ActivityExample.of("simple_judge").orElseThrow();
    assertThat(judge.shapes().path("scale_range"))
        .isEqualTo(LintedJson.read("{'min': 1, 'max': 10}"));
    assertThat(judge.shapes().path("items").toString()).contains(".webp", ".png", ".jpg");
  }

  @Test
  void alternativeNamesHaveTheSameExample() {
    assertThat(ActivityExample.of("split_text")).isEqualTo(ActivityExample.of("text_split"));
    assertThat(ActivityExample.of("nothing")).isEmpty();
  }

  /** Builds a workflow with the steps and inputs that the examples refer to. */
  private static JsonNode around(JsonNode config) {
    ObjectNode workflow =
        (ObjectNode)
            LintedJson.read(
                """
                {'init_params': {}, 'steps': ['fan_out', 'shown', 'shorten', 'publish'],
                 'step_configs': {
                   'fan_out': {'activity': 'list_emit_await', 'items_path': 'init_params.list',
                     'child_workflow_name': 'c'},
                   'shorten': {'activity': 'text_echo', 'text': 'x'},
                   'publish': {'activity': 'text_echo', 'text': 'x'}}}""");
    ((ObjectNode) workflow.path("step_configs")).set("shown", config);
    ObjectNode inputs = (ObjectNode) workflow.path("init_params");
    for (String name :
        List.of(
            "list", "question", "prompt", "input", "items", "is_long", "text", "title", "item")) {
      boolean read =
          name.equals("list") || config.toString().contains("init_params." + name + "\"");
      if (read) {
        inputs.put(name, "");
      }
    }
    if (config.toString().contains("init_params.vars")) {
      inputs.putObject("vars");
      inputs.put("instruction", "");
    }
    return workflow;
  }
}
