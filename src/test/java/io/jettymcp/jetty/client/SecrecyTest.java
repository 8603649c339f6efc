package io.jettymcp.jetty.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.app.log.CapturedLog;
import io.jettymcp.app.log.LogEntry;
import io.jettymcp.config.LogLevel;
import io.jettymcp.jetty.ApiObserver;
import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.secret.Secret;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.node.JsonNodeFactory;

/** Values planted in every place are found in none that people see. */
class SecrecyTest extends OverLoopback {
  private static final String PLANTED = "planted-value-" + "b".repeat(16);
  private static final Request REQUEST =
      Request.patch("/api/v1/collections/{}/environment", "acme")
          .query("q", PLANTED)
          .json(JsonNodeFactory.instance.objectNode().put("KEY", PLANTED));
  private static final Request READ_IT =
      Request.get("/api/v1/collections/{}/environment", "acme").query("q", PLANTED);

  private CapturedLog log;

  @BeforeEach
  void listenAtTheFinestLevel() {
    log = new CapturedLog(LogLevel.TRACE);
  }

  @AfterEach
  void stopListening() {
    log.close();
  }

  @Test
  void failuresPrintNoContent() throws Exception {
    String echo =
        "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"bad\",\"input\":\"" + PLANTED + "\"}]}";
    for (FaultAnswer answer :
        List.of(
            FaultAnswer.status(422, "application/json", echo),
            FaultAnswer.json("{\"environment_variables\":{\"KEY\": " + PLANTED + "}}"),
            FaultAnswer.cutShort("{\"environment_variables\":{\"KEY\":\"" + PLANTED + "\""),
            FaultAnswer.raw(PLANTED + " " + PLANTED + "\r\n\r\n"),
            FaultAnswer.raw("HTTP/1.1 200 OK\r\n" + PLANTED + "\r\nX: \u0001\r\n\r\n"),
            FaultAnswer.raw(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + PLANTED + "\r\n"),
            FaultAnswer.redirect(307, "https://other.example/?" + PLANTED),
            FaultAnswer.redirect(307, "\\" + PLANTED),
            FaultAnswer.reset())) {
      JettyApi api = api(serving(answer));
      for (Request request : List.of(REQUEST, READ_IT)) {
        Failure failure = failure(api, request);
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace + failure.detail()).doesNotContain(PLANTED, TOKEN);
      }
    }
    assertThat(log.entries()).isNotEmpty();
    assertThat(log.entries()).noneMatch(SecrecyTest::showsASecret);
  }

  @Test
  void onlyTheSinkKnowsAnEnvironment() throws Exception {
    FaultServer server =
        serving(
            FaultAnswer.json(
                "{\"name\":\"acme\",\"environment_variables\":{\"KEY\":\"" + PLANTED + "\"}}"));
    List<Secret> learned = new ArrayList<>();
    JettyApi api =
        JettyApi.connect(
            settings(server.url(), 0, 1 << 20),
            token(TOKEN),
            (collection, values) -> learned.addAll(values),
            ApiObserver.NONE,
            Clock.systemUTC(),
            Schedulers.parallel(),
            () -> 0.0);

    try (api) {
      Reply reply = send(api, REQUEST);

      assertThat(reply + " " + reply.body()).doesNotContain(PLANTED);
      assertThat(reply.body().path("environment_variables").path("KEY").booleanValue()).isTrue();
      assertThat(learned).containsExactly(Secret.of(PLANTED));
      assertThat(learned.toString()).doesNotContain(PLANTED);
    }
  }

  @Test
  void writesOneLinePerRequestWithoutItsQuery() throws Exception {
    FaultServer server =
        serving(FaultAnswer.status(503, "text/plain", "busy"), FaultAnswer.json("[1]"));

    send(api(server), READ_IT);

    assertThat(log.entries()).extracting(LogEntry::level).containsExactly(Level.DEBUG, Level.DEBUG);
    assertThat(log.entries().get(0).message())
        .matches(
            "GET /api/v1/collections/acme/environment: "
                + "unavailable: server error \\(503\\), \\d+ ms, 4 bytes");
    assertThat(log.entries().get(1).message())
        .matches("GET /api/v1/collections/acme/environment: 200, \\d+ ms, 3 bytes");
  }

  private static boolean showsASecret(LogEntry line) {
    return line.message().contains(PLANTED)
        || line.message().contains(TOKEN)
        || line.thrown() != null;
  }
}
