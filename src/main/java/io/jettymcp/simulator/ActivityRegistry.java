package io.jettymcp.simulator;

import java.util.LinkedHashMap;
import java.util.Map;

/** The activities that the simulator can carry out, by name. */
final class ActivityRegistry {
  private ActivityRegistry() {}

  static Map<String, ActivityRunner> all() {
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
    StorageEntry file = step.files().at(path, step.began());
    if (file == null) {
      throw new StepFailed("FileNotFoundError: no uploaded file at '" + path + "'");
    }
    return StepOutcome.of(
        SimulatorJson.object()
            .put("text", file.text())
            .put("file_name", file.name())
            .put("content_type", file.contentType()));
  }
}
