package io.jettymcp.runbooks.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests each rule: a row breaks a valid runbook in one place and lists the finding. */
class RulesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "version: \"1.2.0\"; x-version: 1; warning 1 version: | warning @ x-version:",
        "evaluation: programmatic; # none; warning 1 evaluation:",
        "version: \"1.2.0\"; version: \"\"; warning 2 version:",
        "evaluation: programmatic; evaluation: magic; warning 3 evaluation:",
        "agent: claude-code; agent: claud-code; error 4 agent: \"claud-code\"",
        "agent: claude-code; agent: hermes; warning 4 agent:",
        "model_provider: openrouter; model_provider: open-router; error 6 model_provider:",
        "model_provider: openrouter; # none; warning 5 model:",
        "anthropic/claude-sonnet-4.6; claude-sonnet-4-6; warning 5 model: openrouter calls",
        "snapshot: python312-uv; snapshot: a|image: b; warning 8 image:",
        "  - prices.csv; []; warning 8 primary_outputs:",
        "  - prices.csv; '  - /etc/prices.csv'; error 8 primary_outputs:",
        "  - prices.csv; '  - a/../../prices.csv'; error 8 primary_outputs:",
        "  - prices.csv; '  - \"{{results_dir}}/prices.csv\"'; error 8 primary_outputs:",
        "  - prices.csv; '  - other.csv'; warning 8 primary_outputs:",
        "  - prices.csv; '  - summary.md'; warning 8 primary_outputs:",
        "env: SHOP_API_TOKEN; env: no name; error 11 secrets.SHOP_TOKEN: | warning 67 $SHOP_API",
        "env: CHAT_WEBHOOK_URL; env: hook; warning 15 secrets.CHAT_HOOK:",
        "## Objective; ## Purpose; warning 21 ## Objective:",
        "## Objective; ## objective; warning @ ## Objective:",
        "## Objective; ### Objective; warning @ ## Objective:",
        "## REQUIRED OUTPUT; ## Required Output; warning @ ## REQUIRED OUTPUT FILES:",
        "`{{results_dir}}/prices.csv`; `/tmp/prices.csv`; warning @ ## REQUIRED OUTPUT FILES:",
        "`{{results_dir}}/prices.csv`; `/app/results/prices.csv`; warning @ ## REQUIRED",
        "## Parameters; ## Inputs; warning 37 ## Parameters:",
        "`{{note}}`; `{{the note}}`; error @ ## Parameters: | warning 102 {{note}}:",
        "`{{note}}`; `{{threshold}}`; error @ ## Parameters: | warning 102 {{note}}:",
        "with: {{note}}; with a note; warning 50 ## Parameters: The parameter note",
        "with: {{note}}; with: {{nota}}; warning 50 ## Par | warning 102 {{nota}}: No",
        "with: {{note}}; {{note}} {{secrets.X}}; warning @ {{secrets.X}}:",
        "with: {{note}}; {{note}} ${CRM_TOKEN}; warning @ $CRM_TOKEN:",
        "with: {{note}}; {{note}} os.environ[\"A_KEY\"]; warning @ $A_KEY:",
        "with: {{note}}; {{note}} {TODO: more}; warning @ {TODO: …}:",
        "## Step 4: Evaluate Outputs; ## Step 4: Judge; warning $ evaluation:",
        "## Step 4: Evaluate Outputs; ## Step 4: Judge|Evaluate it.; warning 90 evaluation:",
        "Errors (max 3 rounds); Errors; warning @ iteration:",
        "## Step 6:; ## Step 3:; warning @ ## Step 3: Two",
        "## Step 6:; ## Step 9:; warning 104 ## Step 7: The steps are out",
        "## Step 7: Final Checklist; ## Step 7: The End; warning 80 ## Final Checklist: This heading is inside",
        "## Step 7: Final Checklist; ### Final Checklist; warning @ ## Final Checklist:",
        "## Dependencies; ## Needs; warning $ ## Dependencies:",
        "## Tips; ## Hints; warning $ ## Tips:",
        "snapshot: python312-uv; strict_evaluation: true; error 7 strict_evaluation:",
        "snapshot: python312-uv; code_checks: {timeout_sec: 5}; error 7 code_checks:",
      })
  void rulesOfVersion1AreChecked(String good, String bad, @Nullable String found) {
    onlyFinding("valid-v1", good, bad, found);
  }

  @Test
  void filesReadByJettyMustBeNamed() {
    String text = RunbookSamples.text("valid-v1");
    assertThat(findings(text.replace("validation_report.json", "report.json")))
        .singleElement()
        .asString()
        .startsWith("warning 33 ## REQUIRED OUTPUT FILES: validation_report.json");
    assertThat(findings(text.replace("summary.md", "s.md")))
        .singleElement()
        .asString()
        .startsWith("warning 33 ## REQUIRED OUTPUT FILES: summary.md");
  }

  @Test
  void finalChecklistRequiresAScript() {
    String text =
        RunbookSamples.text("valid-v1")
            .replace("FINAL OUTPUT VERIFICATION", "files")
            .replace("### Verification Script", "### Files");
    assertThat(findings(text))
        .singleElement()
        .asString()
        .startsWith("warning 104 ## Final Checklist");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "## Code Checks; ## code checks;",
        "## Code Checks; ## Step 4: Code Checks;",
        "## Code Checks; ## step 4. CODE CHECKS;",
        "## Code Checks; ## Code Checks (all); error @ ## Code Checks: Jetty does not recognise",
        "## Checklist; ## Step 4: Checklist;",
        "## Checklist; ## Checklist of all; error @ ## Checklist: Jetty does not recognise",
        "## Write Validation Report; ## Step 4: write validation report (last);",
        "## Write Validation Report; ## Report; error $ ## Write Validation Report: This section",
        "### outputs-exist; ### files-exist; error 59 ## Code Checks: There is no check",
        "### letter.length; ### names-donor; error 73 ### names-donor: Two",
        "### letter.length — The; ### letter length: The; error @ ## Code Checks: The heading",
        "### letter.length — The; ### -length — The; error @ ## Code Checks: The heading",
        "### letter.length — The; ### letter.length - The;",
        "### letter.length — The; ### letter.length – The;",
        "### letter.length — The; ### letter-length—The;",
        "### letter.length — The; ### letter.length — {what}; error @ ### letter.length: {what}",
        "### letter.length — The; ### {check-id} — The; error @ ### : {check-id}",
        "```yaml; ```ruby; error @ ### names-donor: This code fence",
        "```yaml; ```AGENT;",
        "```yaml; ```agent executor=agent;",
        "```yaml; ```agent executor=jetty; error @ ### names-donor: Jetty cannot",
        "```yaml; ```;",
        "```yaml; ```Check;",
        "```sh; ```Shell executor=agent;",
        "```sh; ```executor=jetty;",
        "```sh; ```sh executor=me; error @ ### letter.length: This executor",
        "```sh; ```sh executor; error @ ### letter.length: This executor",
        "use: regex_present; use: regex; error 75 ### names-donor: There is no such",
        "use: regex_present; # nothing; error 75 ### names-donor: The built-in check has no use",
        "path: letter.md; pattern: a; error 75 ### names-donor: The built-in check has no file",
        "letter.md 200|```; letter.md 200|```|```ruby|true|```;",
        "letter.md 200; {primary_output}; error @ ### letter.length: The command holds {pri",
        "letter.md 200; {TODO: file}; error @ ### letter.length: The command holds a {TODO",
        "letter.md 200; {a_file} 200; warning @ ### letter.length: The command holds {a_file}",
        "letter.md 200; $(python -c 'print(f\"{a_file}\")');",
        "letter.md 200; ${HOME} {a,b};",
        "test -s {{results_dir}}/summary.md; test -s $RESULTS_DIR/other.md; warning 63 ### outputs",
        "Thank {{donor}} in; {TODO: how} {{donor}} in; error @ {TODO: …}:",
        "- Donors; - {TODO: who}; warning @ {TODO: …}:",
        "- [ ] No; * [X] No;",
        "- [ ] No; + [ ] {what} No; error @ ## Checklist: {what}",
        "Thank {{donor}} in; Thank {{donor}} {{checks_dir}} {{assets_dir}} in;",
        "timeout_sec: 300; executor: jetty; warning @ code_checks.executor:",
        "timeout_sec: 300; exekutor: jetty; warning @ code_checks.exekutor:",
        "timeout_sec: 300; timeout_sec: 901; error @ code_checks.timeout_sec:",
        "timeout_sec: 300; timeout_sec: 0; error @ code_checks.timeout_sec:",
        "timeout_sec: 300; timeout_sec: soon; error @ code_checks.timeout_sec:",
        "timeout_sec: 300; timeout_sec: 900;",
        "ref: main; secret: GIT; error 13 code_checks.sources: A source names",
        "'timeout_sec: 300'; mcp_servers: [a]; error @ code_checks.mcp_servers:",
        "\"version\": 2,; \"version\": \"2\",; error 85 ## Write Validation Report: The report has no",
        "\"version\": 2,; \"version\": 2.0,; error 85 ## Write Validation Report: The report has no",
        "\"checks\": [; \"results\": [; error 85 ## Write Validation Report: The report has no list",
        "- Donors; ## Final Checklist|-; error @ Final Checklist:",
        "- Donors; FINAL OUTPUT VERIFICATION; error @ FINAL OUTPUT VERIFICATION:",
        "- Donors; ```|never closed; error @ code fence:",
      })
  void rulesOfVersion2AreChecked(String good, String bad, @Nullable String found) {
    onlyFinding("valid-v2", good, bad, found);
  }

  @Test
  void checklistRequiresAnItem() {
    assertThat(findings(RunbookSamples.text("valid-v2").replace("- [ ]", "-")))
        .singleElement()
        .asString()
        .startsWith("error 80 ## Checklist:");
  }

  @Test
  void unfilledTemplateIsInvalidInBothVersions() {
    String first =
        RunbookSamples.text("valid-v1")
            .replace("## Step 2: Fetch the list", "## Step 2: {TODO: it}");
    assertThat(Runbook.read(first).isValid()).isFalse();
    String second = RunbookSamples.text("valid-v2").replace("Thank {{donor}}", "{TODO: thank}");
    assertThat(Runbook.read(second).isValid()).isFalse();
  }

  @Test
  void headingInsideAnOuterFenceIsReported() {
    String text =
        RunbookSamples.text("valid-v2")
            .replace("## Step 1: Write", "```markdown\nAn example:\n\n## Step 1: Write");
    assertThat(findings(text))
        .contains(
            "error 62 ## Code Checks: This heading is inside the code fence that opens at line 45,"
                + " so it is text. Close that fence first; a fence that holds other fences needs"
                + " more marks than they.");
  }

  @Test
  void checkInsideAFenceIsIgnored() {
    String text = RunbookSamples.text("valid-v2").replace("summary.md\n```\n", "summary.md\n");
    assertThat(findings(text))
        .anyMatch(
            found ->
                found.startsWith(
                    "warning 66 ## Code Checks: This heading is inside the code fence"));
  }

  @Test
  void onlyDuplicateCheckIdsPreventRuns() {
    String text = RunbookSamples.text("valid-v2");
    assertThat(Runbook.read(text.replace("### letter.length", "### names-donor")).findings())
        .filteredOn(RunbookFinding::refuses)
        .extracting(RunbookFinding::line)
        .containsExactly(73);
    for (String sample : List.of("broken-v1", "valid-v2")) {
      assertThat(Runbook.read(RunbookSamples.text(sample).replace("```bash", "```ruby")).findings())
          .filteredOn(finding -> finding.refuses() && !finding.where().startsWith("secrets"))
          .filteredOn(finding -> !finding.where().equals("## Parameters"))
          .isEmpty();
    }
  }

  @Test
  void resultsDirectoryBelongsToTheParametersOfVersion2() {
    assertThat(
            findings(
                RunbookSamples.text("valid-v2")
                    .replace("| Results directory | `{{results_dir}}`", "| Out | `{{donor_id}}`")))
        .anyMatch(found -> found.startsWith("warning 30 {{results_dir}}: The parameters do not"));
  }

  @Test
  void singleCheckIsAWarning() {
    String text = RunbookSamples.text("valid-v2");
    int from = text.indexOf("### letter.length");
    assertThat(findings(text.substring(0, from) + text.substring(text.indexOf("## Checklist"))))
        .singleElement()
        .asString()
        .startsWith("warning 59 ## Code Checks: There are fewer than two");
  }

  @Test
  void allFindingsOfBrokenRunbooksAreReported() {
    assertThat(RunbookSamples.read("broken-v1").version()).isEqualTo(1);
    assertThat(findings(RunbookSamples.text("broken-v1"))).hasSize(23);
    assertThat(RunbookSamples.read("broken-v2").version()).isEqualTo(2);
    assertThat(findings(RunbookSamples.text("broken-v2"))).hasSize(16);
  }

  @Test
  void findingsAreSortedByLineAndLimited() {
    StringBuilder text = new StringBuilder("## Parameters\n| Template Variable |\n|---|\n");
    for (int i = 0; i < 200; i++) {
      text.append("| `{{p" + i + "}}` |\n");
    }
    List<RunbookFinding> found = Runbook.read(text.toString()).findings();
    assertThat(found).extracting(RunbookFinding::line).isSorted();
    assertThat(found).hasSizeLessThan(80);
    assertThat(found.get(found.size() - 1).what()).endsWith("more findings are not shown.");
  }

  @Test
  void refusalIsListedAmongManyErrors() {
    String outputs = "  - {a: 1}\n".repeat(60);
    List<RunbookFinding> found =
        Runbook.read(
                """
                ---
                version: "1.0.0"
                evaluation: programmatic
                primary_outputs:
                %ssecrets:
                  A: {env: sk-no-name}
                ---
                """
                    .formatted(outputs))
            .findings();
    assertThat(found)
        .anyMatch(finding -> finding.refuses() && finding.where().startsWith("secrets"));
  }

  @Test
  void refusalsThatAreNotShownRefuseToo() {
    List<RunbookFinding> found =
        Runbook.read(
                """
                ## Parameters
                | Template Variable |
                |---|
                """
                    + "| `{{the note}}` |\n".repeat(60))
            .findings();
    assertThat(found).last().matches(RunbookFinding::refuses);
  }

  /**
   * Checks the findings after one replacement. A bar is a line end, and separates findings; in
   * findings, an at sign is the changed line and a dollar sign the last line.
   */
  private static void onlyFinding(String sample, String good, String bad, @Nullable String found) {
    String text = RunbookSamples.text(sample);
    String from = good.replace('|', '\n');
    int at = text.indexOf(from);
    assertThat(at).as(good).isNotNegative();
    String spoiled =
        text.substring(0, at) + bad.replace('|', '\n') + text.substring(at + from.length());
    List<String> expected =
        found == null
            ? List.of()
            : List.of(
                found
                    .replace(" @ ", " " + text.substring(0, at + 1).lines().count() + " ")
                    .replace(" $ ", " " + spoiled.lines().count() + " ")
                    .split(" \\| "));
    List<String> findings = findings(spoiled);
    assertThat(findings).hasSameSizeAs(expected);
    for (String start : expected) {
      assertThat(findings).anyMatch(finding -> finding.startsWith(start.strip()));
    }
  }

  private static List<String> findings(String text) {
    return RunbookSamples.findings(Runbook.read(text));
  }
}
