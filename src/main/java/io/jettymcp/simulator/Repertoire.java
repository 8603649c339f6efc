package io.jettymcp.simulator;

import java.util.LinkedHashMap;
import java.util.Map;

/** The activities that the simulator can carry out, by name. */
final class Repertoire {
  private Repertoire() {}

  static Map<String, Activity> all() {
    Map<String, Activity> all = new LinkedHashMap<>();
    all.putAll(TextActivities.all());
    all.putAll(ModelActivities.all());
    all.put("simple_judge", new Judge());
    all.put("conditional_branch", new Branch());
    all.put("list_emit_await", new FanOut());
    all.put("extract_from_trajectories", new Extraction());
    all.put("select_trajectories", new Selection());
    all.put("runbook", new RunbookActivity());
    all.put("runbook_agent", new RunbookActivity());
    all.put("read_uploaded_file", Repertoire::readUploadedFile);
    return all;
  }

  private static Outcome readUploadedFile(Step step) {
    String path = step.textOr("file", step.textOr("path", ""));
    StoredFile file = step.files().at(path, step.began());
    if (file == null) {
      throw new StepFailed("FileNotFoundError: no uploaded file at '" + path + "'");
    }
    return Outcome.of(
        Json.object()
            .put("text", file.text())
            .put("file_name", file.name())
            .put("content_type", file.contentType()));
  }
}
