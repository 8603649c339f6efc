package io.jettymcp.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The block of a chat request that is Jetty's own.
 *
 * @param runbook whether an agent is to follow the system message as a runbook
 * @param settings what the run gets as inputs just as it was sent
 * @param filePaths storage paths
 * @param fileIds ids of uploaded files
 * @param timeoutHint how long an answer that is not streamed may wait for the run
 * @param secretNames the names of secrets for this run alone
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
    @Nullable String webhookUrl) {
  private static final int TIMEOUT_HINT = 1200;
  private static final int MAX_HINT_LENGTH = 86_400;
  private static final List<String> TEXTS = List.of("agent", "model_provider", "snapshot", "image");

  /** What stands for a block that was not sent. */
  static final JettyExtension NONE =
      new JettyExtension(
          false,
          null,
          null,
          SimulatorJson.object(),
          List.of(),
          List.of(),
          Duration.ofSeconds(TIMEOUT_HINT),
          Set.of(),
          null);

  JettyExtension {
    filePaths = List.copyOf(filePaths);
    fileIds = List.copyOf(fileIds);
    secretNames = Set.copyOf(secretNames);
  }

  /**
   * Reads the block. A file's id among the storage paths is dropped without a word, as by Jetty.
   */
  static JettyExtension read(RequestFields fields) {
    ObjectNode settings = SimulatorJson.object();
    for (String name : TEXTS) {
      if (fields.gives(name)) {
        settings.put(name, fields.text(name));
      }
    }
    ObjectNode variables = fields.objectOrNull("template_variables");
    settings.set("vars", variables == null ? SimulatorJson.object() : variables);
    fields.flag("use_trial_keys", false);
    ObjectNode secrets = fields.objectOrNull("secret_params");
    int hint =
        fields.gives("timeout_hint")
            ? fields.whole("timeout_hint", 0, MAX_HINT_LENGTH)
            : TIMEOUT_HINT;
    return new JettyExtension(
        fields.flag("runbook", false),
        fields.textOrNull("collection"),
        fields.textOrNull("task"),
        settings,
        fields.texts("file_paths").stream().filter(path -> !path.startsWith("file-")).toList(),
        fields.texts("files"),
        Duration.ofSeconds(hint),
        secrets == null ? Set.of() : Set.copyOf(secrets.propertyNames()),
        fields.textOrNull("webhook_url"));
  }
}
