package io.jettymcp.runbooks.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each row spoils a good runbook in one place, and names the only finding that this gives. */
class RulesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "version: \"1.2.0\"; x-version: 1; error 1 version: | warning @ x-version:",
        "evaluation: programmatic; # none; error 1 evaluation:",
        "version: \"1.2.0\"; version: \"\"; error 2 version:",
        "evaluation: programmatic; evaluation: magic; error 3 evaluation:",
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
        "## Objective; ## Purpose; error 21 ## Objective:",
        "## Objective; ## objective; error @ ## Objective:",
        "## Objective; ### Objective; error @ ## Objective:",
        "## REQUIRED OUTPUT; ## Required Output; error @ ## REQUIRED OUTPUT FILES:",
        "`{{results_dir}}/prices.csv`; `/tmp/prices.csv`; warning @ ## REQUIRED OUTPUT FILES:",
        "`{{results_dir}}/prices.csv`; `/app/results/prices.csv`; warning @ ## REQUIRED",
        "## Parameters; ## Inputs; error 37 ## Parameters:",
        "`{{note}}`; `{{the note}}`; warning @ ## Parameters: | warning 102 {{note}}:",
        "`{{note}}`; `{{threshold}}`; error @ ## Parameters: | warning 102 {{note}}:",
        "with: {{note}}; with a note; warning 50 ## Parameters: The parameter note",
        "with: {{note}}; with: {{nota}}; warning 50 ## Par | warning 102 {{nota}}: No",
        "with: {{note}}; {{note}} {{secrets.X}}; warning @ {{secrets.X}}:",
        "with: {{note}}; {{note}} ${CRM_TOKEN}; warning @ $CRM_TOKEN:",
        "with: {{note}}; {{note}} os.environ[\"A_KEY\"]; warning @ $A_KEY:",
        "with: {{note}}; {{note}} {TODO: more}; warning @ {TODO: …}:",
        "## Step 4: Evaluate Outputs; ## Step 4: Judge; error $ evaluation:",
        "## Step 4: Evaluate Outputs; ## Step 4: Judge|Evaluate it.; warning 90 evaluation:",
        "Errors (max 3 rounds); Errors; error @ iteration:",
        "## Step 6:; ## Step 3:; warning @ ## Step 3: Two",
        "## Step 6:; ## Step 9:; warning 104 ## Step 7: The steps are out",
        "## Step 7: Final Checklist; ## Step 7: The End; error $ ## Final Checklist:",
        "## Step 7: Final Checklist; ### Final Checklist; error @ ## Final Checklist:",
        "## Dependencies; ## Needs; warning $ ## Dependencies:",
        "## Tips; ## Hints; warning $ ## Tips:",
        "snapshot: python312-uv; strict_evaluation: true; error 7 strict_evaluation:",
        "snapshot: python312-uv; code_checks: {executor: jetty}; error 7 code_checks:",
      })
  void ofVersionOne(String good, String bad, @Nullable String found) {
    onlyFinding("valid-v1", good, bad, found);
  }

  @Test
  void theFilesThatJettyReadsMustBeNamed() {
    String text = RunbookSamples.text("valid-v1");
    assertThat(findings(text.replace("validation_report.json", "report.json")))
        .singleElement()
        .asString()
        .startsWith("error 33 ## REQUIRED OUTPUT FILES: validation_report.json");
    assertThat(findings(text.replace("summary.md", "s.md")))
        .singleElement()
        .asString()
        .startsWith("warning 33 ## REQUIRED OUTPUT FILES: summary.md");
  }

  @Test
  void theFinalChecklistNeedsAScript() {
    String text =
        RunbookSamples.text("valid-v1")
            .replace("FINAL OUTPUT VERIFICATION", "files")
            .replace("### Verification Script", "### Files");
    assertThat(findings(text))
        .singleElement()
        .asString()
        .startsWith("error 104 ## Final Checklist");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "## Code Checks; ## Code checks; error @ ## Code Checks:",
        "## Code Checks; ## Step 4: Code Checks; error @ ## Code Checks:",
        "## Checklist; ## Step 4: Checklist; error @ ## Checklist:",
        "## Write Validation Report; ## Step 4: Write Validation Report; error @ ## Write",
        "### outputs-exist; ### files-exist; error 60 ## Code Checks: There is no check",
        "### letter.length; ### names-donor; error 74 ### names-donor: Two",
        "### letter.length — The; ### letter length: The; error @ ## Code Checks: The heading",
        "### letter.length — The; ### letter.length - The; error @ ## Code Checks: The heading",
        "```yaml; ```ruby; error @ ### names-donor: This code fence",
        "```yaml; ```agent;",
        "```yaml; ```;",
        "letter.md 200|```; letter.md 200|```|```sh|true|```; error 68 ### letter.length: A check",
        "executor: jetty; executor: at jetty; error @ code_checks.executor:",
        "executor: jetty; executor: [jetty]; error @ code_checks.executor:",
        "executor: jetty; executor: jeti; warning @ code_checks.executor:",
        "executor: jetty; exekutor: jetty; warning @ code_checks.exekutor:",
        "timeout_sec: 300; timeout_sec: 901; error @ code_checks.timeout_sec:",
        "timeout_sec: 300; timeout_sec: 0; error @ code_checks.timeout_sec:",
        "timeout_sec: 300; timeout_sec: soon; error @ code_checks.timeout_sec:",
        "timeout_sec: 300; timeout_sec: 900;",
        "ref: main; secret: GIT; error 14 code_checks.sources: A source names",
        "'timeout_sec: 300'; mcp_servers: [a]; error @ code_checks.mcp_servers:",
        "\"version\": 2,; \"version\": \"2\",; error 86 ## Write Validation Report: The report has no",
        "\"version\": 2,; \"version\": 2.0,; error 86 ## Write Validation Report: The report has no",
        "\"checks\": [; \"results\": [; error 86 ## Write Validation Report: The report has no list",
        "- [ ] No; ### Final Checklist|- [ ] No;",
        "- Donors; ## Final Checklist|-; error @ Final Checklist:",
        "- Donors; FINAL OUTPUT VERIFICATION; error @ FINAL OUTPUT VERIFICATION:",
        "- Donors; Verification Script; error @ Verification Script:",
      })
  void ofVersionTwo(String good, String bad, @Nullable String found) {
    onlyFinding("valid-v2", good, bad, found);
  }

  @Test
  void aChecklistNeedsAnItem() {
    assertThat(findings(RunbookSamples.text("valid-v2").replace("- [ ]", "-")))
        .singleElement()
        .asString()
        .startsWith("error 81 ## Checklist:");
  }

  @Test
  void brokenRunbooksAreToldAllThatIsWrong() {
    assertThat(RunbookSamples.read("broken-v1").version()).isEqualTo(1);
    assertThat(findings(RunbookSamples.text("broken-v1"))).hasSize(23);
    assertThat(RunbookSamples.read("broken-v2").version()).isEqualTo(2);
    assertThat(findings(RunbookSamples.text("broken-v2"))).hasSize(15);
  }

  @Test
  void findingsComeByLineAndEndWhereNobodyWouldReadOn() {
    StringBuilder text = new StringBuilder("## Parameters\n| Template Variable |\n|---|\n");
    for (int i = 0; i < 200; i++) {
      text.append("| `{{p" + i + "}}` |\n");
    }
    List<RunbookFinding> found = Runbook.read(text.toString()).findings();
    assertThat(found).extracting(RunbookFinding::line).isSorted();
    assertThat(found).hasSizeLessThan(80);
    assertThat(found.get(found.size() - 1).what()).endsWith("more findings are not shown.");
  }

  /**
   * A bar in the texts is a line end, and between findings divides them; in findings an at sign is
   * the line that was changed, a dollar sign the last.
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
