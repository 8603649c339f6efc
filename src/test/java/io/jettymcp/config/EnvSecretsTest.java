package io.jettymcp.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.secret.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvSecretsTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "OPENAI_API_KEY", " value-a ",
          "AWS_SECRET", "value-b",
          "AWS_EMPTY", "",
          "HOME_OF_X", "value-c",
          "JETTY_API_TOKEN", "mlc_" + "a".repeat(32));

  @Test
  void allowedVariableIsReadUnchanged() {
    assertThat(find("OPENAI_API_KEY", "OPENAI_API_KEY"))
        .isEqualTo(new EnvSecrets.Found(Secret.of(" value-a ")));
  }

  @Test
  void patternMatchesWholeNamesOnly() {
    assertThat(find("AWS_SECRET", "AWS_*")).isInstanceOf(EnvSecrets.Found.class);
    assertThat(find("AWS_SECRET", "AWS_SECRE?")).isInstanceOf(EnvSecrets.Found.class);
    assertThat(find("AWS_SECRET", "AWS")).isInstanceOf(EnvSecrets.Denied.class);
    assertThat(find("AWS_SECRET", "WS_*")).isInstanceOf(EnvSecrets.Denied.class);
    assertThat(find("AWS_SECRET", "AWS_SECRET?")).isInstanceOf(EnvSecrets.Denied.class);
  }

  @Test
  void nothingIsAllowedWithoutPatterns() {
    assertThat(find("OPENAI_API_KEY")).isInstanceOf(EnvSecrets.Denied.class);
  }

  @Test
  void errorDoesNotRevealWhetherADeniedVariableIsSet() {
    assertThat(find("HOME_OF_X", "AWS_*")).isEqualTo(find("NOT_SET_AT_ALL", "AWS_*"));
  }

  @Test
  void unsetOrEmptyVariableIsAbsent() {
    assertThat(find("AWS_NOTHING", "AWS_*")).isInstanceOf(EnvSecrets.Absent.class);
    assertThat(find("AWS_EMPTY", "AWS_*")).isInstanceOf(EnvSecrets.Absent.class);
  }

  @Test
  void valueWithLostLettersIsUnreadable() {
    EnvSecrets secrets =
        new EnvSecrets(
            new ProcessEnvironment(
                Map.of("KEY", "gr\ufffd\ufffdn"), Path.of("/home"), Path.of("/work")),
            List.of("KEY"),
            NameEncoding.of("ANSI_X3.4-1968", false));
    assertThat(secrets.find("KEY")).isInstanceOf(EnvSecrets.Unreadable.class);
  }

  @Test
  void tokenIsNeverRead() {
    assertThat(find("JETTY_API_TOKEN", "*")).isInstanceOf(EnvSecrets.Denied.class);
  }

  @Test
  void isSetIgnoresTheAllowList() {
    assertThat(secrets().isSet("OPENAI_API_KEY")).isTrue();
    assertThat(secrets().isSet("AWS_EMPTY")).isFalse();
    assertThat(secrets().isSet("NOT_SET_AT_ALL")).isFalse();
  }

  @Test
  void allowedVariablesAreThoseThatAreNamedAndThoseThatMatchAndAreSet() {
    assertThat(secrets("NOT_SET", "OPENAI_API_KEY", "AWS_*").allowed())
        .containsExactly(
            Map.entry("NOT_SET", false),
            Map.entry("OPENAI_API_KEY", true),
            Map.entry("AWS_SECRET", true));
    assertThat(secrets("JETTY_API_TOKEN", "*").allowed()).doesNotContainKey("JETTY_API_TOKEN");
    assertThat(secrets().allowed()).isEmpty();
  }

  private static EnvSecrets.Lookup find(String name, String... patterns) {
    return secrets(patterns).find(name);
  }

  private static EnvSecrets secrets(String... patterns) {
    return new EnvSecrets(
        new ProcessEnvironment(ENVIRONMENT, Path.of("h"), Path.of("w")), List.of(patterns));
  }
}
