package io.jettymcp.simulator.activity;

import io.jettymcp.json.Json;
import io.jettymcp.runbooks.document.Placeholder;
import io.jettymcp.runbooks.document.Runbook;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes the result files of a runbook. Only what is in the results directory is stored. */
final class RunbookResults {
  /** The directory that outlives the sandbox. */
  static final String RESULTS_DIR = "/app/results";

  private static final String REPORT = "validation_report.json";
  private static final String SUMMARY = "summary.md";
  private static final Pattern RELATIVE_PATH =
      Pattern.compile("[\\w-][\\w .-]*(/[\\w-][\\w .-]*)*");
  private static final Pattern STORED_PATH = Pattern.compile(RESULTS_DIR + "(/[\\w-][\\w .-]*)*");
  private static final int MAX_PATH_LENGTH = 200;
  private static final int MAX_OUTPUTS = 50;

  private static final Map<String, String> CONTENT_TYPES =
      Map.of(
          "csv", "text/csv",
          "html", "text/html",
          "json", "application/json",
          "md", "text/markdown",
          "png", "image/png",
          "txt", "text/plain");

  private final StepContext step;
  private final Runbook runbook;
  private final ObjectNode variables;
  private final String directory;
  private final Set<String> primary = new LinkedHashSet<>();
  private int bytesWritten;

  RunbookResults(StepContext step, Runbook runbook, ObjectNode variables) {
    this.step = step;
    this.runbook = runbook;
    this.variables = variables;
    this.directory = StepInputs.text(variables.path("results_dir")).replaceFirst("/+$", "");
    runbook.frontmatter().primaryOutputs().stream()
        .limit(MAX_OUTPUTS)
        .map(
            output ->
                output.startsWith(directory + "/")
                    ? output.substring(directory.length() + 1)
                    : output)
        .filter(output -> matches(RELATIVE_PATH, output))
        .forEach(primary::add);
  }

  /** Stores the files in the collection and returns the description of each. */
  ArrayNode store() {
    ArrayNode stored = Json.array();
    if (!matches(STORED_PATH, directory)) {
      return stored;
    }
    Set<String> names = new LinkedHashSet<>(primary);
    names.add(REPORT);
    names.add(SUMMARY);
    for (String name : names) {
      String extension = extension(name);
      String type = CONTENT_TYPES.getOrDefault(extension, "application/octet-stream");
      String flatName = (directory + "/" + name).substring(1).replace("/", "--");
      byte[] bytes = content(name, extension);
      bytesWritten += bytes.length;
      String path = step.storeFile(stored.size(), flatName, type, bytes);
      stored.addObject().put("path", path).put("content_type", type).put("extension", extension);
    }
    return stored;
  }

  /** Returns those of the stored files that the frontmatter declares. */
  ArrayNode primaryAmong(ArrayNode stored) {
    ArrayNode found = Json.array();
    stored.valueStream().limit(primary.size()).forEach(file -> found.add(file.deepCopy()));
    return found;
  }

  int tokens() {
    return TokenUsage.tokens(bytesWritten);
  }

  private byte[] content(String name, String extension) {
    if (extension.equals("png")) {
      return SampleImage.png();
    }
    String text =
        switch (extension) {
          case "csv" -> table();
          case "json" -> (name.equals(REPORT) ? report() : data()).toString();
          default -> summary();
        };
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String summary() {
    StringBuilder text = new StringBuilder("# Summary\n\nSimulated: no agent ran.\n");
    text.append("\n## Objective\n\n").append(runbook.objective()).append('\n');
    text.append("\n## Parameters\n\n");
    variables.forEachEntry(
        (name, value) -> text.append("- %s: %s\n".formatted(name, StepInputs.text(value))));
    if (!unfilled().isEmpty()) {
      text.append("\nWithout a value: ").append(String.join(", ", unfilled())).append('\n');
    }
    if (!step.input("files").isEmpty()) {
      text.append("\n## Input files\n\n");
      step.texts("files").forEach(file -> text.append("- ").append(file).append('\n'));
    }
    return text.toString();
  }

  private String table() {
    StringBuilder text = new StringBuilder("parameter,value\n");
    variables.forEachEntry(
        (name, value) ->
            text.append(quoted(name))
                .append(',')
                .append(quoted(StepInputs.text(value)))
                .append('\n'));
    return text.toString();
  }

  /** Returns whether the agent's own checks pass: each parameter has a value. */
  boolean passed() {
    return unfilled().isEmpty();
  }

  private List<String> unfilled() {
    return runbook.placeholders().stream().map(Placeholder::name).toList();
  }

  private static String quoted(String value) {
    return '"' + value.replace("\"", "\"\"") + '"';
  }

  private ObjectNode data() {
    ObjectNode data = Json.object().put("simulated", true).put("objective", runbook.objective());
    return data.set("parameters", variables.deepCopy());
  }

  private ObjectNode report() {
    ObjectNode report = Json.object();
    if (runbook.version() == 2) {
      report.put("version", 2);
      report.putArray("checks").addObject().put("id", "outputs-exist").put("passed", true);
    } else {
      report.put("version", "1");
      ArrayNode stages = report.putArray("stages");
      for (String title : RunbookActivity.stepTitles(runbook)) {
        stages.addObject().put("name", title).put("passed", true);
      }
    }
    report.put("simulated", true).put("overall_passed", passed());
    return report.set("parameters", variables.deepCopy());
  }

  private static boolean matches(Pattern pattern, String path) {
    return path.length() <= MAX_PATH_LENGTH && pattern.matcher(path).matches();
  }

  private static String extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
