package io.jettymcp.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class MermaidTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  @Test
  void inputsStepsAndResultsAreConnectedByNamedEdges() {
    assertThat(
            chart(
                """
                {'init_params': {'topic': 'x', 'model': 'gpt-4o'}, 'step_configs': {
                  'frame': {'activity': 'text_template', 'template': 'On {{topic}}'},
                  'draft': {'activity': 'litellm_chat', 'model_path': 'init_params.model',
                    'prompt_path': 'frame.outputs.text'}},
                  'steps': ['frame', 'draft']}
                """))
        .isEqualTo(
            """
            flowchart TD
              i0(["topic"])
              i1(["model"])
              s0["frame<br>text_template"]
              s1["draft<br>litellm_chat"]
              s1 --> o1
              o1(["text, usage"])
              i0 -->|"template"| s0
              i1 -->|"model"| s1
              s0 -->|"text to prompt"| s1
            """);
  }

  @Test
  void fanOutPointsAtItsTask() {
    assertThat(
            chart(
                """
                {'init_params': {'items': []}, 'step_configs': {
                  'fan_out': {'activity': 'list_emit_await', 'items_path': 'init_params.items',
                    'child_workflow_name': 'review-item', 'item_param_name': 'item'}},
                  'steps': ['fan_out']}
                """))
        .isEqualTo(
            """
            flowchart TD
              i0(["items"])
              s0["fan_out<br>list_emit_await"]
              s0 -.->|"each item as item"| c0
              c0[["review-item"]]
              s0 --> o0
              o0(["trajectory_references"])
              i0 -->|"items"| s0
            """);
  }

  @Test
  void branchesAreDashed() {
    assertThat(
            chart(
                """
                {'init_params': {'long': true}, 'step_configs': {
                  'choose': {'activity': 'conditional_branch', 'condition_path': 'init_params.long',
                    'true_step': 'keep', 'false_step': 'gone'},
                  'keep': {'activity': 'text_echo', 'text': 'x'}}, 'steps': ['choose']}
                """))
        .contains("  s0 -.->|\"true_step\"| s1\n")
        .doesNotContain("gone");
  }

  @Test
  void sourcesThatDoNotExistYetAreMarked() {
    assertThat(
            chart(
                """
                {'init_params': {}, 'step_configs': {
                  'a': {'activity': 'text_echo', 'text_path': 'b.outputs.text'},
                  'b': {'activity': 'text_echo', 'text_path': 'writer.outputs.text'},
                  'c': {'activity': 'text_echo', 'text_path': 'init_params.later'}},
                  'steps': ['a', 'b', 'c']}
                """))
        .contains(
            """
              u0{{"b"}}
              u0 -->|"text"| s0
              u1{{"writer"}}
              u1 -->|"text"| s1
              i0 -->|"text"| s2
              classDef missing stroke:red,stroke-dasharray:4
              class i0,u0,u1 missing
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"] --> x\nclick s0 href \"javascript:alert(1)\"",
        "%%{init: {\"theme\":\"dark\"}}%%",
        "<img src=x onerror=alert(1)>",
        "`**bold**`",
        "#quot; & $$x$$ fa:fa-bomb",
        "a\u2028b\u202Ec\u0000d",
        "1. list",
        "{{x}}",
        "end",
        ""
      })
  void hostileNamesStayWithinTheirLabels(String name) {
    ObjectNode workflow = JSON.createObjectNode();
    workflow.putObject("init_params").put(name, 1);
    workflow
        .putObject("step_configs")
        .putObject(name)
        .put("activity", "list_emit_await")
        .put("child_workflow_name", name)
        .put("item_param_name", name)
        .put("items_path", name);
    workflow.putArray("steps").add(name);

    for (String line : Mermaid.of(WorkflowGraph.of(workflow)).lines().skip(1).toList()) {
      assertThat(line)
          .matches(
              "  (?:[isouc]\\d+(?: -\\.?->(?:\\|\"LABEL\"\\|)? )?(?:[isouc]\\d+"
                  .concat("|[(\\[{]{1,2}\"LABEL\"[)\\]}]{1,2})")
                  .concat("|class(?:Def)? [a-z0-9,:. -]+)")
                  .replace("LABEL", "(?:[\\p{L}\\p{Nd}_ ,()\\[\\].…-]|#\\d+;|<br>)+"));
    }
  }

  @Test
  void sizeIsBounded() {
    ObjectNode workflow = JSON.createObjectNode();
    ObjectNode configs = workflow.putObject("step_configs");
    ArrayNode steps = workflow.putArray("steps");
    String all =
        IntStream.range(0, 1_000)
            .mapToObj(i -> "{{ " + "s".repeat(300) + i + ".outputs.x }}")
            .collect(Collectors.joining());
    for (int i = 0; i < 1_000; i++) {
      String name = "\"".repeat(300) + i;
      configs.putObject(name).put("activity", "text_echo").put("text", i == 0 ? all : "");
      steps.add(name);
    }

    assertThat(Mermaid.of(WorkflowGraph.of(workflow)))
        .contains("  more_steps[\"900 more steps\"]\n", "  more_edges[\"800 more edges\"]\n")
        .hasSizeLessThan(50_000);
  }

  private static String chart(String workflow) {
    return Mermaid.of(WorkflowGraph.of(JSON.readTree(workflow.replace('\'', '"'))));
  }
}
