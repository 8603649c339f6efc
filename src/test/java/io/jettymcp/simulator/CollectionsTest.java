package io.jettymcp.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class CollectionsTest {
  private static final String ENVIRONMENT = "/api/v1/collections/acme/environment";

  private Simulator simulator;
  private SimulatorClient key;
  private SimulatorClient person;

  @BeforeEach
  void start() {
    simulator = Simulator.start(SimulatorOptions.defaults().withPace(RunTimings.INSTANT));
    key = SimulatorClient.of(simulator);
    person = key.as(simulator.tokens().person());
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void aKeyGetsExactlyItsOwnCollectionWhateverThePage() {
    assertThat(names(key.get("/api/v1/collections/"))).containsExactly("acme");
    assertThat(names(key.get("/api/v1/collections/?skip=9&limit=-4"))).containsExactly("acme");
  }

  @Test
  void aPersonPagesThroughAllCollections() {
    assertThat(names(person.get("/api/v1/collections/"))).containsExactly("acme", "acme-lab");
    assertThat(names(person.get("/api/v1/collections/?skip=1"))).containsExactly("acme-lab");
    assertThat(names(person.get("/api/v1/collections/?limit=1"))).containsExactly("acme");
    assertThat(names(person.get("/api/v1/collections/?skip=7"))).isEmpty();
  }

  @Test
  void negativePagesAreRefusedInATextOfTheirOwn() {
    for (String query : List.of("skip=-1", "limit=-1")) {
      SimulatorClient.Got got = person.get("/api/v1/collections/?" + query);
      assertThat(got.status()).isEqualTo(422);
      assertThat(got.text()).isEqualTo("{\"detail\":\"Invalid pagination parameters\"}");
    }
    assertThat(person.get("/api/v1/collections/?skip=x").finding().path("type").asString())
        .isEqualTo("int_parsing");
  }

  @Test
  void aCollectionIsShownWithoutItsEnvironmentAndFoundInAnyCase() {
    JsonNode collection = key.get("/api/v1/collections/ACME").json();
    assertThat(collection.propertyNames())
        .containsExactly("name", "description", "id", "auth_org_id", "owner_identifier");
    assertThat(collection.path("name").asString()).isEqualTo("acme");
    assertThat(key.get("/api/v1/collections/none").detail()).isEqualTo("Collection not found");
  }

  @Test
  void aPersonCreatesACollectionWith200() {
    SimulatorClient.Got got =
        person.json(
            "POST",
            "/api/v1/collections/",
            "{\"name\":\"fresh\",\"environment_variables\":{\"A\":\"one\"}}");
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.json().path("name").asString()).isEqualTo("fresh");
    assertThat(
            person
                .get("/api/v1/collections/fresh/environment")
                .json()
                .path("environment_variables")
                .path("A")
                .asString())
        .isEqualTo("one");
  }

  @Test
  void aNameIsTakenInAnyCase() {
    SimulatorClient.Got got = person.json("POST", "/api/v1/collections/", "{\"name\":\"Acme\"}");
    assertThat(got.status()).isEqualTo(400);
    assertThat(got.detail()).isEqualTo("Collection already exists");
  }

  @Test
  void theEnvironmentComesInPlainTextWithTheCollectionAround() {
    JsonNode got = key.get(ENVIRONMENT).json();
    assertThat(got.path("name").asString()).isEqualTo("acme");
    assertThat(got.path("environment_variables").path("REPORT_CHANNEL").asString())
        .isEqualTo("#weekly-reports");
  }

  @Test
  void aPatchMergesAndAnswersWithEveryValue() {
    JsonNode variables = patch("{\"environment_variables\":{\"EXTRA\":\"more\"}}");
    assertThat(variables.propertyNames())
        .contains("EXTRA", "REPORT_CHANNEL", "CRM_ACCESS_CODE", "NEWSLETTER_SIGNING_PHRASE");
    assertThat(variables.path("EXTRA").asString()).isEqualTo("more");
  }

  @Test
  void aNullDeletesOneVariableAndNullInPlaceOfThemAllWipesThem() {
    JsonNode variables =
        patch("{\"environment_variables\":{\"REPORT_CHANNEL\":null,\"NEVER_THERE\":null}}");
    assertThat(variables.propertyNames())
        .containsExactly("CRM_ACCESS_CODE", "NEWSLETTER_SIGNING_PHRASE");
    assertThat(patch("{\"environment_variables\":null}").isNull()).isTrue();
    assertThat(key.get(ENVIRONMENT).json().path("environment_variables").isNull()).isTrue();
    assertThat(patch("{\"environment_variables\":{\"A\":\"b\"}}").propertyNames())
        .containsExactly("A");
  }

  @Test
  void aMistypedPatchComesBackWholeSecretsIncluded() {
    SimulatorClient.Got got =
        key.json("PATCH", ENVIRONMENT, "{\"environment\":{\"K\":\"planted-value\"}}");
    assertThat(got.status()).isEqualTo(422);
    assertThat(got.text())
        .isEqualTo(
            "{\"detail\":[{\"type\":\"missing\",\"loc\":[\"body\",\"environment_variables\"],"
                + "\"msg\":\"Field required\","
                + "\"input\":{\"environment\":{\"K\":\"planted-value\"}}}]}");
  }

  @Test
  void aValueThatIsNoTextIsRefusedAndChangesNothing() {
    SimulatorClient.Got got =
        key.json("PATCH", ENVIRONMENT, "{\"environment_variables\":{\"A\":\"x\",\"B\":5}}");
    assertThat(got.status()).isEqualTo(422);
    assertThat(got.finding().path("loc").toString())
        .isEqualTo("[\"body\",\"environment_variables\",\"B\"]");
    assertThat(got.finding().path("input").asInt()).isEqualTo(5);
    assertThat(key.get(ENVIRONMENT).json().path("environment_variables").has("A")).isFalse();
  }

  @Test
  void brokenBodiesAreUnprocessable() {
    assertThat(key.json("PATCH", ENVIRONMENT, "{oops").finding().path("type").asString())
        .isEqualTo("json_invalid");
    assertThat(key.json("PATCH", ENVIRONMENT, "").finding().path("type").asString())
        .isEqualTo("missing");
    assertThat(key.json("PATCH", ENVIRONMENT, "[1]").finding().path("type").asString())
        .isEqualTo("model_attributes_type");
    byte[] text = "{\"environment_variables\":{}}".getBytes(StandardCharsets.UTF_8);
    assertThat(key.send("PATCH", ENVIRONMENT, "text/plain", text).finding().path("type").asString())
        .isEqualTo("model_attributes_type");
    assertThat(key.json("PATCH", ENVIRONMENT, "[".repeat(5000)).status()).isEqualTo(422);
  }

  @Test
  void aBrokenJsonBodyIsNoticedBeforeTheToken() {
    assertThat(key.as(null).json("PATCH", ENVIRONMENT, "{oops").status()).isEqualTo(422);
    assertThat(key.as(null).json("PATCH", ENVIRONMENT, "{}").status()).isEqualTo(401);
  }

  @Test
  void theStorageIsNotOffered() {
    assertThat(key.get("/api/v1/collections/acme/storage").status()).isEqualTo(404);
  }

  private JsonNode patch(String body) {
    SimulatorClient.Got got = key.json("PATCH", ENVIRONMENT, body);
    assertThat(got.status()).isEqualTo(200);
    return got.json().path("environment_variables");
  }

  private static List<String> names(SimulatorClient.Got got) {
    List<String> names = new ArrayList<>();
    got.json().forEach(collection -> names.add(collection.path("name").asString()));
    return names;
  }
}
