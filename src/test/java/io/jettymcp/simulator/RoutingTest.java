package io.jettymcp.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RoutingTest {
  private static Simulator simulator;
  private static SimulatorClient visit;

  @BeforeAll
  static void start() {
    simulator = Simulator.start(SimulatorOptions.defaults().withPace(RunTimings.INSTANT));
    visit = SimulatorClient.of(simulator);
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @Test
  void aMissingSlashIsRedirectedToAnAbsoluteAddress() {
    SimulatorClient.Got got = visit.get("/api/v1/collections?limit=5");
    assertThat(got.status()).isEqualTo(307);
    assertThat(got.header("Location")).isEqualTo(simulator.url() + "/api/v1/collections/?limit=5");
  }

  @Test
  void aSlashTooManyIsRedirectedToo() {
    SimulatorClient.Got got = visit.get("/api/v1/routines/acme/");
    assertThat(got.status()).isEqualTo(307);
    assertThat(got.header("Location")).isEqualTo(simulator.url() + "/api/v1/routines/acme");
    assertThat(visit.get("/api/v1/step-templates/").status()).isEqualTo(307);
    assertThat(visit.post("/api/v1/run/acme/test-echo/").status()).isEqualTo(307);
  }

  @Test
  void theTaskListWithoutItsSlashBelongsToAnotherMethod() {
    SimulatorClient.Got got = visit.get("/api/v1/tasks/acme");
    assertThat(got.status()).isEqualTo(405);
    assertThat(got.text()).isEqualTo("{\"detail\":\"Method Not Allowed\"}");
    assertThat(got.header("Allow")).isEqualTo("POST");
    assertThat(visit.json("POST", "/api/v1/tasks/acme/", "{}").status()).isEqualTo(405);
  }

  @Test
  void methodsThatNoRouteHasAreNotAllowed() {
    for (String method : List.of("HEAD", "PUT", "OPTIONS", "BREW")) {
      SimulatorClient.Got got = visit.send(method, "/api/v1/health", null, null);
      assertThat(got.status()).as(method).isEqualTo(405);
    }
  }

  @Test
  void anUnknownPathIsNotFound() {
    for (String path :
        List.of(
            "/",
            "/api/v1/nothing",
            "/api/v1/chat/completions",
            "/api/v1/storage/acme/x/0000/y.png")) {
      SimulatorClient.Got got = visit.get(path);
      assertThat(got.status()).as(path).isEqualTo(404);
      assertThat(got.text()).isEqualTo("{\"detail\":\"Not Found\"}");
    }
  }

  @Test
  void anEscapedSlashActsAsASlash() {
    assertThat(visit.get("/api/v1/tasks%2Facme%2Ftest-echo").json().path("name").asString())
        .isEqualTo("test-echo");
    assertThat(visit.get("/api/v1/tasks/acme/a%2Fb").text())
        .isEqualTo("{\"detail\":\"Not Found\"}");
  }

  @Test
  void otherEscapesAreNames() {
    assertThat(visit.get("/api/v1/tasks/acme/test%2Decho").status()).isEqualTo(200);
    assertThat(visit.get("/api/v1/tasks/acme/caf%C3%A9").detail())
        .isEqualTo("Task 'café' in collection 'acme' not found");
    assertThat(visit.get("/api/v1/tasks/acme/..").detail())
        .isEqualTo("Task '..' in collection 'acme' not found");
  }

  @Test
  void everyAnswerSaysThatItIsASimulation() {
    for (SimulatorClient.Got got :
        List.of(
            visit.get("/api/v1/health"),
            visit.get("/api/v1/collections"),
            visit.get("/nowhere"),
            visit.as(null).get("/api/v1/collections/"),
            visit.get("/api/v1/tasks/acme"))) {
      assertThat(got.header("X-Jetty-Simulator")).isEqualTo("true");
    }
  }

  @Test
  void theTokenIsReadInAnyCaseOfTheScheme() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(simulator.url() + "/api/v1/collections/acme"))
            .header("Authorization", "bearer " + simulator.token())
            .build();
    assertThat(SimulatorClient.send(request).status()).isEqualTo(200);
    HttpRequest basic =
        HttpRequest.newBuilder(URI.create(simulator.url() + "/api/v1/collections/acme"))
            .header("Authorization", "Basic " + simulator.token())
            .build();
    assertThat(SimulatorClient.send(basic).detail()).isEqualTo("Not authenticated");
  }

  @Test
  void aBodyOverTheLimitIsRefusedAndTheNextCallIsServed() {
    byte[] huge = " ".repeat(33 * 1024 * 1024).getBytes(StandardCharsets.UTF_8);
    SimulatorClient.Got got = visit.send("POST", "/api/v1/tasks/acme", "application/json", huge);
    assertThat(got.status()).isEqualTo(413);
    assertThat(got.header("X-Jetty-Simulator")).isEqualTo("true");
    assertThat(visit.get("/api/v1/health").status()).isEqualTo(200);
  }
}
