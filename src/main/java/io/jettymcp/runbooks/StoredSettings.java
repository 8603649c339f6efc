package io.jettymcp.runbooks;

import static io.jettymcp.runbooks.RunbookSignatures.DEPLOY_RUNBOOK;

import io.jettymcp.runbooks.document.ModelChoice;
import io.jettymcp.runbooks.document.Runbook;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.TaskRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares the settings of a runbook with those of its task, because Jetty reads some of them from
 * the stored task only.
 *
 * @param unchecked why Jetty runs it without its checks, if it does
 * @param outdated what the task is stored without or with other values
 * @param sources other paths from which the task reads its runbook
 */
record StoredSettings(Optional<String> unchecked, List<String> outdated, List<String> sources) {
  StoredSettings {
    outdated = List.copyOf(outdated);
    sources = List.copyOf(sources);
  }

  /**
   * Compares them.
   *
   * @param sent by the names of a step's parameters
   */
  static StoredSettings of(
      Runbook runbook,
      RunbookSandbox sandbox,
      ModelChoice choice,
      RunbookTask task,
      ObjectNode sent) {
    Optional<String> unchecked =
        runbook.version() == 1 || task.hasEvaluations()
            ? Optional.empty()
            : Optional.of(
                task.exists()
                    ? "the stored task lacks " + RunbookWorkflow.EVALS_VERSION
                    : "the task is new");
    return new StoredSettings(
        unchecked,
        task.outdated(sent, RunbookWorkflow.of(runbook, sandbox, choice).inputs()),
        task.otherSources());
  }

  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    unchecked.ifPresent(
        why ->
            warnings.add(
                "Jetty runs this without the runbook's checks and without a verdict, because "
                    + why
                    + ". Store the runbook with deploy-runbook first."));
    if (!outdated.isEmpty()) {
      warnings.add(
          "The task is stored with other values ("
              + String.join(", ", outdated)
              + "), and Jetty runs it as stored. Update it with deploy-runbook.");
    }
    for (String path : sources) {
      warnings.add(
          "The task reads its runbook from "
              + path
              + ", so Jetty may run what is stored there instead of this one."
              + " Update the task with deploy-runbook.");
    }
    return warnings;
  }

  /** The call that stores the settings, if that would change something. */
  Optional<Next> fix(RunbookSource source, TaskRef task) {
    return unchecked.isEmpty() && outdated.isEmpty() && sources.isEmpty()
        ? Optional.empty()
        : Optional.of(
            source
                .in(DEPLOY_RUNBOOK.with(task))
                .because(
                    unchecked.isPresent()
                        ? "ask first: have Jetty run the checks, from the next run on"
                        : "ask first: store the runbook's settings"));
  }
}
