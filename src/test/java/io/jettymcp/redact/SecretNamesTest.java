package io.jettymcp.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.redact.SecretNames.Kind;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretNamesTest {
  private static final String[] WORDS = {
    "api",
    "key",
    "keys",
    "access",
    "token",
    "tokens",
    "secret",
    "secrets",
    "password",
    "pwd",
    "passphrase",
    "credentials",
    "cookie",
    "signature",
    "sig",
    "jwt",
    "bearer",
    "agent",
    "env",
    "vars",
    "environment",
    "variables",
    "storage",
    "info",
    "params",
    "value",
    "hash",
    "text",
    "raw",
    "page",
    "next",
    "name",
    "id",
    "in",
    "fo"
  };

  /** Compares the suffix filter with the full check. */
  @Test
  void suffixFilterPassesEverySecretName() {
    int secrets = 0;
    for (int seed = 0; seed < 100_000; seed++) {
      String name = name(new Random(seed));
      if (SecretNames.kind(name) != Kind.PLAIN) {
        secrets++;
        assertThat(SecretNames.mayEnd(name, name.length(), name.length())).as(name).isTrue();
      }
    }
    assertThat(secrets).isGreaterThan(10_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "created_at", "url", "ok", "12", "", "keyboard", "n° key é"})
  void suffixFilterRejectsOrdinaryNames(String name) {
    assertThat(SecretNames.mayEnd(name, name.length(), 80)).isFalse();
  }

  private static String name(Random random) {
    StringBuilder name = new StringBuilder();
    int words = 1 + random.nextInt(3);
    for (int i = 0; i < words; i++) {
      String word = WORDS[random.nextInt(WORDS.length)];
      for (int at = 0; at < word.length(); at++) {
        char c = word.charAt(at);
        name.append(random.nextInt(8) == 0 ? Character.toUpperCase(c) : c);
      }
      name.append(random.nextInt(2) == 0 ? "" : "_-.07".charAt(random.nextInt(5)));
    }
    return name.toString();
  }
}
