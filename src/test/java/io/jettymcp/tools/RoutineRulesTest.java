package io.jettymcp.tools;

import static io.jettymcp.tool.FakeJetty.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Request;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.ToolHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tests the checks and requests of creating and changing routines. */
class RoutineRulesTest {
  private static final String TASK = "GET /api/v1/tasks/acme/test-echo";
  private static final String CREATE = "POST /api/v1/routines/acme/test-echo";
  private static final String CHANGE = "PATCH /api/v1/routines/acme/test-echo/daily-summary";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'cadence':'manual'|{'type':'manual'}",
        "'cadence':'hourly'|{'type':'hourly','minute_utc':0}",
        "'cadence':'hourly','minute_utc':59|{'type':'hourly','minute_utc':59}",
        "'cadence':'daily','hour_utc':0|{'type':'daily','hour_utc':0,'minute_utc':0}",
        "'cadence':'weekdays','hour_utc':23,'minute_utc':5"
            + "|{'type':'weekdays','hour_utc':23,'minute_utc':5}",
        "'cadence':'weekly','hour_utc':9,'day_of_week':'sun'"
            + "|{'type':'weekly','day_of_week':'sun','hour_utc':9,'minute_utc':0}"
      })
  void cadenceIsSentInTheFormOfJetty(String arguments, String sent) {
    assertThat(body(create(arguments), CREATE).path("cadence")).isEqualTo(json(sent));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'cadence':'manual','minute_utc':0|minute_utc",
        "'cadence':'manual','hour_utc':1|hour_utc",
        "'cadence':'manual','day_of_week':'mon'|day_of_week",
        "'cadence':'hourly','hour_utc':1|hour_utc",
        "'cadence':'hourly','day_of_week':'mon'|day_of_week",
        "'cadence':'daily'|hour_utc",
        "'cadence':'daily','hour_utc':9,'day_of_week':'mon'|day_of_week",
        "'cadence':'weekdays'|hour_utc",
        "'cadence':'weekdays','hour_utc':9,'day_of_week':'mon'|day_of_week",
        "'cadence':'weekly','hour_utc':9|day_of_week",
        "'cadence':'weekly','day_of_week':'mon'|hour_utc"
      })
  void incompatibleArgumentsOfANewCadenceAreRefused(String arguments, String argument) {
    ToolHarness call = create(arguments);
    assertThat(call.failure(BadArguments.class).argument()).isEqualTo(argument);
    assertThat(call.jetty().requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'cadence':'manual','minute_utc':0|minute_utc",
        "'cadence':'hourly','hour_utc':1|hour_utc",
        "'cadence':'daily','day_of_week':'mon'|day_of_week",
        "'day_of_week':'mon'|day_of_week",
        "'cadence':'weekly'|day_of_week"
      })
  void incompatibleArgumentsOfAChangedCadenceAreRefused(String arguments, String argument) {
    ToolHarness call = update(arguments);
    assertThat(call.failure(BadArguments.class).argument()).isEqualTo(argument);
    assertThat(call.jetty().lines()).doesNotContain(CHANGE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "'hour_utc':7|{'type':'daily','hour_utc':7,'minute_utc':30}",
        "'minute_utc':5|{'type':'daily','hour_utc':9,'minute_utc':5}",
        "'cadence':'weekdays'|{'type':'weekdays','hour_utc':9,'minute_utc':30}",
        "'cadence':'weekly','day_of_week':'sun'"
            + "|{'type':'weekly','day_of_week':'sun','hour_utc':9,'minute_utc':30}",
        "'cadence':'hourly'|{'type':'hourly','minute_utc':30}",
        "'cadence':'manual'|{'type':'manual'}"
      })
  void changedCadenceIsCompletedFromTheStoredOne(String arguments, String sent) {
    assertThat(body(update(arguments), CHANGE)).isEqualTo(json("{'cadence':" + sent + "}"));
  }

  @Test
  void storedCadenceOfAnUnknownTypeIsReplacedInFull() {
    FakeJetty jetty =
        new Routes()
            .on(
                CHANGE.replace("PATCH", "GET"),
                "{'name':'daily-summary','cadence':{'type':'cron'}}")
            .on(CHANGE, Acme.ROUTINE)
            .jetty();
    ToolHarness call = rehearse(RoutineTools.UPDATE_ROUTINE, jetty, which("'hour_utc':9"));
    assertThat(call.failure(BadArguments.class).argument()).isEqualTo("cadence");
  }

  @Test
  void newRoutineShowsItsNextThreeFirings() {
    ToolHarness call = create("'cadence':'weekdays','hour_utc':10,'minute_utc':17", "{}");
    assertThat(call.shown().path("next_firings"))
        .isEqualTo(json("['2026-03-05T10:17:00Z','2026-03-06T10:17:00Z','2026-03-09T10:17:00Z']"));
    assertThat(call.shown().path("cadence").asString()).isEqualTo("Monday to Friday at 10:17 UTC");
    assertThat(call.result().next()).as("no run for real as a try").isEmpty();
    ToolHarness paused = create("'cadence':'hourly','paused':true", "{}");
    assertThat(paused.shown().path("paused").asBoolean()).isTrue();
    assertThat(paused.shown().has("next_firings")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Daily", "a_b", "a--b", "-a", "a b", "größe"})
  void nameThatIsNoSlugIsRefused(String name) {
    String arguments = "{'task':'test-echo','name':'" + name + "','cadence':'manual'}";
    ToolHarness call = rehearse(RoutineTools.CREATE_ROUTINE, Acme.jetty(), arguments);
    assertThat(call.failure(BadArguments.class).argument()).isEqualTo("name");
  }

  @Test
  void overridesAreCheckedAgainstTheTask() {
    for (ToolHarness call :
        new ToolHarness[] {
          create("'cadence':'manual','init_params_overrides':{'txt':'a'}"),
          update("'init_params_overrides':{'txt':'a'}")
        }) {
      assertThat(call.failure(BadArguments.class).problem())
          .isEqualTo("The task has no init_params.txt. Did you mean \"text\"? It has: text, tone.");
      assertThat(call.jetty().lines()).containsExactly(TASK);
    }
    ToolHarness good = update("'init_params_overrides':{'text':'a','tone':null}");
    assertThat(body(good, CHANGE))
        .isEqualTo(json("{'init_params_overrides':{'text':'a','tone':null}}"));
  }

  @Test
  void secretsAreSentButNotShown() {
    String more =
        "'secret_params':{'api':'secret-of-routine'},'secret_env':['ALLOWED'],"
            + "'webhook_url':'https://example.org/x','webhook_secret':'hook-secret'";
    String echo =
        "{'name':'daily-summary','cadence':{'type':'manual'},'secret_params':"
            + "{'api':'secret-of-routine'},'webhook_secret':'hook-secret',"
            + "'webhook_url':'https://example.org/x'}";
    ToolHarness call = create("'cadence':'manual'," + more, echo);
    JsonNode sent = body(call, CREATE);
    assertThat(sent.path("secret_params"))
        .isEqualTo(json("{'api':'secret-of-routine','ALLOWED':'from-the-process'}"));
    assertThat(sent.path("webhook_secret").asString()).isEqualTo("hook-secret");
    assertThat(call.result().toString())
        .doesNotContain("secret-of-routine", "from-the-process", "hook-secret");
    assertThat(call.shown().path("webhook_url").asString()).isEqualTo("https://example.org/x");
  }

  @Test
  void newWebhookRequiresAUrl() {
    ToolHarness created = create("'cadence':'manual','webhook_secret':'hook-secret'");
    assertThat(created.failure(BadArguments.class).argument()).isEqualTo("webhook_secret");
    assertThat(created.jetty().requests()).isEmpty();
    assertThat(body(update("'webhook_secret':'hook-secret'"), CHANGE))
        .isEqualTo(json("{'webhook_secret':'hook-secret'}"));
    update("'webhook_url':'no-address'").failure(BadArguments.class);
  }

  @Test
  void updateSendsOnlyGivenFields() {
    assertThat(body(update("'paused':true"), CHANGE)).isEqualTo(json("{'paused':true}"));
    assertThat(update("'paused':true").jetty().lines()).containsExactly(CHANGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "'secret_params':{}"})
  void emptyUpdateIsRefused(String arguments) {
    ToolHarness call = update(arguments);
    assertThat(call.failure(BadArguments.class).problem()).contains("nothing to change");
    assertThat(call.jetty().requests()).isEmpty();
  }

  private static ToolHarness create(String arguments) {
    return create(arguments, Acme.ROUTINE);
  }

  private static ToolHarness create(String arguments, String answer) {
    FakeJetty jetty = new Routes().on(TASK, Acme.TASK).on(CREATE, answer).jetty();
    return rehearse(RoutineTools.CREATE_ROUTINE, jetty, which(arguments));
  }

  private static ToolHarness update(String arguments) {
    return rehearse(RoutineTools.UPDATE_ROUTINE, Acme.jetty(), which(arguments));
  }

  private static String which(String more) {
    return "{'task':'test-echo','name':'daily-summary'" + (more.isEmpty() ? "" : ",") + more + "}";
  }

  private static JsonNode body(ToolHarness call, String line) {
    assertThat(call.failure()).isEmpty();
    Request request =
        call.jetty().requests().stream()
            .filter(sent -> FakeJetty.line(sent).equals(line))
            .findFirst()
            .orElseThrow();
    return json(FakeJetty.body(request));
  }

  private static ToolHarness rehearse(Tool tool, FakeJetty jetty, String arguments) {
    FakeLocalAccess local = new FakeLocalAccess().variable("ALLOWED", "from-the-process");
    return ToolHarness.of(tool, jetty, local, arguments);
  }
}
