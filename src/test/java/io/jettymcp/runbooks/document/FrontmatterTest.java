package io.jettymcp.runbooks.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.runbooks.document.Frontmatter.SecretNeed;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrontmatterTest {
  @Test
  void everyFieldIsRead() {
    Frontmatter read =
        read(
            """
            version: 1.0
            evaluation: rubric
            agent: codex
            model: gpt-5.5
            model_provider: openai
            snapshot: python312-uv
            image: ghcr.io/acme/env:v1
            primary_outputs: [report.md, "data/rows.csv"]
            origin: made by hand
            mcp_servers: {docs: {url: "https://docs.example", retries: 3, on: yes, none: null}}
            strict_evaluation: "yes"
            code_checks: {executor: jetty, timeout_sec: 300}
            """);
    assertThat(read.version()).contains("1.0");
    assertThat(read.evaluation()).contains("rubric");
    assertThat(read.agent()).contains("codex");
    assertThat(read.model()).contains("gpt-5.5");
    assertThat(read.modelProvider()).contains("openai");
    assertThat(read.snapshot()).contains("python312-uv");
    assertThat(read.image()).contains("ghcr.io/acme/env:v1");
    assertThat(read.primaryOutputs()).containsExactly("report.md", "data/rows.csv");
    assertThat(read.strictEvaluation()).isTrue();
    assertThat(read.codeChecks()).isEqualTo(Map.of("executor", "jetty", "timeout_sec", 300));
    assertThat(read.mcpServers().get("docs"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("url", "https://docs.example")
        .containsEntry("retries", 3)
        .containsEntry("on", true)
        .containsEntry("none", null);
  }

  @Test
  void primaryOutputMayBeAString() {
    assertThat(read("primary_outputs: report.md").primaryOutputs()).containsExactly("report.md");
  }

  @Test
  void secretsAreReadInTheirOrder() {
    Frontmatter read =
        read(
            """
            secrets:
              OPENAI:
                env: OPENAI_API_KEY
                description: For the drafts
                required: false
                expose_to_agent: true
              SLACK_URL:
              TOKEN: {env: GITHUB_TOKEN}
            """);
    assertThat(read.secrets())
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
  void secretsAreOptional(String runbook) {
    Runbook read = Runbook.read(runbook);
    assertThat(read.frontmatter().secrets()).isEmpty();
    assertThat(problems(read)).noneMatch(text -> text.contains("no frontmatter"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# Title\ntext", "1\n2\n3\n4\n5\n---\nversion: 1\n---\n"})
  void missingFrontmatterIsReported(String runbook) {
    assertThat(problems(Runbook.read(runbook)).get(0))
        .startsWith("1 frontmatter")
        .contains("no frontmatter", "first 5 lines");
  }

  @Test
  void unterminatedFrontmatterIsReported() {
    assertThat(problems(Runbook.read("\n---\nversion: 1\n# Objective\n")))
        .anyMatch(text -> text.startsWith("2 frontmatter") && text.contains("never ends"));
  }

  @Test
  void indentedDashesDoNotEndTheFrontmatter() {
    String yaml = "secrets:\n  A:\n    description: |\n      a\n      ---\n      b\n";
    assertThat(read(yaml).secrets().get(0).description()).contains("a\n---\nb");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secrets: [oops, hidden-value-of-mine",
        "a: *hidden-value-of-mine",
        "a: !!java.net.URL [hidden-value-of-mine]",
        "a: !!javax.script.ScriptEngineManager [hidden-value-of-mine]",
        "\thidden-value-of-mine: 1",
        "a: !!binary hidden-value-of-mine!",
        "- hidden-value-of-mine",
        "hidden-value-of-mine",
        "secrets: hidden-value-of-mine",
        "secrets: [hidden-value-of-mine]",
        "secrets: {A: hidden-value-of-mine}",
        "secrets: {A: [hidden-value-of-mine]}",
        "secrets: {A: {env: [hidden-value-of-mine]}}",
        "secrets: {A: {env: hidden value of mine}}",
        "secrets: {A: {env: hidden-value-of-mine}}",
        "secrets: {A: {required: hidden-value-of-mine}}",
        "secrets: {A: {env: {hidden-value-of-mine: 1}}}",
        "secrets: &s {A: {env: *s}}",
        "secrets: {? {b: hidden-value-of-mine} : }",
        "strict_evaluation: hidden-value-of-mine",
        "mcp_servers: hidden-value-of-mine",
        "mcp_servers: &m {a: *m, b: hidden-value-of-mine}",
        "a: {b: 1}\n<<: {c: hidden-value-of-mine}",
        "model: {hidden-value-of-mine: 1}",
        "version: 1\nversion: hidden-value-of-mine",
        "a: \u0000hidden-value-of-mine",
      })
  void unreadableValueIsAnErrorThatOmitsTheValue(String yaml) {
    Runbook read = Runbook.read("---\n" + yaml + "\n---\n");
    assertThat(read.findings()).anyMatch(RunbookFinding::error);
    assertThat(read.findings().toString() + read.frontmatter().secrets())
        .doesNotContain("hidden-value", "hidden value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent", "evaluation", "model_provider"})
  void unknownValueIsAWarningThatOmitsTheValue(String key) {
    Runbook read = Runbook.read("---\n" + key + ": hidden-value-of-mine\n---\n");
    assertThat(read.findings())
        .anyMatch(finding -> finding.where().equals(key) && !finding.error());
    assertThat(read.findings().toString()).doesNotContain("hidden-value");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secrets: [oops",
        "- a list",
        "secrets: [A]",
        "secrets: {A: {env: no name}}",
        "secrets: {A: {env: [B]}}",
        "secrets: {no name: {required: true}}",
        "secrets: {no name: 1}",
        "secrets: {? [A] : }",
        "secrets: {<<: {A: {}}}"
      })
  void invalidFrontmatterOrSecretsPreventRuns(String yaml) {
    assertThat(Runbook.read("---\n" + yaml + "\n---\n").findings())
        .anyMatch(RunbookFinding::refuses);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secrets: {A: {required: maybe}}",
        "secrets: {A: {description: [a, b]}}",
        "secrets: {A: {expose_to_agent: 1}}",
        "secrets: {A: {env: A, env: B}}",
        "secrets: {A: {}, A: {}}",
        "secrets: {A: 1}",
        "secrets: {A: {? [b] : }}",
        "secrets: {}\nsecrets: {}"
      })
  void mistakeBesideAUsableSecretNameIsAnErrorThatAllowsRuns(String yaml) {
    assertThat(Runbook.read("---\n" + yaml + "\n---\n").findings())
        .anyMatch(RunbookFinding::error)
        .noneMatch(RunbookFinding::refuses);
  }

  @Test
  void secretWithAnUnreadableFlagIsRequired() {
    assertThat(read("secrets: {A: {required: maybe}}").secrets().get(0).required()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"agent: [a]", "evaluation: magic", "version:", "primary_outputs: /etc"})
  void otherMistakesDoNotPreventRuns(String yaml) {
    assertThat(Runbook.read("---\n" + yaml + "\n---\n").findings())
        .isNotEmpty()
        .noneMatch(RunbookFinding::refuses);
  }

  @ParameterizedTest
  @CsvSource({
    "'secrets:|  A: 1', 3",
    "'version: 1|secrets: [|', 4",
    "'version: 1|evaluation: rubric|evaluation: rubric', 4",
    "'agent: [a]', 2",
    "'mcp_servers: 5', 2",
    "'version: \"a\u0085b\u2028c\"|secrets: 5', 3",
    "'description: \uD83D\uDE00\uD83D\uDE00|secrets: 5', 3",
    "'version: 1||# comment|strict_evaluation: perhaps', 5",
  })
  void findingsHaveLinesOfTheFile(String yaml, int line) {
    Runbook read = Runbook.read("---\r\n" + yaml.replace("|", "\r\n") + "\r\n---\r\n");
    assertThat(read.findings())
        .filteredOn(RunbookFinding::error)
        .extracting(RunbookFinding::line)
        .contains(line);
  }

  @Test
  void aliasBombIsRefused() {
    StringBuilder yaml = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 30; i++) {
      yaml.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
    }
    assertThat(problems("---\n" + yaml + "---\n")).anyMatch(t -> t.contains("not valid YAML"));
  }

  @Test
  void aliasesOfManyValuesAreNotExpanded() {
    StringBuilder yaml = new StringBuilder("mcp_servers:\n  a0: &a0 [x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      yaml.append("  a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    Runbook read = Runbook.read("---\n" + yaml + "---\n");
    assertThat(read.frontmatter().mcpServers()).isEmpty();
    assertThat(problems(read)).anyMatch(text -> text.startsWith("2 mcp_servers"));
  }

  @Test
  void deepNestingIsRefused() {
    for (String open : List.of("[", "{a: ")) {
      String close = open.equals("[") ? "]" : "}";
      String deep = "a: " + open.repeat(20_000) + close.repeat(20_000);
      assertThat(problems("---\n" + deep + "\n---\n")).anyMatch(t -> t.contains("not valid YAML"));
    }
  }

  @Test
  void tooLongFrontmatterIsRefused() {
    assertThat(problems("---\na: " + "x".repeat(200_001) + "\n---\n"))
        .anyMatch(text -> text.contains("longer than"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "no", "\"false\"", "Off"})
  void secretCanBeOptional(String no) {
    assertThat(read("secrets: {A: {required: " + no + "}}").secrets().get(0).required()).isFalse();
  }

  @Test
  void unknownKeyIsReportedWithTheNearestName() {
    Runbook read =
        Runbook.read("---\nevalution: rubric\nsecrets: {A: {requird: true}}\nfoo: 1\n---\n");
    assertThat(problems(read))
        .anyMatch(text -> text.startsWith("2 evalution") && text.contains("Write evaluation"))
        .anyMatch(text -> text.startsWith("3 secrets.A.requird") && text.contains("required"))
        .anyMatch(text -> text.startsWith("4 foo") && text.contains("Known are version"));
  }

  @Test
  void toStringOmitsValuesOfMaps() {
    Frontmatter read = read("mcp_servers: {a: {token: hidden-value}}");
    assertThat(read.mcpServers()).isNotEmpty();
    assertThat(read.toString()).doesNotContain("hidden-value");
  }

  private static Frontmatter read(String yaml) {
    return Runbook.read("---\n" + yaml + "\n---\n").frontmatter();
  }

  private static List<String> problems(String runbook) {
    return problems(Runbook.read(runbook));
  }

  private static List<String> problems(Runbook runbook) {
    return runbook.findings().stream()
        .map(f -> f.line() + " " + f.where() + ": " + f.what() + " " + f.fix())
        .toList();
  }
}
