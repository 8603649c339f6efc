package io.jettymcp.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jettymcp.lint.Severity;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that every known issue is reported at its path, and only there. */
class LinterKnownIssueTest {
  private static final String LONG = "word ".repeat(900);

  /** Lists init params, step configs, and the issue with its path and right name. */
  static Stream<Arguments> wrongWorkflows() {
    return Stream.of(
        wrong(
            "{}",
            "'a': {'activity': 'litellm_chat', 'user_prompt': 'x'}",
            KnownIssues.USER_PROMPT,
            "a.user_prompt",
            "prompt"),
        wrong(
            "{'p': ''}",
            "'a': {'activity': 'litellm_chat', 'user_prompt_path': 'init_params.p'}",
            KnownIssues.USER_PROMPT,
            "a.user_prompt_path",
            "prompt_path"),
        doubtful(
            "{'p': ['x']}",
            "'a': {'activity': 'litellm_chat', 'prompt_path': 'init_params.p'}",
            KnownIssues.PROMPT_IS_LIST,
            "a.prompt_path"),
        wrong(
            "{'p': ''}",
            "'a': {'activity': 'litellm_chat', 'prompt_path': ['init_params.p']}",
            KnownIssues.PROMPT_IS_LIST,
            "a.prompt_path"),
        wrong(
            "{}",
            "'a': {'activity': 'litellm_chat', 'prompt_path': 'init_params.file_paths'}",
            KnownIssues.PROMPT_IS_LIST,
            "a.prompt_path"),
        wrong(
            "{}",
            "'a': {'activity': 'litellm_chat', 'prompt': ['x']}",
            KnownIssues.PROMPT_IS_LIST,
            "a.prompt"),
        wrong(
            "{}",
            "'s': {'activity': 'text_split', 'text': 'x'},"
                + "'a': {'activity': 'litellm_chat', 'prompt_path': 's.outputs.chunks'}",
            KnownIssues.PROMPT_IS_LIST,
            "a.prompt_path"),
        wrong(
            "{}",
            "'s': {'activity': 'replicate_run', 'input': {}},"
                + "'a': {'activity': 'litellm_chat', 'prompt_path': 's.outputs.x[*].y'}",
            KnownIssues.PROMPT_IS_LIST,
            "a.prompt_path"),
        wrong(
            "{}",
            "'s': {'activity': 'litellm_chat', 'prompt': 'x'},"
                + "'a': {'activity': 'text_echo', 'text_path': 's.outputs.content'}",
            KnownIssues.CHAT_CONTENT,
            "a.text_path",
            "text"),
        wrong(
            "{}",
            "'r': {'activity': 'read_uploaded_file'}, 'a': {'activity': 'litellm_chat',"
                + "'model': 'anthropic/claude-haiku-4-5', 'prompt_path': 'r.outputs.text'}",
            KnownIssues.NO_CLOSING_REQUEST,
            "a.prompt_path"),
        wrong(
            "{'m': 'claude-3-Haiku'}",
            "'a': {'activity': 'litellm_chat',"
                + "'model_path': 'init_params.m', 'prompt': '"
                + LONG
                + "'}",
            KnownIssues.NO_CLOSING_REQUEST,
            "a.prompt"),
        wrong(
            "{}",
            "'i': {'activity': 'replicate_text2image', 'prompt': 'x'},"
                + "'a': {'activity': 'text_echo', 'text_path': 'i.outputs.storage_path'}",
            KnownIssues.REPLICATE_IMAGE_OUTPUT,
            "a.text_path",
            "images[0].path"),
        wrong(
            "{}",
            "'i': {'activity': 'replicate_text2image', 'prompt': 'x'},"
                + "'a': {'activity': 'text_echo', 'text_path': 'i.outputs.image_url'}",
            KnownIssues.REPLICATE_IMAGE_OUTPUT,
            "a.text_path",
            "images[0].path"),
        wrong(
            "{}",
            "'i': {'activity': 'gemini_image_generator', 'prompt': 'x'},"
                + "'a': {'activity': 'text_echo', 'text_path': 'i.outputs.storage_path'}",
            KnownIssues.GEMINI_IMAGE_OUTPUT,
            "a.text_path",
            "images[0].path"),
        wrong(
            "{}",
            "'i': {'activity': 'replicate_text2image', 'prompt': 'x'},"
                + "'a': {'activity': 'litellm_vision', 'image_url_path': 'i.outputs.images[0].path'}",
            KnownIssues.STORED_IMAGE_AS_URL,
            "a.image_url_path",
            "image_path_expr"),
        wrong(
            "{}",
            "'a': {'activity': 'litellm_vision',"
                + "'image_url_path': 'init_params.file_paths[0]'}",
            KnownIssues.STORED_IMAGE_AS_URL,
            "a.image_url_path",
            "image_path_expr"),
        wrong(
            "{'i': 'acme/t/0000/x.png'}",
            "'a': {'activity': 'litellm_vision', 'image_url_path': 'init_params.i'}",
            KnownIssues.STORED_IMAGE_AS_URL,
            "a.image_url_path",
            "image_path_expr"),
        doubtful(
            "{'i': 'https://example.com/x.png'}",
            "'a': {'activity': 'litellm_vision', 'image_path_expr': 'init_params.i'}",
            KnownIssues.EXTERNAL_IMAGE,
            "a.image_path_expr"),
        wrong(
            "{}",
            "'a': {'activity': 'litellm_vision', 'image_url': 'https://example.com/x'}",
            KnownIssues.EXTERNAL_IMAGE,
            "a.image_url"),
        wrong(
            "{'i': ''}",
            "'a': {'activity': 'litellm_vision', 'image_url_path': 'init_params.i'}",
            KnownIssues.EXTERNAL_IMAGE,
            "a.image_url_path"),
        wrong(
            "{}",
            "'a': {'activity': 'simple_judge', 'instruction': 'x', 'content': 'y'}",
            KnownIssues.JUDGE_CONTENT,
            "a.content",
            "item"),
        wrong(
            "{'c': ''}",
            "'a': {'activity': 'simple_judge', 'instruction': 'x',"
                + "'content_path': 'init_params.c'}",
            KnownIssues.JUDGE_CONTENT,
            "a.content_path",
            "item_path"),
        wrong(
            "{}",
            "'a': {'activity': 'simple_judge', 'item': 'x', 'criteria': 'y'}",
            KnownIssues.JUDGE_CRITERIA,
            "a.criteria",
            "instruction"),
        wrong(
            "{'c': ''}",
            "'a': {'activity': 'simple_judge', 'item': 'x'," + "'criteria_path': 'init_params.c'}",
            KnownIssues.JUDGE_CRITERIA,
            "a.criteria_path",
            "instruction_path"),
        wrong(
            "{}",
            "'a': {'activity': 'simple_judge', 'item': 'x', 'instruction': 'y',"
                + "'score_range': {'min': 1, 'max': 5}}",
            KnownIssues.JUDGE_SCORE_RANGE,
            "a.score_range"),
        wrong(
            "{'r': [1, 5]}",
            "'a': {'activity': 'simple_judge', 'item': 'x', 'instruction': 'y',"
                + "'judge_type': 'categorical', 'score_range_path': 'init_params.r'}",
            KnownIssues.JUDGE_SCORE_RANGE,
            "a.score_range_path"),
        wrong(
            "{}",
            "'a': {'activity': 'list_emit_await', 'child_workflow_name': 'c'," + "'items': [1, 2]}",
            KnownIssues.FAN_OUT_ITEMS,
            "a.items"),
        wrong(
            "{}",
            "'a': {'activity': 'list_emit_await', 'child_workflow_name': 'c'}",
            KnownIssues.FAN_OUT_ITEMS,
            "a.items_path"),
        wrong(
            "{'l': []}",
            fanOut("'item_param_name': 'i'")
                + ", 'b': {'activity': 'extract_from_trajectories',"
                + "'trajectory_list_path': 'a.outputs.trajectory_ids', 'extract_keys': {}}",
            KnownIssues.FAN_OUT_TRAJECTORY_IDS,
            "b.trajectory_list_path",
            "trajectory_references"),
        doubtful(
            "{'l': [], 'c': 'acme/child'}",
            "'a': {'activity': 'list_emit_await', 'items_path': 'init_params.l',"
                + "'child_workflow_name_path': 'init_params.c'}",
            KnownIssues.FAN_OUT_CHILD_NAME,
            "a.child_workflow_name_path"),
        wrong(
            "{'l': []}",
            "'a': {'activity': 'list_emit_await', 'items_path': 'init_params.l',"
                + "'child_workflow_name': 'acme/child'}",
            KnownIssues.FAN_OUT_CHILD_NAME,
            "a.child_workflow_name"),
        wrong(
            "{'l': []}",
            "'a': {'activity': 'list_emit_await', 'items_path': 'init_params.l',"
                + "'task_reference': 'x'}",
            KnownIssues.FAN_OUT_OLD_NAMES,
            "a.task_reference",
            "child_workflow_name"),
        wrong(
            "{'l': []}",
            fanOut("'data_mapping': {}"),
            KnownIssues.FAN_OUT_OLD_NAMES,
            "a.data_mapping",
            "child_init_params"),
        wrong(
            "{'l': []}",
            fanOut("'execution_config': {}"),
            KnownIssues.FAN_OUT_OLD_NAMES,
            "a.execution_config",
            "max_concurrency"),
        wrong(
            "{'l': [], 'm': 'x'}",
            fanOut("'child_init_params': {'m': ['init_params.m']}"),
            KnownIssues.FAN_OUT_CHILD_EXPRESSIONS,
            "a.child_init_params"),
        wrong(
            "{'l': [], 'c': {'m_path': 'a.outputs.m'}}",
            fanOut("'child_init_params_path': 'init_params.c'"),
            KnownIssues.FAN_OUT_CHILD_EXPRESSIONS,
            "a.child_init_params_path"),
        wrong(
            "{'l': []}",
            "'a': {'activity': 'extract_from_trajectories', 'extract_keys': {},"
                + "'trajectory_ids_path': 'init_params.l'}",
            KnownIssues.FAN_IN_TRAJECTORY_IDS,
            "a.trajectory_ids_path",
            "trajectory_list_path"),
        wrong(
            "{'l': []}",
            "'a': {'activity': 'extract_from_trajectories',"
                + "'trajectory_list_path': 'init_params.l', 'extract_paths': ['x.outputs.y']}",
            KnownIssues.FAN_IN_EXTRACT_PATHS,
            "a.extract_paths",
            "extract_keys"),
        wrong(
            "{'t': ''}",
            "'a': {'activity': 'text_echo', 'text': 'x'," + "'text_path': 'init_params.t'}",
            KnownIssues.PLAIN_AND_PATH,
            "a.text_path"),
        wrong(
            "{'r': [1, 5]}",
            "'a': {'activity': 'simple_judge', 'item': 'x', 'instruction': 'y',"
                + "'judge_type': 'scale', 'score_range_path': 'init_params.r'}",
            KnownIssues.JUDGE_SCALE_RANGE,
            "a.score_range_path",
            "scale_range_path"),
        wrong(
            "{}",
            "'a': {'activity': 'simple_judge', 'item': 'x', 'instruction': 'y',"
                + "'judge_type': 'scale', 'score_range': {'min': 1, 'max': 10}}",
            KnownIssues.JUDGE_SCALE_RANGE,
            "a.score_range",
            "scale_range"),
        wrong(
            "{}",
            "'a': {'activity': 'simple_judge', 'item': 'x'}",
            KnownIssues.JUDGE_WITHOUT_SUBJECT,
            "a.instruction"),
        wrong(
            "{}",
            "'a': {'activity': 'simple_judge', 'instruction': 'x'}",
            KnownIssues.JUDGE_WITHOUT_SUBJECT,
            "a.item"),
        wrong(
            "{'p': ''}",
            "'a': {'activity': 'replicate_run', 'input': {'prompt_path': 'init_params.p'}}",
            KnownIssues.NESTED_PATH,
            "a.input.prompt_path"),
        wrong(
            "{}",
            "'completion': {'activity': 'passthrough'}",
            KnownIssues.RUNBOOK_STUB,
            "completion.activity"));
  }

  @ParameterizedTest
  @MethodSource("wrongWorkflows")
  void issueIsReportedOnceWithItsFix(
      String initParams,
      String configs,
      KnownIssue issue,
      String where,
      String right,
      Severity severity) {
    List<Finding> findings =
        new Linter().lint(LintedJson.read(LintedJson.workflow(initParams, configs)));

    assertThat(findings).hasSize(1);
    Finding finding = findings.get(0);
    assertThat(finding.severity()).isEqualTo(severity);
    assertThat(finding.where()).isEqualTo("step_configs." + where);
    assertThat(finding.fix()).contains(right);
    assertThat(finding.why()).startsWith(issue.consequence());
    issue.message().ifPresent(message -> assertThat(finding.why()).contains(message));
  }

  @Test
  void everyKnownIssueHasAnExample() {
    Set<Object> tried = new LinkedHashSet<>();
    wrongWorkflows().forEach(each -> tried.add(each.get()[2]));

    assertThat(tried).containsExactlyInAnyOrderElementsOf(KnownIssues.ALL);
  }

  @Test
  void stubWithoutConfigIsReported() {
    assertThat(
            new Linter()
                .lint(
                    LintedJson.read(
                        "{'init_params': {}, 'step_configs': {}, 'steps': ['completion']}")))
        .extracting(Finding::severity, Finding::where, Finding::why)
        .containsExactly(tuple(Severity.FAILS, "steps[0]", KnownIssues.RUNBOOK_STUB.why()));
  }

  @Test
  void urlInPlaceOfAnExpressionIsReported() {
    List<Finding> findings =
        new Linter()
            .lint(
                LintedJson.read(
                    LintedJson.workflow(
                        "{}",
                        "'a': {'activity': 'litellm_vision',"
                            + "'image_path_expr': 'https://example.com/x.png'}")));

    assertThat(findings).hasSize(2);
    assertThat(findings.get(0).severity()).isEqualTo(Severity.FAILS);
    assertThat(findings.get(1).why()).contains("Invalid workflow reference: https");
  }

  @Test
  void rightFormsHaveNoFindings() {
    String configs =
        """
        'read': {'activity': 'read_uploaded_file', 'path_path': 'init_params.file_paths[0]'},
        'ask': {'activity': 'litellm_chat', 'model': 'claude-haiku-4-5', 'prompt_path': 'init_params.p'},
        'draw': {'activity': 'replicate_text2image', 'prompt_path': 'ask.outputs.text'},
        'look': {'activity': 'litellm_vision', 'prompt': 'x', 'image_path_expr': 'draw.outputs.images[0].path'},
        'judge': {'activity': 'simple_judge', 'item_path': 'look.outputs.text', 'instruction': 'x',
            'judge_type': 'scale', 'scale_range': {'min': 1, 'max': 5}},
        'labels': {'activity': 'simple_judge', 'item_path': 'look.outputs.text', 'instruction': 'x',
            'score_range': ['bad', 'good']},
        'fan': {'activity': 'list_emit_await', 'items_path': 'init_params.l', 'child_workflow_name': 'c',
            'child_init_params': {'model': 'gpt-4o', 'url': 'example.com', 'note': 'see init_params'}},
        'in': {'activity': 'extract_from_trajectories', 'extract_keys': {'s': 'sum.outputs.text'},
            'trajectory_list_path': 'fan.outputs.trajectory_references'},
        'run': {'activity': 'runbook', 'instruction_path': 'init_params.p'}
        """;

    assertThat(
            new Linter().lint(LintedJson.read(LintedJson.workflow("{'p': 'x', 'l': []}", configs))))
        .isEmpty();
  }

  private static String fanOut(String parameter) {
    return "'a': {'activity': 'list_emit_await', 'items_path': 'init_params.l',"
        + "'child_workflow_name': 'c', "
        + parameter
        + "}";
  }

  private static Arguments wrong(
      String initParams, String configs, KnownIssue issue, String where) {
    return wrong(initParams, configs, issue, where, issue.right());
  }

  private static Arguments wrong(
      String initParams, String configs, KnownIssue issue, String where, String right) {
    return Arguments.of(initParams, configs, issue, where, right, issue.severity());
  }

  /** Expects doubt, because a run can replace the default. */
  private static Arguments doubtful(
      String initParams, String configs, KnownIssue issue, String where) {
    return Arguments.of(initParams, configs, issue, where, issue.right(), Severity.DOUBTFUL);
  }
}
