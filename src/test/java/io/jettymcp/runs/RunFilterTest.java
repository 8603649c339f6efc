package io.jettymcp.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.FakeJetty;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class RunFilterTest {
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          '{"since":"2026-03-04"}', 2026-03-04T00:00:00Z, true
          '{"since":"2026-03-04"}', 2026-03-03T23:59:59.999Z, false
          '{"until":"2026-03-04"}', 2026-03-04T23:59:59.999Z, true
          '{"until":"2026-03-04"}', 2026-03-05T00:00:00Z, false
          '{"since":"2026-03-04"}', 2026-03-04T00:30:00+01:00, false
          '{"since":"2026-03-04"}', 2026-03-04T10:00:00, true
          '{"since":"2026-03-04T12:00:00+02:00"}', 2026-03-04T10:00:00Z, true
          '{"since":"2026-03-04T12:00:00+02:00"}', 2026-03-04T09:59:59Z, false
          '{"since":"2026-03-04 10:00:00"}', 2026-03-04T10:00:00Z, true
          '{"until":"2026-03-04T10:00:00Z"}', 2026-03-04T10:00:00Z, true
          '{"until":"2026-03-04T10:00Z"}', 2026-03-04T10:00:01Z, false""")
  void rangeIncludesBothEndsAndDatesAreInUtc(String arguments, String created, boolean selected) {
    assertThat(filter(arguments).selects(run("completed", created))).isEqualTo(selected);
  }

  @Test
  void runWithoutCreationTimeIsInNoRange() {
    assertThat(filter("{'since':'2026-03-04'}").selects(run("completed", "soon"))).isFalse();
    assertThat(filter("{'status':'completed'}").selects(run("completed", "soon"))).isTrue();
  }

  @Test
  void severalStatusesAreSelected() {
    RunFilter filter = filter("{'status':['failed','cancelled']}");
    assertThat(List.of("failed", "cancelled", "completed"))
        .filteredOn(status -> filter.selects(run(status, "2026-03-04T10:00:00")))
        .containsExactly("failed", "cancelled");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pending", "queued", "scheduled", "starting", "paused", ""})
  void pendingSelectsEveryStatusThatIsCountedAsPending(String status) {
    assertThat(filter("{'status':'pending'}").selects(run(status, "2026-03-04T10:00:00"))).isTrue();
    assertThat(filter("{'status':'running'}").selects(run(status, "2026-03-04T10:00:00")))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"+999999999-12-31", "+10000-01-01"})
  void endAfterTheYear9999IsRefused(String time) {
    assertThatExceptionOfType(BadArguments.class)
        .isThrownBy(() -> filter("{'until':'" + time + "'}"))
        .satisfies(refused -> assertThat(refused.problem()).contains("\"until\"", "2026-03-04"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "2026-13-01", "03/04/2026", "2026-03-04T25:00"})
  void invalidTimesAreRefusedWithExamples(String time) {
    assertThatExceptionOfType(BadArguments.class)
        .isThrownBy(() -> filter("{'since':'" + time + "'}"))
        .satisfies(
            refused -> assertThat(refused.problem()).contains("\"since\"", "2026-03-04", "UTC"));
  }

  @Test
  void reversedRangeIsRefused() {
    assertThatExceptionOfType(BadArguments.class)
        .isThrownBy(() -> filter("{'since':'2026-03-05','until':'2026-03-04'}"));
  }

  private static Run run(String status, String created) {
    return new Run(FakeJetty.json("{'status':'%s','created':'%s'}".formatted(status, created)));
  }

  private static RunFilter filter(String arguments) {
    ObjectNode sent = (ObjectNode) FakeJetty.json(arguments);
    return RunFilter.of(
        Args.check(
            List.of(RunSignatures.STATUS, RunFilter.SINCE, RunFilter.UNTIL),
            List.of(),
            sent,
            secret -> {}),
        RunSignatures.STATUS);
  }
}
