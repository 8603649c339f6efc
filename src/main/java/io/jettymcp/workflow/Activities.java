package io.jettymcp.workflow;

import io.jettymcp.text.NearestName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists the activities in Jetty's public documentation. Jetty has a few dozen more. */
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
          image("litellm_image_generation", "Draws an image with a model behind LiteLLM"),
          image(GEMINI_IMAGE, "Draws an image with a Gemini model"),
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
                  "continue_on_error")
              .gives("trajectory_references[]"),
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
          Activity.of("text_concatenate", TEXT, "Joins texts").takes("texts").gives("text"),
          Activity.of(TEXT_SPLIT, TEXT, "Cuts a text into overlapping chunks")
              .takes("text", "chunk_size", "overlap")
              .gives("chunks[]"),
          Activity.of(SIMPLE_JUDGE, JUDGES, "Lets a model judge texts or images")
              .takes(
                  "item",
                  "items",
                  "instruction",
                  "model",
                  "judge_type",
                  "categories",
                  "scale_range",
                  "score_range",
                  "explanation_required",
                  "with_explanation",
                  "temperature")
              .gives("results[]", "average_score"),
          // No public document names the parameter that holds the path of the upload.
          Activity.of(READ_UPLOAD, TEXT, "Reads the text of an uploaded file")
              .takesOthersToo()
              .gives("text"),
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
                  "network_enabled")
              .gives("success", "results_files[]", "files[]", "primary_files[]", "usage"));

  private static final Map<String, String> OTHER_NAMES =
      Map.of("split_text", TEXT_SPLIT, "runbook_agent", RUNBOOK);

  private static final Map<String, Activity> BY_NAME = byName();

  private Activities() {}

  /** Finds an activity by its name, or by another name that some of Jetty's texts use. */
  public static Optional<Activity> find(String name) {
    return Optional.ofNullable(BY_NAME.get(OTHER_NAMES.getOrDefault(name, name)));
  }

  /** The known activity with the nearest name. */
  public static Optional<String> nearest(String name) {
    return NearestName.of(name, BY_NAME.keySet());
  }

  private static Activity image(String name, String about) {
    return Activity.of(name, MODELS, about)
        .takes("model", "prompt", "width", "height", "num_outputs")
        .gives("images[]");
  }

  private static Map<String, Activity> byName() {
    Map<String, Activity> byName = new LinkedHashMap<>();
    ALL.forEach(activity -> byName.put(activity.name(), activity));
    return Collections.unmodifiableMap(byName);
  }
}
