package io.jettymcp.simulator.activity;

import io.jettymcp.json.Json;
import io.jettymcp.simulator.model.StorageEntry;
import java.util.LinkedHashMap;
import java.util.Map;

/** The activities that the simulator can run, by name. */
public final class ActivityRegistry {
  private ActivityRegistry() {}

  public static Map<String, ActivityRunner> all() {
    Map<String, ActivityRunner> all = new LinkedHashMap<>();
    all.putAll(TextActivities.all());
    all.putAll(ModelActivities.all());
    all.put("simple_judge", new Judge());
    all.put("conditional_branch", new ConditionalBranch());
    all.put("list_emit_await", new FanOut());
    all.put("extract_from_trajectories", new TrajectoryExtraction());
    all.put("select_trajectories", new TrajectorySelection());
    all.put("runbook", new RunbookActivity());
    all.put("runbook_agent", new RunbookActivity());
    all.put("read_uploaded_file", ActivityRegistry::readUploadedFile);
    return all;
  }

  private static StepOutcome readUploadedFile(StepContext step) {
    String path = step.textOr("file", step.textOr("path", ""));
    StorageEntry file = step.files().find(path, step.startedAt());
    if (file == null) {
      throw new StepFailed("FileNotFoundError: no uploaded file at '" + path + "'");
    }
    return StepOutcome.of(
        Json.object()
            .put("text", file.text())
            .put("file_name", file.name())
            .put("content_type", file.contentType()));
  }
}
