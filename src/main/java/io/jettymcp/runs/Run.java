package io.jettymcp.runs;

import io.jettymcp.jetty.StoragePath;
import io.jettymcp.json.Json;
import io.jettymcp.tool.StatusWords;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run as Jetty describes it, read with care: most fields may be missing.
 *
 * @param verdict on a runbook's run, if it was read
 */
public record Run(JsonNode json, Optional<RunbookVerdict> verdict) {
  /** Where a step lists files: as objects, or as paths alone. */
  static final List<String> FILE_LISTS = List.of("primary_files", "results_files", "files");

  public Run(JsonNode json) {
    this(json, Optional.empty());
  }

  /** A run that was started so recently that Jetty does not show it yet. */
  static Run queued(String id) {
    return new Run(Json.object().put("trajectory_id", id).put("status", "pending"));
  }

  public String id() {
    return Json.text(json, "trajectory_id").orElse("");
  }

  Run with(RunbookVerdict judged) {
    return new Run(json, Optional.of(judged));
  }

  /** The status, where a synonym is replaced by the usual word. */
  public String status() {
    return StatusWords.usual(Json.text(json, "status").orElse(""));
  }

  /** Returns whether it has ended; one with a status that is not known here has not. */
  public boolean finished() {
    return StatusWords.isEnd(status());
  }

  /** Returns whether the status says if the run has ended. */
  boolean hasKnownStatus() {
    return StatusWords.isKnown(status());
  }

  /** The inputs that it runs with: those it was started with over the defaults of the task. */
  Optional<ObjectNode> inputs() {
    return json.path("init_params") instanceof ObjectNode inputs
        ? Optional.of(inputs)
        : Optional.empty();
  }

  /** Returns whether a caller, not a routine, started it with these inputs. */
  public boolean isStartWith(ObjectNode given) {
    return !isOfRoutine() && hasInputs(given);
  }

  /** Compares the inputs given: Jetty adds the defaults of the task and the paths of files. */
  private boolean hasInputs(ObjectNode given) {
    JsonNode inputs = json.path("init_params");
    return given.properties().stream()
        .filter(input -> !input.getKey().equals(RunInputs.FILE_PATHS))
        .allMatch(input -> input.getValue().equals(inputs.path(input.getKey())));
  }

  /** Returns whether a routine started it. */
  public boolean isOfRoutine() {
    return json.hasNonNull("triggered_by_routine_id");
  }

  /** The steps in the order they run. */
  public List<String> stepNames() {
    Set<String> names = new LinkedHashSet<>(names("total_steps"));
    names.addAll(json.path("steps").propertyNames());
    return List.copyOf(names);
  }

  /** Returns whether the run is known to have no steps: a reply can also leave them out. */
  boolean isWithoutSteps() {
    return json.path("steps").isObject() && stepNames().isEmpty();
  }

  public JsonNode step(String name) {
    return json.path("steps").path(name);
  }

  /** Returns the config of a step; missing if neither the run nor the step has it. */
  JsonNode stepConfig(String name) {
    JsonNode config = json.path("step_configs").path(name);
    return config.isObject() ? config : step(name).path("config");
  }

  /** The activity of a step, or an empty text. */
  public String activity(String name) {
    return Json.text(step(name), "activity")
        .or(() -> Json.text(stepConfig(name), "activity"))
        .orElse("");
  }

  /** Returns the step that carries out a runbook, if there is one. */
  public Optional<String> runbookStep() {
    return stepNames().stream().filter(this::isRunbook).findFirst();
  }

  boolean isRunbook(String step) {
    return activity(step).startsWith("runbook");
  }

  public String stepStatus(String name) {
    JsonNode step = step(name);
    Optional<String> said = Json.text(step, "status").map(StatusWords::usual);
    if (said.isPresent()) {
      return said.get();
    }
    if (step.hasNonNull("error")) {
      return "failed";
    }
    if (names("completed_steps").contains(name) || step.hasNonNull("ended")) {
      return "completed";
    }
    return step.isMissingNode() ? "pending" : "running";
  }

  long completedSteps() {
    return stepNames().stream().filter(name -> stepStatus(name).equals("completed")).count();
  }

  public Optional<String> failedStep() {
    return stepNames().stream()
        .filter(name -> StatusWords.FAILED.contains(stepStatus(name)))
        .findFirst();
  }

  Optional<String> runningStep() {
    return stepNames().stream().filter(name -> stepStatus(name).equals("running")).findFirst();
  }

  /** The error of the run, which is often shallow, with that of the step that failed. */
  public Optional<String> error() {
    Optional<String> ofRun = message(json.path("error"));
    Optional<String> ofStep = failedStep().flatMap(this::stepError);
    if (ofRun.isEmpty() || ofStep.isEmpty() || ofRun.get().contains(ofStep.get())) {
      return ofRun.or(() -> ofStep);
    }
    return Optional.of(ofRun.get() + ": " + ofStep.get());
  }

  public Optional<String> stepError(String name) {
    return message(step(name).path("error"));
  }

  /** When the run was created, where that can be told. */
  public Optional<Instant> created() {
    return Json.text(json, "created").flatMap(Run::time).map(OffsetDateTime::toInstant);
  }

  /** Seconds from start to end of a finished run. */
  public OptionalDouble duration() {
    return finished() ? seconds(json, "created", "updated") : OptionalDouble.empty();
  }

  public OptionalDouble stepDuration(String name) {
    JsonNode said = step(name).path("duration_seconds");
    double seconds = said.isNumber() ? said.asDouble(Double.NaN) : Double.NaN;
    return Double.isFinite(seconds)
        ? OptionalDouble.of(seconds)
        : seconds(step(name), "created", "ended");
  }

  /** Seconds from the start of the run to that of a step. */
  public OptionalDouble stepStart(String name) {
    Optional<OffsetDateTime> run = Json.text(json, "created").flatMap(Run::time);
    return between(run, Json.text(step(name), "created").flatMap(Run::time));
  }

  /** The outputs of all steps by step. */
  public ObjectNode outputs() {
    ObjectNode outputs = Json.object();
    for (String name : stepNames()) {
      JsonNode of = step(name).path("outputs");
      if (of.isContainer() && !of.isEmpty()) {
        outputs.set(name, of);
      }
    }
    return outputs;
  }

  /** Returns whether outputs are missing that a completed step must have. */
  public boolean lacksOutputs() {
    return json.path("steps").properties().stream()
        .anyMatch(
            step ->
                !step.getValue().has("outputs") && stepStatus(step.getKey()).equals("completed"));
  }

  /** Returns whether any step says what it put out. */
  public boolean hasOutputs() {
    return json.path("steps").properties().stream()
        .anyMatch(step -> step.getValue().has("outputs"));
  }

  /**
   * Returns the files among the outputs: objects with a storage path and a type, and the paths that
   * a runbook lists. What is no path in the storage is left out.
   */
  public List<RunFile> files() {
    Map<String, RunFile> files = new LinkedHashMap<>();
    outputs().properties().forEach(step -> collectFiles(step.getKey(), step.getValue(), files));
    return files.values().stream()
        .filter(file -> StoragePath.find(file.path()).isPresent())
        .toList();
  }

  public List<JsonNode> labels() {
    return Json.list(json.path("labels")).orElseGet(Json::array).values().stream()
        .filter(JsonNode::isObject)
        .toList();
  }

  private static void collectFiles(String step, JsonNode value, Map<String, RunFile> files) {
    List<JsonNode> waiting = new ArrayList<>(List.of(value));
    while (!waiting.isEmpty()) {
      JsonNode node = waiting.remove(waiting.size() - 1);
      if (node.has("content_type") || node.has("extension")) {
        file(step, node).ifPresent(file -> files.putIfAbsent(file.path(), file));
      }
      listedFiles(step, node).forEach(file -> files.putIfAbsent(file.path(), file));
      List<JsonNode> inside = new ArrayList<>(node.values());
      Collections.reverse(inside);
      waiting.addAll(inside);
    }
  }

  /** Returns the files that the outputs of a step list. */
  static List<RunFile> listedFiles(String step, JsonNode outputs) {
    return FILE_LISTS.stream()
        .flatMap(list -> Json.list(outputs.path(list)).stream())
        .flatMap(files -> files.values().stream())
        .flatMap(file -> file(step, file).stream())
        .toList();
  }

  private static Optional<RunFile> file(String step, JsonNode file) {
    Optional<String> path =
        file.isString() ? Optional.of(file.stringValue()) : Json.text(file, "path");
    return path.filter(known -> !known.isBlank())
        .map(known -> new RunFile(step, known, Json.text(file, "content_type")));
  }

  private List<String> names(String field) {
    return Json.list(json.path(field)).stream()
        .flatMap(array -> array.values().stream())
        .filter(JsonNode::isString)
        .map(JsonNode::stringValue)
        .toList();
  }

  private static Optional<String> message(JsonNode error) {
    if (error.isMissingNode() || error.isNull()) {
      return Optional.empty();
    }
    return Optional.of(error.isString() ? error.stringValue() : error.toString())
        .filter(text -> !text.isBlank());
  }

  private static OptionalDouble seconds(JsonNode from, String start, String end) {
    return between(
        Json.text(from, start).flatMap(Run::time), Json.text(from, end).flatMap(Run::time));
  }

  private static OptionalDouble between(
      Optional<OffsetDateTime> first, Optional<OffsetDateTime> last) {
    if (first.isEmpty() || last.isEmpty() || last.get().isBefore(first.get())) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(Duration.between(first.get(), last.get()).toMillis() / 1000.0);
  }

  /** Jetty writes times with and without an offset; without one they are UTC. */
  static Optional<OffsetDateTime> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text));
    } catch (DateTimeException withoutOffset) {
      try {
        return Optional.of(LocalDateTime.parse(text).atOffset(ZoneOffset.UTC));
      } catch (DateTimeException noTime) {
        return Optional.empty();
      }
    }
  }
}
