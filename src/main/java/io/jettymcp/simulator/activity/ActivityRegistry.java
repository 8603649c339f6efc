package io.jettymcp.simulator.activity;

import io.jettymcp.json.Json;
import io.jettymcp.simulator.model.StorageEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

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
    all.put("select_files", ActivityRegistry::selectFiles);
    return all;
  }

  /** Keeps the paths whose names match one of the patterns, in which a star is any text. */
  private static StepOutcome selectFiles(StepContext step) {
    List<Pattern> patterns =
        step.texts("patterns").stream()
            .map(glob -> Pattern.compile(Pattern.quote(glob).replace("*", "\\E.*\\Q")))
            .toList();
    ArrayNode selected = Json.array();
    for (JsonNode file : step.input("files")) {
      String path = file.isObject() ? file.path("path").asString("") : StepInputs.text(file);
      String name = path.substring(path.lastIndexOf('/') + 1);
      if (patterns.stream().anyMatch(pattern -> pattern.matcher(name).matches())) {
        selected.add(file);
      }
    }
    return StepOutcome.of(Json.object().set("files", selected));
  }

  /** Reads the file at a path, or the uploaded one with an index. */
  private static StepOutcome readUploadedFile(StepContext step) {
    String indexed =
        step.request()
            .initParams()
            .path("file_paths")
            .path(step.integer("file_index", 0))
            .asString("");
    String path = step.textOr("file", step.textOr("path", indexed));
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
