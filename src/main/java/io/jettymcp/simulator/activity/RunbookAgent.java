package io.jettymcp.simulator.activity;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The coding agent that follows a runbook, with its model and the provider of the model. Chooses
 * without the tables of {@code runbooks.document}, because the end-to-end tests judge those by it.
 */
record RunbookAgent(String name, String model, String provider, boolean providerWasNamed) {
  private static final String ANTHROPIC = "anthropic";
  private static final String OPENROUTER = "openrouter";
  private static final String OPENAI = "openai";
  private static final String GOOGLE = "google";
  private static final String BEDROCK = "bedrock";
  private static final String CLAUDE_CODE = "claude-code";

  private static final Map<String, String> PROVIDERS =
      Map.of(
          CLAUDE_CODE,
          ANTHROPIC,
          "opencode",
          OPENROUTER,
          "hermes",
          OPENROUTER,
          "codex",
          OPENAI,
          "gemini-cli",
          GOOGLE);
  private static final Map<String, String> MODELS =
      Map.of(
          ANTHROPIC, "claude-sonnet-4-6",
          OPENROUTER, "anthropic/claude-sonnet-4.6",
          OPENAI, "gpt-5.5",
          GOOGLE, "gemini-3.1-pro-preview",
          BEDROCK, "claude-sonnet-4-6");
  private static final Map<String, List<String>> KEYS =
      Map.of(
          ANTHROPIC, List.of("ANTHROPIC_API_KEY"),
          OPENROUTER, List.of("OPENROUTER_API_KEY"),
          OPENAI, List.of("OPENAI_API_KEY"),
          GOOGLE, List.of("GOOGLE_API_KEY", "GEMINI_API_KEY"),
          BEDROCK, List.of("AWS_BEARER_TOKEN_BEDROCK"));

  private static final Pattern OPENAI_MODEL = Pattern.compile("(gpt-|o1-|o3-|o4-).*");

  /** A version of a model as Anthropic writes it. */
  private static final Pattern DASHED = Pattern.compile("claude.*\\d-\\d");

  /** A version of a model as OpenRouter writes it. */
  private static final Pattern DOTTED = Pattern.compile("claude.*\\d\\.\\d");

  /** Returns the agent that a step asks for, with Jetty's defaults. */
  static RunbookAgent of(StepContext step) {
    String model = step.textOr("model", "");
    String name = step.textOr("agent", "");
    String agent = name.isBlank() ? agentOf(model) : name;
    String named = step.textOr("model_provider", "");
    String provider = named.isBlank() ? provider(agent, step.request().variables()) : named;
    String chosen = model.isBlank() ? MODELS.getOrDefault(provider, "") : model;
    return new RunbookAgent(agent, chosen, provider, !named.isBlank());
  }

  private static String agentOf(String model) {
    if (OPENAI_MODEL.matcher(model).matches()) {
      return "codex";
    }
    return model.startsWith("gemini") ? "gemini-cli" : CLAUDE_CODE;
  }

  private static String provider(String agent, Set<String> variables) {
    for (String preferred : List.of(OPENROUTER, BEDROCK)) {
      if (hasKey(preferred, variables)) {
        return preferred;
      }
    }
    return PROVIDERS.getOrDefault(agent, OPENROUTER);
  }

  /** Returns the variable that has to be set for this agent; null if one is. */
  @Nullable String missingKey(Set<String> variables) {
    List<String> keys = KEYS.getOrDefault(provider, List.of());
    return keys.isEmpty() || hasKey(provider, variables) ? null : keys.get(0);
  }

  private static boolean hasKey(String provider, Set<String> variables) {
    return KEYS.getOrDefault(provider, List.of()).stream().anyMatch(variables::contains);
  }

  /**
   * Returns whether the agent starts at all. One that Jetty does not know, or a model's name in the
   * spelling of another provider than the one that was named, makes it quit at once.
   */
  boolean canStart() {
    boolean known = PROVIDERS.containsKey(name) && KEYS.containsKey(provider);
    return known && (!providerWasNamed || isSpelledFor(provider));
  }

  private boolean isSpelledFor(String named) {
    return switch (named) {
      case OPENROUTER -> model.contains("/") && !DASHED.matcher(model).find();
      case ANTHROPIC -> !model.contains("/") && !DOTTED.matcher(model).find();
      case BEDROCK -> true;
      default -> !model.contains("/");
    };
  }
}
