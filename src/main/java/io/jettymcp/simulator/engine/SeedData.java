package io.jettymcp.simulator.engine;

import io.jettymcp.json.Json;
import io.jettymcp.simulator.model.RoutineSettings;
import io.jettymcp.simulator.model.RunStatus;
import io.jettymcp.simulator.model.SimulatedCollection;
import io.jettymcp.simulator.model.SimulatedJetty;
import io.jettymcp.simulator.model.SimulatedRoutine;
import io.jettymcp.simulator.model.SimulatedRun;
import io.jettymcp.simulator.model.StepRun;
import io.jettymcp.simulator.model.StorageEntry;
import io.jettymcp.simulator.model.Task;
import io.jettymcp.simulator.model.TaskDetails;
import io.jettymcp.workflow.cadence.Cadence;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Loads what a simulator starts with: the collections of {@code seed.json}. Its earlier runs are
 * run by the engine, at the times they give. The trial pays for all of them and is then set to what
 * the seed gives.
 */
public final class SeedData {
  /** The collection that the API key is bound to. */
  public static final String COLLECTION = "acme";

  /** The organisation that owns every collection. */
  public static final String OWNER = "org_acme_simulated";

  private static final int MINUTES_PER_DAY = 24 * 60;

  private final SimulatedJetty jetty = new SimulatedJetty();
  private final Instant now;

  private SeedData(Instant now) {
    this.now = now;
  }

  public static SimulatedJetty load(Instant now) {
    SeedData seed = new SeedData(now);
    BundledJson.read(SeedData.class, "seed.json").path("collections").forEach(seed::addCollection);
    return seed.jetty;
  }

  private void addCollection(JsonNode json) {
    SimulatedCollection collection =
        jetty.create(
            json.path("name").asString(),
            json.path("description").asString(),
            OWNER,
            environment(json.path("environment")));
    json.path("tasks").forEach(task -> addTask(collection, task));
    JsonNode used = json.path("trial_runs_used");
    for (JsonNode run : json.path("runs")) {
      if (used.isInt()) {
        collection.trial().reset(0);
      }
      addRun(collection, run);
    }
    if (used.isInt()) {
      collection.trial().reset(used.intValue());
    }
    json.path("datasets").forEach(data -> collection.datasets().add(asset(collection, data)));
    json.path("models").forEach(model -> collection.models().add(asset(collection, model)));
  }

  private static @Nullable Map<String, String> environment(JsonNode json) {
    Map<String, String> variables = new LinkedHashMap<>();
    json.properties().forEach(entry -> variables.put(entry.getKey(), entry.getValue().asString()));
    return variables.isEmpty() ? null : variables;
  }

  private void addTask(SimulatedCollection collection, JsonNode json) {
    Task task =
        new Task(
            jetty.nextId(),
            collection,
            json.path("name").asString(),
            json.path("workflow").asObject(),
            before(json.path("days_ago").asInt(30) * MINUTES_PER_DAY));
    task.update(TaskDetails.of(json.path("description").asString()), before(60));
    collection.add(task);
    for (JsonNode routine : json.path("routines")) {
      addRoutine(task, routine);
    }
  }

  private void addRoutine(Task task, JsonNode json) {
    RoutineSettings settings =
        new RoutineSettings(
            Cadence.parse(json.path("cadence")).orElseThrow(),
            objectOrEmpty(json.path("init_params_overrides")),
            Set.of(),
            json.path("paused").asBoolean(false),
            null);
    String name = json.path("name").asString();
    task.routines().put(name, new SimulatedRoutine(jetty.nextId(), name, task, settings, now));
  }

  private void addRun(SimulatedCollection collection, JsonNode json) {
    Task task = collection.task(json.path("task").asString());
    if (task == null) {
      throw new IllegalStateException("the seed runs a task that it does not create");
    }
    Instant at = before(json.path("minutes_ago").asInt());
    ObjectNode initParams = objectOrEmpty(json.path("init_params"));
    RunLauncher launcher = new RunLauncher(timings(json));
    SimulatedRun run = launcher.start(task, initParams, Set.of(), null, null, at);
    if (json.has("cancelled_after_seconds")) {
      long after = json.path("cancelled_after_seconds").asLong();
      run.statusOverride().write(RunStatus.CANCELLED, at.plusSeconds(after));
    }
    json.path("files").forEach(file -> addFile(run, file));
    for (JsonNode label : json.path("labels")) {
      run.labels().addObject().setAll(label.asObject()).put("created", at.toString());
    }
  }

  private static RunTimings timings(JsonNode json) {
    return json.has("step_seconds")
        ? RunTimings.ofStep(Duration.ofSeconds(json.path("step_seconds").asLong()))
        : RunTimings.LIVELY;
  }

  /** Adds a file with the text output of a step. */
  private static void addFile(SimulatedRun run, JsonNode json) {
    for (StepRun step : run.plan().steps()) {
      if (step.name().equals(json.path("step").asString())) {
        String path =
            "%s/%s.%s.0000.%s"
                .formatted(run.storagePath(), run.id(), step.name(), json.path("name").asString());
        byte[] text = step.outputs().path("text").asString().getBytes(StandardCharsets.UTF_8);
        String type = json.path("content_type").asString();
        run.collection().storage().put(StorageEntry.of(path, type, text), run, step.endedAt());
      }
    }
  }

  private ObjectNode asset(SimulatedCollection collection, JsonNode json) {
    String at = before(json.path("days_ago").asInt() * MINUTES_PER_DAY).toString();
    ObjectNode asset = Json.object().put("id", jetty.nextId());
    asset.setAll(json.asObject()).remove("days_ago");
    return asset
        .put("collection_id", collection.id())
        .put("metadata_version", "1")
        .put("asset_origin", "simulated")
        .put("is_private", true)
        .put("created_at", at)
        .put("updated_at", at);
  }

  private static ObjectNode objectOrEmpty(JsonNode json) {
    return json instanceof ObjectNode object ? object : Json.object();
  }

  private Instant before(int minutes) {
    return now.minus(Duration.ofMinutes(minutes));
  }
}
