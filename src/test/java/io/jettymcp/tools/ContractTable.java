package io.jettymcp.tools;

import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Tool;
import java.util.List;
import java.util.Map;

/** Lists the tools of the contract: name, toolset, effect and arguments. */
final class ContractTable {
  /**
   * Marks effects: R reads, W adds, U overwrites, S switches a state, D destroys. A star marks a
   * required argument.
   */
  static final List<String> ROWS =
      List.of(
          "whoami account R",
          "list-collections account R limit offset",
          "get-collection account R collection",
          "create-collection account W name* description",
          "get-trial-status account R collection",
          "activate-trial account W collection",
          "list-env-vars environment R collection",
          "set-env-var environment U name* value from_env collection",
          "delete-env-var environment D name* collection",
          "check-secrets environment R required_keys runbook runbook_path collection",
          "list-tasks tasks R limit offset collection",
          "search-tasks tasks R query* limit offset collection",
          "get-task tasks R task* step find offset max_bytes collection",
          "create-task tasks W name* workflow* description has_file_uploads is_private"
              + " skip_validation collection",
          "update-task tasks U task* workflow changes description name has_file_uploads is_private"
              + " skip_validation collection",
          "delete-task tasks D task* collection",
          "validate-workflow tasks R workflow task collection",
          "run-task runs W task* like init_params files secret_params secret_env use_trial_keys"
              + " webhook_url webhook_secret collection",
          "run-task-sync runs W task* like init_params files secret_params secret_env use_trial_keys"
              + " webhook_url webhook_secret wait_seconds collection",
          "wait-for-run runs R task* trajectory_id* wait_seconds collection",
          "run-batch runs W task* runs runs_csv runs_path outputs started files secret_params secret_env"
              + " use_trial_keys max_concurrency wait_seconds collection",
          "get-outputs runs R task* paths* trajectory_ids status since until limit offset collection",
          "list-trajectories runs R task* limit page status since until collection",
          "get-trajectory runs R task* trajectory_id* step path offset max_bytes collection",
          "get-workflow-logs runs R workflow_id task trajectory_id level tail max_bytes collection",
          "get-stats runs R task* max_bytes collection",
          "update-trajectory-status runs U task* trajectory_ids status statuses since until"
              + " only_if_status dry_run collection",
          "add-label runs W task* trajectory_id* key* value* author collection",
          "debug-run runs R task* trajectory_id collection",
          "analyze-runs runs R task* last since until by collection",
          "upload-file files W path content file_name collection",
          "list-files files R prefix* limit offset collection",
          "read-file files R file_path* offset max_bytes collection",
          "download-file files F file_path* save_to overwrite collection",
          "download-trajectory files F task* trajectory_id* save_to overwrite collection",
          "list-step-templates templates R query category limit offset",
          "get-step-template templates R activity* max_bytes",
          "validate-runbook runbooks R runbook runbook_path",
          "run-runbook runbooks W runbook runbook_path mode task parameters files agent model"
              + " model_provider snapshot secret_params secret_env timeout_sec labels use_trial_keys"
              + " wait_seconds collection",
          "deploy-runbook runbooks U runbook runbook_path task* description strict store_anyway"
              + " collection",
          "chat-completion chat W model* prompt messages system temperature max_tokens task"
              + " collection",
          "list-routines routines R task limit offset collection",
          "get-routine routines R task* name* collection",
          "create-routine routines W task* name* cadence* hour_utc minute_utc day_of_week"
              + " at time_zone"
              + " init_params_overrides secret_params secret_env paused webhook_url webhook_secret"
              + " collection",
          "update-routine routines U task* name* cadence hour_utc minute_utc day_of_week"
              + " at time_zone"
              + " init_params_overrides secret_params secret_env paused webhook_url webhook_secret"
              + " collection",
          "delete-routine routines D task* name* collection",
          "pause-routine routines S task* name* collection",
          "resume-routine routines S task* name* collection",
          "run-routine-now routines W task* name* collection",
          "list-routine-runs routines R task* name* limit offset collection",
          "list-datasets assets R limit offset collection",
          "list-models assets R limit offset collection");

  private static final Map<Effect, Character> LETTERS =
      Map.of(
          Effect.READ,
          'R',
          Effect.ADD,
          'W',
          Effect.START,
          'W',
          Effect.SAVE,
          'F',
          Effect.OVERWRITE,
          'U',
          Effect.SWITCH,
          'S',
          Effect.DESTROY,
          'D');

  private static final Map<String, String> NOUNS =
      Map.of(
          "list-collections", "collections",
          "list-tasks", "tasks",
          "list-trajectories", "trajectories",
          "list-files", "files",
          "list-step-templates", "templates",
          "list-routines", "routines",
          "list-routine-runs", "trajectories",
          "list-datasets", "datasets",
          "list-models", "models");

  private ContractTable() {}

  static String row(Tool tool) {
    StringBuilder row = new StringBuilder(tool.name());
    row.append(' ').append(tool.toolset().label()).append(' ').append(LETTERS.get(tool.effect()));
    tool.params().forEach(p -> row.append(' ').append(p.name()).append(p.isRequired() ? "*" : ""));
    return row.toString();
  }

  static char effect(String tool) {
    return ROWS.stream()
        .filter(row -> row.startsWith(tool + " "))
        .map(row -> row.split(" ", -1)[2].charAt(0))
        .findFirst()
        .orElseThrow(() -> new AssertionError(tool + " is not in the contract"));
  }

  static String noun(String list) {
    String noun = NOUNS.get(list);
    if (noun == null) {
      throw new AssertionError("no noun for " + list);
    }
    return noun;
  }
}
