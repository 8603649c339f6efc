package io.jettymcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.Slow;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.mcp.modern.ModernRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Two replicas that share a key: what one of them began goes on at the other, behind nginx. */
@Slow
@Timeout(120)
class ModernReplicasIT {
  private static final String META =
      ModernRequest.meta(
          "{\"elicitation\":{},\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}");

  @TempDir Path directory;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  @RegisterExtension final Replicas both = new Replicas();
  private final List<Replica> replicas = both.all;

  @BeforeEach
  void begin() throws Exception {
    Path key = Files.writeString(directory.resolve("key"), "k".repeat(43));
    both.begin(directory, false, "--stateless", "--state-key-file", key.toString());
  }

  @Test
  void questionOfKilledReplicaIsAnsweredAtTheOther() throws Exception {
    String delete = "\"name\":\"delete-task\",\"arguments\":{\"task\":\"job\"}";
    replicas.get(1).jetty.on("DELETE /api/v1/tasks/acme/job", FaultAnswer.json("{}"));
    JsonNode asked = result(send(direct(0), "tools/call", "delete-task", delete));
    assertThat(asked.path("resultType").asString()).as("%s", asked).isEqualTo("input_required");
    killFirst();
    String question = asked.path("inputRequests").propertyNames().iterator().next();
    JsonNode schema = asked.at("/inputRequests/" + question + "/params/requestedSchema/properties");
    String property = schema.propertyNames().iterator().next();

    JsonNode done =
        result(
            send(
                both.url(),
                "tools/call",
                "delete-task",
                delete
                    + ",\"requestState\":"
                    + asked.path("requestState")
                    + ",\"inputResponses\":{\"%s\":{\"action\":\"accept\",\"content\":{\"%s\":true}}}"
                        .formatted(question, property)));

    assertThat(done.path("isError").asBoolean(false)).as("%s", done).isFalse();
    assertThat(replicas.get(1).jetty.received("DELETE /api/v1/tasks/acme/job")).hasSize(1);
  }

  @Test
  void taskOfKilledReplicaIsReadAtTheOther() throws Exception {
    replicas.get(0).addTask("job");
    replicas
        .get(1)
        .jetty
        .on(
            "GET /api/v1/db/trajectory/acme/job/run-job",
            FaultAnswer.json("{\"trajectory_id\":\"run-job\",\"status\":\"completed\"}"));
    JsonNode begun =
        result(
            send(
                direct(0),
                "tools/call",
                "run-task-sync",
                "\"name\":\"run-task-sync\",\"arguments\":{\"task\":\"job\"}"));
    assertThat(begun.path("resultType").asString()).as("%s", begun).isEqualTo("task");
    killFirst();
    String id = begun.path("taskId").asString();

    JsonNode task = result(send(both.url(), "tasks/get", id, "\"taskId\":\"" + id + "\""));

    assertThat(task.path("status").asString()).as("%s", task).isEqualTo("completed");
    assertThat(replicas.get(1).starts("job")).isZero();
  }

  @Test
  void subscriptionEndsWithItsResultWhenItsReplicaStops() throws Exception {
    HttpRequest listen =
        request(both.url(), "subscriptions/listen", "\"notifications\":{}").build();
    HttpResponse<Stream<String>> stream = http.send(listen, BodyHandlers.ofLines());
    Iterator<String> messages = stream.body().filter(line -> line.startsWith("data: ")).iterator();
    assertThat(messages.next()).contains("notifications/subscriptions/acknowledged");

    for (Replica replica : replicas) {
      replica.server.handle().destroy();
    }

    assertThat(messages.next()).contains("\"resultType\":\"complete\"");
    assertThat(messages.hasNext()).isFalse();
  }

  private void killFirst() throws Exception {
    ServerProcess first = replicas.get(0).server;
    first.kill();
    first.awaitExit(Duration.ofSeconds(20));
  }

  private URI direct(int replica) {
    return URI.create("http://127.0.0.1:" + replicas.get(replica).port());
  }

  private HttpResponse<String> send(URI server, String method, String name, String params)
      throws Exception {
    return http.send(
        request(server, method, params).header("Mcp-Name", name).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(URI server, String method, String params) {
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":{%s,%s}}"
            .formatted(method, params, META);
    return HttpRequest.newBuilder(server.resolve("/mcp"))
        .header("Authorization", "Bearer mlc_token")
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, text/event-stream")
        .header("MCP-Protocol-Version", "2026-07-28")
        .header("Mcp-Method", method)
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  /** Returns the result, be it in the body or in the last event of a stream. */
  private static JsonNode result(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    String message = response.body().lines().filter(line -> line.contains("{")).toList().get(0);
    return ServerProcess.JSON.readTree(message.substring(message.indexOf('{'))).path("result");
  }
}
