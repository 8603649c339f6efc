package io.jettymcp.simulator.model;

import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request for a run. Secret values are not part of it: the engine needs only the names of the
 * variables that the run would find in its environment.
 *
 * @param initParams what the caller sends, merged over the task's defaults
 * @param variables the names in the environment of the run: the collection's own, those sent with
 *     the run, and on a trial those of Jetty's model keys
 * @param routineId the routine that started the run, if one did
 */
public record RunRequest(
    Task task,
    ObjectNode initParams,
    Set<String> variables,
    @Nullable Integer routineId,
    @Nullable String webhookUrl) {
  /** The keys that Jetty looks for before it offers its own. */
  public static final Set<String> MODEL_KEYS =
      Set.of(
          "OPENROUTER_API_KEY",
          "OPENAI_API_KEY",
          "ANTHROPIC_API_KEY",
          "GEMINI_API_KEY",
          "REPLICATE_API_TOKEN");

  public RunRequest {
    variables = Set.copyOf(variables);
  }

  /** Returns whether model activities find a key to call a model with. */
  public boolean hasModelKey() {
    return containsModelKey(variables);
  }

  public static boolean containsModelKey(Collection<String> names) {
    return names.stream().anyMatch(MODEL_KEYS::contains);
  }

  public RunRequest forChild(Task child, ObjectNode childInitParams) {
    return new RunRequest(child, childInitParams, variables, null, null);
  }
}
