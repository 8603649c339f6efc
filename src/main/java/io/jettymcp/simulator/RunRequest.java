package io.jettymcp.simulator;

import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a caller asks to be run. Secret values are not part of it: the engine needs no more than the
 * names of what the run would find in its environment.
 *
 * @param initParams what the caller gives, to be laid over the task's defaults
 * @param variables the names in the environment of the run: the collection's own, those sent with
 *     the run, and on a trial those of Jetty's model keys
 * @param routineId the routine that ordered the run, if one did
 */
record RunRequest(
    Task task,
    ObjectNode initParams,
    Set<String> variables,
    @Nullable Integer routineId,
    @Nullable String webhookUrl) {
  /** What Jetty looks for before it offers its own keys. */
  static final Set<String> MODEL_KEYS =
      Set.of(
          "OPENROUTER_API_KEY",
          "OPENAI_API_KEY",
          "ANTHROPIC_API_KEY",
          "GEMINI_API_KEY",
          "REPLICATE_API_TOKEN");

  RunRequest {
    variables = Set.copyOf(variables);
  }

  /** Whether model activities find a key to call a model with. */
  boolean hasModelKeys() {
    return holdsModelKey(variables);
  }

  static boolean holdsModelKey(Collection<String> names) {
    return names.stream().anyMatch(MODEL_KEYS::contains);
  }

  /** An order for a child of this one's run. */
  RunRequest forChild(Task child, ObjectNode childInitParams) {
    return new RunRequest(child, childInitParams, variables, null, null);
  }
}
