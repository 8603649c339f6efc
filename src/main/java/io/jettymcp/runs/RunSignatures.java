package io.jettymcp.runs;

import static io.jettymcp.runs.RunWait.WAIT_SECONDS;
import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.FROM_CHARACTER;
import static io.jettymcp.tool.CommonParams.LIMIT;
import static io.jettymcp.tool.CommonParams.LIMIT_RUNS;
import static io.jettymcp.tool.CommonParams.MAX_BYTES;
import static io.jettymcp.tool.CommonParams.OFFSET;
import static io.jettymcp.tool.CommonParams.PAGE;
import static io.jettymcp.tool.CommonParams.TASK;
import static io.jettymcp.tool.CommonParams.TASK_OPTIONAL;
import static io.jettymcp.tool.CommonParams.TRAJECTORY;
import static io.jettymcp.tool.CommonParams.TRAJECTORY_OPTIONAL;

import io.jettymcp.json.Json;
import io.jettymcp.runs.batch.RunBatch;
import io.jettymcp.secret.Secret;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Signature;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Declares the signatures of the tools that results of runs and runbooks suggest. */
public final class RunSignatures {
  /** {@code get-task}: one step of a workflow. */
  public static final Param<String> CONFIG_STEP = Param.text("step", "Only this step's config");

  /** {@code get-task}: a text to look for in the workflow. */
  public static final Param<String> FIND =
      Param.text("find", "Only the paths whose name or value contains this");

  public static final Signature GET_TASK =
      Signature.of("get-task", TASK, CONFIG_STEP, FIND, FROM_CHARACTER, MAX_BYTES, COLLECTION);

  public static final Param<ObjectNode> WORKFLOW =
      Param.object("workflow", "{init_params, step_configs, steps}");

  /** Changes of single values of a stored workflow; {@link #change} makes one. */
  public static final Param<List<ObjectNode>> CHANGES =
      Param.objects(
          "changes",
          "Instead of workflow: {path: \"step_configs.draft.model\", value} or {path, remove: true}",
          200);

  public static final Param<String> DESCRIPTION =
      Param.text("description", "Purpose").emptyIsValue();
  public static final Param<String> NEW_NAME = Param.name("name", "New name");
  public static final Param<Boolean> HAS_FILE_UPLOADS =
      Param.bool("has_file_uploads", "Its runs accept files");
  public static final Param<Boolean> IS_PRIVATE =
      Param.bool("is_private", "false: anyone can read it");
  public static final Param<Boolean> SKIP_VALIDATION =
      Param.bool("skip_validation", "Store it despite errors").defaultValue(false);

  public static final Signature UPDATE_TASK =
      Signature.of(
          "update-task",
          TASK,
          WORKFLOW,
          CHANGES,
          DESCRIPTION,
          NEW_NAME,
          HAS_FILE_UPLOADS,
          IS_PRIVATE,
          SKIP_VALIDATION,
          COLLECTION);

  public static final Signature RUN_TASK =
      new Signature("run-task", and(RunStart.PARAMS, COLLECTION));

  public static final Signature RUN_TASK_SYNC =
      new Signature("run-task-sync", and(RunStart.PARAMS, WAIT_SECONDS, COLLECTION));

  public static final Signature RUN_BATCH =
      new Signature("run-batch", and(RunBatch.PARAMS, COLLECTION));

  public static final Signature WAIT_FOR_RUN =
      Signature.of("wait-for-run", TASK, TRAJECTORY, WAIT_SECONDS, COLLECTION);

  /** {@code list-trajectories}: the statuses of the runs. */
  public static final Param<List<String>> STATUS = status("status", "Only these");

  /** {@code get-outputs}: as {@link #STATUS}, whose words a model knows from there. */
  static final Param<List<String>> BRIEF_STATUS = STATUS.unlisted();

  public static final Signature LIST_TRAJECTORIES =
      Signature.of(
          "list-trajectories",
          TASK,
          LIMIT_RUNS,
          PAGE,
          STATUS,
          RunFilter.SINCE,
          RunFilter.UNTIL,
          COLLECTION);

  public static final Signature GET_OUTPUTS =
      Signature.of(
          "get-outputs",
          TASK,
          OutputTable.PATHS,
          OutputTable.IDS,
          BRIEF_STATUS,
          RunFilter.SINCE,
          RunFilter.UNTIL,
          LIMIT,
          OFFSET,
          COLLECTION);

  /** {@code get-trajectory}: one step of a run. */
  public static final Param<String> STEP = Param.text("step", "Show all of this step");

  public static final Param<String> PATH =
      Param.text("path", "Show this, e.g. draft.outputs.items[0].name");

  public static final Signature GET_TRAJECTORY =
      Signature.of(
          "get-trajectory", TASK, TRAJECTORY, STEP, PATH, FROM_CHARACTER, MAX_BYTES, COLLECTION);

  public static final Signature GET_WORKFLOW_LOGS =
      Signature.of(
          "get-workflow-logs",
          RunLogs.WORKFLOW_ID,
          TASK_OPTIONAL,
          TRAJECTORY_OPTIONAL,
          RunLogs.LEVEL,
          RunLogs.TAIL,
          MAX_BYTES,
          COLLECTION);

  public static final Signature DEBUG_RUN =
      Signature.of("debug-run", TASK, DebugRun.TRAJECTORY, COLLECTION);

  /** {@code analyze-runs}: how many runs to compare. */
  public static final Param<Integer> LAST =
      Param.integer("last", "Newest runs", 1, 500).defaultValue(10);

  /** {@code analyze-runs}: the periods by which to count. */
  public static final Param<String> BY = Param.choice("by", "Success per", "day", "week", "month");

  public static final Signature ANALYZE_RUNS =
      Signature.of("analyze-runs", TASK, LAST, RunFilter.SINCE, RunFilter.UNTIL, BY, COLLECTION);

  public static final Param<String> VARIABLE = Param.text("name", "Variable name").required();
  public static final Param<Secret> VALUE =
      Param.secret("value", "Its value").ofVariable(VARIABLE).emptyIsValue().anyWord();
  public static final Param<String> FROM_ENV =
      Param.text("from_env", "Instead of value: env var of this server, see --secret-env").local();

  public static final Signature SET_ENV_VAR =
      Signature.of("set-env-var", VARIABLE, VALUE, FROM_ENV, COLLECTION);

  private RunSignatures() {}

  /** Declares a parameter for several of the statuses that a run can have. */
  public static Param<List<String>> status(String name, String description) {
    return Param.choices(
        name,
        description,
        "pending",
        "running",
        "completed",
        "failed",
        "cancelled",
        "archived",
        "timed_out");
  }

  /** Makes an element of {@link #CHANGES} that sets a value. */
  public static ObjectNode change(String path, JsonNode value) {
    ObjectNode change = Json.object().put("path", path);
    change.set("value", value);
    return change;
  }

  /** Makes an element of {@link #CHANGES} that removes a value. */
  public static ObjectNode removal(String path) {
    return Json.object().put("path", path).put("remove", true);
  }

  private static List<Param<?>> and(List<Param<?>> params, Param<?>... more) {
    List<Param<?>> all = new ArrayList<>(params);
    all.addAll(List.of(more));
    return all;
  }
}
