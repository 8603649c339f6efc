package io.jettymcp.docs;

import io.jettymcp.workflow.Mermaid;
import io.jettymcp.workflow.WorkflowGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The workflows of the simulator, drawn. */
final class WorkflowPages {
  private static final Path SEED =
      Path.of("src/main/resources/io/jettymcp/simulator/engine/seed.json");

  private WorkflowPages() {}

  static String charts() throws IOException {
    return JsonMapper.shared()
        .readTree(Files.readString(SEED))
        .path("collections")
        .valueStream()
        .flatMap(collection -> collection.path("tasks").valueStream())
        .map(WorkflowPages::chart)
        .collect(Collectors.joining("\n"));
  }

  private static String chart(JsonNode task) {
    return "`"
        + task.path("name").stringValue()
        + "`: "
        + task.path("description").stringValue()
        + ".\n\n```mermaid\n"
        + Mermaid.of(WorkflowGraph.of(task.path("workflow")))
        + "```\n";
  }
}
