package io.jettymcp.runbooks.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunbookTest {
  @ParameterizedTest
  @CsvSource({"valid-v1, 1", "valid-v2, 2"})
  void validRunbookHasNoFindings(String sample, int version) {
    Runbook read = RunbookSamples.read(sample);
    assertThat(RunbookSamples.findings(read)).isEmpty();
    assertThat(read.isValid()).isTrue();
    assertThat(read.version()).isEqualTo(version);
    assertThat(read.undeclared()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\r"})
  void lineEndsOfOtherSystemsAreAccepted(String lineEnd) {
    for (String sample : List.of("valid-v1", "valid-v2", "broken-v1", "broken-v2")) {
      String text = RunbookSamples.text(sample);
      Runbook other = Runbook.read("\uFEFF" + text.replace("\n", lineEnd));
      assertThat(other.findings()).isEqualTo(Runbook.read(text).findings());
      assertThat(other.parameters()).isEqualTo(Runbook.read(text).parameters());
      assertThat(other.steps()).isEqualTo(Runbook.read(text).steps());
    }
  }

  @Test
  void objectiveIsItsFirstParagraphInOneLine() {
    assertThat(RunbookSamples.read("valid-v1").objective())
        .startsWith("Read the price list of one shop, compare")
        .endsWith("more than a given percentage.");
    assertThat(Runbook.read("# Nothing").objective()).isEmpty();
  }

  @Test
  void stepsAreSectionsWithTheirLines() {
    List<RunbookStep> steps = RunbookSamples.read("valid-v1").steps();
    assertThat(steps).extracting(RunbookStep::number).containsExactly(1, 2, 3, 4, 5, 6, 7);
    assertThat(steps.get(1).title()).isEqualTo("Fetch the list");
    assertThat(steps.get(1).line()).isEqualTo(73);
    assertThat(steps.get(0).end()).isEqualTo(72);
    assertThat(steps.get(6).title()).isEqualTo("Final Checklist (MANDATORY)");
  }

  @Test
  void headingsInFencesAreIgnored() {
    String text =
        """
        ````markdown
        ## Step 1: no
        ```bash
        ## Step 2: no
        ```
        ## Step 3: no
        ````
        ## Step 4: yes
          ~~~
        ## Step 5: no
        ```
        ## Step 6: no
          ~~~
        ``` not `a` fence
        ## Step 7: yes ##
            ## Step 8: no
        ##Step 9: no
        ### Step 10: no
        """;
    assertThat(Runbook.read(text).steps())
        .extracting(step -> step.number() + step.title())
        .containsExactly("4yes", "7yes");
  }

  @Test
  void placeholdersAreListedOnceWithTheirFirstUse() {
    String text = "a {{one}} {{ two }} {{one}}\n```\n${{three}} {{{four}}}\n```\n{{  one\t}}";
    assertThat(Runbook.read(text).placeholders())
        .containsExactly(
            new Placeholder("one", 1),
            new Placeholder("two", 1),
            new Placeholder("three", 3),
            new Placeholder("four", 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{a.b}}",
        "{{secrets.KEY}}",
        "{{1a}}",
        "{{}}",
        "{ {a}}",
        "{{a",
        "{{a-b}}",
        "{{é}}"
      })
  void similarFormsAreNoPlaceholders(String text) {
    assertThat(Runbook.read(text).placeholders()).isEmpty();
    assertThat(Runbook.read(text).fill(Map.of("a", "X", "b", "X"))).isEqualTo(text);
  }

  @Test
  void fillReplacesOnlyGivenNamesAndOnlyOnce() {
    Runbook read = Runbook.read("\uFEFF{{a}} {{ a }}\r\n{{b}} {{c}} $1 \\");
    assertThat(read.fill(Map.of("a", "$1\\{{b}}", "b", "2")))
        .isEqualTo("\uFEFF$1\\{{b}} $1\\{{b}}\r\n2 {{c}} $1 \\");
    assertThat(read.fill(Map.of())).isEqualTo(read.text());
  }

  @Test
  void fillKeepsRowsOfTheParameterTable() {
    String table =
        """
        ## Parameters
        | Parameter | Template Variable | Default |
        |---|---|---|
        | A | `{{a}}` | {{b}} |
        """;
    Runbook read = Runbook.read(table + "Write {{a}}, {{b}}.\n");
    assertThat(read.fill(Map.of("a", "1", "b", "2"))).isEqualTo(table + "Write 1, 2.\n");
  }

  @ParameterizedTest
  @CsvSource({"Step 1: Go, Go", "step 2. Go, Go", "Step 3 : Go, Go", "Step 1.5: Go, none"})
  void stepNumberMayEndWithColonOrFullStop(String heading, String title) {
    assertThat(Runbook.read("## " + heading).steps())
        .extracting(RunbookStep::title)
        .isEqualTo(title.equals("none") ? List.of() : List.of(title));
  }

  @Test
  void checksHaveTheirKindAndExecutor() {
    String text =
        """
        ## Step 2: Code Checks

        ### a — Command
        ```
        true
        ```
        ### b – Built in
        ```YAML
        use: json_valid
        ```
        ### c-d - By the agent
        ```bash executor=agent
        true
        ```
        ### e — Instruction
        ```agent
        Look.
        ```
        ### f — Nothing
        ### a — Again
        """;
    assertThat(Runbook.read(text).checks())
        .containsExactly(
            new CodeCheck("a", "Command", CodeCheck.Kind.COMMAND, false, 3),
            new CodeCheck("b", "Built in", CodeCheck.Kind.BUILT_IN, false, 7),
            new CodeCheck("c-d", "By the agent", CodeCheck.Kind.COMMAND, true, 11),
            new CodeCheck("e", "Instruction", CodeCheck.Kind.INSTRUCTION, true, 15),
            new CodeCheck("f", "Nothing", CodeCheck.Kind.UNUSABLE, false, 19));
  }

  @Test
  void optionalParameterWithoutADefaultIsEmpty() {
    String text =
        """
        ## Parameters
        | Template Variable | Required | Default |
        |---|---|---|
        | {{a}} | Yes | -- |
        | {{b}} | No | -- |
        | {{c}} | | *(optional)* |
        """;
    assertThat(Runbook.read(text).parameters())
        .extracting(Parameter::defaultValue)
        .containsExactly(Optional.empty(), Optional.of(""), Optional.of(""));
  }

  @Test
  void plainPromptCanRun() {
    assertThat(Runbook.read("Say hello.").findings()).noneMatch(RunbookFinding::refuses);
    assertThat(Runbook.read("Say hello.").isValid()).isTrue();
  }

  @Test
  void placeholdersFilledByJettyNeedNoDeclaration() {
    Runbook read = Runbook.read("{{results_dir}} {{checks_dir}} {{mine}} {{other}}");
    assertThat(read.undeclared()).containsExactly("mine", "other");
  }

  @Test
  void parameterTableMayHaveColumnsInAnyOrder() {
    String text =
        """
        ## Parameters

        Text with a | pipe.

        Description | Default | Template Variable
        :--- | :-: | ---:
        a `x|y` and \\| more | `1 \\| 2` | `{{one}}`
        two | | {{ two }}
        three | *(required)* | three
        | four | — | `{{four}}` |
        | five | - | `{{five}}` |
        | six | `-` | `{{six}}` |
        | seven | see {{one}} | `{{seven}}` |
        | eight | ``a`b`` | `{{eight}}` |
        """;
    Runbook read = Runbook.read(text);
    assertThat(read.parameters())
        .containsExactly(
            new Parameter("one", Optional.of("1 | 2"), "a `x|y` and | more", 7),
            new Parameter("two", Optional.empty(), "two", 8),
            new Parameter("three", Optional.empty(), "three", 9),
            new Parameter("four", Optional.empty(), "four", 10),
            new Parameter("five", Optional.empty(), "five", 11),
            new Parameter("six", Optional.of("-"), "six", 12),
            new Parameter("seven", Optional.of("see {{one}}"), "seven", 13),
            new Parameter("eight", Optional.of("a`b"), "eight", 14));
    assertThat(read.placeholders()).containsExactly(new Placeholder("one", 13));
  }

  @Test
  void otherTablesDeclareNoParameters() {
    String table = "| Template Variable |\n|---|\n| `{{a}}` |\n";
    assertThat(Runbook.read("## Other\n" + table).parameters()).isEmpty();
    assertThat(Runbook.read("## Parameters\n```\n" + table + "```\n").parameters()).isEmpty();
    assertThat(Runbook.read("## Parameters\n### Sub\n" + table).parameters()).hasSize(1);
    assertThat(Runbook.read("## Parameters\n## Other\n" + table).parameters()).isEmpty();
  }
}
