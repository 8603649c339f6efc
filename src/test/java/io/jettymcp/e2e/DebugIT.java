package io.jettymcp.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.Slow;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Tests root causes, comparisons and completions through the real program. */
@Slow
@Timeout(120)
@ParameterizedClass
@EnumSource(names = {"STDIO", "HTTP"})
class DebugIT {
  private static final String SECRET = "lighthouse-keeper-of-1887";
  private static final String RUNS = "GET /api/v1/db/trajectories/acme/hello";
  private static final String CHAT = "POST /v1/chat/completions";

  @Parameter private Transport transport;

  @RegisterExtension
  final FaultServer jetty = FaultServer.withRoutes().environment("A_KEY", SECRET);

  @RegisterExtension final Program program = new Program().against(jetty.url());

  @BeforeEach
  void setTransport() {
    program.over(transport);
  }

  @Test
  void rootCauseAndComparisonWorkOnTheSimulator() throws Exception {
    try (ServerProcess server = program.simulated().serve()) {
      JsonNode found = server.data("debug-run", "{\"task\":\"campaign\"}");
      assertThat(found.path("failed_steps"))
          .extracting(stop -> stop.path("task").asString())
          .containsExactly("campaign", "campaign-product", "campaign-slogan");
      assertThat(found.path("finding").asString()).contains("campaign-slogan", "2 levels below");
      assertThat(found.path("root_cause").path("error").asString()).startsWith("TypeError");
      assertThat(found.path("fix").asString()).contains("step slogan", "the prompt is a list");
      JsonNode deepest = found.path("next").path(0);
      assertThat(
              server
                  .data(deepest.path("tool").asString(), deepest.path("arguments").toString())
                  .toString())
          .contains("TypeError");

      JsonNode compared = server.data("analyze-runs", "{\"task\":\"improve-slogan\"}");
      assertThat(compared.path("findings"))
          .extracting(finding -> finding.path("kind").asString())
          .contains("slow_step", "plateau");
      assertThat(compared.at("/failures/0/count").asInt()).isGreaterThan(1);
      assertThat(compared.path("findings"))
          .allSatisfy(
              finding ->
                  assertThat(finding.path("trajectory_ids"))
                      .isNotEmpty()
                      .allSatisfy(id -> assertThat(id.asString()).matches("[0-9a-f]{8}")));

      JsonNode answer =
          server.data("chat-completion", "{\"model\":\"gpt-4o-mini\",\"prompt\":\"Say hello\"}");
      assertThat(answer.path("text").asString()).contains("Say hello");
      assertThat(answer.path("finish_reason").asString()).isEqualTo("stop");
    }
  }

  @Test
  void cyclicRunsTerminateWithoutLeakingSecrets() throws Exception {
    jetty
        .on(run("hello", "aaaa0001"), fanOut("back", "bbbb0001"))
        .on(run("back", "bbbb0001"), fanOut("hello", "aaaa0001"))
        .on(
            "GET /api/v1/workflows-logs/acme-back--bbbb0001",
            FaultAnswer.json(
                "{\"events\":[{\"level\":\"error\",\"message\":\"sent %s\"}]}".formatted(SECRET)));
    try (ServerProcess server = program.serve()) {
      JsonNode found =
          server.data("debug-run", "{\"task\":\"hello\",\"trajectory_id\":\"aaaa0001\"}");
      assertThat(found.path("root_cause").path("trajectory_id").asString()).isEqualTo("bbbb0001");
      assertThat(found.path("failed_steps")).hasSize(2);
      assertThat(found.path("log_errors").path(0).path("message").asString()).startsWith("sent ");
      assertThat(jetty.received(run("hello", "aaaa0001"))).hasSize(1);
      assertNoSecret(server);
    }
  }

  @Test
  void completedRunWithoutFilesIsNotASuccess() throws Exception {
    jetty.on(
        run("hello", "aaaa0001"),
        FaultAnswer.json(
            """
            {"trajectory_id":"aaaa0001","status":"completed","total_steps":["run"],\
            "completed_steps":["run"],"steps":{"run":{"activity":"runbook","duration_seconds":12,\
            "outputs":{"results_files":[],"files":[]}}}}"""));
    try (ServerProcess server = program.serve()) {
      JsonNode found =
          server.data("debug-run", "{\"task\":\"hello\",\"trajectory_id\":\"aaaa0001\"}");
      assertThat(found.path("status").asString()).isEqualTo("completed");
      assertThat(found.path("finding").asString()).contains("step run", "left no files");
      assertThat(found.path("fix").asString()).contains("model");
      assertThat(found.path("notes").toString()).contains("log could not be read");
    }
  }

  @Test
  void fiftyLargeRunsAreComparedInASmallHeap() throws Exception {
    jetty.on(
        RUNS,
        (request, connection) -> {
          int page = Integer.parseInt(request.target().replaceFirst(".*[?&]page=(\\d+).*", "$1"));
          FaultAnswer.json(page(page)).to(request, connection);
        });
    try (ServerProcess server = program.withSmallHeap().serve()) {
      JsonNode compared = server.data("analyze-runs", "{\"task\":\"hello\",\"last\":50}");
      assertThat(compared.path("runs").asInt()).isEqualTo(50);
      assertThat(compared.toString().getBytes(UTF_8).length).isLessThan(32_000);
      assertThat(compared.path("statuses").toString())
          .isEqualTo("{\"failed\":30,\"completed\":20}");
      assertThat(compared.path("failures"))
          .hasSize(1)
          .allSatisfy(
              group -> {
                assertThat(group.path("count").asInt()).isEqualTo(30);
                assertThat(group.path("trajectory_ids")).hasSize(10);
                assertThat(group.path("message").asString())
                    .contains("more of run 0")
                    .hasSizeLessThan(340);
              });
      assertThat(kinds(compared))
          .containsExactlyInAnyOrder("iteration_waste", "slow_step", "slow_step", "plateau");
      assertThat(compared.path("findings"))
          .allSatisfy(
              finding ->
                  assertThat(finding.path("trajectory_ids").path(0).asString()).startsWith("aa"));
      assertNoSecret(server);
    }
  }

  @Test
  void taskWithoutRunsIsReported() throws Exception {
    jetty.on(RUNS, FaultAnswer.json("{\"trajectories\":[],\"has_more\":false}"));
    try (ServerProcess server = program.serve()) {
      assertThat(server.data("debug-run", "{\"task\":\"hello\"}").path("finding").asString())
          .isEqualTo("The task has no runs yet.");
      JsonNode compared = server.data("analyze-runs", "{\"task\":\"hello\"}");
      assertThat(compared.path("runs").asInt()).isZero();
      assertThat(compared.path("notes").toString()).contains("no runs yet");
    }
  }

  @Test
  void completionIsReturnedStreamedCompleteOrPartial() throws Exception {
    String first = chunk("I am the " + SECRET.substring(0, 10), "null");
    String second = chunk(SECRET.substring(10) + " and more", "null");
    String usage = "data: {\"choices\":[],\"usage\":{\"total_tokens\":9}}\n\n";
    try (ServerProcess server = program.serve()) {
      jetty.on(
          CHAT,
          FaultAnswer.events(
              ": hello\n\n", first, second, chunk("", "\"stop\""), usage, "data: [DONE]\n\n"));
      JsonNode streamed = ask(server);
      assertThat(streamed.path("text").asString()).startsWith("I am the ").endsWith(" and more");
      assertThat(streamed.path("finish_reason").asString()).isEqualTo("stop");
      assertThat(streamed.path("usage").path("total_tokens").asInt()).isEqualTo(9);
      assertThat(streamed.has("note")).isFalse();

      jetty.on(
          CHAT,
          FaultAnswer.json(
              """
              {"model":"m","choices":[{"message":{"content":"the %s"},"finish_reason":"stop"}]}"""
                  .formatted(SECRET)));
      assertThat(ask(server).path("text").asString()).startsWith("the ");

      for (FaultAnswer end : List.of(FaultAnswer.reset(), FaultAnswer.hangUp())) {
        jetty.on(CHAT, FaultAnswer.streamed("text/event-stream", first, second).then(end));
        int before = jetty.received(CHAT).size();
        JsonNode broken = ask(server);
        assertThat(jetty.received(CHAT)).hasSize(before + 1);
        assertThat(broken.path("text").asString()).startsWith("I am the ");
        assertThat(broken.path("note").asString()).contains("broke off", "Asking again costs");
        assertThat(broken.has("finish_reason")).isFalse();
      }
      assertThat(jetty.received(CHAT).get(0).text()).contains("\"collection\":\"acme\"");
      assertNoSecret(server);
    }
  }

  private static JsonNode ask(ServerProcess server) throws IOException {
    return server.data("chat-completion", "{\"model\":\"m\",\"prompt\":\"Who are you?\"}");
  }

  private static String chunk(String text, String finish) {
    return """
    data: {"model":"m","choices":[{"delta":{"content":"%s"},\
    "finish_reason":%s}]}\n\n"""
        .formatted(text, finish);
  }

  private static void assertNoSecret(ServerProcess server) throws Exception {
    server.end();
    assertThat(server.stdout()).noneMatch(line -> line.contains(SECRET));
    assertThat(server.stderr()).doesNotContain(SECRET);
  }

  private static String run(String task, String id) {
    return "GET /api/v1/db/trajectory/acme/" + task + "/" + id;
  }

  private static FaultAnswer fanOut(String task, String id) {
    return FaultAnswer.json(
        """
        {"status":"failed","steps":{"each":{"status":"failed","activity":"list_emit_await",\
        "error":"Child workflow execution failed with %s","outputs":{"trajectory_references":\
        [{"trajectory_id":"%s","name":"acme/%s"}]}}}}"""
            .formatted(SECRET, id, task));
  }

  private static List<String> kinds(JsonNode compared) {
    return compared.path("findings").values().stream()
        .map(finding -> finding.path("kind").asString())
        .toList();
  }

  /** Ten runs of 400,000 characters: three pages failed alike, two completed. */
  private static String page(int page) {
    String runs =
        IntStream.range(0, 10)
            .mapToObj(i -> page <= 3 ? failed(page, i) : completed(page, i))
            .collect(Collectors.joining(","));
    return "{\"trajectories\":[%s],\"has_more\":%s}".formatted(runs, page < 5);
  }

  private static String failed(int page, int run) {
    String trace = "more of run %d and %s\\n".formatted(run, SECRET).repeat(4_300);
    return """
    {"trajectory_id":"aa%02d%04d","status":"failed","created":"2026-11-20T10:00:00Z",\
    "updated":"2026-11-20T10:10:00Z","total_steps":["write"],"error":"%s",\
    "steps":{"write":{"status":"failed","duration_seconds":%d,\
    "error":"%s request timed out","outputs":{}}}}"""
        .formatted(page, run, trace, run == 0 ? 900 : 9, trace);
  }

  private static String completed(int page, int run) {
    return """
    {"trajectory_id":"aa%02d%04d","status":"completed","created":"2026-11-20T10:00:00Z",\
    "updated":"2026-11-20T10:10:00Z","total_steps":["write","judge"],\
    "labels":[{"key":"score.quality","value":"0.5"}],"steps":{"write":{"duration_seconds":2,\
    "outputs":{"text":"%s"}},"judge":{"duration_seconds":40,"outputs":{"history":\
    [{"score":3},{"score":3},{"score":2}]}}}}"""
        .formatted(page, run, "lorem ipsum ".repeat(34_000));
  }
}
