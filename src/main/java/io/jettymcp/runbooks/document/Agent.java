package io.jettymcp.runbooks.document;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Lists the coding agents that Jetty can run a runbook with. */
public enum Agent {
  CLAUDE_CODE("claude-code", "claude-sonnet-4-6", Provider.ANTHROPIC),
  OPENCODE("opencode", "anthropic/claude-sonnet-4.6", Provider.OPENROUTER),
  CODEX("codex", "gpt-5.5", Provider.OPENAI),
  GEMINI_CLI("gemini-cli", "gemini-3.1-pro-preview", Provider.GOOGLE);

  private final String label;
  private final String model;
  private final Provider provider;

  Agent(String label, String model, Provider provider) {
    this.label = label;
    this.model = model;
    this.provider = provider;
  }

  /** The name that runbooks and Jetty use. */
  public String label() {
    return label;
  }

  /** The default provider of its models. */
  public Provider provider() {
    return provider;
  }

  /** The default model, by the name that a provider uses. */
  public String defaultModel(Provider from) {
    if (from != Provider.OPENROUTER) {
      return model;
    }
    return switch (this) {
      case CLAUDE_CODE, OPENCODE -> OPENCODE.model;
      case CODEX -> "openai/" + model;
      case GEMINI_CLI -> "google/" + model;
    };
  }

  /** The agent of this name. */
  public static Optional<Agent> named(String label) {
    return Arrays.stream(values()).filter(agent -> agent.label.equals(label)).findFirst();
  }

  /** The agent that Jetty picks for a model by default. */
  public static Optional<Agent> ofModel(String model) {
    String name = model.toLowerCase(Locale.ROOT);
    if (name.startsWith("claude-") || name.startsWith("anthropic/")) {
      return Optional.of(CLAUDE_CODE);
    }
    if (List.of("gpt-", "o1-", "o3-", "o4-", "openai/").stream().anyMatch(name::startsWith)
        || List.of("o1", "o3").contains(name)) {
      return Optional.of(CODEX);
    }
    return name.startsWith("gemini") ? Optional.of(GEMINI_CLI) : Optional.empty();
  }

  /** The agent of the maker of a model, by the name of any provider. */
  static Optional<Agent> ofMaker(String model) {
    return ofModel(model.substring(model.indexOf('/') + 1));
  }

  /** The agent of the maker whose models alone a provider serves. */
  static Optional<Agent> ofOwnModels(Provider provider) {
    return Arrays.stream(values())
        .filter(agent -> agent.provider == provider && provider != Provider.OPENROUTER)
        .findFirst();
  }

  /** Returns whether it is known to run with the provider. */
  public boolean runsWith(Provider from) {
    return switch (from) {
      case OPENROUTER -> true;
      case BEDROCK -> this == CLAUDE_CODE;
      default -> provider == from;
    };
  }

  /** Returns whether the model is none of another agent's maker. */
  public boolean runs(String name) {
    return this == OPENCODE || ofMaker(name).filter(maker -> maker != this).isEmpty();
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(Agent::label).toList();
  }
}
