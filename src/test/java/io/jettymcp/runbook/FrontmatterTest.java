package io.jettymcp.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jettymcp.runbook.Frontmatter.Malformed;
import io.jettymcp.runbook.Frontmatter.SecretNeed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrontmatterTest {
  @Test
  void secretsAreReadInTheirOrder() throws Malformed {
    String runbook =
        """
        ---
        version: "1"
        evaluation: programmatic
        secrets:
          OPENAI:
            env: OPENAI_API_KEY
            description: For the drafts
            required: false
            expose_to_agent: true
          SLACK_URL:
          TOKEN: {env: GITHUB_TOKEN}
        ---
        # Objective
        """;
    assertThat(Frontmatter.parse(runbook).secrets())
        .containsExactly(
            new SecretNeed("OPENAI", "OPENAI_API_KEY", "For the drafts", false),
            new SecretNeed("SLACK_URL", "SLACK_URL", "", true),
            new SecretNeed("TOKEN", "GITHUB_TOKEN", "", true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "---\n---\n",
        "---\nversion: 1\n---",
        "---\nsecrets:\n---\ntext",
        "---\r\nversion: 1\r\n---\r\n",
        "\n\n\n\n---\nversion: 1\n---\n",
        "\uFEFF---\nversion: 1\n---\n",
        "<!-- licence -->\n---\nversion: 1\n---\n",
        "---  \nversion: 1\n---\t\n",
        "---\nsecrets: {}\n---\n"
      })
  void aRunbookMayNeedNoSecrets(String runbook) throws Malformed {
    assertThat(Frontmatter.parse(runbook).secrets()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# Title\ntext", "1\n2\n3\n4\n5\n---\nversion: 1\n---\n"})
  void aRunbookWithoutFrontmatterIsNone(String runbook) {
    assertThat(problem(runbook)).contains("no frontmatter", "first 5 lines");
  }

  @Test
  void theFrontmatterHasToEnd() {
    assertThat(problem("\n---\nversion: 1\n# Objective\n"))
        .contains("opens in line 2", "never ends");
  }

  @Test
  void anIndentedLineOfDashesBelongsToTheText() throws Malformed {
    String runbook = "---\nsecrets:\n  A:\n    description: |\n      a\n      ---\n      b\n---\n";
    assertThat(Frontmatter.parse(runbook).secrets().get(0).description()).contains("a\n---\nb");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secrets: [oops, hidden-value-of-mine",
        "a: 1\na: hidden-value-of-mine",
        "a: *hidden-value-of-mine",
        "a: !!java.net.URL [hidden-value-of-mine]",
        "a: !!javax.script.ScriptEngineManager [hidden-value-of-mine]",
        "\thidden-value-of-mine: 1",
        "a: !!int hidden-value-of-mine",
        "a: !!float hidden-value-of-mine",
        "a: !!binary hidden-value-of-mine!",
        "a: !!timestamp hidden-value-of-mine",
        "a: !!int ''",
        "- hidden-value-of-mine",
        "hidden-value-of-mine",
        "secrets: hidden-value-of-mine",
        "secrets: [hidden-value-of-mine]",
        "secrets: {A: hidden-value-of-mine}",
        "secrets: {A: [hidden-value-of-mine]}",
        "secrets: {A: {env: [hidden-value-of-mine]}}",
        "secrets: {A: {env: {hidden-value-of-mine: 1}}}",
        "secrets: &s {A: {env: *s}}",
        "secrets: {? {b: hidden-value-of-mine} : }"
      })
  void whatCannotBeReadIsNotRepeated(String yaml) {
    assertThat(problem("---\n" + yaml + "\n---\n"))
        .doesNotContain("hidden-value-of-mine")
        .contains("frontmatter")
        .endsWith(".");
  }

  @Test
  void theLineOfAMistakeIsNamed() {
    assertThat(problem("---\nversion: 1\nsecrets: [\n---\n")).matches(".*\\(its line \\d+\\).*");
  }

  @Test
  void aBombOfAliasesIsRefused() {
    StringBuilder yaml = new StringBuilder("---\na0: &a0 [x]\n");
    for (int i = 1; i < 30; i++) {
      yaml.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
    }
    assertThat(problem(yaml.append("---\n").toString())).contains("not valid YAML");
  }

  @Test
  void deepNestingIsRefused() {
    String deep = "a: " + "[".repeat(100_000) + "]".repeat(100_000);
    assertThat(problem("---\n" + deep + "\n---\n")).contains("not valid YAML");
    String maps = "a: " + "{a: ".repeat(100_000) + "}".repeat(100_000);
    assertThat(problem("---\n" + maps + "\n---\n")).contains("not valid YAML");
  }

  @Test
  void aSecretIsRequiredUnlessItSaysOtherwise() throws Malformed {
    for (String no : new String[] {"false", "no", "\"false\""}) {
      String runbook = "---\nsecrets: {A: {required: " + no + "}}\n---\n";
      assertThat(Frontmatter.parse(runbook).secrets().get(0).required()).as(no).isFalse();
    }
    String runbook = "---\nsecrets: {A: {required: maybe}}\n---\n";
    assertThat(Frontmatter.parse(runbook).secrets().get(0).required()).isTrue();
  }

  private static String problem(String runbook) {
    return catchThrowableOfType(Malformed.class, () -> Frontmatter.parse(runbook)).what();
  }
}
