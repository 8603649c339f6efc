package io.jettymcp.workflow;

import static io.jettymcp.lint.Severity.DOUBTFUL;
import static io.jettymcp.lint.Severity.FAILS;
import static io.jettymcp.lint.Severity.LOSES;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Lists the known issues of workflows, most of them differences between Jetty and its texts. */
public final class KnownIssues {
  /** The activity of an issue that concerns all activities. */
  public static final String ANY = "any activity";

  /** The name of the activity, and of its step, in tasks that were stored from a chat call. */
  static final String STUB_ACTIVITY = "passthrough";

  static final String STUB_STEP = "completion";

  public static final KnownIssue USER_PROMPT =
      KnownIssue.of(
              LOSES,
              Activities.LITELLM_CHAT,
              "user_prompt, user_prompt_path",
              "prompt, prompt_path",
              "The model gets no prompt, and the run does not say so")
          .renaming(Map.of("user_prompt", "prompt", "user_prompt_path", "prompt_path"));

  public static final KnownIssue PROMPT_IS_LIST =
      KnownIssue.of(
              FAILS,
              Activities.LITELLM_CHAT,
              "the prompt is a list",
              "one string (a list as JSON, for example)",
              "The step fails")
          .failingWith("TypeError: string indices must be integers, not 'str'");

  public static final KnownIssue CHAT_CONTENT =
      KnownIssue.of(
              LOSES,
              Activities.LITELLM_CHAT,
              "outputs.content",
              "outputs.text",
              "Later steps get nothing, and the run does not say so")
          .renamingOutputs(Map.of("content", "text"));

  public static final KnownIssue NO_CLOSING_REQUEST =
      KnownIssue.of(
          DOUBTFUL,
          Activities.LITELLM_CHAT,
          "a long input to a Haiku-class model that does not close with the request",
          "mark where the input ends and repeat the request after it (text_template does that)",
          "The model may only say that it understood and is ready");

  public static final KnownIssue REPLICATE_IMAGE_OUTPUT =
      KnownIssue.of(
              LOSES,
              Activities.REPLICATE_IMAGE,
              "outputs.storage_path, outputs.image_url",
              "outputs.images[0].path",
              "Later steps get null, and the run does not say so")
          .renamingOutputs(Map.of("storage_path", "images[0].path", "image_url", "images[0].path"));

  public static final KnownIssue GEMINI_IMAGE_OUTPUT =
      KnownIssue.of(
              LOSES,
              Activities.GEMINI_IMAGE,
              "outputs.storage_path",
              "outputs.images[0].path",
              "Later steps get null, and the run does not say so")
          .renamingOutputs(Map.of("storage_path", "images[0].path"));

  public static final KnownIssue STORED_IMAGE_AS_URL =
      KnownIssue.of(
              FAILS,
              Activities.LITELLM_VISION,
              "image_url or image_url_path for a stored image",
              "image_path_expr",
              "The step fails")
          .failingWith("image_path is required for vision models");

  public static final KnownIssue EXTERNAL_IMAGE =
      KnownIssue.of(
              FAILS,
              Activities.LITELLM_VISION,
              "an external URL as image",
              "upload the image first and point image_path_expr at its storage path",
              "The step fails")
          .failingWith("Invalid workflow reference: https");

  public static final KnownIssue JUDGE_CONTENT =
      KnownIssue.of(
              LOSES,
              Activities.SIMPLE_JUDGE,
              "content, content_path",
              "item, item_path (or items, items_path)",
              "Nothing is judged")
          .renaming(Map.of("content", "item", "content_path", "item_path"));

  public static final KnownIssue JUDGE_CRITERIA =
      KnownIssue.of(
              LOSES,
              Activities.SIMPLE_JUDGE,
              "criteria, criteria_path",
              "instruction, instruction_path",
              "Nothing is judged")
          .renaming(Map.of("criteria", "instruction", "criteria_path", "instruction_path"));

  public static final KnownIssue JUDGE_SCORE_RANGE =
      KnownIssue.of(
          LOSES,
          Activities.SIMPLE_JUDGE,
          "score_range with numbers",
          "judge_type \"scale\" with scale_range",
          "The numbers of the range become labels, and no score is a number");

  public static final KnownIssue JUDGE_SCALE_RANGE =
      KnownIssue.of(
          LOSES,
          Activities.SIMPLE_JUDGE,
          "score_range with judge_type \"scale\"",
          "scale_range",
          "The scale is not the one that the range names");

  public static final KnownIssue JUDGE_WITHOUT_SUBJECT =
      KnownIssue.of(
          LOSES,
          Activities.SIMPLE_JUDGE,
          "no instruction, or neither item nor items",
          "instruction and item (or items), each also as _path",
          "Nothing is judged");

  public static final KnownIssue FAN_OUT_ITEMS =
      KnownIssue.of(
              FAILS,
              Activities.FAN_OUT,
              "no items_path (items is not read)",
              "items_path, with the list in init_params",
              "The step fails")
          .failingWith("ValueError: items_path is required");

  public static final KnownIssue FAN_OUT_TRAJECTORY_IDS =
      KnownIssue.of(
              LOSES,
              Activities.FAN_OUT,
              "outputs.trajectory_ids",
              "outputs.trajectory_references",
              "Later steps get null, and the run does not say so")
          .renamingOutputs(Map.of("trajectory_ids", "trajectory_references"));

  public static final KnownIssue FAN_OUT_CHILD_NAME =
      KnownIssue.of(
              FAILS,
              Activities.FAN_OUT,
              "child_workflow_name as \"collection/task\"",
              "the name of a task in the same collection, alone",
              "The step fails")
          .failingWith("child not found");

  public static final KnownIssue FAN_OUT_OLD_NAMES =
      KnownIssue.of(
              LOSES,
              Activities.FAN_OUT,
              "task_reference, data_mapping, execution_config",
              "child_workflow_name, child_init_params, max_concurrency",
              "They are ignored")
          .renaming(
              Map.of(
                  "task_reference", "child_workflow_name",
                  "data_mapping", "child_init_params",
                  "execution_config", "max_concurrency"));

  public static final KnownIssue FAN_OUT_CHILD_EXPRESSIONS =
      KnownIssue.of(
          DOUBTFUL,
          Activities.FAN_OUT,
          "path expressions inside child_init_params",
          "plain values; then check the init_params of a child",
          "Children have been seen to get the expression itself instead of its value");

  public static final KnownIssue FAN_IN_TRAJECTORY_IDS =
      KnownIssue.of(
              FAILS,
              Activities.FAN_IN,
              "trajectory_ids_path",
              "trajectory_list_path",
              "The step fails")
          .renaming(
              Map.of(
                  "trajectory_ids_path", "trajectory_list_path",
                  "trajectory_ids", "trajectory_list_path"));

  public static final KnownIssue FAN_IN_EXTRACT_PATHS =
      KnownIssue.of(
              FAILS,
              Activities.FAN_IN,
              "extract_paths, a list",
              "extract_keys, an object of names and expressions",
              "The step fails")
          .renaming(Map.of("extract_paths", "extract_keys"));

  public static final KnownIssue PLAIN_AND_PATH =
      KnownIssue.of(
          DOUBTFUL,
          ANY,
          "a parameter both plain and as _path",
          "one of the two",
          "The path wins and the plain value is not read");

  public static final KnownIssue NESTED_PATH =
      KnownIssue.of(
          DOUBTFUL,
          ANY,
          "a path expression inside an object",
          "a parameter of the step that ends in _path",
          "Steps have been seen to get the expression itself instead of its value");

  public static final KnownIssue RUNBOOK_STUB =
      KnownIssue.of(
              FAILS,
              Activities.RUNBOOK,
              "a stub with activity passthrough or step completion",
              "steps [\"run\"] with activity runbook",
              "A runbook call executes the stored workflow, which fails before the sandbox starts")
          .failingWith("No step registered for 'completion'");

  /** All known issues. */
  public static final List<KnownIssue> ALL =
      List.of(
          USER_PROMPT,
          PROMPT_IS_LIST,
          CHAT_CONTENT,
          NO_CLOSING_REQUEST,
          REPLICATE_IMAGE_OUTPUT,
          GEMINI_IMAGE_OUTPUT,
          STORED_IMAGE_AS_URL,
          EXTERNAL_IMAGE,
          JUDGE_CONTENT,
          JUDGE_CRITERIA,
          JUDGE_SCORE_RANGE,
          JUDGE_SCALE_RANGE,
          JUDGE_WITHOUT_SUBJECT,
          FAN_OUT_ITEMS,
          FAN_OUT_TRAJECTORY_IDS,
          FAN_OUT_CHILD_NAME,
          FAN_OUT_OLD_NAMES,
          FAN_OUT_CHILD_EXPRESSIONS,
          FAN_IN_TRAJECTORY_IDS,
          FAN_IN_EXTRACT_PATHS,
          PLAIN_AND_PATH,
          NESTED_PATH,
          RUNBOOK_STUB);

  private KnownIssues() {}

  /**
   * Finds the known issue that explains the error of a failed step.
   *
   * @param activity that of the step; an unknown one is ignored
   * @param message the error, which may have more words around the known part
   */
  public static Optional<KnownIssue> matching(String activity, String message) {
    Optional<String> known = Activities.find(activity).map(Activity::name);
    return ALL.stream()
        .filter(g -> g.activity().equals(ANY) || known.map(g.activity()::equals).orElse(true))
        .filter(g -> g.explains(message))
        .findFirst();
  }

  /** The known issue of the first wrong parameter in a step's config. */
  public static Optional<KnownIssue> inConfig(String activity, JsonNode config) {
    Optional<String> known = Activities.find(activity).map(Activity::name);
    return config.propertyNames().stream()
        .flatMap(parameter -> known.flatMap(name -> ofParameter(name, parameter)).stream())
        .findFirst();
  }

  static Optional<KnownIssue> ofParameter(String activity, String parameter) {
    return ALL.stream()
        .filter(g -> g.activity().equals(activity) && g.parameters().containsKey(parameter))
        .findFirst();
  }

  static Optional<KnownIssue> ofOutput(String activity, String output) {
    return ALL.stream()
        .filter(g -> g.activity().equals(activity) && g.outputs().containsKey(output))
        .findFirst();
  }
}
