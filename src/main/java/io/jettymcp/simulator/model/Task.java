package io.jettymcp.simulator.model;

import io.jettymcp.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** A task: a named workflow, stored unchecked; what is wrong in it shows when it runs. */
public final class Task {
  private final int id;
  private final SimulatedCollection collection;
  private final Instant created;
  private final Map<String, SimulatedRoutine> routines = new LinkedHashMap<>();
  private String name;
  private ObjectNode workflow;
  private TaskDetails details = TaskDetails.DEFAULT;
  private Instant updated;

  public Task(
      int id, SimulatedCollection collection, String name, ObjectNode workflow, Instant created) {
    this.id = id;
    this.collection = collection;
    this.name = name;
    this.workflow = workflow;
    this.created = created;
    this.updated = created;
  }

  public String name() {
    return name;
  }

  public SimulatedCollection collection() {
    return collection;
  }

  public ObjectNode workflow() {
    return workflow;
  }

  /** The inputs that the workflow declares, with their defaults. */
  public ObjectNode initParams() {
    return workflow.path("init_params") instanceof ObjectNode declared ? declared : Json.object();
  }

  public TaskDetails details() {
    return details;
  }

  public Map<String, SimulatedRoutine> routines() {
    return routines;
  }

  /** Called by the collection, which keeps its tasks by name. */
  void rename(String newName) {
    name = newName;
  }

  public void replaceWorkflow(ObjectNode replacement) {
    workflow = replacement;
  }

  public void update(TaskDetails changed, Instant now) {
    details = changed;
    updated = now;
  }

  /** Returns whether the name or the description contains a text in lower case. */
  public boolean matches(String query) {
    String description = details.description();
    String all = name + "\n" + (description == null ? "" : description);
    return all.toLowerCase(Locale.ROOT).contains(query);
  }

  /** The task as lists show it: the whole workflow included. */
  public ObjectNode listed() {
    return shared().put("collection_name", collection.name());
  }

  /** The task as the response about this one shows it. */
  public ObjectNode fetched() {
    return shared()
        .put("created_at", created.toString())
        .put("updated_at", updated.toString())
        .putNull("environment_variables")
        .putNull("storage_info")
        .putNull("storage_provider");
  }

  private ObjectNode shared() {
    ObjectNode json =
        Json.object()
            .put("id", id)
            .put("name", name)
            .put("entity_type", "task")
            .put("is_private", details.isPrivate());
    json.set("croissant_metadata", details.croissantMetadata());
    json.set("workflow", workflow);
    return json.put("version", details.version())
        .put("description", details.description())
        .put("has_file_uploads", details.hasFileUploads())
        .put("collection_id", collection.id());
  }
}
