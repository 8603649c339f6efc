package io.jettymcp.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** It is Monday, 10:00 UTC. */
class RoutinesTest {
  private static final String ECHO = "/api/v1/routines/acme/test-echo";
  private static final String DAILY = "{'type':'daily','hour_utc':9,'minute_utc':15}";

  private final SteppingClock clock = new SteppingClock("2026-03-02T10:00:00Z");
  private Simulator simulator;
  private SimulatorClient visit;

  @BeforeEach
  void start() {
    SimulatorOptions options = SimulatorOptions.defaults().withPace(RunTimings.INSTANT);
    simulator = Simulator.start(options.withClock(clock));
    visit = SimulatorClient.of(simulator);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void allRoutinesOfACollectionAndThoseOfOneTaskAreListed() {
    assertThat(names(visit.get("/api/v1/routines/acme")))
        .containsExactly("weekly-digest", "nightly-review");
    assertThat(names(visit.get("/api/v1/routines/acme/summarize-text")))
        .containsExactly("weekly-digest");
    assertThat(names(visit.get(ECHO))).isEmpty();
    assertThat(visit.get("/api/v1/routines/acme/none").detail())
        .isEqualTo("Task 'none' in collection 'acme' not found");
  }

  @Test
  void aRoutineIsCreatedWithItsNextFiringAndWithoutItsSecrets() {
    SimulatorClient.Got got =
        create(
            "{'name':'daily-echo','cadence':"
                + DAILY
                + ",'init_params_overrides':{'text':'x'},"
                + "'secret_params':{'PIN':'planted-value'},'webhook_secret':'planted-value',"
                + "'webhook_url':'https://example.com/hook'}");
    assertThat(got.status()).isEqualTo(201);
    assertThat(got.text()).doesNotContain("planted-value", "PIN");
    JsonNode routine = got.json();
    assertThat(routine.path("id").isInt()).isTrue();
    assertThat(routine.path("cadence").toString().replace('"', '\''))
        .isEqualTo("{'type':'daily','hour_utc':9,'minute_utc':15}");
    assertThat(routine.path("next_run_at").asString()).isEqualTo("2026-03-03T09:15:00Z");
    assertThat(routine.path("paused").asBoolean()).isFalse();
    assertThat(routine.path("task").asString()).isEqualTo("test-echo");
    assertThat(visit.get(ECHO + "/daily-echo").json()).isEqualTo(routine);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'type':'manual'}                                      |
          {'type':'hourly'}                                      | 2026-03-02T11:00:00Z
          {'type':'hourly','minute_utc':20}                      | 2026-03-02T10:20:00Z
          {'type':'daily','hour_utc':9}                          | 2026-03-03T09:00:00Z
          {'type':'weekdays','hour_utc':23,'minute_utc':59}      | 2026-03-02T23:59:00Z
          {'type':'weekly','day_of_week':'mon','hour_utc':10}    | 2026-03-09T10:00:00Z
          """)
  void eachCadenceHasItsNextFiring(String cadence, @Nullable String next) {
    SimulatorClient.Got got = create("{'name':'it','cadence':" + cadence.replace('"', '\'') + "}");
    assertThat(got.status()).isEqualTo(201);
    assertThat(got.json().path("next_run_at").asString(null)).isEqualTo(next);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'type':'manual','minute_utc':0}                       | extra_forbidden     | minute_utc
          {'type':'manual','hour_utc':1}                         | extra_forbidden     | hour_utc
          {'type':'manual','day_of_week':'mon'}                  | extra_forbidden     | day_of_week
          {'type':'hourly','hour_utc':1}                         | extra_forbidden     | hour_utc
          {'type':'daily','hour_utc':1,'day_of_week':'mon'}      | extra_forbidden     | day_of_week
          {'type':'weekdays','hour_utc':1,'day_of_week':'mon'}   | extra_forbidden     | day_of_week
          {'type':'daily','hour_utc':1,'cron':'* * * * *'}       | extra_forbidden     | cron
          {'type':'daily'}                                       | missing             | hour_utc
          {'type':'weekdays'}                                    | missing             | hour_utc
          {'type':'weekly','day_of_week':'mon'}                  | missing             | hour_utc
          {'type':'weekly','hour_utc':1}                         | missing             | day_of_week
          {'type':'weekly','hour_utc':1,'day_of_week':'Monday'}  | literal_error       | day_of_week
          {'type':'weekly','hour_utc':1,'day_of_week':1}         | string_type         | day_of_week
          {'type':'daily','hour_utc':24}                         | less_than_equal     | hour_utc
          {'type':'daily','hour_utc':-1}                         | greater_than_equal  | hour_utc
          {'type':'daily','hour_utc':1.5}                        | int_type            | hour_utc
          {'type':'hourly','minute_utc':60}                      | less_than_equal     | minute_utc
          {'type':'hourly','minute_utc':null}                    | int_type            | minute_utc
          {'type':'cron'}                                        | union_tag_invalid   | cadence
          {'hour_utc':1}                                         | missing             | type
          'daily'                                                | dict_type           | cadence
          """)
  void aCadenceOfTheWrongShapeIsUnprocessable(String cadence, String type, String field) {
    SimulatorClient.Got got = create("{'name':'it','cadence':" + cadence + "}");
    assertThat(got.status()).isEqualTo(422);
    JsonNode where = got.finding().path("loc");
    assertThat(got.finding().path("type").asString()).isEqualTo(type);
    assertThat(where.path(where.size() - 1).asString()).isEqualTo(field);
    assertThat(got.json().path("detail").size()).isEqualTo(1);
  }

  @Test
  void aNameIsASlugAndTakenOnce() {
    for (String name : List.of("Daily", "two words", "-a", "", "a".repeat(65))) {
      SimulatorClient.Got got = create("{'name':'" + name + "','cadence':{'type':'manual'}}");
      assertThat(got.status()).as(name).isEqualTo(422);
      assertThat(got.finding().path("type").asString()).isEqualTo("string_pattern_mismatch");
    }
    assertThat(create("{'cadence':{'type':'manual'}}").finding().path("type").asString())
        .isEqualTo("missing");
    assertThat(create("{'name':'once','cadence':{'type':'manual'}}").status()).isEqualTo(201);
    SimulatorClient.Got again = create("{'name':'once','cadence':{'type':'manual'}}");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.detail()).isEqualTo("Routine 'once' already exists for task 'test-echo'");
  }

  @Test
  void overridesHaveToBeDeclaredByTheTask() {
    String cadence = "'cadence':{'type':'manual'}";
    String overrides = "'init_params_overrides':{'text':'x','colour':1,'size':2}";
    SimulatorClient.Got got = create("{'name':'it'," + cadence + "," + overrides + "}");
    assertThat(got.status()).isEqualTo(400);
    assertThat(got.detail()).endsWith("does not declare: colour, size");
    create("{'name':'it'," + cadence + "}");
    assertThat(json("PATCH", ECHO + "/it", "{" + overrides + "}").status()).isEqualTo(400);
  }

  @Test
  void aPatchChangesOnlyWhatItSends() {
    create("{'name':'it','cadence':" + DAILY + ",'init_params_overrides':{'text':'x'}}");
    JsonNode moved =
        json("PATCH", ECHO + "/it", "{'cadence':{'type':'hourly','minute_utc':5}}").json();
    assertThat(moved.path("next_run_at").asString()).isEqualTo("2026-03-02T10:05:00Z");
    assertThat(moved.path("init_params_overrides").path("text").asString()).isEqualTo("x");
    JsonNode paused = json("PATCH", ECHO + "/it", "{'paused':true}").json();
    assertThat(paused.path("next_run_at").isNull()).isTrue();
    assertThat(paused.path("cadence").path("type").asString()).isEqualTo("hourly");
    SimulatorClient.Got bad =
        json("PATCH", ECHO + "/it", "{'paused':'perhaps','cadence':{'type':'x'}}");
    assertThat(bad.json().path("detail").size()).isEqualTo(2);
    assertThat(visit.get(ECHO + "/it").json()).isEqualTo(paused);
  }

  @Test
  void aPausedRoutineHasNoNextFiringAndResumingMakesUpForNothing() {
    create("{'name':'it','cadence':{'type':'hourly'}}");
    JsonNode paused = visit.post(ECHO + "/it/pause").json();
    assertThat(paused.path("paused").asBoolean()).isTrue();
    assertThat(paused.path("next_run_at").isNull()).isTrue();
    clock.step(Duration.ofHours(5));
    JsonNode resumed = visit.post(ECHO + "/it/resume").json();
    assertThat(resumed.path("next_run_at").asString()).isEqualTo("2026-03-02T16:00:00Z");
    assertThat(runs("it")).isEmpty();
  }

  @Test
  void runNowStartsATaggedRunWithTheOverrides() {
    create("{'name':'it','cadence':{'type':'manual'},'init_params_overrides':{'text':'mine'}}");
    SimulatorClient.Got got = visit.post(ECHO + "/it/run-now");
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.json().path("workflow_id").asString()).startsWith("acme-test-echo--");
    visit.run("test-echo", "{}");
    List<JsonNode> runs = runs("it");
    assertThat(runs).hasSize(1);
    assertThat(runs.get(0).path("trajectory_id").asString()).isEqualTo(got.trajectoryId());
    assertThat(runs.get(0).path("triggered_by_routine_id"))
        .isEqualTo(visit.get(ECHO + "/it").json().path("id"));
    assertThat(runs.get(0).path("init_params").path("text").asString()).isEqualTo("mine");
  }

  @Test
  void whatIsDueFiresAtItsTime() {
    create("{'name':'it','cadence':{'type':'hourly','minute_utc':30}}");
    clock.step(Duration.ofHours(2));
    assertThat(runs("it"))
        .extracting(run -> run.path("created").asString())
        .containsExactly("2026-03-02T11:30:00Z", "2026-03-02T10:30:00Z");
    assertThat(visit.get(ECHO + "/it").json().path("next_run_at").asString())
        .isEqualTo("2026-03-02T12:30:00Z");
    clock.step(Duration.ofDays(365));
    assertThat(visit.get(ECHO + "/it").json().path("next_run_at").asString())
        .isEqualTo("2027-03-02T12:30:00Z");
    assertThat(visit.get(ECHO + "/it/runs?limit=3").json().path("trajectories").size())
        .isEqualTo(3);
  }

  @Test
  void aDeletedRoutineIsGone() {
    create("{'name':'it','cadence':{'type':'manual'}}");
    SimulatorClient.Got got = visit.delete(ECHO + "/it");
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.text()).isEqualTo("{\"ok\":true}");
    for (SimulatorClient.Got gone :
        List.of(
            visit.get(ECHO + "/it"),
            visit.delete(ECHO + "/it"),
            visit.post(ECHO + "/it/pause"),
            visit.post(ECHO + "/it/run-now"),
            visit.get(ECHO + "/it/runs"),
            json("PATCH", ECHO + "/it", "{}"))) {
      assertThat(gone.status()).isEqualTo(404);
      assertThat(gone.detail()).isEqualTo("Routine 'it' not found");
    }
  }

  private SimulatorClient.Got create(String body) {
    return json("POST", ECHO, body);
  }

  private SimulatorClient.Got json(String method, String path, String body) {
    return visit.json(method, path, body.replace('\'', '"'));
  }

  private List<JsonNode> runs(String routine) {
    List<JsonNode> runs = new ArrayList<>();
    visit.get(ECHO + "/" + routine + "/runs").json().path("trajectories").forEach(runs::add);
    return runs;
  }

  private static List<String> names(SimulatorClient.Got got) {
    List<String> names = new ArrayList<>();
    got.json().path("routines").forEach(routine -> names.add(routine.path("name").asString()));
    return names;
  }
}
