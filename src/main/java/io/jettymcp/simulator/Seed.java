package io.jettymcp.simulator;

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
 * out by the engine, as if at the time they say.
 */
final class Seed {
  /** The collection that the API key is bound to. */
  static final String COLLECTION = "acme";

  /** The organisation that owns every collection. */
  static final String OWNER = "org_acme_simulated";

  private final Jetty jetty;
  private final Launcher launcher;
  private final Instant now;

  private Seed(Jetty jetty, Launcher launcher, Instant now) {
    this.jetty = jetty;
    this.launcher = launcher;
    this.now = now;
  }

  static Jetty plant(Instant now) {
    Jetty jetty = new Jetty();
    Seed seed = new Seed(jetty, new Launcher(new Engine(Pace.LIVELY)), now);
    Resource.read("seed.json").path("collections").forEach(seed::collection);
    return jetty;
  }

  private void collection(JsonNode plan) {
    Holdings collection =
        jetty.create(
            plan.path("name").asString(),
            plan.path("description").asString(),
            OWNER,
            variables(plan.path("environment")));
    JsonNode paid = plan.path("trial_runs_used");
    if (paid.isInt()) {
      collection.trial().activate();
    }
    plan.path("tasks").forEach(task -> task(collection, task));
    plan.path("runs").forEach(run -> run(collection, run));
    if (paid.isInt()) {
      collection.trial().reset(paid.intValue());
    }
  }

  private static @Nullable Map<String, String> variables(JsonNode plan) {
    Map<String, String> variables = new LinkedHashMap<>();
    plan.properties().forEach(entry -> variables.put(entry.getKey(), entry.getValue().asString()));
    return variables.isEmpty() ? null : variables;
  }

  private void task(Holdings collection, JsonNode plan) {
    Task task =
        new Task(
            jetty.nextId(),
            collection,
            plan.path("name").asString(),
            plan.path("workflow").asObject(),
            before(plan.path("days_ago").asInt(30) * 24 * 60));
    task.update(Fields.of(plan), before(60));
    collection.add(task);
    for (JsonNode routine : plan.path("routines")) {
      Routine made = RoutinesApi.make(jetty.nextId(), task, Fields.of(routine), now);
      task.routines().put(made.name(), made);
    }
  }

  private void run(Holdings collection, JsonNode plan) {
    Task task = collection.task(plan.path("task").asString());
    if (task == null) {
      throw new IllegalStateException("the seed runs a task that it does not plant");
    }
    Instant at = before(plan.path("minutes_ago").asInt());
    ObjectNode inputs =
        plan.path("init_params") instanceof ObjectNode given ? given : Json.object();
    Run run = launcher.start(task, inputs, Set.of(), null, null, at);
    for (JsonNode label : plan.path("labels")) {
      run.labels().addObject().setAll(label.asObject()).put("created", at.toString());
    }
  }

  private Instant before(int minutes) {
    return now.minus(Duration.ofMinutes(minutes));
  }
}
