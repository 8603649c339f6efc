package io.jettymcp.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.simulator.SimulatorClient;
import io.jettymcp.simulator.SimulatorClient.Reply;
import io.jettymcp.simulator.SimulatorExtension;
import io.jettymcp.simulator.SimulatorOptions;
import io.jettymcp.simulator.SimulatorTokens;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AuthenticationTest {
  private static final String COLLECTIONS = "/api/v1/collections/";

  @RegisterExtension static final SimulatorExtension jetty = SimulatorExtension.instant();
  private static final SimulatorClient client = jetty.client();

  @ParameterizedTest
  @ValueSource(strings = {"/api/v1/health", "/api/v1/step-templates"})
  void openRouteNeedsNoToken(String path) {
    assertThat(client.anonymous().get(path).status()).isEqualTo(200);
  }

  @Nested
  class Rejections {
    @Test
    void missingTokenIsNotAuthenticated() {
      assertRejected(client.anonymous(), "Not authenticated");
    }

    @Test
    void unknownKeyIsInvalidOrInactive() {
      assertRejected(client.withToken(unknownKey()), "Invalid or inactive API key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"my-api-token", "MLC-something", "a-key"})
    void tokenThatLooksLikeAKeyHasTheWrongFormat(String token) {
      assertRejected(client.withToken(token), "Invalid API key format");
    }

    @Test
    void anyOtherTokenIsNeitherKeyNorJwt() {
      assertRejected(client.withToken("nonsense"), "Invalid API key or JWT token");
    }

    @Test
    void expiredJwtIsInvalidOrExpired() {
      String claims = base64("{\"exp\": 1000}");
      assertRejected(
          client.withToken(base64("{}") + "." + claims + "."), "Invalid or expired token");
    }

    private static void assertRejected(SimulatorClient caller, String detail) {
      Reply reply = caller.get(COLLECTIONS);
      assertThat(reply.status()).isEqualTo(401);
      assertThat(reply.detail()).isEqualTo(detail);
      assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    private static String base64(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
  }

  @Test
  void keyIsRejectedWhereAPersonIsRequired() {
    Reply reply =
        client.json(
            "POST",
            COLLECTIONS,
            """
            {"name": "new"}""");
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.detail()).isEqualTo("Invalid or expired token");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/collections/acme-lab",
        "/api/v1/collections/acme-lab/environment",
        "/api/v1/tasks/acme-lab/",
        "/api/v1/tasks/acme-lab/poster",
        "/api/v1/trial/acme-lab",
        "/api/v1/db/trajectories/acme-lab/poster",
        "/api/v1/db/stats/acme-lab/poster"
      })
  void keyIsForbiddenInAnotherCollection(String path) {
    Reply reply = client.get(path);
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.detail()).isEqualTo("API key not valid for this collection");
  }

  @Test
  void routinesOfAnotherCollectionAreNotFound() {
    Reply reply = client.get("/api/v1/routines/acme-lab");
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.detail()).isEqualTo("Collection not found");
  }

  @Test
  void personOfAnotherOrganisationFindsNothing() {
    assertThat(client.asStranger().get(COLLECTIONS).text()).isEqualTo("[]");
    Reply reply = client.asStranger().get("/api/v1/collections/acme");
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.detail()).isEqualTo("Collection not found");
  }

  @Nested
  class ReadAccess {
    private final SimulatorClient reader = client.asReader();

    @Test
    void readingIsAllowed() {
      assertThat(reader.get("/api/v1/tasks/acme/").status()).isEqualTo(200);
    }

    @Test
    void changesAreForbidden() {
      for (Reply reply :
          List.of(
              reader.json("PATCH", "/api/v1/collections/acme/environment", "{}"),
              reader.json("POST", "/api/v1/tasks/acme", "{}"),
              reader.json("POST", "/api/v1/routines/acme/test-echo", "{}"),
              reader.delete("/api/v1/tasks/acme/test-echo"),
              reader.run("test-echo", "{}"),
              reader.post("/api/v1/trial/acme/activate"))) {
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.detail()).isEqualTo("Access level WRITE required.");
      }
    }
  }

  @Nested
  class Whoami {
    @Test
    void keyHasItsCollection() {
      assertThat(whoami(client).text())
          .isEqualTo(
              """
              {"auth_type":"api_key","access_level":"WRITE","identifier":"acme",\
              "collection_scope":"acme"}""");
    }

    @Test
    void personHasNoCollection() {
      JsonNode person = whoami(client.asPerson()).json();
      assertThat(person.path("auth_type").asString()).isEqualTo("jwt");
      assertThat(person.path("collection_scope").isNull()).isTrue();
    }

    @Test
    void everyInvalidTokenGetsTheSameText() {
      for (String token : List.of(unknownKey(), "nonsense", "an-api-key")) {
        Reply reply = whoami(client.withToken(token));
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.detail()).isEqualTo("Invalid or expired token");
      }
    }

    private static Reply whoami(SimulatorClient caller) {
      return caller.get("/api/v1/auth/whoami");
    }
  }

  @Nested
  class Tokens {
    private final SimulatorTokens tokens = SimulatorTokens.random();

    @Test
    void areRandom() {
      assertThat(tokens.key()).matches("mlc_[a-z0-9]{32}").isNotEqualTo(jetty.simulator().token());
    }

    @Test
    void areNotPrinted() {
      String printed = tokens + " " + SimulatorOptions.defaults().withToken(tokens.key());
      assertThat(printed).doesNotContain(tokens.key(), tokens.person(), "mlc_", "ey");
    }
  }

  private static String unknownKey() {
    return "mlc_" + "a".repeat(32);
  }
}
