package io.jettymcp.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.lint.Severity;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class LinterTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  @ParameterizedTest
  @ValueSource(
      strings = {
        // The echo of the seed and of jetty-api.md, section 4.
        """
        {'init_params': {'text': 'Hello!'}, 'step_configs': {'echo': {'activity': 'text_echo',
          'text_path': 'init_params.text'}}, 'steps': ['echo']}
        """,
        // The draft of jetty-api.md, section 13.
        """
        {'init_params': {'prompt': 'default'}, 'step_configs': {'draft': {'activity': 'litellm_chat',
          'model': 'gpt-4o-mini', 'prompt_path': 'init_params.prompt'}}, 'steps': ['draft']}
        """,
        // A runbook that is stored as a task, by the same section.
        """
        {'init_params': {'instruction': '', 'agent': 'claude-code', 'model': 'claude-sonnet-4-6',
          'model_provider': 'anthropic', 'vars': {}, 'mcp_servers': {}, 'code_checks': {},
          'strict_evaluation': false}, 'step_configs': {'run': {'activity': 'runbook',
          'instruction_path': 'init_params.instruction', 'agent_path': 'init_params.agent',
          'model_path': 'init_params.model', 'model_provider_path': 'init_params.model_provider',
          'template_variables_path': 'init_params.vars', 'files_path': 'init_params.file_paths',
          'snapshot': 'python312-uv', 'mcp_servers_path': 'init_params.mcp_servers',
          'code_checks_path': 'init_params.code_checks',
          'strict_evaluation_path': 'init_params.strict_evaluation', 'cpus': 2, 'memory': 4,
          'timeout_sec': 1200, 'network_enabled': true}}, 'steps': ['run']}
        """,
        // A fan-out and fan-in with the names of section 14.
        """
        {'init_params': {'text': '', 'chunk_size': 1000}, 'step_configs': {
          'split': {'activity': 'text_split', 'text_path': 'init_params.text',
            'chunk_size_path': 'init_params.chunk_size', 'overlap': 100},
          'each': {'activity': 'list_emit_await', 'items_path': 'split.outputs.chunks',
            'child_workflow_name': 'process-chunk', 'item_param_name': 'chunk',
            'max_concurrency': 10, 'continue_on_error': true},
          'gather': {'activity': 'extract_from_trajectories',
            'trajectory_list_path': 'each.outputs.trajectory_references',
            'extract_keys': {'summary': 'summarize.outputs.text'}, 'flatten_results': false}},
          'steps': ['split', 'each', 'gather']}
        """,
        // Two answers and a judge of both.
        """
        {'init_params': {'prompt': '', 'model': 'gpt-4o'}, 'step_configs': {
          'a': {'activity': 'litellm_chat', 'model_path': 'init_params.model',
            'prompt_path': 'init_params.prompt', 'temperature': 0.7},
          'b': {'activity': 'gemini_prompt', 'model': 'g', 'prompt_path': 'init_params.prompt'},
          'compare': {'activity': 'simple_judge', 'items_path': ['a.outputs.text', 'b.outputs.text'],
            'instruction': 'Which is clearer?', 'judge_type': 'categorical',
            'categories': ['first', 'second'], 'model': 'gpt-4o'}}, 'steps': ['a', 'b', 'compare']}
        """,
        // A template, whose variables may have any name.
        """
        {'init_params': {'name': ''}, 'step_configs': {
          'fill': {'activity': 'text_template', 'template': 'Dear {name}', 'name_path': 'init_params.name'},
          'join': {'activity': 'text_concatenate', 'texts_path': ['init_params.name', 'fill.outputs.text']}},
          'steps': ['fill', 'join']}
        """,
      })
  void validWorkflowHasNoFindings(String workflow) {
    assertThat(lint(workflow)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "litelm_chat | the activity `litelm_chat` is not known here | litellm_chat",
        "frobnicate | the activity `frobnicate` is not known here |",
        "split_text | `split_text` is another name of an activity | text_split",
        "runbook_agent | `runbook_agent` is another name of an activity | runbook",
      })
  void unknownActivityIsDoubtful(String activity, String what, String right) {
    List<Finding> findings =
        lint(LintedJson.workflow("{}", "'a': {'activity': '" + activity + "'}"));

    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).severity()).isEqualTo(Severity.DOUBTFUL);
    assertThat(findings.get(0).where()).isEqualTo("step_configs.a.activity");
    assertThat(findings.get(0).what()).isEqualTo(what);
    assertThat(findings.get(0).fix().orElse(null)).isEqualTo(right);
  }

  @Test
  void activitiesListedByJettyAreKnown() {
    JsonNode workflow =
        LintedJson.read(
            """
            {'init_params': {}, 'steps': ['a', 'b', 'c'], 'step_configs': {
              'a': {'activity': 'brand_new', 'any': 1}, 'b': {'activity': 'brand_new'},
              'c': {'activity': 'text_echo', 'text': 'x'}}}
            """);

    assertThat(Linter.unknownActivities(workflow)).containsExactly("brand_new");
    assertThat(new Linter().lint(workflow)).hasSize(2);
    assertThat(new Linter(List.of("brand_new")).lint(workflow)).isEmpty();
    assertThat(Linter.unknownActivities(JSON.readTree("[]"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "promt_path | `promt_path` is not known here as a parameter of litellm_chat | prompt_path",
        "max_token | `max_token` is not known here as a parameter of litellm_chat | max_tokens",
        "colour | `colour` is not known here as a parameter of litellm_chat |",
      })
  void unknownParameterIsDoubtful(String parameter, String what, String right) {
    List<Finding> findings =
        lint(
            LintedJson.workflow(
                "{'p': ''}",
                "'a': {'activity': 'litellm_chat', '" + parameter + "': 'init_params.p'}"));

    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).severity()).isEqualTo(Severity.DOUBTFUL);
    assertThat(findings.get(0).where()).isEqualTo("step_configs.a." + parameter);
    assertThat(findings.get(0).what()).isEqualTo(what);
    assertThat(findings.get(0).fix().orElse(null)).isEqualTo(right);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "first.outputs.txt | `txt` is not known here as an output of text_echo | text",
        "first.outputs.image | `image` is not known here as an output of text_echo | text",
        "first.text | `first.text` names neither inputs nor outputs of the step | first.outputs.text",
        "first | `first` names neither inputs nor outputs of the step |",
        "other.outputs.anything[0].x | |",
        "first.inputs.text | |",
      })
  void unknownOutputIsReportedWithTheNearestName(String path, String what, String right) {
    List<Finding> findings =
        lint(
            LintedJson.workflow(
                "{}",
                """
                'first': {'activity': 'text_echo', 'text': 'x'},
                'other': {'activity': 'replicate_run', 'model': 'm', 'input': {}},
                'last': {'activity': 'text_echo', 'text_path': '%s'}
                """
                    .formatted(path)));

    assertThat(findings.stream().map(Finding::what).findFirst().orElse(null)).isEqualTo(what);
    assertThat(findings.stream().flatMap(f -> f.fix().stream()).findFirst().orElse(null))
        .isEqualTo(right);
    assertThat(findings).allMatch(finding -> finding.severity() != Severity.FAILS);
  }

  @Test
  void findingsBeyondFiftyAreCounted() {
    ObjectNode workflow = JSON.createObjectNode();
    workflow.putObject("init_params");
    ObjectNode configs = workflow.putObject("step_configs");
    ArrayNode steps = workflow.putArray("steps");
    for (int i = 0; i < 40; i++) {
      configs.putObject("unused" + i);
      steps.add("absent" + i);
    }

    List<Finding> findings = new Linter().lint(workflow);

    assertThat(findings).hasSize(51);
    assertThat(findings.subList(0, 40)).allMatch(f -> f.severity() == Severity.FAILS);
    assertThat(findings.subList(40, 51)).allMatch(f -> f.severity() == Severity.DOUBTFUL);
    assertThat(findings.get(50).what()).isEqualTo("30 more findings are not shown");
  }

  @Test
  void largeWorkflowIsLinted() {
    ObjectNode workflow = JSON.createObjectNode();
    workflow.putObject("init_params");
    ObjectNode configs = workflow.putObject("step_configs");
    ArrayNode steps = workflow.putArray("steps");
    for (int i = 0; i < 50_000; i++) {
      steps.add("step" + i);
      configs
          .putObject("step" + i)
          .put("activity", "litelm_chat")
          .put("prompt_path", "stap" + i + ".outputs.text");
    }

    List<Finding> findings = new Linter().lint(workflow);

    assertThat(findings).hasSize(51);
    assertThat(findings.get(50).what()).isEqualTo("99950 more findings are not shown");
    assertThat(findings.get(50).severity()).isEqualTo(Severity.FAILS);
  }

  @Test
  void quotedValuesAreShortenedAndCleaned() {
    String name = "\u001b[2J" + "n".repeat(200) + "\u202e";
    ObjectNode workflow = JSON.createObjectNode();
    workflow.putObject("init_params");
    workflow.putArray("steps").add(name).add("x" + name);
    workflow
        .putObject("step_configs")
        .putObject(name)
        .put("activity", name)
        .put(name, 1)
        .put(name + "_path", "gone.outputs." + name)
        .putObject("input")
        .put(name + "_path", "init_params." + "n".repeat(200));

    List<Finding> findings = new Linter().lint(workflow);

    assertThat(findings).hasSizeGreaterThan(4);
    assertThat(findings)
        .allSatisfy(
            finding ->
                assertThat(finding.toString())
                    .doesNotContain("\u001b", "\u202e", "n".repeat(80))
                    .hasSizeLessThan(700));
  }

  @Test
  void randomJsonDoesNotThrow() {
    Random random = new Random(20_261_121);
    int clean = 0;
    for (int i = 0; i < 5_000; i++) {
      JsonNode workflow = new RandomWorkflow(random).next();
      List<Finding> findings = new Linter().lint(workflow);
      assertThat(findings).hasSizeLessThanOrEqualTo(51);
      Linter.unknownActivities(workflow);
      clean += findings.isEmpty() ? 1 : 0;
    }
    assertThat(clean).as("clean workflows among the random ones").isBetween(1, 2_500);
  }

  @Test
  void deepJsonDoesNotOverflow() {
    ObjectNode workflow = (ObjectNode) LintedJson.read("{'init_params': {}, 'steps': ['a']}");
    ObjectNode inside =
        workflow.putObject("step_configs").putObject("a").put("activity", "list_emit_await");
    for (String parameter : List.of("child_init_params", "anything", "extract_keys")) {
      ObjectNode deep = inside.putObject(parameter);
      for (int i = 0; i < 20_000; i++) {
        deep = deep.putObject("x_path");
      }
    }

    assertThat(new Linter().lint(workflow)).isNotEmpty();
  }

  @Test
  @Timeout(10)
  void veryManyPlaceholdersInOneLineAreReadOnce() {
    StringBuilder line = new StringBuilder("| ");
    for (int i = 0; i < 200_000; i++) {
      line.append("{{p").append(i).append("}} ");
    }
    ObjectNode workflow = (ObjectNode) LintedJson.read("{'init_params': {}, 'steps': ['a']}");
    workflow
        .putObject("step_configs")
        .putObject("a")
        .put("activity", "text_echo")
        .put("text", line + "\n{{missing}}\n | {{declared}}");

    assertThat(new Linter().lint(workflow)).singleElement().asString().contains("{{missing}}");
  }

  private static List<Finding> lint(String json) {
    return new Linter().lint(LintedJson.read(json));
  }
}
