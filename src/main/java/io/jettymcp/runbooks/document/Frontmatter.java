package io.jettymcp.runbooks.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds the fields of the YAML block at the head of a runbook, as far as they could be read.
 *
 * @param version the runbook's own version, such as {@code 1.0.0}; not that of the format
 * @param evaluation {@code programmatic} or {@code rubric}
 * @param agent the agent that carries it out, by its label
 * @param modelProvider who serves the model
 * @param snapshot the sandbox to run in
 * @param image a container image, instead of a snapshot
 * @param primaryOutputs the files that matter most, relative to the results directory
 * @param secrets the secrets it declares, in their order
 * @param mcpServers plain maps, lists, texts, numbers and booleans, as Jetty takes them; may hold
 *     secrets
 * @param strictEvaluation whether an agent check that no one reported fails the run
 * @param codeChecks how the code checks run, plain as {@code mcpServers}; may hold secrets
 */
public record Frontmatter(
    Optional<String> version,
    Optional<String> evaluation,
    Optional<String> agent,
    Optional<String> model,
    Optional<String> modelProvider,
    Optional<String> snapshot,
    Optional<String> image,
    List<String> primaryOutputs,
    List<SecretNeed> secrets,
    Map<String, Object> mcpServers,
    boolean strictEvaluation,
    Map<String, Object> codeChecks) {

  /**
   * A secret that a runbook needs.
   *
   * @param name the runbook's own name for it
   * @param env the environment variable of the collection that holds it
   * @param description what it is for, or empty
   * @param required whether the runbook cannot do without
   */
  public record SecretNeed(String name, String env, String description, boolean required) {}

  public Frontmatter {
    primaryOutputs = List.copyOf(primaryOutputs);
    secrets = List.copyOf(secrets);
    // Not Map.copyOf: the order of the file is kept, and a YAML map may hold nulls.
    mcpServers = Collections.unmodifiableMap(new LinkedHashMap<>(mcpServers));
    codeChecks = Collections.unmodifiableMap(new LinkedHashMap<>(codeChecks));
  }

  /** The frontmatter of a runbook that has none that is readable. */
  static Frontmatter none() {
    return new Frontmatter(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        Map.of(),
        false,
        Map.of());
  }

  /** Without the values of the maps, which may be secrets. */
  @Override
  public String toString() {
    return "Frontmatter[version=" + version + ", agent=" + agent + ", secrets=" + secrets + "]";
  }
}
