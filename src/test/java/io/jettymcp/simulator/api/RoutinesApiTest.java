package io.jettymcp.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.FakeClock;
import io.jettymcp.simulator.SimulatorClient;
import io.jettymcp.simulator.SimulatorClient.Reply;
import io.jettymcp.simulator.SimulatorExtension;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** It is Monday, 10:00 UTC. */
class RoutinesApiTest {
  private static final String ECHO = "/api/v1/routines/acme/test-echo";
  private static final String IT = ECHO + "/it";
  private static final String MANUAL =
      """
      {"type": "manual"}""";

  private final FakeClock clock = new FakeClock("2026-03-02T10:00:00Z");

  @RegisterExtension
  final SimulatorExtension jetty =
      SimulatorExtension.with(SimulatorExtension.instantOptions().withClock(clock));

  private final SimulatorClient client = jetty.client();

  @Nested
  class Lists {
    @Test
    void holdAllRoutinesOfACollection() {
      assertThat(names("/api/v1/routines/acme")).containsExactly("weekly-digest", "nightly-review");
    }

    @Test
    void holdTheRoutinesOfOneTask() {
      assertThat(names("/api/v1/routines/acme/summarize-text")).containsExactly("weekly-digest");
      assertThat(names(ECHO)).isEmpty();
    }

    @Test
    void ofAnUnknownTaskAreNotFound() {
      assertThat(client.get("/api/v1/routines/acme/none").detail())
          .isEqualTo("Task 'none' in collection 'acme' not found");
    }

    private List<String> names(String path) {
      return client
          .get(path)
          .json()
          .path("routines")
          .valueStream()
          .map(routine -> routine.path("name").asString())
          .toList();
    }
  }

  @Nested
  class Creation {
    private static final String BODY =
        """
        {
          "name": "it",
          "cadence": {"type": "daily", "hour_utc": 9, "minute_utc": 15},
          "init_params_overrides": {"text": "x"},
          "secret_params": {"PIN": "planted-value"},
          "webhook_secret": "planted-value",
          "webhook_url": "https://example.com/hook"
        }""";

    @Test
    void respondsWithTheRoutine() {
      Reply reply = create(BODY);
      assertThat(reply.status()).isEqualTo(201);
      JsonNode routine = reply.json();
      assertThat(routine.path("id").isInt()).isTrue();
      assertThat(routine.path("cadence"))
          .hasToString(
              """
              {"type":"daily","hour_utc":9,"minute_utc":15}""");
      assertThat(routine.path("next_run_at").asString()).isEqualTo("2026-03-03T09:15:00Z");
      assertThat(routine.path("paused").asBoolean()).isFalse();
      assertThat(routine.path("task").asString()).isEqualTo("test-echo");
      assertThat(client.get(IT).json()).isEqualTo(routine);
    }

    @Test
    void hidesSecrets() {
      assertThat(create(BODY).text()).doesNotContain("planted-value", "PIN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Daily", "two words", "-a", ""})
    void requiresASlugAsName(String name) {
      assertThat(create(name, MANUAL).validationError().path("type").asString())
          .isEqualTo("string_pattern_mismatch");
    }

    @Test
    void limitsTheLengthOfTheName() {
      assertThat(create("a".repeat(65), MANUAL).validationError().path("type").asString())
          .isEqualTo("string_pattern_mismatch");
    }

    @Test
    void requiresAName() {
      Reply reply = create("{\"cadence\": " + MANUAL + "}");
      assertThat(reply.validationError().path("type").asString()).isEqualTo("missing");
    }

    @Test
    void refusesATakenName() {
      assertThat(create("once", MANUAL).status()).isEqualTo(201);
      Reply again = create("once", MANUAL);
      assertThat(again.status()).isEqualTo(409);
      assertThat(again.detail()).isEqualTo("Routine 'once' already exists for task 'test-echo'");
    }
  }

  @Nested
  class Cadences {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        textBlock =
            """
            {"type": "manual"}                                          |
            {"type": "hourly"}                                          | 2026-03-02T11:00:00Z
            {"type": "hourly", "minute_utc": 20}                        | 2026-03-02T10:20:00Z
            {"type": "daily", "hour_utc": 9}                            | 2026-03-03T09:00:00Z
            {"type": "weekdays", "hour_utc": 23, "minute_utc": 59}      | 2026-03-02T23:59:00Z
            {"type": "weekly", "day_of_week": "mon", "hour_utc": 10}    | 2026-03-09T10:00:00Z
            """)
    void haveANextFiring(String cadence, @Nullable String next) {
      Reply reply = create("it", cadence);
      assertThat(reply.status()).isEqualTo(201);
      assertThat(reply.json().path("next_run_at").asString(null)).isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '`',
        textBlock =
            """
            {"type": "manual", "minute_utc": 0}                          | extra_forbidden    | minute_utc
            {"type": "manual", "hour_utc": 1}                            | extra_forbidden    | hour_utc
            {"type": "manual", "day_of_week": "mon"}                     | extra_forbidden    | day_of_week
            {"type": "hourly", "hour_utc": 1}                            | extra_forbidden    | hour_utc
            {"type": "daily", "hour_utc": 1, "day_of_week": "mon"}       | extra_forbidden    | day_of_week
            {"type": "weekdays", "hour_utc": 1, "day_of_week": "mon"}    | extra_forbidden    | day_of_week
            {"type": "daily", "hour_utc": 1, "cron": "* * * * *"}        | extra_forbidden    | cron
            {"type": "daily"}                                            | missing            | hour_utc
            {"type": "weekdays"}                                         | missing            | hour_utc
            {"type": "weekly", "day_of_week": "mon"}                     | missing            | hour_utc
            {"type": "weekly", "hour_utc": 1}                            | missing            | day_of_week
            {"type": "weekly", "hour_utc": 1, "day_of_week": "Monday"}   | literal_error      | day_of_week
            {"type": "weekly", "hour_utc": 1, "day_of_week": 1}          | string_type        | day_of_week
            {"type": "daily", "hour_utc": 24}                            | less_than_equal    | hour_utc
            {"type": "daily", "hour_utc": -1}                            | greater_than_equal | hour_utc
            {"type": "daily", "hour_utc": 1.5}                           | int_type           | hour_utc
            {"type": "hourly", "minute_utc": 60}                         | less_than_equal    | minute_utc
            {"type": "hourly", "minute_utc": null}                       | int_type           | minute_utc
            {"type": "cron"}                                             | union_tag_invalid  | cadence
            {"hour_utc": 1}                                              | missing            | type
            "daily"                                                      | dict_type          | cadence
            """)
    void ofTheWrongFormAreInvalid(String cadence, String type, String field) {
      Reply reply = create("it", cadence);
      assertThat(reply.status()).isEqualTo(422);
      JsonNode location = reply.validationError().path("loc");
      assertThat(reply.validationError().path("type").asString()).isEqualTo(type);
      assertThat(location.path(location.size() - 1).asString()).isEqualTo(field);
      assertThat(reply.json().path("detail").size()).isEqualTo(1);
    }
  }

  @Nested
  class Overrides {
    private static final String UNDECLARED =
        """
        {"name": "it", "cadence": {"type": "manual"},
          "init_params_overrides": {"text": "x", "colour": 1, "size": 2}}""";

    @Test
    void haveToBeDeclaredByTheTask() {
      Reply reply = create(UNDECLARED);
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.detail()).endsWith("does not declare: colour, size");
    }

    @Test
    void haveToBeDeclaredInAPatchToo() {
      create("it", MANUAL);
      assertThat(client.json("PATCH", IT, UNDECLARED).status()).isEqualTo(400);
    }
  }

  @Nested
  class Patches {
    @BeforeEach
    void createDaily() {
      create(
          """
          {"name": "it", "cadence": {"type": "daily", "hour_utc": 9, "minute_utc": 15},
            "init_params_overrides": {"text": "x"}}""");
    }

    @Test
    void changeTheCadenceAlone() {
      JsonNode moved =
          patch(
                  """
                  {"cadence": {"type": "hourly", "minute_utc": 5}}""")
              .json();
      assertThat(moved.path("next_run_at").asString()).isEqualTo("2026-03-02T10:05:00Z");
      assertThat(moved.at("/init_params_overrides/text").asString()).isEqualTo("x");
    }

    @Test
    void pauseAlone() {
      JsonNode paused =
          patch(
                  """
                  {"paused": true}""")
              .json();
      assertThat(paused.path("next_run_at").isNull()).isTrue();
      assertThat(paused.at("/cadence/type").asString()).isEqualTo("daily");
    }

    @Test
    void changeNothingIfTheyAreInvalid() {
      JsonNode before = client.get(IT).json();
      Reply reply =
          patch(
              """
              {"paused": "perhaps", "cadence": {"type": "x"}}""");
      assertThat(reply.json().path("detail").size()).isEqualTo(2);
      assertThat(client.get(IT).json()).isEqualTo(before);
    }

    private Reply patch(String body) {
      return client.json("PATCH", IT, body);
    }
  }

  @Nested
  class Paused {
    @BeforeEach
    void createPaused() {
      create(
          "it",
          """
          {"type": "hourly"}""");
      client.post(IT + "/pause");
    }

    @Test
    void hasNoNextFiring() {
      JsonNode paused = client.get(IT).json();
      assertThat(paused.path("paused").asBoolean()).isTrue();
      assertThat(paused.path("next_run_at").isNull()).isTrue();
    }

    @Test
    void doesNotMakeUpForMissedFirings() {
      clock.advance(Duration.ofHours(5));
      JsonNode resumed = client.post(IT + "/resume").json();
      assertThat(resumed.path("next_run_at").asString()).isEqualTo("2026-03-02T16:00:00Z");
      assertThat(runs()).isEmpty();
    }
  }

  @Test
  void runNowStartsATaggedRunWithTheOverrides() {
    create(
        """
        {"name": "it", "cadence": {"type": "manual"}, "init_params_overrides": {"text": "mine"}}""");
    Reply reply = client.post(IT + "/run-now");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("workflow_id").asString()).startsWith("acme-test-echo--");
    client.run("test-echo", "{}");
    JsonNode runs = runs();
    assertThat(runs.size()).isEqualTo(1);
    assertThat(runs.at("/0/trajectory_id").asString()).isEqualTo(reply.trajectoryId());
    assertThat(runs.at("/0/triggered_by_routine_id")).isEqualTo(client.get(IT).json().path("id"));
    assertThat(runs.at("/0/init_params/text").asString()).isEqualTo("mine");
  }

  @Nested
  class Firings {
    @BeforeEach
    void createHourly() {
      create(
          "it",
          """
          {"type": "hourly", "minute_utc": 30}""");
      clock.advance(Duration.ofHours(2));
    }

    @Test
    void startRunsAtTheirTimes() {
      assertThat(runs())
          .extracting(run -> run.path("created").asString())
          .containsExactly("2026-03-02T11:30:00Z", "2026-03-02T10:30:00Z");
    }

    @Test
    void advanceTheSchedule() {
      assertThat(nextRunAt()).isEqualTo("2026-03-02T12:30:00Z");
    }

    @Test
    void ofAWholeYearAreDroppedBeyondTheLimit() {
      clock.advance(Duration.ofDays(365));
      assertThat(nextRunAt()).isEqualTo("2027-03-02T12:30:00Z");
    }

    @Test
    void arePaged() {
      clock.advance(Duration.ofDays(1));
      assertThat(client.get(IT + "/runs?limit=3").json().path("trajectories").size()).isEqualTo(3);
    }

    private String nextRunAt() {
      return client.get(IT).json().path("next_run_at").asString();
    }
  }

  @Nested
  class Deletion {
    @Test
    void respondsWithOk() {
      create("it", MANUAL);
      Reply reply = client.delete(IT);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.text()).isEqualTo("{\"ok\":true}");
    }

    @Test
    void leavesNothing() {
      create("it", MANUAL);
      client.delete(IT);
      for (Reply reply :
          List.of(
              client.get(IT),
              client.delete(IT),
              client.post(IT + "/pause"),
              client.post(IT + "/run-now"),
              client.get(IT + "/runs"),
              client.json("PATCH", IT, "{}"))) {
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.detail()).isEqualTo("Routine 'it' not found");
      }
    }
  }

  private Reply create(String name, String cadence) {
    return create("{\"name\": \"%s\", \"cadence\": %s}".formatted(name, cadence));
  }

  private Reply create(String body) {
    return client.json("POST", ECHO, body);
  }

  private JsonNode runs() {
    return client.get(IT + "/runs").json().path("trajectories");
  }
}
