package io.jettymcp.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jettymcp.lint.Severity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class LinterStructureTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "\"text\"", "3", "true"})
  void workflowThatIsNoObjectIsReported(String json) {
    assertThat(errors(json)).containsExactly("workflow is not an object");
  }

  @Test
  void missingSectionsAreReported() {
    assertThat(errors("{}")).containsExactly("step_configs is missing", "steps is missing");
    assertThat(lint("{}"))
        .anySatisfy(finding -> assertThat(finding.where()).isEqualTo("init_params"));
  }

  @Test
  void sectionsOfTheWrongTypeAreReported() {
    assertThat(errors("{'init_params': [], 'step_configs': null, 'steps': {}}"))
        .containsExactly(
            "init_params is not an object", "step_configs is not an object", "steps is not a list");
  }

  @Test
  void taskInPlaceOfAWorkflowIsReported() {
    assertThat(errors("{'name': 'x', 'workflow': {'steps': []}}"))
        .contains("workflow is a task that holds a workflow");
  }

  @Test
  void workflowWithoutStepsIsReported() {
    List<Finding> findings = lint("{'init_params': {}, 'step_configs': {}, 'steps': []}");

    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).severity()).isEqualTo(Severity.FAILS);
    assertThat(findings.get(0).where()).isEqualTo("steps");
    assertThat(findings.get(0).what()).isEqualTo("is empty");
    assertThat(findings.get(0).why()).contains("completes at once and does nothing");
  }

  @Test
  void stepThatIsNoStringIsReported() {
    assertThat(errors(steps("['a', 7, null]")))
        .containsExactly("steps[1] is not a string", "steps[2] is not a string");
  }

  @Test
  void stepWithoutConfigIsReportedWithTheNearestName() {
    List<Finding> findings = lint(steps("['a', 'B']"));

    assertThat(findings).hasSize(2);
    assertThat(findings.get(0).where()).isEqualTo("steps[1]");
    assertThat(findings.get(0).what()).isEqualTo("`B` is not a key of step_configs");
    assertThat(findings.get(0).fix()).contains("b");
    assertThat(findings.get(1).what()).isEqualTo("is not in steps");
  }

  @Test
  void repeatedStepIsReported() {
    assertThat(lint(steps("['a', 'b', 'a']")))
        .extracting(Finding::severity, Finding::where, Finding::what)
        .containsExactly(tuple(Severity.DOUBTFUL, "steps[2]", "names the step `a` a second time"));
  }

  @Test
  void unusedConfigIsDoubtful() {
    assertThat(lint(steps("['a']")))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.DOUBTFUL);
              assertThat(finding.where()).isEqualTo("step_configs.b");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'text' | step_configs.a is not an object",
        "{} | step_configs.a.activity is missing",
        "{'activity': ''} | step_configs.a.activity is not the name of an activity",
        "{'activity': ['x']} | step_configs.a.activity is not the name of an activity",
      },
      quoteCharacter = '`')
  void configWithoutActivityIsReported(String config, String error) {
    assertThat(errors(workflow("{}", "'a': " + config))).containsExactly(error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "init_params.tex | there is no init param `tex` | init_params.text",
        "init_params[0] | `init_params[0]` names no init param |",
        "init_params | `init_params` names no init param |",
        "firts.outputs.text | there is no step `firts` | first.outputs.text",
        "init_param.text | there is no step `init_param` | init_params.text",
        "middle.outputs.text | the step `middle` points at itself |",
        "last.outputs.text | the step `last` runs later than this one |",
        "unused.outputs.text | the step `unused` is not in steps |",
        "first..text | `first..text` is not a path expression: expected a name at position 6, found '.' |",
      })
  void invalidReferenceIsReported(String path, String what, String right) {
    Finding finding =
        lint(chain("'text_path': '" + path + "'")).stream()
            .filter(found -> found.where().equals("step_configs.middle.text_path"))
            .findFirst()
            .orElseThrow();

    assertThat(finding.severity())
        .isEqualTo(path.startsWith("init_params") ? Severity.DOUBTFUL : Severity.FAILS);
    assertThat(finding.what()).isEqualTo(what);
    assertThat(finding.fix().orElse(null)).isEqualTo(right);
    assertThat(finding.why()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "{'a': 1}", "[7]"})
  void referenceThatIsNoStringIsReported(String value) {
    assertThat(onlyError(chain("'text_path': " + value)).what())
        .isEqualTo("is not a path expression");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'init_params.text'",
        "'init_params.file_paths[0]'",
        "'first.outputs.text'",
        "'first.inputs.text'",
        "['first.outputs.text', 'init_params.text']",
      })
  void validReferencesHaveNoFindings(String value) {
    assertThat(errors(chain("'text_path': " + value))).isEmpty();
  }

  @Test
  void referencesInAListAreChecked() {
    assertThat(errors(chain("'text_path': ['first.outputs.text', 'gone.outputs.text']")))
        .containsExactly("step_configs.middle.text_path[1] there is no step `gone`");
  }

  @Test
  void referencesInsideAParameterAreChecked() {
    String step = "'activity': 'replicate_run', 'input': {'a': [{'prompt_path': '%s'}]}";

    assertThat(errors(workflow("{'p': ''}", "'a': {" + step.formatted("init_params.p") + "}")))
        .isEmpty();
    assertThat(lint(workflow("{}", "'a': {" + step.formatted("init_params.q") + "}")))
        .extracting(Finding::where, Finding::what)
        .contains(tuple("step_configs.a.input.a[0].prompt_path", "there is no init param `q`"));
  }

  @Test
  void pathSuffixInNestedDataIsIgnored() {
    assertThat(
            lint(
                workflow(
                    "{'items': []}",
                    """
                    'chat': {'activity': 'litellm_chat', 'prompt': 'x', 'response_format':
                        {'schema': {'properties': {'file_path': {'type': 'string'}, 'x_path': '/'}}}},
                    'fan': {'activity': 'list_emit_await', 'items_path': 'init_params.items',
                        'child_workflow_name': 'c', 'child_init_params': {'file_path': 'a/b.pdf'}}
                    """)))
        .isEmpty();
  }

  @Test
  void plainValueOfAnUnknownParameterIsDoubtful() {
    assertThat(
            lint(
                workflow(
                    "{}",
                    """
                    'a': {'activity': 'read_uploaded_file', 'file_path': 'acme/up/in.csv'},
                    'b': {'activity': 'read_uploaded_file', 'file_path': 'in.csv'}
                    """)))
        .hasSize(2)
        .allSatisfy(finding -> assertThat(finding.severity()).isEqualTo(Severity.DOUBTFUL));
  }

  @Test
  void referenceInAnUnknownParameterIsFollowed() {
    assertThat(
            errors(
                workflow(
                    "{}",
                    """
                    'a': {'activity': 'read_uploaded_file', 'file_path_path': 'init_params.gone'},
                    'b': {'activity': 'read_uploaded_file', 'file_path': 'gone.outputs.text'}
                    """)))
        .containsExactly("step_configs.b.file_path there is no step `gone`");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'a.outputs.x[*].y' | ",
        "'init_params.p' | ",
        "'a outputs' | `a outputs` is not a path expression",
        "['a.outputs.x'] | is not a path expression",
      })
  void extractKeysAreCheckedAsPathsOfChildRuns(String value, String what) {
    List<Finding> findings =
        lint(
            workflow(
                "{'items': []}",
                """
                'fan': {'activity': 'list_emit_await', 'items_path': 'init_params.items',
                    'child_workflow_name': 'c'},
                'in': {'activity': 'extract_from_trajectories',
                    'trajectory_list_path': 'fan.outputs.trajectory_references',
                    'extract_keys': {'k': %s}}
                """
                    .formatted(value)));

    assertThat(findings.stream().map(Finding::what).findFirst().orElse(null)).isEqualTo(what);
  }

  @Test
  void extractKeysThatAreNoObjectAreReported() {
    assertThat(
            errors(
                workflow(
                    "{'l': []}",
                    """
                    'in': {'activity': 'extract_from_trajectories',
                        'trajectory_list_path': 'init_params.l', 'extract_keys': ['a.outputs.x']}
                    """)))
        .containsExactly("step_configs.in.extract_keys is not an object");
  }

  @Test
  void branchToAnUnknownStepIsReported() {
    String branch =
        """
        {'init_params': {'ok': true}, 'steps': ['if', 'yes'], 'step_configs': {
          'if': {'activity': 'conditional_branch', 'condition_path': 'init_params.ok',
              'true_step': 'yes', 'false_step': '%s'},
          'yes': {'activity': 'text_echo', 'text': 'y'},
          'no': {'activity': 'text_echo', 'text_path': 'yes.outputs.text'}}}
        """;

    assertThat(lint(branch.formatted("no"))).isEmpty();
    List<Finding> findings = lint(branch.formatted("np"));
    assertThat(findings)
        .extracting(Finding::where, Finding::what, Finding::fix)
        .contains(tuple("step_configs.if.false_step", "`np` is not a step", Optional.of("no")));
  }

  private static String steps(String steps) {
    return """
        {'init_params': {}, 'steps': %s, 'step_configs': {
          'a': {'activity': 'text_echo', 'text': '1'}, 'b': {'activity': 'text_echo', 'text': '2'}}}
        """
        .formatted(steps);
  }

  private static String chain(String parameter) {
    return """
        {'init_params': {'text': ''}, 'steps': ['first', 'middle', 'last'], 'step_configs': {
          'first': {'activity': 'text_echo', 'text': '1'},
          'middle': {'activity': 'text_echo', %s},
          'last': {'activity': 'text_echo', 'text': '3'},
          'unused': {'activity': 'text_echo', 'text': '4'}}}
        """
        .formatted(parameter);
  }

  private static String workflow(String initParams, String configs) {
    return LintedJson.workflow(initParams, configs);
  }

  private static List<Finding> lint(String json) {
    return new Linter().lint(JSON.readTree(LintedJson.quoted(json)));
  }

  private static List<String> errors(String json) {
    return lint(json).stream()
        .filter(finding -> finding.severity() == Severity.FAILS)
        .map(finding -> finding.where() + " " + finding.what())
        .toList();
  }

  private static Finding onlyError(String json) {
    List<Finding> errors =
        lint(json).stream().filter(finding -> finding.severity() == Severity.FAILS).toList();
    assertThat(errors).hasSize(1);
    return errors.get(0);
  }
}
