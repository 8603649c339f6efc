package io.jettymcp.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AccessTest {
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
  void healthAndStepTemplatesNeedNoToken() {
    for (String path : List.of("/api/v1/health", "/api/v1/step-templates")) {
      assertThat(visit.as(null).get(path).status()).as(path).isEqualTo(200);
    }
    assertThat(visit.as(null).get("/api/v1/health").text()).isEqualTo("{\"status\":\"healthy\"}");
  }

  @Test
  void aCallWithoutATokenIsNotAuthenticated() {
    SimulatorClient.Got got = visit.as(null).get("/api/v1/collections/");
    assertThat(got.status()).isEqualTo(401);
    assertThat(got.text()).isEqualTo("{\"detail\":\"Not authenticated\"}");
  }

  @Test
  void anUnknownKeyIsInvalidOrInactiveAndNamesTheScheme() {
    SimulatorClient.Got got = visit.as("mlc_" + "a".repeat(32)).get("/api/v1/collections/");
    assertThat(got.status()).isEqualTo(401);
    assertThat(got.detail()).isEqualTo("Invalid or inactive API key");
    assertThat(got.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  @Test
  void aTokenThatOnlyLooksMeantAsAKeyHasTheWrongFormat() {
    assertRefused("my-api-token", "Invalid API key format");
    assertRefused("MLC-something", "Invalid API key format");
    assertRefused("a-key", "Invalid API key format");
  }

  @Test
  void anyOtherBadTokenIsNeitherKeyNorJwt() {
    assertRefused("nonsense", "Invalid API key or JWT token");
  }

  @Test
  void anExpiredJwtIsCalledThat() {
    String claims = base64("{\"exp\":1000}");
    assertRefused(base64("{}") + "." + claims + ".", "Invalid or expired token");
  }

  @Test
  void aKeyOnARouteForPersonsIsInvalidOrExpired() {
    SimulatorClient.Got got = visit.json("POST", "/api/v1/collections/", "{\"name\":\"new\"}");
    assertThat(got.status()).isEqualTo(401);
    assertThat(got.detail()).isEqualTo("Invalid or expired token");
  }

  @Test
  void aKeyOpensItsOwnCollectionAlone() {
    for (String path :
        List.of(
            "/api/v1/collections/acme-lab",
            "/api/v1/collections/acme-lab/environment",
            "/api/v1/tasks/acme-lab/",
            "/api/v1/tasks/acme-lab/poster",
            "/api/v1/trial/acme-lab",
            "/api/v1/db/trajectories/acme-lab/poster",
            "/api/v1/db/stats/acme-lab/poster")) {
      SimulatorClient.Got got = visit.get(path);
      assertThat(got.status()).as(path).isEqualTo(403);
      assertThat(got.detail()).isEqualTo("API key not valid for this collection");
    }
  }

  @Test
  void routinesOfAnotherCollectionAreNotFoundRatherThanForbidden() {
    SimulatorClient.Got got = visit.get("/api/v1/routines/acme-lab");
    assertThat(got.status()).isEqualTo(404);
    assertThat(got.detail()).isEqualTo("Collection not found");
  }

  @Test
  void aPersonOfAnotherOrganisationFindsNothing() {
    SimulatorClient stranger = visit.as(simulator.tokens().stranger());
    assertThat(stranger.get("/api/v1/collections/").text()).isEqualTo("[]");
    SimulatorClient.Got got = stranger.get("/api/v1/collections/acme");
    assertThat(got.status()).isEqualTo(404);
    assertThat(got.detail()).isEqualTo("Collection not found");
  }

  @Test
  void aPersonWhoMayOnlyReadChangesNothing() {
    SimulatorClient reader = visit.as(simulator.tokens().reader());
    assertThat(reader.get("/api/v1/tasks/acme/").status()).isEqualTo(200);
    for (SimulatorClient.Got got :
        List.of(
            reader.json("PATCH", "/api/v1/collections/acme/environment", "{}"),
            reader.json("POST", "/api/v1/tasks/acme", "{}"),
            reader.json("POST", "/api/v1/routines/acme/test-echo", "{}"),
            reader.delete("/api/v1/tasks/acme/test-echo"),
            reader.run("test-echo", "{}"),
            reader.post("/api/v1/trial/acme/activate"))) {
      assertThat(got.status()).isEqualTo(403);
      assertThat(got.detail()).isEqualTo("Access level WRITE required.");
    }
  }

  @Test
  void whoamiTellsAKeyWithItsCollectionFromAPerson() {
    assertThat(visit.get("/api/v1/auth/whoami").text())
        .isEqualTo(
            "{\"auth_type\":\"api_key\",\"access_level\":\"WRITE\",\"identifier\":\"acme\","
                + "\"collection_scope\":\"acme\"}");
    SimulatorClient.Got person = visit.as(simulator.tokens().person()).get("/api/v1/auth/whoami");
    assertThat(person.json().path("auth_type").asString()).isEqualTo("jwt");
    assertThat(person.json().path("collection_scope").isNull()).isTrue();
  }

  @Test
  void whoamiHasOneWordForEveryBadToken() {
    for (String token : List.of("mlc_" + "b".repeat(32), "nonsense", "an-api-key")) {
      SimulatorClient.Got got = visit.as(token).get("/api/v1/auth/whoami");
      assertThat(got.status()).isEqualTo(401);
      assertThat(got.text()).isEqualTo("{\"detail\":\"Invalid or expired token\"}");
    }
  }

  @Test
  void tokensAreFreshForEachSimulatorAndPrintedNowhere() {
    SimulatorTokens tokens = SimulatorTokens.random();
    assertThat(tokens.key()).matches("mlc_[a-z0-9]{32}").isNotEqualTo(simulator.token());
    String printed = tokens + " " + SimulatorOptions.defaults().withToken(tokens.key());
    assertThat(printed).doesNotContain(tokens.key(), tokens.person(), "mlc_", "ey");
  }

  private static void assertRefused(@Nullable String token, String detail) {
    SimulatorClient.Got got = visit.as(token).get("/api/v1/collections/");
    assertThat(got.status()).isEqualTo(401);
    assertThat(got.detail()).isEqualTo(detail);
  }

  private static String base64(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
