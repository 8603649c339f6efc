package io.jettymcp.mcp.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.mcp.call.EnabledTools.ToolFilter;
import io.jettymcp.tool.ToolSynonyms;
import io.jettymcp.tools.Catalog;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolSynonymsTest {
  private final EnabledTools all = new EnabledTools(Catalog.ALL, ToolFilter.ALL);

  @ParameterizedTest
  @CsvSource({
    "list-runs, list-trajectories",
    "list_runs, list-trajectories",
    "get-run, get-trajectory",
    "show-run, get-trajectory",
    "get-logs, get-workflow-logs",
    "logs, get-workflow-logs",
    "cancel-run, update-trajectory-status",
    "start-run, run-task",
    "run-workflow, run-task",
    "list-workflows, list-tasks",
    "create-workflow, create-task",
    "delete-schedule, delete-routine",
    "list-secrets, list-env-vars",
    "set-secret, set-env-var",
    "add-secret, set-env-var",
    "list-activities, list-step-templates",
    "describe-task, get-task"
  })
  void nameThatPeopleSaySuggestsTheTool(String said, String tool) {
    assertThat(all.hint(said, "")).isEqualTo(" Did you mean \"" + tool + "\"?");
  }

  @ParameterizedTest
  @ValueSource(strings = {"list-runs", "runs", "run", "cancel", "logs", "wait", "chat", "get-file"})
  void synonymsAreToolsThatExist(String said) {
    assertThat(ToolSynonyms.find(said).flatMap(all::find)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "get-", "list-tasks", "whoami", "nonsense", "a-b-c"})
  void otherNamesAreNoSynonyms(String name) {
    assertThat(ToolSynonyms.find(name)).isEqualTo(Optional.empty());
  }

  @Test
  void disabledToolIsNotSuggested() {
    EnabledTools few =
        new EnabledTools(
            Catalog.ALL,
            new ToolFilter(
                true, List.of("account"), List.of(), List.of(), Optional.empty(), false));
    assertThat(few.hint("list-runs", " None.")).isEqualTo(" None.");
  }
}
