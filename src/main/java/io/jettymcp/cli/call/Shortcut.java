package io.jettymcp.cli.call;

import io.jettymcp.json.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A short name for a tool that people call often.
 *
 * @param name the name of the command
 * @param tool the tool that it calls
 * @param summary for help
 * @param synopsis the arguments as help shows them
 * @param bare the arguments that need no name, in order
 * @param preset the arguments of a call that does not give them
 * @param inputs the argument that collects names that are no arguments of the tool, if one does
 */
record Shortcut(
    String name,
    String tool,
    String summary,
    String synopsis,
    List<String> bare,
    ObjectNode preset,
    Optional<String> inputs) {
  /** Long enough for most runs; Ctrl-C ends the wait and not the run. */
  private static final int WAIT_SECONDS = 3_600;

  static final List<Shortcut> ALL =
      List.of(
          new Shortcut(
              "run",
              "run-task-sync",
              "Run a task and wait until the run ends. Names that are not arguments of run-task-sync"
                  + " are inputs of the task. Exits with 3 if the run ended badly, with 4 if it is"
                  + " still going on.",
              "TASK [INPUT=VALUE...]",
              List.of("task"),
              Json.object().put("wait_seconds", WAIT_SECONDS),
              Optional.of("init_params")),
          new Shortcut(
              "runs",
              "list-trajectories",
              "List the runs of a task, newest first.",
              "TASK [NAME=VALUE...]",
              List.of("task"),
              Json.object(),
              Optional.empty()),
          new Shortcut(
              "logs",
              "get-workflow-logs",
              "Show the log of a run, or of the newest run of a task.",
              "TASK [RUN] [NAME=VALUE...]",
              List.of("task", "trajectory_id"),
              Json.object().put("trajectory_id", "latest"),
              Optional.empty()),
          new Shortcut(
              "cancel",
              "update-trajectory-status",
              "Cancel runs of a task. A cancelled run may still finish.",
              "TASK RUN...",
              List.of("task", "trajectory_ids"),
              Json.object().put("status", "cancelled"),
              Optional.empty()));

  Shortcut {
    bare = List.copyOf(bare);
  }
}
