package io.jettymcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Lists, comparisons and statuses of many runs through the real program. */
@Timeout(120)
@ParameterizedClass
@EnumSource(names = {"STDIO", "HTTP"})
class RunListsIT {
  private static final String SECRET = "lighthouse-keeper-of-1887";
  private static final String REPORT = "acme/hello/0000/aaaa0001.run.0001.validation_report.json";

  @Parameter private Transport transport;
  @TempDir Path directory;

  @Test
  void rangeAndStatusesSelectRunsOfTheSimulator() throws Exception {
    try (ServerProcess server = simulated()) {
      JsonNode all = server.data("list-trajectories", "{\"task\":\"improve-slogan\"}");
      assertThat(all.path("trajectories").path(0).path("inputs").asString()).startsWith("{");
      JsonNode failed =
          server.data(
              "list-trajectories",
              "{\"task\":\"improve-slogan\",\"status\":[\"failed\",\"cancelled\"]}");
      assertThat(failed.path("total").asInt()).isPositive();
      assertThat(failed.path("trajectories"))
          .allSatisfy(run -> assertThat(run.path("status").asString()).isIn("failed", "cancelled"));
      JsonNode none =
          server.data(
              "list-trajectories", "{\"task\":\"improve-slogan\",\"until\":\"2001-01-01\"}");
      assertThat(none.path("total").asInt(-1)).isZero();
      JsonNode compared =
          server.data(
              "analyze-runs",
              "{\"task\":\"improve-slogan\",\"since\":\"2001-01-01\",\"by\":\"month\"}");
      assertThat(compared.path("more_runs").asInt(-1)).isZero();
      assertThat(compared.path("periods")).isNotEmpty();
      assertThat(compared.path("failures"))
          .allSatisfy(failure -> assertThat(failure.path("count").asInt()).isPositive());
    }
  }

  @Test
  void statusesAreSetByFilterOnceTheyWereShown() throws Exception {
    try (ServerProcess server = simulated()) {
      JsonNode shown =
          server.data(
              "update-trajectory-status",
              "{\"task\":\"improve-slogan\",\"status\":\"archived\",\"only_if_status\":[\"failed\"],"
                  + "\"dry_run\":true}");
      assertThat(shown.path("updated_count").asInt(-1)).isZero();
      JsonNode next = shown.path("next").path(0);
      JsonNode done = server.data(next.path("tool").asString(), next.path("arguments").toString());
      assertThat(done.path("updated_count").asInt()).isEqualTo(shown.path("results").size());
      JsonNode left =
          server.data("list-trajectories", "{\"task\":\"improve-slogan\",\"status\":[\"failed\"]}");
      assertThat(left.path("total").asInt(-1)).isZero();
    }
  }

  @Test
  void moreThanTwentyStatusesAreNotSetWithoutAQuestion() throws Exception {
    try (FaultServer jetty = scripted();
        ServerProcess server = Program.in(directory).over(transport).against(jetty.url()).serve()) {
      JsonNode refused =
          server.call(
              "update-trajectory-status",
              "{\"task\":\"hello\",\"status\":\"archived\",\"only_if_status\":[\"failed\"]}");
      assertThat(refused.path("isError").asBoolean()).isTrue();
      assertThat(refused.path("content").path(0).path("text").asString())
          .contains(
              "set the status of 30 runs", "jetty-mcp call update-trajectory-status", "--yes");
      assertThat(jetty.received("POST /api/v1/trajectory/acme/hello/statuses")).isEmpty();
    }
  }

  @Test
  void inputsOfListedRunsAreRedactedBeforeTheyAreShortened() throws Exception {
    try (FaultServer jetty = scripted();
        ServerProcess server = Program.in(directory).over(transport).against(jetty.url()).serve()) {
      JsonNode listed = server.data("list-trajectories", "{\"task\":\"hello\",\"limit\":1}");
      assertThat(listed.path("trajectories").path(0).path("inputs").asString())
          .doesNotContain(SECRET.substring(0, 12));
    }
  }

  @Test
  void failedVerdictOfARunbookIsNoSuccess() throws Exception {
    try (FaultServer jetty = scripted();
        ServerProcess server = Program.in(directory).over(transport).against(jetty.url()).serve()) {
      JsonNode run =
          server.data("wait-for-run", "{\"task\":\"hello\",\"trajectory_id\":\"aaaa0001\"}");
      assertThat(run.path("status").asString()).isEqualTo("completed");
      assertThat(run.path("verdict").asString()).isEqualTo("failed");
      assertThat(run.path("warnings").path(0).asString()).contains("overall_passed: false");
      assertThat(run.path("files")).hasSize(1);
    }
  }

  private ServerProcess simulated() throws IOException {
    return Program.in(directory).over(transport).simulated().serve();
  }

  /** A task with thirty failed runs, and a runbook's run that failed its checks. */
  private static FaultServer scripted() throws IOException {
    String padding = "x".repeat(140);
    String runs =
        IntStream.range(0, 30)
            .mapToObj(
                i ->
                    "{\"trajectory_id\":\"bbbb%04d\",\"status\":\"failed\",\"init_params\":{\"text\":\"%s %s\"}}"
                        .formatted(i, padding, SECRET))
            .collect(Collectors.joining(","));
    return FaultServer.withRoutes()
        .on(
            "GET /api/v1/collections/acme/environment",
            FaultAnswer.json("{\"environment_variables\":{\"A_KEY\":\"%s\"}}".formatted(SECRET)))
        .on(
            "GET /api/v1/db/trajectories/acme/hello",
            FaultAnswer.json("{\"trajectories\":[" + runs + "],\"has_more\":false}"))
        .on(
            "GET /api/v1/db/trajectory/acme/hello/aaaa0001",
            FaultAnswer.json(
                "{\"status\":\"success\",\"steps\":{\"run\":{\"activity\":\"runbook\",\"ended\":\"t\"}}}"))
        .on(
            "GET /api/v1/trajectory/acme/hello/aaaa0001",
            FaultAnswer.json(
                """
                {"status":"success","steps":{"run":{"activity":"runbook","outputs":{"success":true,
                 "files":["%s"]}}}}"""
                    .formatted(REPORT)))
        .on("GET /api/v1/file/" + REPORT, FaultAnswer.json("{\"overall_passed\":false}"));
  }
}
