package io.jettymcp.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UsageExceptionTest {
  @Test
  void quotedValueIsNotCutInsideASurrogatePair() {
    assertThat(UsageException.quoted("x".repeat(59) + "🎉y"))
        .isEqualTo('"' + "x".repeat(59) + "…\"");
  }

  @Test
  void quotedValueIsOneLine() {
    assertThat(UsageException.quoted("a\nb\tc")).isEqualTo("\"a b c\"");
  }
}
