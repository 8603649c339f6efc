package io.jettymcp.tools;

import static io.jettymcp.tool.FakeJetty.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Request;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.ToolHarness;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Tests local times of routines. Each call is on Wednesday, 2026-03-04. */
class RoutineLocalTimeTest {
  private static final String PATH = " /api/v1/routines/acme/test-echo/daily-summary";
  private static final String CREATE = "POST /api/v1/routines/acme/test-echo";
  private static final String NEW_YORK = ",'time_zone':'America/New_York'";

  @Nested
  class Conversion {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '"',
        value = {
          "'cadence':'daily','at':'14:30','time_zone':'America/New_York'"
              + "|{'type':'daily','hour_utc':19,'minute_utc':30}",
          "'cadence':'daily','at':'9:05','time_zone':'Asia/Kolkata'"
              + "|{'type':'daily','hour_utc':3,'minute_utc':35}",
          "'cadence':'weekdays','at':'18:59','time_zone':'America/New_York'"
              + "|{'type':'weekdays','hour_utc':23,'minute_utc':59}",
          "'cadence':'weekly','day_of_week':'mon','at':'21:00','time_zone':'America/Los_Angeles'"
              + "|{'type':'weekly','day_of_week':'tue','hour_utc':4,'minute_utc':0}",
          "'cadence':'weekly','day_of_week':'mon','at':'08:00','time_zone':'Asia/Tokyo'"
              + "|{'type':'weekly','day_of_week':'sun','hour_utc':23,'minute_utc':0}",
          "'cadence':'daily','at':'09:00','time_zone':'europe/berlin'"
              + "|{'type':'daily','hour_utc':8,'minute_utc':0}",
          "'cadence':'daily','at':'09:00','time_zone':'UTC'"
              + "|{'type':'daily','hour_utc':9,'minute_utc':0}"
        })
    void localTimeIsStoredAsUtcOnTheRightDay(String arguments, String sent) {
      assertThat(sent(create(arguments), CREATE).path("cadence")).isEqualTo(json(sent));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "19:00|America/New_York|Tuesday to Saturday|before 19:00",
          "08:59|Asia/Tokyo|Sunday to Thursday|from 09:00 on"
        })
    void weekdaysOnOtherDaysInUtcAreRefusedWithAFix(
        String at, String zone, String days, String range) {
      ToolHarness call =
          create("'cadence':'weekdays','at':'" + at + "','time_zone':'" + zone + "'");

      assertThat(call.failure(BadArguments.class).problem())
          .contains(days, range, "one weekly routine for each day");
      assertThat(call.jetty().requests()).isEmpty();
    }
  }

  @Nested
  class Report {
    @Test
    void firingsAreReportedInBothZonesWithTheChangeOfClocks() {
      JsonNode shown = create("'cadence':'daily','at':'14:30'" + NEW_YORK).shown();

      assertThat(shown.path("next_firings"))
          .isEqualTo(
              json("['2026-03-04T19:30:00Z','2026-03-05T19:30:00Z','2026-03-06T19:30:00Z']"));
      assertThat(shown.path("next_firings_local"))
          .isEqualTo(
              json(
                  "['Wed 2026-03-04T14:30-05:00','Thu 2026-03-05T14:30-05:00',"
                      + "'Fri 2026-03-06T14:30-05:00']"));
      assertThat(shown.path("time_zone").asString()).isEqualTo("America/New_York");
      assertThat(shown.path("clock_change").asString())
          .isEqualTo("From 2026-03-08 this fires at 15:30 local time.");
    }

    @Test
    void zonesWithoutClockChangesReportNoChange() {
      JsonNode shown = create("'cadence':'daily','at':'14:30','time_zone':'Asia/Kolkata'").shown();

      assertThat(shown.has("clock_change")).isFalse();
      assertThat(shown.path("next_firings_local")).hasSize(3);
    }

    @Test
    void routinesInUtcReportNoZone() {
      JsonNode shown = create("'cadence':'daily','hour_utc':9").shown();

      assertThat(shown.has("time_zone")).isFalse();
      assertThat(shown.has("next_firings_local")).isFalse();
      assertThat(shown.has("clock_change")).isFalse();
    }
  }

  @Nested
  class Changes {
    @Test
    void timeAloneKeepsTheStoredCadence() {
      ToolHarness call =
          update("{'type':'daily','hour_utc':9,'minute_utc':30}", "'at':'14:30'" + NEW_YORK);

      assertThat(sent(call, "PATCH" + PATH))
          .isEqualTo(json("{'cadence':{'type':'daily','hour_utc':19,'minute_utc':30}}"));
    }

    @Test
    void storedDayIsReadInTheZoneOfTheCall() {
      String mondayEveningInNewYork =
          "{'type':'weekly','day_of_week':'tue','hour_utc':1,'minute_utc':0}";
      ToolHarness call = update(mondayEveningInNewYork, "'at':'14:30'" + NEW_YORK);

      assertThat(sent(call, "PATCH" + PATH).path("cadence"))
          .isEqualTo(json("{'type':'weekly','day_of_week':'mon','hour_utc':18,'minute_utc':30}"));
    }

    @Test
    void changeOfClocksBeforeTheFirstFiringIsPartOfTheConversion() {
      JsonNode shown =
          create("'cadence':'weekly','day_of_week':'mon','at':'14:30'" + NEW_YORK).shown();

      assertThat(shown.path("next_firings_local").path(0).asString())
          .isEqualTo("Mon 2026-03-09T14:30-04:00");
      assertThat(shown.path("clock_change").asString())
          .isEqualTo("From 2026-11-02 this fires on Monday at 13:30 local time.");
    }

    @Test
    void localTimeIsRefusedForAnHourlyRoutine() {
      ToolHarness call = update("{'type':'hourly','minute_utc':0}", "'at':'14:30'" + NEW_YORK);

      assertThat(call.failure(BadArguments.class).argument()).isEqualTo("at");
    }
  }

  @Nested
  class Arguments {
    @ParameterizedTest
    @CsvSource({
      "America/NewYork, America/New_York",
      "New York, America/New_York",
      "berlin, Europe/Berlin",
      "Europe/Berln, Europe/Berlin"
    })
    void unknownZonesAreRefusedWithTheNearestName(String zone, String nearest) {
      assertThat(
              create("'cadence':'daily','at':'14:30','time_zone':'" + zone + "'")
                  .failure(BadArguments.class)
                  .problem())
          .contains("Did you mean \"" + nearest + "\"?");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '"',
        value = {
          "'at':'14:30'|time_zone",
          "'time_zone':'UTC','hour_utc':9|at",
          "'at':'14:30','time_zone':'UTC','hour_utc':9|at",
          "'at':'14:30','time_zone':'UTC','minute_utc':9|at",
          "'at':'14:30','time_zone':'Atlantis'|time_zone"
        })
    void incompatibleArgumentsAreRefused(String arguments, String argument) {
      ToolHarness call = create("'cadence':'daily'," + arguments);

      assertThat(call.failure(BadArguments.class).argument()).isEqualTo(argument);
      assertThat(call.jetty().requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2pm", "25:00", "14", "14:60", "noon"})
    void invalidTimesAreRefused(String at) {
      assertThat(
              create("'cadence':'daily','at':'" + at + "'" + NEW_YORK)
                  .failure(BadArguments.class)
                  .argument())
          .isEqualTo("at");
    }
  }

  private static ToolHarness create(String arguments) {
    return call(RoutineTools.CREATE_ROUTINE, new Routes().on(CREATE, "{}").jetty(), arguments);
  }

  private static ToolHarness update(String cadence, String arguments) {
    String stored = "{'name':'daily-summary','cadence':" + cadence + "}";
    FakeJetty jetty = new Routes().on("GET" + PATH, stored).on("PATCH" + PATH, stored).jetty();
    return call(RoutineTools.UPDATE_ROUTINE, jetty, arguments);
  }

  private static ToolHarness call(Tool tool, FakeJetty jetty, String arguments) {
    return ToolHarness.of(
        tool, jetty, "{'task':'test-echo','name':'daily-summary'," + arguments + "}");
  }

  private static JsonNode sent(ToolHarness call, String line) {
    assertThat(call.failure()).isEmpty();
    Request request =
        call.jetty().requests().stream()
            .filter(one -> FakeJetty.line(one).equals(line))
            .findFirst()
            .orElseThrow();
    return json(FakeJetty.body(request));
  }
}
