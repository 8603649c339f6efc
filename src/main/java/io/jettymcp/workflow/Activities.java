package io.jettymcp.workflow;

import io.jettymcp.text.NearestName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lists the activities in Jetty's public documentation. Jetty has a few dozen more, and those of
 * this list may have parameters and outputs that are not named here.
 */
public final class Activities {
  static final String LITELLM_CHAT = "litellm_chat";
  static final String LITELLM_VISION = "litellm_vision";
  static final String REPLICATE_IMAGE = "replicate_text2image";
  static final String GEMINI_IMAGE = "gemini_image_generator";
  static final String SIMPLE_JUDGE = "simple_judge";
  static final String FAN_OUT = "list_emit_await";
  static final String FAN_IN = "extract_from_trajectories";
  static final String BRANCH = "conditional_branch";
  static final String READ_UPLOAD = "read_uploaded_file";
  static final String TEXT_SPLIT = "text_split";
  static final String RUNBOOK = "runbook";

  /** The placeholders that Jetty fills in every runbook, whether or not it declares them. */
  public static final Set<String> SANDBOX_DIRECTORIES =
      Set.of("results_dir", "checks_dir", "assets_dir");

  private static final String MODELS = "AI Models";
  private static final String FLOW = "Control Flow";
  private static final String TEXT = "Data Processing";
  private static final String JUDGES = "Evaluation";
  private static final String AGENTS = "Agents";

  /** Every activity of the table, in the order in which it is listed. */
  public static final List<Activity> ALL =
      List.of(
          Activity.of(LITELLM_CHAT, MODELS, "Asks a language model")
              .takes(
                  "model",
                  "prompt",
                  "system_prompt",
                  "temperature",
                  "max_tokens",
                  "response_format")
              .gives("text", "usage"),
          Activity.of(LITELLM_VISION, MODELS, "Asks a language model about a stored image")
              .takes("model", "prompt", "image_path_expr", "image_url")
              .gives("text"),
          image(
              "litellm_image_generation",
              "Draws an image with a model behind LiteLLM",
              "size",
              "quality",
              "n"),
          image(
              GEMINI_IMAGE,
              "Draws an image with a Gemini model",
              "num_images",
              "negative_prompt",
              "aspect_ratio"),
          image(REPLICATE_IMAGE, "Draws an image with a model on Replicate"),
          Activity.of("gemini_prompt", MODELS, "Asks a Gemini model")
              .takes("model", "prompt", "temperature")
              .gives("text"),
          Activity.of("replicate_text2video", MODELS, "Makes a video with a model on Replicate")
              .takes("model", "prompt", "input")
              .takesOthersToo()
              .givesOthersToo(),
          Activity.of("replicate_run", MODELS, "Runs any model on Replicate")
              .takes("model", "prompt", "input")
              .takesOthersToo()
              .givesOthersToo(),
          Activity.of(FAN_OUT, FLOW, "Runs another task once for each item of a list and waits")
              .takes(
                  "items",
                  "child_workflow_name",
                  "item_param_name",
                  "child_init_params",
                  "max_concurrency",
                  "continue_on_error",
                  "timeout_seconds")
              .gives("trajectory_references[0].trajectory_id", "trajectory_references[0].name"),
          Activity.of(FAN_IN, FLOW, "Gathers outputs of the runs that list_emit_await started")
              .takes("trajectory_list", "extract_keys", "flatten_results")
              .gives("extracted_data"),
          Activity.of(BRANCH, FLOW, "Goes on with one of two steps")
              .takes("condition", "true_step", "false_step")
              .givesOthersToo(),
          Activity.of("select_trajectories", FLOW, "Picks earlier runs of a task by their labels")
              .takes("task")
              .takesOthersToo()
              .givesOthersToo(),
          Activity.of("text_echo", TEXT, "Gives back its text").takes("text").gives("text"),
          Activity.of("text_template", TEXT, "Fills the variables of a template")
              .takes("template")
              .takesOthersToo()
              .gives("text"),
          Activity.of("text_concatenate", TEXT, "Joins texts")
              .takes("texts", "separator", "input_files")
              .gives("text"),
          Activity.of(TEXT_SPLIT, TEXT, "Cuts a text into overlapping chunks")
              .takes("text", "chunk_size", "overlap", "delimiter")
              .gives("chunks[0]"),
          Activity.of(SIMPLE_JUDGE, JUDGES, "Lets a model judge texts or images")
              .takes(
                  "item",
                  "items",
                  "instruction",
                  "model",
                  "model_provider",
                  "judge_type",
                  "categories",
                  "scale_range",
                  "score_range",
                  "explanation_required",
                  "with_explanation",
                  "temperature")
              .gives(
                  "results[0].score",
                  "results[0].judgment",
                  "results[0].explanation",
                  "results[0].raw_result",
                  "average_score"),
          // No public document names the parameter that holds the path of the upload.
          Activity.of(READ_UPLOAD, TEXT, "Reads the text of an uploaded file")
              .takes("file_index")
              .takesOthersToo()
              .gives("text"),
          Activity.of("select_files", TEXT, "Picks files of a list by patterns of their names")
              .takes("files", "patterns", "match_field")
              .gives("files[0]"),
          Activity.of(RUNBOOK, AGENTS, "Lets a coding agent follow a runbook in a sandbox")
              .takes(
                  "instruction",
                  "agent",
                  "model",
                  "model_provider",
                  "template_variables",
                  "files",
                  "snapshot",
                  "image",
                  "mcp_servers",
                  "code_checks",
                  "strict_evaluation",
                  "agent_env",
                  "cpus",
                  "memory",
                  "timeout_sec",
                  "network_enabled",
                  "user_message",
                  "runbook_url",
                  "langfuse_tracing")
              .gives(
                  "success",
                  "results_files[0].path",
                  "results_files[0].content_type",
                  "results_files[0].extension",
                  "files[0]",
                  "primary_files[0]",
                  "num_files_saved",
                  "agent",
                  "model",
                  "usage"));

  /** Activities that Jetty's documentation names without saying what they read and leave. */
  private static final Set<String> KNOWN_BY_NAME =
      Set.of(
          "number_sequence_generator",
          "read_text_file",
          "save_text_file",
          "download_image",
          "add_image_metadata",
          "webhook_notify",
          "loop_counter");

  private static final Map<String, String> OTHER_NAMES =
      Map.of("split_text", TEXT_SPLIT, "runbook_agent", RUNBOOK);

  private static final Map<String, Activity> BY_NAME = byName();

  private Activities() {}

  /** Finds an activity by its name, or by another name that some of Jetty's texts use. */
  public static Optional<Activity> find(String name) {
    return Optional.ofNullable(BY_NAME.get(OTHER_NAMES.getOrDefault(name, name)));
  }

  /** Returns whether Jetty's documentation names an activity, described here or not. */
  static boolean exists(String name) {
    return find(name).isPresent() || KNOWN_BY_NAME.contains(name);
  }

  /** The known activity with the nearest name. */
  public static Optional<String> nearest(String name) {
    return NearestName.of(name, BY_NAME.keySet());
  }

  private static Activity image(String name, String about, String... more) {
    return Activity.of(name, MODELS, about)
        .takes(
            Stream.concat(
                    Stream.of("model", "prompt", "width", "height", "num_outputs"), Stream.of(more))
                .toArray(String[]::new))
        .gives("images[0].path", "images[0].extension", "images[0].content_type");
  }

  private static Map<String, Activity> byName() {
    Map<String, Activity> byName = new LinkedHashMap<>();
    ALL.forEach(activity -> byName.put(activity.name(), activity));
    return Collections.unmodifiableMap(byName);
  }
}
