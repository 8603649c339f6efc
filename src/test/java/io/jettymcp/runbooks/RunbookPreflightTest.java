package io.jettymcp.runbooks;

import static io.jettymcp.runbooks.SampleRunbook.CHAT;
import static io.jettymcp.runbooks.SampleRunbook.ENVIRONMENT;
import static io.jettymcp.runbooks.SampleRunbook.LIST;
import static io.jettymcp.runbooks.SampleRunbook.RUN;
import static io.jettymcp.runbooks.SampleRunbook.TASK;
import static io.jettymcp.runbooks.SampleRunbook.TRIAL;
import static io.jettymcp.runbooks.SampleRunbook.arguments;
import static io.jettymcp.runbooks.SampleRunbook.body;
import static io.jettymcp.runbooks.SampleRunbook.chunk;
import static io.jettymcp.runbooks.SampleRunbook.jettyPart;
import static io.jettymcp.runbooks.SampleRunbook.remote;
import static io.jettymcp.runbooks.SampleRunbook.routes;
import static io.jettymcp.runbooks.SampleRunbook.run;
import static io.jettymcp.runbooks.SampleRunbook.stream;
import static io.jettymcp.tool.FakeJetty.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Failure.Declined;
import io.jettymcp.jetty.Failure.NotSignedIn;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.runs.RunSignatures;
import io.jettymcp.tool.Action;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.CommonParams;
import io.jettymcp.tool.FakeCall;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tool.Question;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.Acme;
import io.jettymcp.tools.RunbookTools;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Tests the refusals and warnings before a runbook starts. */
class RunbookPreflightTest {
  private static final String NO_TRIAL = "{'active':false}";

  private static final String ACTIVE = "{'active':true,'runs_used':1,'runs_limit':10}";

  @Test
  void remoteModeRequiresATask() {
    ToolHarness call = run(routes(), arguments("'mode':'remote','parameters':{'topic':'sea'}"));
    assertThat(call.failure(BadArguments.class).argument()).isEqualTo("task");
    assertThat(call.jetty().requests()).isEmpty();
  }

  @Test
  void invalidRunbookIsRefusedBeforeAnyRequest() {
    for (String text :
        new String[] {
          " ",
          SampleRunbook.TEXT.replace("evaluation: programmatic", "evaluation: [a"),
          SampleRunbook.TEXT.replace("env: SLACK_URL", "env: not a name"),
          SampleRunbook.TEXT.replace("`{{sample_size}}`", "`{{sample size}}`"),
          "## Code Checks\n### a — One\n```\n```\n### a — Two\n```\n```\n"
        }) {
      ToolHarness call = run(routes(), remote("").put("runbook", text));
      assertThat(call.failure(BadArguments.class).argument()).isEqualTo("runbook");
      assertThat(call.jetty().requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"inputs", "input", "init_params"})
  void otherNameOfParametersStartsNothing(String name) {
    ObjectNode sent = remote("");
    sent.set(name, json("{'topic':'sea'}"));
    assertThatExceptionOfType(BadArguments.class)
        .isThrownBy(() -> RunbookTools.RUN_RUNBOOK.check(sent, false, secret -> {}))
        .satisfies(e -> assertThat(e.problem()).contains("Did you mean \"parameters\"?"));
  }

  @Test
  void otherFindingsAreWarnings() {
    ToolHarness call =
        run(routes(), remote("").put("runbook", SampleRunbook.TEXT + "\nUse {{undeclared}}.\n"));
    assertThat(call.shown().path("status").asString()).isEqualTo("completed");
    assertThat(call.shown().path("warnings").toString()).contains("Line ", "undeclared");
  }

  @Test
  void plainPromptRunsWithWarnings() {
    ObjectNode prompt =
        arguments("'mode':'remote','task':'reports'").put("runbook", "Say hello to the sea.");
    ToolHarness call = run(routes(), prompt);
    assertThat(call.shown().path("status").asString()).isEqualTo("completed");
    assertThat(call.shown().path("warnings").toString()).contains("## Objective");
  }

  @Test
  void parameterValuesBecomeStrings() {
    ToolHarness call =
        run(
            routes(),
            arguments(
                "'mode':'remote','task':'reports','parameters':"
                    + "{'topic':true,'sample_size':5,'results_dir':null}"));
    assertThat(jettyPart(call).path("template_variables"))
        .isEqualTo(json("{'topic':'true','sample_size':'5','results_dir':'/app/results'}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'topik':'sea'}",
        "{'topic':['sea']}",
        "{'topic':{'a':1}}",
        "{'topic':'sea','results_dir':'/tmp'}",
        "{'topic':'[redacted]'}"
      })
  void invalidParametersAreRefused(String parameters) {
    ToolHarness call =
        run(routes(), arguments("'mode':'remote','task':'reports','parameters':" + parameters));
    assertThat(call.failure(BadArguments.class).argument()).isEqualTo("parameters");
    if (parameters.contains("topik")) {
      assertThat(call.failure(BadArguments.class).problem())
          .contains("\"topik\"", "Did you mean \"topic\"?", "sample_size");
    }
    assertThat(call.jetty().requests()).isEmpty();
  }

  @Test
  void missingParametersAreListedInTheRefusal() {
    ToolHarness call = run(routes(), arguments("'mode':'remote','task':'reports'"));
    assertThat(call.failure(BadArguments.class).problem())
        .contains("Nothing was started", "\n- topic (What the report is on)")
        .doesNotContain("sample_size");
    assertThat(call.call().questions())
        .containsExactly(new Question("topic", "What the report is on"));
    assertThat(call.jetty().lines()).doesNotContain(CHAT);
  }

  @Test
  void missingParametersAreElicited() {
    FakeJetty jetty = routes().jetty();
    ObjectNode arguments = arguments("'mode':'remote','task':'reports','wait_seconds':0");
    FakeCall call = call(jetty, arguments).answering(Map.of("topic", "the sea"));
    start(call).block();
    assertThat(FakeJetty.body(jetty.requests().get(4))).contains("\"topic\":\"the sea\"");
  }

  @Test
  void secretParameterIsNeverElicited() {
    String text =
        SampleRunbook.TEXT.replace("| Samples |", "| K | `{{api_key}}` | | A key |\n| Samples |");
    FakeCall call =
        call(routes().jetty(), remote("").put("runbook", text))
            .answering(Map.of("api_key", "given-anyway"));
    assertThatExceptionOfType(BadArguments.class)
        .isThrownBy(() -> start(call).block())
        .satisfies(bad -> assertThat(bad.problem()).contains("\n- api_key (A key)"));
    assertThat(call.questions()).isEmpty();
  }

  @Test
  void elicitationTimeDoesNotCountAsWaiting() {
    Duration thinking = Duration.ofMillis(300);
    FakeCall call =
        call(routes().jetty(), arguments("'mode':'remote','task':'reports'"))
            .answering(Map.of("topic", "sea"))
            .after(thinking);
    Instant begun = Instant.now();
    RunbookPreflight preflight =
        new RunbookPreflight(call, RunbookSource.of(call), new TaskRef("acme", "reports"));
    assertThat(preflight.check().blockOptional().orElseThrow().since())
        .isBetween(begun.plus(thinking).minusMillis(20), Instant.now());
  }

  @Test
  void missingSecretsAreNotSetWithAToolThatTheCallerLacks() {
    FakeCall call =
        call(
                preflight("{'environment_variables':{}}", NO_TRIAL).jetty(),
                arguments("'mode':'remote','task':'reports'"))
            .without(RunSignatures.SET_ENV_VAR);
    assertThatExceptionOfType(Declined.class)
        .isThrownBy(() -> start(call).block())
        .extracting(Declined::what, InstanceOfAssertFactories.STRING)
        .contains("The user sets them at https://jetty.io/acme.")
        .doesNotContain("set-env-var");
  }

  @Test
  void missingSecretsAreRefusedWithAFix() {
    ToolHarness call =
        run(
            preflight("{'environment_variables':{'ANTHROPIC_API_KEY':true}}", NO_TRIAL),
            arguments("'mode':'remote','task':'reports'"));
    assertThat(call.failure(Declined.class).what())
        .contains(
            "Nothing was started",
            "\n- SLACK_URL (where the report is announced)",
            "https://jetty.io/acme",
            "set-env-var {\"collection\":\"acme\",\"name\":\"SLACK_URL\",\"from_env\":\"SLACK_URL\"}",
            "\n- topic (What the report is on)")
        .doesNotContain("EXTRA_KEY", "ANTHROPIC_API_KEY");
    assertThat(call.call().pages()).containsExactly("https://jetty.io/acme");
    assertThat(call.call().questions()).isEmpty();
    assertThat(call.jetty().lines()).doesNotContain(CHAT);
  }

  @Test
  void keyOfTheAgentsModelIsRequired() {
    String slack =
        """
        {"environment_variables":{"SLACK_URL":true,"OPENAI_API_KEY":true}}""";
    ToolHarness stopped = run(preflight(slack, NO_TRIAL), remote(""));
    assertThat(stopped.failure(Declined.class).what()).contains("\n- ANTHROPIC_API_KEY (");
    ToolHarness maybe = run(preflight(slack, ACTIVE), remote(""));
    assertThat(maybe.shown().path("warnings").toString()).contains("ANTHROPIC_API_KEY", "trial");
    ToolHarness trial = run(preflight(slack, NO_TRIAL), remote(",'use_trial_keys':'yes'"));
    assertThat(trial.shown().path("status").asString()).isEqualTo("completed");
    String gemini =
        """
        {"environment_variables":{"SLACK_URL":true,"GEMINI_API_KEY":true}}""";
    ToolHarness other =
        run(
            preflight(gemini, NO_TRIAL),
            remote(
                ",'agent':'gemini-cli','model':'gemini-3.1-pro-preview','model_provider':'google'"));
    assertThat(other.shown().path("status").asString()).isEqualTo("completed");
  }

  @Test
  void trialKeysReplaceMissingKeys() {
    String none = "{'environment_variables':{'SLACK_URL':true}}";
    assertThat(
            jettyPart(run(preflight(none, ACTIVE), remote(""))).path("use_trial_keys").asBoolean())
        .isTrue();
    assertThat(
            jettyPart(run(preflight(SampleRunbook.KEYS, ACTIVE), remote(""))).has("use_trial_keys"))
        .isFalse();
    String unsaid = SampleRunbook.TEXT.replaceAll("(?m)^(agent|model|model_provider): .*\n", "");
    ToolHarness open = run(preflight(none, ACTIVE), remote("").put("runbook", unsaid));
    assertThat(body(open, CHAT).path("model").asString()).isEqualTo("anthropic/claude-sonnet-4.6");
    assertThat(jettyPart(open).path("model_provider").asString()).isEqualTo("openrouter");
    ToolHarness opus = run(preflight(none, ACTIVE), remote(",'model':'claude-opus-4-6'"));
    assertThat(opus.shown().path("warnings").toString()).contains("Opus");
  }

  @Test
  void unreadableEnvironmentIsAWarning() {
    Routes routes = new Routes().on(ENVIRONMENT, new Refused(Refused.Kind.FORBIDDEN, 403, ""));
    ToolHarness call = run(others(routes).on(TRIAL, NO_TRIAL), remote(""));
    assertThat(call.shown().path("status").asString()).isEqualTo("completed");
    assertThat(call.shown().path("warnings").toString()).contains("cannot read");
  }

  @Test
  void failureToReadTheEnvironmentEndsTheCall() {
    for (RuntimeException failure :
        new RuntimeException[] {
          new Unavailable(Unavailable.Reason.TIMED_OUT, ""), new NotSignedIn(true, "")
        }) {
      Routes routes = new Routes().on(ENVIRONMENT, failure);
      ToolHarness call = run(others(routes).on(TRIAL, NO_TRIAL), remote(""));
      assertThat(call.failure()).contains(failure);
      assertThat(call.jetty().lines()).doesNotContain(CHAT);
    }
  }

  @Test
  void taskWithoutARunbookStepIsRefused() {
    Routes routes = new Routes().on(TASK, Acme.TASK).on(ENVIRONMENT, SampleRunbook.KEYS);
    ToolHarness call = run(routes.on(TRIAL, NO_TRIAL).on(LIST, "{'trajectories':[]}"), remote(""));
    assertThat(call.failure(BadArguments.class).argument()).isEqualTo("task");
    assertThat(call.failure(BadArguments.class).problem())
        .contains("\"reports\"", "another task")
        .doesNotContain("deploy-runbook");
    assertThat(call.jetty().lines()).doesNotContain(CHAT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"runbook", "runbook_agent"})
  void taskWithARunbookStepIsAccepted(String activity) {
    Routes routes =
        new Routes()
            .on(TASK, SampleRunbook.RUNBOOK_TASK.replace("\"runbook\"", "\"" + activity + "\""));
    ToolHarness call =
        run(
            routes
                .on(ENVIRONMENT, SampleRunbook.KEYS)
                .on(TRIAL, NO_TRIAL)
                .on(LIST, "{'trajectories':[]}")
                .on(CHAT, stream(chunk("1a2b3c4d")))
                .on(RUN, SampleRunbook.ENDED),
            remote(""));
    assertThat(call.shown().path("status").asString()).isEqualTo("completed");
  }

  @Test
  void modelNameOfAnotherProviderIsRefused() {
    ToolHarness call = run(routes(), remote(",'model':'anthropic/claude-sonnet-4.6'"));
    assertThat(call.failure(BadArguments.class).argument()).isEqualTo("model");
    assertThat(call.failure(BadArguments.class).problem()).contains("claude-sonnet-4-6");
    assertThat(call.jetty().lines()).doesNotContain(CHAT);
  }

  @Test
  void agentOfTheCallReplacesModelAndProviderOfAnotherMaker() {
    String keys = "{'environment_variables':{'SLACK_URL':true,'OPENAI_API_KEY':true}}";
    ToolHarness call = run(preflight(keys, NO_TRIAL), remote(",'agent':'codex'"));
    assertThat(body(call, CHAT).path("model").asString()).isEqualTo("gpt-5.5");
    assertThat(jettyPart(call).path("model_provider").asString()).isEqualTo("openai");
    assertThat(call.shown().path("warnings").toString()).contains("gpt-5.5");
  }

  @Test
  void agentOfTheCallKeepsTheFrontmattersModelThatItRuns() {
    String text =
        SampleRunbook.TEXT.replaceAll(
            "(?m)^agent: .*\nmodel: .*\nmodel_provider: .*\n",
            "model: openai/gpt-5.6-terra\nmodel_provider: openrouter\n");
    String keys = "{'environment_variables':{'SLACK_URL':true,'OPENROUTER_API_KEY':true}}";
    for (String agent : List.of("codex", "opencode")) {
      ToolHarness call =
          run(preflight(keys, NO_TRIAL), remote(",'agent':'" + agent + "'").put("runbook", text));
      assertThat(body(call, CHAT).path("model").asString()).isEqualTo("openai/gpt-5.6-terra");
      assertThat(jettyPart(call).path("model_provider").asString()).isEqualTo("openrouter");
      assertThat(call.shown().path("warnings").toString()).doesNotContain("gpt-5.6-terra");
    }
  }

  @Test
  void misspeltAgentIsRefusedAndUnknownAgentIsAccepted() {
    assertThat(run(routes(), remote(",'agent':'claud-code'")).failure(BadArguments.class).problem())
        .contains("\"claude-code\"");
    assertThat(jettyPart(run(routes(), remote(",'agent':'hermes'"))).path("agent").asString())
        .isEqualTo("hermes");
  }

  private static Routes preflight(String environment, String trial) {
    return others(new Routes().on(ENVIRONMENT, environment)).on(TRIAL, trial);
  }

  /** Adds routes for all requests except environment and trial. */
  private static Routes others(Routes routes) {
    return routes
        .on(TASK, Routes.notFound())
        .on(LIST, Routes.notFound())
        .on(CHAT, stream(chunk("1a2b3c4d")))
        .on(RUN, SampleRunbook.ENDED);
  }

  private static Mono<Result> start(FakeCall call) {
    return ((Action.Runs) RunbookTools.RUN_RUNBOOK.action()).run().apply(call);
  }

  private static FakeCall call(FakeJetty jetty, ObjectNode arguments) {
    Args in = Args.check(RunbookTools.RUN_RUNBOOK.params(), List.of(), arguments, secret -> {});
    return new FakeCall(
        in.with(CommonParams.COLLECTION, "acme"), jetty, new FakeLocalAccess(), Clock.systemUTC());
  }
}
