package io.jettymcp.runbooks;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.runbooks.document.Agent;
import io.jettymcp.runbooks.document.Frontmatter;
import io.jettymcp.runbooks.document.ModelChoice;
import io.jettymcp.runbooks.document.Provider;
import io.jettymcp.text.NearestName;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Param;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Determines the agent, model and sandbox of a runbook: from the arguments, else the frontmatter.
 *
 * @param snapshot the sandbox; without one Jetty uses its default
 * @param image a container image instead of a snapshot
 * @param mcpServers as the frontmatter has them
 */
public record RunbookSandbox(
    Optional<String> agent,
    Optional<String> model,
    Optional<String> provider,
    Optional<String> snapshot,
    Optional<String> image,
    Map<String, Object> mcpServers) {
  public static final Param<String> AGENT =
      Param.text("agent", "claude-code, opencode, codex or gemini-cli");
  public static final Param<String> RECORDING_TASK =
      Param.name("task", "Remote only: task that records the run");
  public static final Param<String> MODEL = Param.text("model", "Default: by agent");
  public static final Param<String> MODEL_PROVIDER =
      Param.text("model_provider", "E.g. openrouter");
  public static final Param<String> SNAPSHOT = Param.text("snapshot", "E.g. python312-uv");

  private static final String TRIAL_KEY = "OPENROUTER_API_KEY";

  /** Reads the frontmatter alone. */
  static RunbookSandbox of(Frontmatter frontmatter) {
    return new RunbookSandbox(
        frontmatter.agent(),
        frontmatter.model(),
        frontmatter.modelProvider(),
        frontmatter.snapshot(),
        frontmatter.image().filter(image -> frontmatter.snapshot().isEmpty()),
        frontmatter.mcpServers());
  }

  /**
   * Reads the arguments, and for the rest the frontmatter. Where the call names another agent, that
   * takes from the frontmatter only a model and a provider that it runs with.
   *
   * @throws BadArguments if the agent is misspelt
   */
  static RunbookSandbox of(Frontmatter frontmatter, Args in) {
    in.find(AGENT).ifPresent(RunbookSandbox::checkSpelling);
    RunbookSandbox stored = of(frontmatter);
    Optional<Agent> other =
        in.find(AGENT)
            .filter(name -> !stored.agent.equals(Optional.of(name)))
            .flatMap(Agent::named);
    Optional<String> model =
        stored.model.filter(name -> other.map(agent -> agent.runs(name)).orElse(true));
    Optional<String> provider =
        stored.provider.filter(
            name -> other.flatMap(agent -> Provider.named(name).map(agent::runsWith)).orElse(true));
    return new RunbookSandbox(
        in.find(AGENT).or(stored::agent),
        in.find(MODEL).or(() -> model),
        in.find(MODEL_PROVIDER).or(() -> provider),
        in.find(SNAPSHOT).or(stored::snapshot),
        stored.image().filter(image -> in.find(SNAPSHOT).isEmpty()),
        stored.mcpServers());
  }

  /**
   * Chooses the agent, model and provider that are not set.
   *
   * @param variables the names of those that the run has
   * @param trialKeys whether Jetty's own keys are used, one of which is OpenRouter's
   */
  ModelChoice choice(Set<String> variables, boolean trialKeys) {
    Set<String> keys = new LinkedHashSet<>(variables);
    if (trialKeys && model.isEmpty()) {
      keys.add(TRIAL_KEY);
    }
    return ModelChoice.of(agent, model, provider, keys);
  }

  /** Adds the sandbox to a chat request. */
  void addTo(ObjectNode to) {
    snapshot.ifPresent(name -> to.put("snapshot", name));
    image.ifPresent(name -> to.put("image", name));
    if (!mcpServers.isEmpty()) {
      to.set("mcp_servers", json(mcpServers));
    }
  }

  /** Reads the JSON again, so that it equals what Jetty returns, down to the type of numbers. */
  static ObjectNode json(Map<?, ?> plain) {
    JsonMapper mapper = JsonMapper.shared();
    return (ObjectNode) mapper.readTree(mapper.writeValueAsString(plain));
  }

  /** Accepts unknown agents that resemble no known one: Jetty may have added them. */
  private static void checkSpelling(String agent) {
    List<String> known = Arrays.stream(Agent.values()).map(Agent::label).toList();
    String hint = known.contains(agent) ? "" : NearestName.hint(agent, known);
    if (!hint.isEmpty()) {
      throw new BadArguments(AGENT.name(), "Jetty has no agent \"" + agent + "\"." + hint);
    }
  }
}
