package io.jettymcp.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AssetsTest extends OnFreshSimulator {
  private static final String DATASETS = "/api/v1/datasets/acme";
  private static final String MODELS = "/api/v1/models/acme/";

  @Test
  void datasetsAreListedWithoutAToken() {
    SimulatorClient.Got got = visit.as(null).get(DATASETS);
    assertThat(got.status()).isEqualTo(200);
    assertThat(names(got)).containsExactly("product-texts", "slogan-scores", "support-tickets");
    JsonNode first = got.json().path(0);
    assertThat(first.path("entity_type").asString()).isEqualTo("dataset");
    assertThat(first.path("collection_name").asString()).isEqualTo("acme");
    assertThat(first.path("format").asString()).isEqualTo("csv");
    assertThat(first.has("dataset_metadata")).isFalse();
    assertThat(visit.as(null).get("/api/v1/datasets/nowhere").status()).isEqualTo(404);
  }

  @Test
  void datasetsAreListedPageByPage() {
    assertThat(names(visit.get(DATASETS + "?skip=1&limit=1"))).containsExactly("slogan-scores");
    assertThat(visit.get(DATASETS + "?skip=9").text()).isEqualTo("[]");
    assertThat(visit.get(DATASETS + "?limit=9999").status()).isEqualTo(200);
    for (String bad : List.of("?skip=-1", "?limit=-1")) {
      SimulatorClient.Got got = visit.get(DATASETS + bad);
      assertThat(got.status()).as(bad).isEqualTo(400);
      assertThat(got.detail()).isEqualTo("Offset and limit must be non-negative");
    }
  }

  @Test
  void modelsAreListedForAKey() {
    SimulatorClient.Got got = visit.get(MODELS);
    assertThat(names(got)).containsExactly("ticket-router", "slogan-ranker");
    assertThat(got.json().path(0).path("entity_type").asString()).isEqualTo("trained_model");
    assertThat(names(visit.get(MODELS + "?skip=1"))).containsExactly("slogan-ranker");
    for (String bad : List.of("?limit=0", "?limit=501", "?skip=-1")) {
      assertThat(visit.get(MODELS + bad).status()).as(bad).isEqualTo(422);
    }
    assertThat(visit.as(null).get(MODELS).status()).isEqualTo(401);
    assertThat(visit.get("/api/v1/models/acme-lab/").status()).isEqualTo(403);
  }

  @Test
  void theTwoListsDifferInTheSlash() {
    assertThat(visit.get(DATASETS + "/").status()).isEqualTo(307);
    assertThat(visit.get("/api/v1/models/acme").status()).isEqualTo(307);
  }

  @Test
  void oneAssetIsShownWithItsDetails() {
    JsonNode dataset = visit.get(DATASETS + "/product-texts").json();
    assertThat(dataset.path("dataset_metadata").path("rows").asInt()).isEqualTo(1200);
    assertThat(dataset.path("created_at").asString()).startsWith("20");
    JsonNode model = visit.get(MODELS + "ticket-router").json();
    assertThat(model.path("model_attributes").path("labels").size()).isEqualTo(3);
    assertThat(visit.get(DATASETS + "/none").detail()).isEqualTo("Dataset not found");
    assertThat(visit.get(MODELS + "none").detail()).isEqualTo("Trained model not found");
  }

  private static List<String> names(SimulatorClient.Got got) {
    return got.json().valueStream().map(asset -> asset.path("name").asString()).toList();
  }
}
