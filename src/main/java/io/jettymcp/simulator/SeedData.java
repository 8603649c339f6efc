package io.jettymcp.simulator;

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
 * What a simulator starts with: the collections of {@code seed.json}. Its earlier runs are carried
 * out by the engine, as if at the time they say. The trial pays for all of them and then stands
 * where the seed says.
 */
final class SeedData {
  /** The collection that the API key is bound to. */
  static final String COLLECTION = "acme";

  /** The organisation that owns every collection. */
  static final String OWNER = "org_acme_simulated";

  private final SimulatedJetty jetty;
  private final Instant now;

  private SeedData(SimulatedJetty jetty, Instant now) {
    this.jetty = jetty;
    this.now = now;
  }

  static SimulatedJetty plant(Instant now) {
    SimulatedJetty jetty = new SimulatedJetty();
    SeedData seed = new SeedData(jetty, now);
    BundledJson.read("seed.json").path("collections").forEach(seed::collection);
    return jetty;
  }

  private void collection(JsonNode plan) {
    SimulatedCollection collection =
        jetty.create(
            plan.path("name").asString(),
            plan.path("description").asString(),
            OWNER,
            variables(plan.path("environment")));
    plan.path("tasks").forEach(task -> task(collection, task));
    JsonNode paid = plan.path("trial_runs_used");
    for (JsonNode run : plan.path("runs")) {
      if (paid.isInt()) {
        collection.trial().reset(0);
      }
      run(collection, run);
    }
    if (paid.isInt()) {
      collection.trial().reset(paid.intValue());
    }
    plan.path("datasets").forEach(data -> collection.datasets().add(asset(collection, data)));
    plan.path("models").forEach(model -> collection.models().add(asset(collection, model)));
  }

  private static @Nullable Map<String, String> variables(JsonNode plan) {
    Map<String, String> variables = new LinkedHashMap<>();
    plan.properties().forEach(entry -> variables.put(entry.getKey(), entry.getValue().asString()));
    return variables.isEmpty() ? null : variables;
  }

  private void task(SimulatedCollection collection, JsonNode plan) {
    Task task =
        new Task(
            jetty.nextId(),
            collection,
            plan.path("name").asString(),
            plan.path("workflow").asObject(),
            before(plan.path("days_ago").asInt(30) * 24 * 60));
    task.update(RequestFields.of(plan), before(60));
    collection.add(task);
    for (JsonNode routine : plan.path("routines")) {
      Routine made = RoutinesApi.make(jetty.nextId(), task, RequestFields.of(routine), now);
      task.routines().put(made.name(), made);
    }
  }

  private void run(SimulatedCollection collection, JsonNode plan) {
    Task task = collection.task(plan.path("task").asString());
    if (task == null) {
      throw new IllegalStateException("the seed runs a task that it does not plant");
    }
    Instant at = before(plan.path("minutes_ago").asInt());
    ObjectNode inputs =
        plan.path("init_params") instanceof ObjectNode given ? given : SimulatorJson.object();
    RunLauncher launcher = new RunLauncher(new Engine(pace(plan)));
    SimulatedRun run = launcher.start(task, inputs, Set.of(), null, null, at);
    if (plan.has("cancelled_after_seconds")) {
      long after = plan.path("cancelled_after_seconds").asLong();
      run.fate().write(RunStatus.CANCELLED, at.plusSeconds(after));
    }
    plan.path("files").forEach(file -> file(run, file));
    for (JsonNode label : plan.path("labels")) {
      run.labels().addObject().setAll(label.asObject()).put("created", at.toString());
    }
  }

  private static RunTimings pace(JsonNode plan) {
    return plan.has("step_seconds")
        ? new RunTimings(
            Duration.ZERO, Duration.ZERO, Duration.ofSeconds(plan.path("step_seconds").asLong()))
        : RunTimings.LIVELY;
  }

  /** A file that holds the text of a step. */
  private static void file(SimulatedRun run, JsonNode plan) {
    for (StepRun step : run.plan().steps()) {
      if (step.name().equals(plan.path("step").asString())) {
        String path =
            "%s/%s.%s.0000.%s"
                .formatted(run.storagePath(), run.id(), step.name(), plan.path("name").asString());
        byte[] text = step.outputs().path("text").asString().getBytes(StandardCharsets.UTF_8);
        String type = plan.path("content_type").asString();
        run.collection().storage().put(new StorageEntry(path, type, text), run, step.ended());
      }
    }
  }

  private ObjectNode asset(SimulatedCollection collection, JsonNode plan) {
    String at = before(plan.path("days_ago").asInt() * 24 * 60).toString();
    ObjectNode asset = SimulatorJson.object().put("id", jetty.nextId());
    asset.setAll(plan.asObject()).remove("days_ago");
    return asset
        .put("collection_id", collection.id())
        .put("metadata_version", "1")
        .put("asset_origin", "simulated")
        .put("is_private", true)
        .put("created_at", at)
        .put("updated_at", at);
  }

  private Instant before(int minutes) {
    return now.minus(Duration.ofMinutes(minutes));
  }
}
