package io.jettymcp.runbooks;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.runbooks.document.Agent;
import io.jettymcp.runbooks.document.Frontmatter;
import io.jettymcp.runbooks.document.ModelChoice;
import io.jettymcp.runs.EnvironmentNames;
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
 * Who carries out a runbook, and in what sandbox: the frontmatter says it where no argument does.
 *
 * @param snapshot the sandbox; without one Jetty takes its own default
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
  public static final Param<String> MODEL = Param.text("model", "");
  public static final Param<String> MODEL_PROVIDER = Param.text("model_provider", "");
  public static final Param<String> SNAPSHOT = Param.text("snapshot", "");

  private static final String TRIAL_KEY = "OPENROUTER_API_KEY";

  /** What the frontmatter alone says. */
  static RunbookSandbox of(Frontmatter said) {
    return new RunbookSandbox(
        said.agent(),
        said.model(),
        said.modelProvider(),
        said.snapshot(),
        said.image().filter(image -> said.snapshot().isEmpty()),
        said.mcpServers());
  }

  /**
   * What the arguments say, and the frontmatter where they do not.
   *
   * @throws BadArguments if the agent is a slip of the pen
   */
  static RunbookSandbox of(Frontmatter said, Args in) {
    in.find(AGENT).ifPresent(RunbookSandbox::checkSpelling);
    RunbookSandbox stored = of(said);
    return new RunbookSandbox(
        in.find(AGENT).or(stored::agent),
        in.find(MODEL).or(stored::model),
        in.find(MODEL_PROVIDER).or(stored::provider),
        in.find(SNAPSHOT).or(stored::snapshot),
        stored.image().filter(image -> in.find(SNAPSHOT).isEmpty()),
        stored.mcpServers());
  }

  /**
   * Agent, model and provider, chosen where nothing says them.
   *
   * @param trialKeys whether Jetty's own keys are used, of which one is OpenRouter's
   */
  ModelChoice choice(EnvironmentNames environment, boolean trialKeys) {
    Set<String> keys = new LinkedHashSet<>(environment.names());
    if (trialKeys && model.isEmpty()) {
      keys.add(TRIAL_KEY);
    }
    return ModelChoice.of(agent, model, provider, keys);
  }

  /** Puts the sandbox where Jetty looks for it, in a chat request as in the config of a step. */
  void addTo(ObjectNode to) {
    snapshot.ifPresent(name -> to.put("snapshot", name));
    image.ifPresent(name -> to.put("image", name));
    if (!mcpServers.isEmpty()) {
      to.set("mcp_servers", json(mcpServers));
    }
  }

  static ObjectNode json(Map<String, Object> plain) {
    return JsonMapper.shared().valueToTree(plain);
  }

  /** An agent that we do not know may be a new one of Jetty's. */
  private static void checkSpelling(String agent) {
    List<String> known = Arrays.stream(Agent.values()).map(Agent::label).toList();
    String hint = known.contains(agent) ? "" : NearestName.hint(agent, known);
    if (!hint.isEmpty()) {
      throw new BadArguments(AGENT.name(), "Jetty has no agent \"" + agent + "\"." + hint);
    }
  }
}
