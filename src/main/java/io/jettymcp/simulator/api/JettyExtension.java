package io.jettymcp.simulator.api;

import io.jettymcp.json.Json;
import io.jettymcp.simulator.http.RequestFields;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The block of a chat request that is Jetty's own.
 *
 * @param runbook whether an agent is to follow the system message as a runbook
 * @param settings passed to the run as inputs, unchanged
 * @param filePaths storage paths
 * @param fileIds ids of uploaded files
 * @param timeoutHint how long a response that is not streamed may wait for the run
 * @param secretNames the names of secrets for this run only
 * @param labels those that the run gets, by key
 */
record JettyExtension(
    boolean runbook,
    @Nullable String collection,
    @Nullable String task,
    ObjectNode settings,
    List<String> filePaths,
    List<String> fileIds,
    Duration timeoutHint,
    Set<String> secretNames,
    @Nullable String webhookUrl,
    Map<String, String> labels) {
  private static final int DEFAULT_TIMEOUT_HINT = 1200;
  private static final int MAX_SECONDS = 86_400;
  private static final List<String> STRINGS =
      List.of("agent", "model_provider", "snapshot", "image");

  /** The default for a request without the block. */
  static final JettyExtension NONE =
      new JettyExtension(
          false,
          null,
          null,
          Json.object(),
          List.of(),
          List.of(),
          Duration.ofSeconds(DEFAULT_TIMEOUT_HINT),
          Set.of(),
          null,
          Map.of());

  JettyExtension {
    filePaths = List.copyOf(filePaths);
    fileIds = List.copyOf(fileIds);
    secretNames = Set.copyOf(secretNames);
    labels = Map.copyOf(labels);
  }

  /** Reads the block. Drops a file's id among the storage paths without an error, as Jetty does. */
  static JettyExtension read(RequestFields fields) {
    ObjectNode settings = Json.object();
    for (String name : STRINGS) {
      if (fields.isSet(name)) {
        settings.put(name, fields.string(name));
      }
    }
    ObjectNode variables = fields.objectOrNull("template_variables");
    settings.set("vars", variables == null ? Json.object() : variables);
    fields.bool("use_trial_keys", false);
    ObjectNode secrets = fields.objectOrNull("secret_params");
    if (fields.isSet("timeout_sec")) {
      settings.put("timeout_sec", fields.integer("timeout_sec", 1, MAX_SECONDS));
    }
    int hint =
        fields.isSet("timeout_hint")
            ? fields.integer("timeout_hint", 0, MAX_SECONDS)
            : DEFAULT_TIMEOUT_HINT;
    return new JettyExtension(
        fields.bool("runbook", false),
        fields.stringOrNull("collection"),
        fields.stringOrNull("task"),
        settings,
        fields.strings("file_paths").stream().filter(path -> !path.startsWith("file-")).toList(),
        fields.strings("files"),
        Duration.ofSeconds(hint),
        secrets == null ? Set.of() : Set.copyOf(secrets.propertyNames()),
        fields.stringOrNull("webhook_url"),
        labels(fields));
  }

  private static Map<String, String> labels(RequestFields fields) {
    if (fields.objectOrNull("labels") == null) {
      return Map.of();
    }
    RequestFields sent = fields.nested("labels");
    Map<String, String> labels = new LinkedHashMap<>();
    sent.names().forEach(name -> labels.put(name, sent.string(name)));
    return labels;
  }
}
