package io.jettymcp.simulator.activity;

import io.jettymcp.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** Estimates tokens from the length of texts and writes them as OpenAI does. */
public final class TokenUsage {
  static final int CHARACTERS_PER_TOKEN = 4;

  private TokenUsage() {}

  static int tokens(String text) {
    return tokens(text.length());
  }

  static int tokens(int characters) {
    return (characters + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
  }

  public static ObjectNode json(int promptTokens, int completionTokens) {
    return Json.object()
        .put("prompt_tokens", promptTokens)
        .put("completion_tokens", completionTokens)
        .put("total_tokens", promptTokens + completionTokens);
  }
}
