package io.jettymcp.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.simulator.SimulatorClient;
import io.jettymcp.simulator.SimulatorClient.Reply;
import io.jettymcp.simulator.SimulatorExtension;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class CollectionsApiTest {
  private static final String COLLECTIONS = "/api/v1/collections/";
  private static final String ENVIRONMENT = "/api/v1/collections/acme/environment";

  @RegisterExtension final SimulatorExtension jetty = SimulatorExtension.instant();
  private final SimulatorClient key = jetty.client();
  private final SimulatorClient person = key.asPerson();

  @Nested
  class Lists {
    @ParameterizedTest
    @ValueSource(strings = {"", "?skip=9&limit=-4"})
    void keyGetsItsOwnCollectionWhateverThePage(String query) {
      assertThat(names(key, query)).containsExactly("acme");
    }

    @Test
    void personPagesThroughAllCollections() {
      assertThat(names(person, "")).containsExactly("acme", "acme-lab");
      assertThat(names(person, "?skip=1")).containsExactly("acme-lab");
      assertThat(names(person, "?limit=1")).containsExactly("acme");
      assertThat(names(person, "?skip=7")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?skip=-1", "?limit=-1"})
    void negativePageIsInvalidInATextOfItsOwn(String query) {
      Reply reply = person.get(COLLECTIONS + query);
      assertThat(reply.status()).isEqualTo(422);
      assertThat(reply.detail()).isEqualTo("Invalid pagination parameters");
    }

    @Test
    void pageThatIsNoNumberIsInvalid() {
      assertThat(person.get(COLLECTIONS + "?skip=x").validationError().path("type").asString())
          .isEqualTo("int_parsing");
    }

    private static List<String> names(SimulatorClient caller, String query) {
      return caller
          .get(COLLECTIONS + query)
          .json()
          .valueStream()
          .map(collection -> collection.path("name").asString())
          .toList();
    }
  }

  @Test
  void collectionIsShownWithoutItsEnvironment() {
    assertThat(key.get(COLLECTIONS + "acme").json().propertyNames())
        .containsExactly("name", "description", "id", "auth_org_id", "owner_identifier");
  }

  @Test
  void collectionIsFoundInAnyCase() {
    assertThat(key.get(COLLECTIONS + "ACME").json().path("name").asString()).isEqualTo("acme");
  }

  @Test
  void unknownCollectionIsNotFound() {
    assertThat(key.get(COLLECTIONS + "none").detail()).isEqualTo("Collection not found");
  }

  @Test
  void storageRouteDoesNotExist() {
    assertThat(key.get("/api/v1/collections/acme/storage").status()).isEqualTo(404);
  }

  @Nested
  class Creation {
    @Test
    void respondsWith200() {
      Reply reply =
          person.json(
              "POST",
              COLLECTIONS,
              """
              {"name": "fresh", "environment_variables": {"A": "one"}}""");
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.json().path("name").asString()).isEqualTo("fresh");
      JsonNode environment = person.get(COLLECTIONS + "fresh/environment").json();
      assertThat(environment.at("/environment_variables/A").asString()).isEqualTo("one");
    }

    @Test
    void refusesATakenNameInAnyCase() {
      Reply reply =
          person.json(
              "POST",
              COLLECTIONS,
              """
              {"name": "Acme"}""");
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.detail()).isEqualTo("Collection already exists");
    }
  }

  @Nested
  class Environment {
    @Test
    void isReadInPlainTextWithItsCollection() {
      JsonNode json = key.get(ENVIRONMENT).json();
      assertThat(json.path("name").asString()).isEqualTo("acme");
      assertThat(json.at("/environment_variables/REPORT_CHANNEL").asString())
          .isEqualTo("#weekly-reports");
    }

    @Test
    void patchMergesAndReturnsEveryValue() {
      JsonNode variables =
          patched(
              """
              {"environment_variables": {"EXTRA": "more"}}""");
      assertThat(variables.propertyNames())
          .contains("EXTRA", "REPORT_CHANNEL", "CRM_ACCESS_CODE", "NEWSLETTER_SIGNING_PHRASE");
      assertThat(variables.path("EXTRA").asString()).isEqualTo("more");
    }

    @Test
    void nullDeletesOneVariable() {
      JsonNode variables =
          patched(
              """
              {"environment_variables": {"REPORT_CHANNEL": null, "NEVER_THERE": null}}""");
      assertThat(variables.propertyNames())
          .containsExactly("CRM_ACCESS_CODE", "NEWSLETTER_SIGNING_PHRASE");
    }

    @Test
    void nullInPlaceOfAllDeletesAll() {
      JsonNode variables =
          patched(
              """
              {"environment_variables": null}""");
      assertThat(variables.isNull()).isTrue();
      assertThat(key.get(ENVIRONMENT).json().path("environment_variables").isNull()).isTrue();
    }

    @Test
    void deletedEnvironmentTakesNewVariables() {
      patched(
          """
          {"environment_variables": null}""");
      JsonNode variables =
          patched(
              """
              {"environment_variables": {"A": "b"}}""");
      assertThat(variables.propertyNames()).containsExactly("A");
    }

    private JsonNode patched(String body) {
      Reply reply = patch(body);
      assertThat(reply.status()).isEqualTo(200);
      return reply.json().path("environment_variables");
    }
  }

  @Nested
  class InvalidPatch {
    @Test
    void isEchoedSecretsIncluded() {
      Reply reply =
          patch(
              """
              {"environment": {"K": "planted-value"}}""");
      assertThat(reply.status()).isEqualTo(422);
      assertThat(reply.text())
          .isEqualTo(
              """
              {"detail":[{"type":"missing","loc":["body","environment_variables"],\
              "msg":"Field required","input":{"environment":{"K":"planted-value"}}}]}""");
    }

    @Test
    void changesNothing() {
      Reply reply =
          patch(
              """
              {"environment_variables": {"A": "x", "B": 5}}""");
      assertThat(reply.status()).isEqualTo(422);
      assertThat(reply.validationError().path("loc"))
          .hasToString(
              """
              ["body","environment_variables","B"]""");
      assertThat(reply.validationError().path("input").asInt()).isEqualTo(5);
      assertThat(key.get(ENVIRONMENT).json().path("environment_variables").has("A")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"{oops, json_invalid", "'', missing", "[1], model_attributes_type"})
    void malformedBodyIsUnprocessable(String body, String type) {
      assertThat(patch(body).validationError().path("type").asString()).isEqualTo(type);
    }

    @Test
    void bodyOfAnotherContentTypeIsUnprocessable() {
      byte[] body = "{\"environment_variables\":{}}".getBytes(StandardCharsets.UTF_8);
      Reply reply = key.send("PATCH", ENVIRONMENT, "text/plain", body);
      assertThat(reply.validationError().path("type").asString())
          .isEqualTo("model_attributes_type");
    }

    @Test
    void deepBodyIsUnprocessable() {
      assertThat(patch("[".repeat(5000)).status()).isEqualTo(422);
    }

    @Test
    void malformedBodyIsReportedBeforeTheToken() {
      assertThat(key.anonymous().json("PATCH", ENVIRONMENT, "{oops").status()).isEqualTo(422);
      assertThat(key.anonymous().json("PATCH", ENVIRONMENT, "{}").status()).isEqualTo(401);
    }
  }

  private Reply patch(String body) {
    return key.json("PATCH", ENVIRONMENT, body);
  }
}
