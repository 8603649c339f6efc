package io.jettymcp.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the linter on common kinds of workflows. */
class CommonWorkflowsTest {
  @Nested
  class FanOut {
    @Test
    void parentOfThreeLevelsHasNoFindings() {
      assertThat(
              lint(
                  """
                  {'init_params': {'briefs': []}, 'steps': ['each_region'], 'step_configs': {
                    'each_region': {'activity': 'list_emit_await', 'items_path': 'init_params.briefs',
                      'child_workflow_name': 'region-tour', 'item_param_name': 'brief',
                      'max_concurrency': 4, 'continue_on_error': true, 'timeout_seconds': 900}}}"""))
          .isEmpty();
    }

    @Test
    void undeclaredInputOfAChildIsDoubtful() {
      assertThat(
              lint(
                  """
                  {'init_params': {}, 'steps': ['visit'], 'step_configs': {
                    'visit': {'activity': 'runbook', 'agent': 'codex', 'model': 'gpt-5.4',
                      'instruction_path': 'init_params.instruction', 'snapshot': 'prism-playwright',
                      'timeout_sec': 900, 'memory': '2G', 'cpus': 2, 'network_enabled': true,
                      'mcp_servers': {'browser': {'command': 'npx', 'args': ['-y', 'a-browser']}}}}}"""))
          .containsExactly(
              "doubtful step_configs.visit.instruction_path there is no init param `instruction`");
    }

    @Test
    void undeclaredInputIsExplainedAsRunInputOrTypo() {
      Finding finding =
          findings(
                  """
                  {'init_params': {'topics': ''}, 'steps': ['a'], 'step_configs': {
                    'a': {'activity': 'text_echo', 'text_path': 'init_params.topic',
                          'note': '{{topics}}'}}}""")
              .stream()
              .filter(found -> found.where().endsWith("text_path"))
              .findFirst()
              .orElseThrow();
      assertThat(finding.why()).contains("each run passes it", "a slip");
      assertThat(finding.fix()).contains("init_params.topics");
    }

    @Test
    void inputDeclaredOnlyByTheParentIsReported() {
      assertThat(
              lint(
                  """
                  {'init_params': {'briefs': [], 'max_concurrency': 8}, 'steps': ['each'],
                   'step_configs': {'each': {'activity': 'list_emit_await',
                     'items_path': 'init_params.briefs', 'child_workflow_name': 'c',
                     'max_concurrency': 8}}}"""))
          .containsExactly("doubtful init_params.max_concurrency no step reads it");
    }
  }

  @Nested
  class Runbooks {
    @Test
    void stepsMayHaveAnyNameAndPlaceholders() {
      assertThat(
              lint(
                  """
                  {'init_params': {'ref': 'main', 'areas': [], 'with_tests': true},
                   'steps': ['review'], 'step_configs': {'review': {'activity': 'runbook',
                     'agent': 'codex', 'model': 'gpt-5.4', 'snapshot': 'prism-base', 'cpus': 4,
                     'instruction': 'Check out {{ref}}. Look at {{ areas }}; tests: {{with_tests}}. Write to {{results_dir}}.'}}}"""))
          .isEmpty();
    }

    @Test
    void registrationOfVersion2OnlyLacksItsInstruction() {
      assertThat(lint(versionTwo("'instruction_path': 'init_params.instruction'")))
          .containsExactly(
              "doubtful step_configs.run.instruction_path there is no init param `instruction`");
    }

    @Test
    void inputsReadByJettyCountAsRead() {
      assertThat(
              lint(
                  """
                  {'init_params': {'runbook_evals_version': 2, 'code_checks': {}, 'mcp_servers': {},
                     'strict_evaluation': true, 'snapshot': 'python312-uv', 'file_paths': []},
                   'steps': ['run'], 'step_configs': {'run': {'activity': 'runbook',
                     'instruction': 'Do it.', 'agent': 'codex'}}}"""))
          .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "{} | 0",
          "{'city': 'Oslo'} | 0",
          "{'town': 'Oslo'} | 1",
        })
    void variablesWithoutDefaultsAreInputsOfTheRun(String vars, int findings) {
      assertThat(
              lint(
                  """
                  {'init_params': {'vars': %s}, 'steps': ['run'], 'step_configs': {
                    'run': {'activity': 'runbook', 'agent': 'codex', 'instruction': 'Go to {{city}}',
                      'template_variables_path': 'init_params.vars'}}}"""
                      .formatted(vars)))
          .hasSize(findings);
    }

    @Test
    void tableOfParametersDeclaresPlaceholders() {
      assertThat(
              lint(
                  """
                  {'init_params': {}, 'steps': ['run'], 'step_configs': {
                    'run': {'activity': 'runbook', 'agent': 'codex',
                      'instruction': '## Parameters\\n| City | `{{city}}` | Oslo |\\n'}}}"""))
          .isEmpty();
    }

    private String versionTwo(String instruction) {
      return """
          {'init_params': {'agent': 'claude-code', 'model': 'anthropic/claude-sonnet-4.6',
             'model_provider': 'openrouter', 'snapshot': 'prism-playwright',
             'mcp_servers': {'board': {'url': 'https://mcp.example.com/x', 'secret': 'BOARD_TOKEN'}},
             'code_checks': {'sources': [{'name': 'checks', 'type': 'git', 'secret': 'BOARD_TOKEN',
               'url': 'https://git.example.com/acme/checks', 'ref': 'main'}], 'timeout_sec': 60},
             'strict_evaluation': true, 'runbook_evals_version': 2, 'vars': {}, 'file_paths': []},
           'steps': ['run'], 'step_configs': {'run': {'activity': 'runbook',
             'agent_path': 'init_params.agent', 'model_path': 'init_params.model',
             'model_provider_path': 'init_params.model_provider',
             'snapshot_path': 'init_params.snapshot', %s,
             'template_variables_path': 'init_params.vars', 'files_path': 'init_params.file_paths',
             'mcp_servers_path': 'init_params.mcp_servers',
             'code_checks_path': 'init_params.code_checks',
             'strict_evaluation_path': 'init_params.strict_evaluation', 'cpus': 4, 'memory': '8G',
             'timeout_sec': 1200, 'network_enabled': true}}}"""
          .formatted(instruction);
    }
  }

  @Nested
  class Judges {
    @Test
    void providerAndScaleAsAListAreKnown() {
      assertThat(
              lint(
                  """
                  {'init_params': {'item': ''}, 'steps': ['judge'], 'step_configs': {
                    'judge': {'activity': 'simple_judge', 'item_path': 'init_params.item',
                      'instruction': 'Return only JSON: {\\"score\\": <1-5>, \\"why\\": {\\"tone\\": 1}}',
                      'judge_type': 'scale', 'scale_range': [1, 5], 'temperature': 0.2,
                      'model': 'anthropic/claude-sonnet-5', 'model_provider': 'openrouter',
                      'with_explanation': true}}}"""))
          .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "'item_path': 'draw.outputs.images[0].path'",
          "'item_path': 'acme/draw/0000/1a2b3c4d.draw.0000.webp'",
          "'item_path': 'acme/draw/0000/1a2b3c4d.draw.0000.PNG'",
          "'items_path': ['draw.outputs.images[0].path', 'acme/draw/0000/old.jpg']",
          "'items_path': 'draw.outputs.images[*].path'",
        })
    void imageItemsAreCheckedByStoragePath(String item) {
      assertThat(
              lint(
                  LintedJson.workflow(
                      "{}",
                      "'draw': {'activity': 'gemini_image_generator', 'prompt': 'A lamp',"
                          + "'num_images': 2, 'negative_prompt': 'x', 'aspect_ratio': '1:1'},"
                          + "'judge': {'activity': 'simple_judge', 'judge_type': 'binary',"
                          + "'instruction': 'Is it a lamp?', 'categories': ['yes', 'no'], "
                          + item
                          + "},"
                          + "'out': {'activity': 'text_echo',"
                          + "'text_path': 'judge.outputs.results[0].judgment'}")))
          .isEmpty();
    }
  }

  @Nested
  class Placeholders {
    @Test
    void referencesInPromptAreChecked() {
      assertThat(
              lint(
                  """
                  {'init_params': {'question': 'Why?'}, 'steps': ['read', 'answer'],
                   'step_configs': {'read': {'activity': 'read_uploaded_file', 'file_index': 0},
                     'answer': {'activity': 'litellm_chat', 'model': 'gpt-4o',
                       'prompt': 'Text:\\n{{ read.outputs.text }}\\n{{ init_params.question }}'}}}"""))
          .isEmpty();
    }

    @Test
    void everyOldNameIsReported() {
      assertThat(
              lint(
                  """
                  {'init_params': {'question': 'Why?'}, 'steps': ['read', 'answer'],
                   'step_configs': {'read': {'activity': 'read_uploaded_file', 'file_index': 0},
                     'answer': {'activity': 'litellm_chat', 'model': 'gpt-4o',
                       'user_prompt': '{{ read.outputs.content }} {{ init_params.question }}'}}}"""))
          .containsExactly(
              "loses step_configs.answer.user_prompt litellm_chat does not read `user_prompt`",
              "doubtful step_configs.answer.user_prompt `content` is not known here as an output of"
                  + " read_uploaded_file");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '~',
        quoteCharacter = '`',
        value = {
          "{{ gone.outputs.text }} ~ there is no step 'gone'",
          "{{a.outputs.text}} ~ the step 'a' points at itself",
          "{{ init_params.topik }} ~ there is no init param 'topik'",
          "{{topik}} ~ nothing here fills '{{topik}}'",
          "{{topic}} ~ ",
          "{{ topic }} {{topic}} ~ ",
          "{{#each topics}} {{ topic | upper }} ~ ",
          "${{ secrets.NAME }} ~ ",
          "{{{topik}}} ~ ",
          "[{ a: {b: {{ c }, d }} ] ~ ",
        })
    void unresolvedPlaceholderIsDoubtful(String text, String what) {
      String workflow =
          LintedJson.workflow(
              "{'topic': '{{topic}}'}", "'a': {'activity': 'litellm_chat', 'prompt': 'P'}");
      List<Finding> found = findings(workflow.replace("\"P\"", "\"" + text + "\""));

      assertThat(found.stream().map(Finding::what).findFirst().orElse(null))
          .isEqualTo(what == null ? null : what.replace('\'', '`'));
      assertThat(found).allMatch(finding -> finding.severity().label().equals("doubtful"));
    }

    @Test
    void variablesOfATemplateAreDeclared() {
      assertThat(
              lint(
                  LintedJson.workflow(
                      "{'name': ''}",
                      "'a': {'activity': 'text_template', 'template': '{{who}} and {{ what }}',"
                          + "'who_path': 'init_params.name', 'what': 'x'}")))
          .isEmpty();
    }
  }

  @Nested
  class Unread {
    @Test
    void routineInputsAreCheckedByName() {
      assertThat(
              InitParamRules.unread(
                  LintedJson.read(
                      """
                      {'init_params': {'text': '', 'tone': ''}, 'steps': ['a'], 'step_configs': {
                        'a': {'activity': 'text_echo', 'text_path': 'init_params.text'}}}"""),
                  List.of("text", "tone", "file_paths")))
          .containsExactly("tone");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "'text_path': 'init_params.used'",
          "'text_path': 'init_params.used[0].x'",
          "'text': 'About {{ used }}'",
          "'text': {'deep': ['{{init_params.used}}']}",
          "'text_path': 'init_params'",
        })
    void mentionedInputCountsAsRead(String parameter) {
      assertThat(
              InitParamRules.unread(
                  LintedJson.read(
                      LintedJson.workflow(
                          "{'used': ''}", "'a': {'activity': 'text_echo', " + parameter + "}")),
                  List.of("used")))
          .isEmpty();
    }
  }

  @Nested
  class Forms {
    @Test
    void stepsWithInlineConfigsAreDoubtful() {
      assertThat(
              lint(
                  "{'init_params': {}, 'steps': [{'name': 'a', 'step_type': 'text_echo', 'config': {}}]}"))
          .containsExactly(
              "doubtful steps[0] has a form that only one page of Jetty's texts shows");
    }

    @Test
    void variableOfTheEnvironmentIsDoubtful() {
      assertThat(
              lint(
                  LintedJson.workflow(
                      "{}",
                      "'a': {'activity': 'litellm_chat', 'prompt': 'x',"
                          + "'model_path': 'env.MODEL_NAME'}")))
          .containsExactly(
              "doubtful step_configs.a.model_path `env.MODEL_NAME` reads an environment variable");
    }

    @Test
    void fieldOfAListNeedsAnIndex() {
      List<Finding> found =
          findings(
              LintedJson.workflow(
                  "{}",
                  "'d': {'activity': 'replicate_text2image', 'prompt': 'x'},"
                      + "'a': {'activity': 'text_echo', 'text_path': 'd.outputs.images.path'}"));
      assertThat(found).hasSize(1);
      assertThat(found.get(0).fix()).contains("d.outputs.images[0].path");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "'activity': 'number_sequence_generator', 'mode': 'linear', 'start': 1, 'max_terms': 9",
          "'activity': 'webhook_notify', 'url': 'https://example.com'",
          "'activity': 'select_files', 'files_path': 'init_params.file_paths', 'patterns': ['*.md']",
          "'activity': 'text_concatenate', 'input_files': [], 'separator': ''",
          "'activity': 'litellm_image_generation', 'prompt': 'x', 'size': '1x1', 'quality': 'hd', 'n': 2",
          "'activity': 'runbook', 'user_message': 'x', 'runbook_url': 'u', 'langfuse_tracing': true",
        })
    void documentedParametersAreKnown(String config) {
      assertThat(lint(LintedJson.workflow("{}", "'a': {" + config + "}"))).isEmpty();
    }

    @Test
    void unknownNamesAreNotReportedAsIgnored() {
      assertThat(
              findings(
                  LintedJson.workflow(
                      "{}",
                      "'a': {'activity': 'litellm_chat', 'prompt': 'x', 'shiny': 1},"
                          + "'b': {'activity': 'brand_new', 'x': 1},"
                          + "'c': {'activity': 'text_echo', 'text_path': 'a.outputs.shiny'}")))
          .hasSize(3)
          .allSatisfy(
              finding -> {
                assertThat(finding.what()).contains("not known here");
                assertThat(finding.severity().label()).isEqualTo("doubtful");
                assertThat(finding.why()).doesNotContain("ignore");
              });
    }
  }

  private static List<Finding> findings(String json) {
    return new Linter().lint(LintedJson.read(json));
  }

  private static List<String> lint(String json) {
    return findings(json).stream()
        .flatMap(
            finding ->
                Stream.of(
                    finding.severity().label() + " " + finding.where() + " " + finding.what()))
        .toList();
  }
}
