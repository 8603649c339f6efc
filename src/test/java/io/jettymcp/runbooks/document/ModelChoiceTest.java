package io.jettymcp.runbooks.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelChoiceTest {
  @ParameterizedTest
  @CsvSource({
    ",,,, claude-code, claude-sonnet-4-6, anthropic, ANTHROPIC_API_KEY",
    ",,, OPENROUTER_API_KEY ANTHROPIC_API_KEY, claude-code, anthropic/claude-sonnet-4.6,"
        + " openrouter, OPENROUTER_API_KEY",
    ",,, AWS_BEARER_TOKEN_BEDROCK, claude-code, claude-sonnet-4-6, bedrock,"
        + " AWS_BEARER_TOKEN_BEDROCK",
    "opencode,,,, opencode, anthropic/claude-sonnet-4.6, openrouter, OPENROUTER_API_KEY",
    "codex,,, OPENROUTER_API_KEY, codex, openai/gpt-5.5, openrouter, OPENROUTER_API_KEY",
    "codex,openai/gpt-5.6-terra, openrouter,, codex, openai/gpt-5.6-terra, openrouter,"
        + " OPENROUTER_API_KEY",
    ",openai/gpt-5.6-terra,,, codex, openai/gpt-5.6-terra, openrouter, OPENROUTER_API_KEY",
    "gemini-cli,,,, gemini-cli, gemini-3.1-pro-preview, google, GOOGLE_API_KEY",
    "gemini-cli,,, OPENROUTER_API_KEY, gemini-cli, google/gemini-3.1-pro-preview, openrouter,"
        + " OPENROUTER_API_KEY",
    ",gpt-5.4,,, codex, gpt-5.4, openai, OPENAI_API_KEY",
    ",o4-mini,,, codex, o4-mini, openai, OPENAI_API_KEY",
    ",gemini-2.5-pro,,, gemini-cli, gemini-2.5-pro, google, GOOGLE_API_KEY",
    ",claude-opus-4-6,, OPENROUTER_API_KEY ANTHROPIC_API_KEY, claude-code, claude-opus-4-6,"
        + " anthropic, ANTHROPIC_API_KEY",
    ",anthropic/claude-opus-4.6,, ANTHROPIC_API_KEY, claude-code, anthropic/claude-opus-4.6,"
        + " openrouter, OPENROUTER_API_KEY",
    "claude-code,,anthropic, OPENROUTER_API_KEY, claude-code, claude-sonnet-4-6, anthropic,"
        + " ANTHROPIC_API_KEY",
    "claude-code,,openrouter,, claude-code, anthropic/claude-sonnet-4.6, openrouter,"
        + " OPENROUTER_API_KEY",
  })
  void missingSettingsHaveDefaults(
      @Nullable String agent,
      @Nullable String model,
      @Nullable String provider,
      @Nullable String keys,
      String chosenAgent,
      String chosenModel,
      String chosenProvider,
      String key) {
    ModelChoice choice = choose(agent, model, provider, keys);
    assertThat(choice.agent()).isEqualTo(chosenAgent);
    assertThat(choice.model()).isEqualTo(chosenModel);
    assertThat(choice.provider()).isEqualTo(chosenProvider);
    assertThat(choice.key()).contains(key);
    assertThat(choice.problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "claude-code, claude-sonnet-4-6, openrouter, anthropic/claude-sonnet-4.6",
    "claude-code, anthropic/claude-sonnet-4.6, anthropic, claude-sonnet-4-6",
    "claude-code, claude-sonnet-4-5-20250929, openrouter, anthropic/claude-sonnet-4.5-20250929",
    "codex, openai/gpt-5.5, openai, gpt-5.5",
    "opencode, gpt-5.5, openrouter, openai/gpt-5.5",
    "gemini-cli, google/gemini-2.5-pro, google, gemini-2.5-pro",
    "codex, claude-sonnet-4-6, openai, gpt-5.5",
    "gemini-cli, gpt-5.5, google, gemini-3.1-pro-preview",
    "codex, gpt-5.5, anthropic, claude-sonnet-4-6",
  })
  void modelThatTheProviderDoesNotKnowIsAMismatch(
      String agent, String model, String provider, String rightName) {
    assertThat(choose(agent, model, provider, null).mismatch())
        .get()
        .asString()
        .contains(model, " " + rightName, "quit within seconds");
  }

  @ParameterizedTest
  @CsvSource({
    "codex, claude-sonnet-4-6, OPENAI_API_KEY, gpt-5.5",
    "claude-code, claude-sonnet-4-6, OPENROUTER_API_KEY, anthropic/claude-sonnet-4.6",
  })
  void modelThatTheChosenProviderDoesNotKnowIsAMismatch(
      String agent, String model, String key, String rightName) {
    assertThat(choose(agent, model, null, key).mismatch()).get().asString().contains(rightName);
  }

  @ParameterizedTest
  @CsvSource({
    "opencode, llama-4, openrouter, vendor/model",
    "claude-code, anthropic/claude-opus-4-6, openrouter, anthropic/claude-opus-4.6",
    "claude-code, claude-sonnet-4.6, anthropic, claude-sonnet-4-6",
    "codex, claude-sonnet-4-6, anthropic, codex is not known to run with",
  })
  void doubtfulSettingsAreWarnings(String agent, String model, String provider, String warning) {
    assertThat(choose(agent, model, provider, null).mismatch()).isEmpty();
    assertThat(choose(agent, model, provider, null).warnings())
        .singleElement()
        .asString()
        .contains(warning);
  }

  @Test
  void unknownSettingsAreUnchanged() {
    ModelChoice choice = choose("hermes", "some model", "elsewhere", null);
    assertThat(choice.agent()).isEqualTo("hermes");
    assertThat(choice.model()).isEqualTo("some model");
    assertThat(choice.provider()).isEqualTo("elsewhere");
    assertThat(choice.key()).isEmpty();
    assertThat(choice.problems()).isEmpty();
  }

  @Test
  void datedModelOfAnthropicIsUnchanged() {
    assertThat(choose(null, "claude-sonnet-4-20250514", "anthropic", null).problems()).isEmpty();
  }

  private static ModelChoice choose(
      @Nullable String agent,
      @Nullable String model,
      @Nullable String provider,
      @Nullable String keys) {
    return ModelChoice.of(
        Optional.ofNullable(agent),
        Optional.ofNullable(model),
        Optional.ofNullable(provider),
        keys == null ? Set.of() : Set.of(keys.split(" ")));
  }
}
