package io.jettymcp.simulator;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The files that a runbook leaves behind. Only what lies in the kept directory survives. */
final class RunbookResults {
  /** The directory that outlives the sandbox. */
  static final String KEPT = "/app/results";

  private static final String REPORT = "validation_report.json";
  private static final String SUMMARY = "summary.md";
  private static final Pattern PLAIN_PATH = Pattern.compile("[\\w-][\\w .-]*(/[\\w-][\\w .-]*)*");
  private static final Pattern KEPT_PATH = Pattern.compile(KEPT + "(/[\\w-][\\w .-]*)*");
  private static final int SIDE = 64;
  private static final int MAX_PATH_LENGTH = 200;

  private static final Map<String, String> CONTENT_TYPES =
      Map.of(
          "csv", "text/csv",
          "html", "text/html",
          "json", "application/json",
          "md", "text/markdown",
          "png", "image/png",
          "txt", "text/plain");

  private final StepContext step;
  private final FilledRunbook runbook;
  private final ObjectNode variables;
  private final String directory;
  private final Set<String> primary = new LinkedHashSet<>();
  private int written;

  RunbookResults(StepContext step, FilledRunbook runbook, ObjectNode variables) {
    this.step = step;
    this.runbook = runbook;
    this.variables = variables;
    this.directory = SimulatorJson.asText(variables.path("results_dir")).replaceFirst("/+$", "");
    for (String output : runbook.primaryOutputs()) {
      String relative =
          output.startsWith(directory + "/") ? output.substring(directory.length() + 1) : output;
      if (isPlain(PLAIN_PATH, relative)) {
        primary.add(relative);
      }
    }
  }

  /** Keeps the files in the collection, and tells of each where it is. */
  ArrayNode store() {
    ArrayNode stored = SimulatorJson.array();
    if (!isPlain(KEPT_PATH, directory)) {
      return stored;
    }
    Set<String> names = new LinkedHashSet<>(primary);
    names.add(REPORT);
    names.add(SUMMARY);
    for (String name : names) {
      String extension = extension(name);
      String type = CONTENT_TYPES.getOrDefault(extension, "application/octet-stream");
      String flat = (directory + "/" + name).substring(1).replace("/", "--");
      byte[] bytes = content(name, extension);
      written += bytes.length;
      String path = step.make(stored.size(), flat, type, bytes);
      stored.addObject().put("path", path).put("content_type", type).put("extension", extension);
    }
    return stored;
  }

  /** Those of the stored files that the frontmatter promises. */
  ArrayNode primaryAmong(ArrayNode stored) {
    ArrayNode found = SimulatorJson.array();
    for (int i = 0; i < Math.min(primary.size(), stored.size()); i++) {
      found.add(stored.path(i).deepCopy());
    }
    return found;
  }

  int tokens() {
    return (written + 3) / 4;
  }

  private byte[] content(String name, String extension) {
    if (extension.equals("png")) {
      return new SampleImage(runbook.objective() + name, SIDE, SIDE).png();
    }
    String text =
        switch (extension) {
          case "csv" -> table();
          case "json" -> SimulatorJson.write(name.equals(REPORT) ? report() : data());
          default -> summary();
        };
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String summary() {
    StringBuilder text = new StringBuilder("# Summary\n\nSimulated: no agent ran.\n");
    text.append("\n## Objective\n\n").append(runbook.objective()).append('\n');
    text.append("\n## Parameters\n\n");
    each((name, value) -> text.append("- ").append(name).append(": ").append(value).append('\n'));
    if (!runbook.unfilled().isEmpty()) {
      text.append("\nWithout a value: ").append(String.join(", ", runbook.unfilled()));
      text.append('\n');
    }
    if (!step.input("files").isEmpty()) {
      text.append("\n## Input files\n\n");
      step.input("files")
          .forEach(file -> text.append("- ").append(SimulatorJson.asText(file)).append('\n'));
    }
    return text.toString();
  }

  private String table() {
    StringBuilder text = new StringBuilder("parameter,value\n");
    each((name, value) -> text.append(quoted(name)).append(',').append(quoted(value)).append('\n'));
    return text.toString();
  }

  private static String quoted(String value) {
    return '"' + value.replace("\"", "\"\"") + '"';
  }

  private ObjectNode data() {
    ObjectNode data =
        SimulatorJson.object().put("simulated", true).put("objective", runbook.objective());
    return data.set("parameters", variables.deepCopy());
  }

  private ObjectNode report() {
    ObjectNode report = SimulatorJson.object();
    if (runbook.isVersion2()) {
      report.put("version", 2);
      report.putArray("checks").addObject().put("id", "outputs-exist").put("passed", true);
    } else {
      report.put("version", "1");
      ArrayNode stages = report.putArray("stages");
      runbook.steps().forEach(title -> stages.addObject().put("name", title).put("passed", true));
    }
    report.put("simulated", true).put("overall_passed", true);
    return report.set("parameters", variables.deepCopy());
  }

  private void each(BiConsumer<String, String> reader) {
    for (Map.Entry<String, JsonNode> variable : variables.properties()) {
      reader.accept(variable.getKey(), SimulatorJson.asText(variable.getValue()));
    }
  }

  private static boolean isPlain(Pattern form, String path) {
    return path.length() <= MAX_PATH_LENGTH && form.matcher(path).matches();
  }

  private static String extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
