package io.jettymcp.tools;

import static io.jettymcp.tool.FakeJetty.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class EnvironmentToolsTest {
  private static final String READ = "GET /api/v1/collections/acme/environment";
  private static final String CHANGE = "PATCH /api/v1/collections/acme/environment";

  @Test
  void onlyNamesOfSetVariablesAreListed() {
    ToolHarness call = ToolHarness.of(EnvironmentTools.LIST_ENV_VARS, Acme.jetty(), "{}");
    assertThat(call.shown()).isEqualTo(json("{'keys':['SLACK_URL','MODEL']}"));
    FakeJetty none = new Routes().on(READ, "{'environment_variables':null}").jetty();
    assertThat(ToolHarness.of(EnvironmentTools.LIST_ENV_VARS, none, "{}").shown())
        .isEqualTo(json("{'keys':[]}"));
  }

  @Test
  void variableIsSetAndItsValueHidden() {
    ToolHarness call = set("{'name':'NEW_KEY','value':'value-of-a-key'}");
    assertThat(call.jetty().lines()).containsExactly(READ, CHANGE);
    assertThat(FakeJetty.body(call.jetty().requests().get(1)))
        .isEqualTo("{\"environment_variables\":{\"NEW_KEY\":\"value-of-a-key\"}}");
    assertThat(call.shown())
        .isEqualTo(json("{'name':'NEW_KEY','action':'created','keys':['SLACK_URL','MODEL']}"));
    assertThat(call.result().toString()).doesNotContain("value-of-a-key");
  }

  @Test
  void replacedVariableIsReported() {
    assertThat(action("SLACK_URL")).isEqualTo("updated");
    assertThat(action("OLD_KEY")).as("stored as null").isEqualTo("created");
  }

  @Test
  void valueIsReadFromTheProcess() {
    FakeLocalAccess local = new FakeLocalAccess().variable("MY_KEY", "from-the-process");
    ToolHarness call =
        ToolHarness.of(
            EnvironmentTools.SET_ENV_VAR, Acme.jetty(), local, "{'name':'K','from_env':'MY_KEY'}");
    assertThat(FakeJetty.body(call.jetty().requests().get(1))).contains("from-the-process");
    assertThat(call.result().toString()).doesNotContain("from-the-process");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'name':'K'}",
        "{'name':'K','value':'v','from_env':'K'}",
        "{'name':'K','from_env':'NOT_ALLOWED'}",
        "{'name':'1K','value':'v'}",
        "{'name':'A B','value':'v'}",
        "{'name':'A=B','value':'v'}",
        "{'name':' ','value':'v'}"
      })
  void invalidArgumentsAreRefusedBeforeAnyRequest(String arguments) {
    ToolHarness call = set(arguments);
    call.failure(BadArguments.class);
    assertThat(call.jetty().requests()).isEmpty();
  }

  @Test
  void emptyValueDoesNotReplaceASecret() {
    ToolHarness call = set("{'name':'SLACK_URL','value':''}");
    assertThat(call.failure(BadArguments.class).problem())
        .isEqualTo("\"value\" is empty. To remove the variable, use delete-env-var.");
    assertThat(call.jetty().requests()).isEmpty();
  }

  @Test
  void emptyValueBesideTheNameOfAVariableCountsAsLeftOut() {
    FakeLocalAccess local = new FakeLocalAccess().variable("MY_KEY", "from-the-process");
    ToolHarness call =
        ToolHarness.of(
            EnvironmentTools.SET_ENV_VAR,
            Acme.jetty(),
            local,
            "{'name':'K','value':'','from_env':'MY_KEY'}");
    assertThat(FakeJetty.body(call.jetty().requests().get(1))).contains("from-the-process");
  }

  @Test
  void namesMissingInTheReplyAreReadAgain() {
    FakeJetty jetty = new Routes().on(READ, Acme.ENVIRONMENT).on(CHANGE, "").jetty();
    ToolHarness call =
        ToolHarness.of(EnvironmentTools.SET_ENV_VAR, jetty, "{'name':'K','value':'v'}");
    assertThat(call.shown().path("keys")).isEqualTo(json("['SLACK_URL','MODEL']"));
    assertThat(jetty.lines()).containsExactly(READ, CHANGE, READ);
  }

  @Test
  void variableIsDeletedWithNullAndVerified() {
    FakeJetty jetty =
        new Routes()
            .on(READ, "{'environment_variables':{'A':true,'B':true}}")
            .on(READ, "{'environment_variables':{'B':true}}")
            .on(CHANGE, "{'environment_variables':{'B':true}}")
            .jetty();
    ToolHarness call = ToolHarness.of(EnvironmentTools.DELETE_ENV_VAR, jetty, "{'name':'A'}");
    assertThat(jetty.lines()).containsExactly(READ, CHANGE, READ);
    assertThat(FakeJetty.body(jetty.requests().get(1)))
        .isEqualTo("{\"environment_variables\":{\"A\":null}}");
    assertThat(call.shown())
        .isEqualTo(json("{'name':'A','existed':true,'deleted':true,'keys':['B']}"));
  }

  @Test
  void storedNullCountsAsDeleted() {
    FakeJetty jetty =
        new Routes()
            .on(READ, "{'environment_variables':{'A':true}}")
            .on(READ, "{'environment_variables':{'A':null}}")
            .on(CHANGE, "{'environment_variables':{'A':null}}")
            .jetty();
    ToolHarness call = ToolHarness.of(EnvironmentTools.DELETE_ENV_VAR, jetty, "{'name':'A'}");
    assertThat(call.shown())
        .isEqualTo(json("{'name':'A','existed':true,'deleted':true,'keys':[]}"));
  }

  @Test
  void remainingVariableIsNotReportedAsDeleted() {
    ToolHarness call =
        ToolHarness.of(EnvironmentTools.DELETE_ENV_VAR, Acme.jetty(), "{'name':'MODEL'}");
    assertThat(call.shown().path("deleted").asBoolean()).isFalse();
    ToolHarness other =
        ToolHarness.of(EnvironmentTools.DELETE_ENV_VAR, Acme.jetty(), "{'name':'NONE'}");
    assertThat(other.shown().path("existed").asBoolean()).isFalse();
  }

  @Test
  void secretsAreCheckedByName() {
    ToolHarness call = check("{'required_keys':['MODEL','ZEBRA','MODEL']}");
    assertThat(call.shown())
        .isEqualTo(
            json(
                "{'ready':false,'configured':['MODEL'],'missing':['ZEBRA'],'secrets':["
                    + "{'name':'MODEL','env':'MODEL','required':true,'configured':true},"
                    + "{'name':'ZEBRA','env':'ZEBRA','required':true,'configured':false}],"
                    + "'model_keys':[]}"));
    assertThat(call.result().next()).as("no variable to set it from").isEmpty();
  }

  @Test
  void missingSecretsAreShownWithSimilarNames() {
    JsonNode secret = check("{'required_keys':['SLACK_URI']}").shown().path("secrets").path(0);

    assertThat(secret.path("configured").asBoolean()).isFalse();
    assertThat(secret.path("near").asString()).isEqualTo("SLACK_URL");
  }

  @Test
  void variablesThatFromEnvCanUseAreNamed() {
    ToolHarness call = checkWith("MY_KEY", "{'required_keys':['MODEL']}");

    assertThat(call.shown().path("server_variables"))
        .isEqualTo(json("[{'name':'MY_KEY','set':true}]"));
    assertThat(call.result().toString()).doesNotContain("from-the-process");
    assertThat(call.result().next()).as("nothing is missing").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"NEW_KEY", "NEW_KEYS"})
  void missingSecretIsSetFromAnAllowedVariableAfterConfirmation(String variable) {
    ToolHarness call = checkWith(variable, "{'required_keys':['NEW_KEY']}");

    Next next = call.result().next().get(0);
    assertThat(next.tool()).isEqualTo("set-env-var");
    assertThat(next.arguments())
        .isEqualTo(json("{'collection':'acme','name':'NEW_KEY','from_env':'" + variable + "'}"));
    assertThat(next.why()).startsWith("ask first");
  }

  @Test
  void modelKeysOfTheCollectionAreNamed() {
    FakeJetty jetty =
        new Routes()
            .on(READ, "{'environment_variables':{'OPENAI_API_KEY':true,'GEMINI_API_KEY':true}}")
            .jetty();
    ToolHarness call =
        ToolHarness.of(EnvironmentTools.CHECK_SECRETS, jetty, "{'required_keys':['A']}");

    assertThat(call.shown().path("model_keys"))
        .isEqualTo(json("['GEMINI_API_KEY','OPENAI_API_KEY']"));
  }

  @Test
  void secretsAreCheckedByRunbook(@TempDir Path folder) throws Exception {
    String runbook =
        """
        ---
        secrets:
          MODEL: {description: Which model}
          OPT: {env: OPT_KEY, required: no}
          A: {env: SAME}
          B: {env: SAME}
        ---
        # Objective
        """;
    JsonNode inline = check("{'runbook':" + quoted(runbook) + "}").shown();
    assertThat(inline.path("ready").asBoolean()).isFalse();
    assertThat(inline.path("configured")).isEqualTo(json("['MODEL']"));
    assertThat(inline.path("missing")).as("each variable once").isEqualTo(json("['SAME']"));
    assertThat(inline.path("secrets").path(0))
        .isEqualTo(
            json(
                "{'name':'MODEL','env':'MODEL','required':true,'description':'Which model',"
                    + "'configured':true}"));
    assertThat(inline.path("secrets").path(1).path("required").asBoolean()).isFalse();
    Path file = Files.writeString(folder.resolve("RUNBOOK.md"), runbook);
    ToolHarness byPath =
        ToolHarness.of(
            EnvironmentTools.CHECK_SECRETS,
            Acme.jetty(),
            new FakeLocalAccess().file("RUNBOOK.md", file),
            "{'runbook_path':'RUNBOOK.md'}");
    assertThat(byPath.shown()).isEqualTo(inline);
  }

  @ParameterizedTest
  @CsvSource({
    "claude-code, OPENAI_API_KEY, false, ANTHROPIC_API_KEY",
    "claude-code, OPENAI_API_KEY, true,",
    "claude-code, ANTHROPIC_API_KEY, false,",
    "claude-code, OPENROUTER_API_KEY, false,",
    "gemini-cli, GEMINI_API_KEY, false,"
  })
  void runbookNeedsTheKeyOfItsModelUnlessATrialIsActive(
      String agent, String variable, boolean trial, @Nullable String missing) {
    ToolHarness call = checkRunbook("agent: " + agent, variable, trial);
    assertThat(call.shown().path("ready").asBoolean()).isEqualTo(missing == null);
    assertThat(call.shown().path("missing"))
        .isEqualTo(json(missing == null ? "[]" : "['" + missing + "']"));
  }

  @Test
  void missingKeyOfTheModelIsListedOnceWithItsPurpose() {
    ToolHarness call = checkRunbook("secrets: {A: {env: B_KEY}}", "B_KEY", false);
    assertThat(call.shown().path("secrets").path(1))
        .isEqualTo(
            json(
                "{'name':'ANTHROPIC_API_KEY','env':'ANTHROPIC_API_KEY','required':true,"
                    + "'description':'claude-code needs it at anthropic','configured':false}"));
    ToolHarness declared = checkRunbook("secrets: {A: {env: ANTHROPIC_API_KEY}}", "B_KEY", false);
    assertThat(declared.shown().path("secrets")).hasSize(1);
  }

  @Test
  void trialIsReadOnlyWhereTheKeyIsMissing() {
    ToolHarness call = checkRunbook("agent: claude-code", "ANTHROPIC_API_KEY", false);
    assertThat(call.jetty().lines()).containsExactly(READ);
  }

  @ParameterizedTest
  @CsvSource({"'',1", "3,0", "A-B,0", "A=B,1"})
  void requiredKeysMustBeNamesOfVariables(String name, int index) {
    ToolHarness call =
        check("{'required_keys':[" + (index == 0 ? "" : "'A',") + "'" + name + "']}");
    assertThat(call.failure(BadArguments.class).argument()).isEqualTo("required_keys");
    assertThat(call.failure(BadArguments.class).problem())
        .startsWith("\"required_keys[" + index + "]\" must be letters, digits and underscores");
    assertThat(call.jetty().requests()).isEmpty();
  }

  @Test
  void binaryRunbookIsRefused(@TempDir Path folder) throws Exception {
    Path file = Files.write(folder.resolve("R.md"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    ToolHarness call =
        ToolHarness.of(
            EnvironmentTools.CHECK_SECRETS,
            Acme.jetty(),
            new FakeLocalAccess().file("R.md", file),
            "{'runbook_path':'R.md'}");
    assertThat(call.failure(BadArguments.class).problem()).contains("UTF-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'required_keys':['A'],'runbook':'x'}",
        "{'runbook':'---\\nsecrets: [\\n---'}",
        "{'runbook_path':'elsewhere.md'}"
      })
  void exactlyOneReadableSourceIsRequired(String arguments) {
    ToolHarness call = check(arguments);
    call.failure(BadArguments.class);
    assertThat(call.jetty().requests()).isEmpty();
  }

  private static String action(String name) {
    return set("{'name':'" + name + "','value':'v'}").shown().path("action").asString();
  }

  private static ToolHarness set(String arguments) {
    return ToolHarness.of(EnvironmentTools.SET_ENV_VAR, Acme.jetty(), arguments);
  }

  private static ToolHarness check(String arguments) {
    return ToolHarness.of(EnvironmentTools.CHECK_SECRETS, Acme.jetty(), arguments);
  }

  private static ToolHarness checkRunbook(String frontmatter, String variable, boolean trial) {
    FakeJetty jetty =
        new Routes()
            .on(READ, "{'environment_variables':{'" + variable + "':true}}")
            .on("GET /api/v1/trial/acme", "{'active':" + trial + "}")
            .jetty();
    String runbook = "---\n" + frontmatter + "\n---\n# Objective\n";
    return ToolHarness.of(
        EnvironmentTools.CHECK_SECRETS, jetty, "{'runbook':" + quoted(runbook) + "}");
  }

  private static ToolHarness checkWith(String variable, String arguments) {
    FakeLocalAccess local = new FakeLocalAccess().variable(variable, "from-the-process");
    return ToolHarness.of(EnvironmentTools.CHECK_SECRETS, Acme.jetty(), local, arguments);
  }

  private static String quoted(String text) {
    return tools.jackson.databind.node.JsonNodeFactory.instance.stringNode(text).toString();
  }
}
