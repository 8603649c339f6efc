package io.jettymcp.cli.call;

import io.jettymcp.text.ShellWord;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Tool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Shows a call of a tool as a person types it. */
final class ToolExample {
  /** Examples of tools whose required arguments are not enough, or do not show their purpose. */
  private static final Map<String, List<String>> DECLARED =
      Map.ofEntries(
          Map.entry(
              "add-label", List.of("daily-report", "latest", "quality", "good", "author=alice")),
          Map.entry("chat-completion", List.of("openai/gpt-4o-mini", "prompt=Write a haiku")),
          Map.entry("check-secrets", List.of("required_keys=OPENAI_API_KEY")),
          Map.entry("delete-env-var", List.of("OPENAI_API_KEY")),
          Map.entry("deploy-runbook", List.of("daily-report", "runbook_path=RUNBOOK.md")),
          Map.entry("get-workflow-logs", List.of("task=daily-report", "trajectory_id=latest")),
          Map.entry("run-batch", List.of("daily-report", "runs_path=inputs.csv")),
          Map.entry("run-runbook", List.of("runbook_path=RUNBOOK.md")),
          Map.entry("run-task", List.of("daily-report", "init_params.topic=cats")),
          Map.entry("run-task-sync", List.of("daily-report", "init_params.topic=cats")),
          Map.entry("set-env-var", List.of("OPENAI_API_KEY", "value=-")),
          Map.entry(
              "update-routine",
              List.of("daily-report", "my-routine", "cadence=daily", "hour_utc=9")),
          Map.entry("update-task", List.of("daily-report", "description=A report for each day")),
          Map.entry(
              "update-trajectory-status",
              List.of("daily-report", "trajectory_ids=latest", "status=cancelled")),
          Map.entry("upload-file", List.of("path=report.pdf")),
          Map.entry("validate-runbook", List.of("runbook_path=RUNBOOK.md")),
          Map.entry("validate-workflow", List.of("workflow=@workflow.json")));

  /** Values of required arguments, where a name says more than a type. */
  private static final Map<String, String> SAMPLES =
      Map.of(
          "task", "daily-report",
          "trajectory_id", "latest",
          "query", "report",
          "activity", "litellm_chat",
          "cadence", "hourly",
          "paths", "draft.outputs.text",
          "prefix", "acme/daily-report",
          "file_path", "acme/daily-report/result.txt");

  private final Tool tool;

  ToolExample(Tool tool) {
    this.tool = tool;
  }

  /** Returns the arguments as the program receives them. */
  List<String> words() {
    return Optional.ofNullable(DECLARED.get(tool.name()))
        .orElseGet(
            () -> tool.params().stream().filter(Param::isRequired).map(this::required).toList());
  }

  private String required(Param<?> param) {
    JsonNode schema = param.schema(tool.local());
    return switch (schema.path("type").asString("")) {
      case "object" -> param.name() + "=@" + param.name() + ".json";
      case "integer", "number" -> "1";
      default ->
          SAMPLES.getOrDefault(
              param.name(), schema.path("enum").path(0).asString("my-" + param.name()));
    };
  }

  /** Returns the arguments as they are typed, each with a blank before it. */
  @Override
  public String toString() {
    return words().stream().map(word -> " " + ShellWord.of(word)).collect(Collectors.joining());
  }
}
