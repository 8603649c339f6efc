package io.jettymcp.simulator;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A task: a named workflow, stored as it came; what is wrong in it shows when it runs. */
final class Task {
  private final int id;
  private final SimulatedCollection collection;
  private final Instant created;
  private final Map<String, Routine> routines = new LinkedHashMap<>();
  private String name;
  private ObjectNode workflow;
  private @Nullable String description;
  private @Nullable String version;
  private boolean hasFileUploads;
  private boolean isPrivate = true;
  private JsonNode croissantMetadata = SimulatorJson.NULL;
  private Instant updated;

  Task(int id, SimulatedCollection collection, String name, ObjectNode workflow, Instant created) {
    this.id = id;
    this.collection = collection;
    this.name = name;
    this.workflow = workflow;
    this.created = created;
    this.updated = created;
  }

  int id() {
    return id;
  }

  String name() {
    return name;
  }

  SimulatedCollection collection() {
    return collection;
  }

  ObjectNode workflow() {
    return workflow;
  }

  /** The inputs that the workflow declares, with their defaults. */
  ObjectNode initParams() {
    return workflow.path("init_params") instanceof ObjectNode declared
        ? declared
        : SimulatorJson.object();
  }

  boolean isPrivate() {
    return isPrivate;
  }

  Map<String, Routine> routines() {
    return routines;
  }

  /** Called by the collection, which keeps its tasks by name. */
  void rename(String wanted) {
    name = wanted;
  }

  void replaceWorkflow(ObjectNode replacement) {
    workflow = replacement;
  }

  /** Takes over the other fields that a request sends; those it does not send stay. */
  void update(RequestFields fields, Instant now) {
    if (fields.has("description")) {
      description = fields.textOrNull("description");
    }
    if (fields.has("version")) {
      version = fields.textOrNull("version");
    }
    hasFileUploads = fields.flag("has_file_uploads", hasFileUploads);
    isPrivate = fields.flag("is_private", isPrivate);
    if (fields.has("croissant_metadata")) {
      croissantMetadata = fields.raw("croissant_metadata");
    }
    updated = now;
  }

  boolean mentions(String query) {
    String all = name + "\n" + (description == null ? "" : description);
    return all.toLowerCase(Locale.ROOT).contains(query);
  }

  /** The task as lists show it: the whole workflow included. */
  ObjectNode listed() {
    return shared().put("collection_name", collection.name());
  }

  ObjectNode fetched() {
    return shared()
        .put("created_at", created.toString())
        .put("updated_at", updated.toString())
        .putNull("environment_variables")
        .putNull("storage_info")
        .putNull("storage_provider");
  }

  private ObjectNode shared() {
    ObjectNode json =
        SimulatorJson.object()
            .put("id", id)
            .put("name", name)
            .put("entity_type", "task")
            .put("is_private", isPrivate);
    json.set("croissant_metadata", croissantMetadata);
    json.set("workflow", workflow);
    return json.put("version", version)
        .put("description", description)
        .put("has_file_uploads", hasFileUploads)
        .put("collection_id", collection.id());
  }
}
