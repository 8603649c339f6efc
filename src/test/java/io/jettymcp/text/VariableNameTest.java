package io.jettymcp.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VariableNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"A", "_", "OPENAI_API_KEY", "a1"})
  void lettersDigitsAndUnderscoresAreValid(String name) {
    assertThat(VariableName.isValid(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1A", "A-B", "A B", "Ä", "A\n"})
  void otherCharactersAreNot(String name) {
    assertThat(VariableName.isValid(name)).isFalse();
  }

  @Test
  void longestNameHas255Characters() {
    assertThat(VariableName.isValid("A".repeat(255))).isTrue();
    assertThat(VariableName.isValid("A".repeat(256))).isFalse();
  }
}
