package io.jettymcp.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.simulator.SimulatorClient;
import io.jettymcp.simulator.SimulatorClient.Reply;
import io.jettymcp.simulator.SimulatorExtension;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class AssetsApiTest {
  private static final String DATASETS = "/api/v1/datasets/acme";
  private static final String MODELS = "/api/v1/models/acme/";

  @RegisterExtension static final SimulatorExtension jetty = SimulatorExtension.instant();
  private static final SimulatorClient client = jetty.client();

  @Nested
  class Datasets {
    @Test
    void areListedWithoutAToken() {
      Reply reply = client.anonymous().get(DATASETS);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(names(reply)).containsExactly("product-texts", "slogan-scores", "support-tickets");
    }

    @Test
    void areListedWithoutTheirDetails() {
      JsonNode first = client.get(DATASETS).json().path(0);
      assertThat(first.path("entity_type").asString()).isEqualTo("dataset");
      assertThat(first.path("collection_name").asString()).isEqualTo("acme");
      assertThat(first.path("format").asString()).isEqualTo("csv");
      assertThat(first.has("dataset_metadata")).isFalse();
    }

    @Test
    void arePaged() {
      assertThat(names(client.get(DATASETS + "?skip=1&limit=1"))).containsExactly("slogan-scores");
      assertThat(client.get(DATASETS + "?skip=9").text()).isEqualTo("[]");
      assertThat(client.get(DATASETS + "?limit=9999").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?skip=-1", "?limit=-1"})
    void haveNoNegativePages(String query) {
      Reply reply = client.get(DATASETS + query);
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.detail()).isEqualTo("Offset and limit must be non-negative");
    }

    @Test
    void ofAnUnknownCollectionAreNotFound() {
      assertThat(client.anonymous().get("/api/v1/datasets/nowhere").status()).isEqualTo(404);
    }

    @Test
    void haveDetailsOneByOne() {
      JsonNode dataset = client.get(DATASETS + "/product-texts").json();
      assertThat(dataset.at("/dataset_metadata/rows").asInt()).isEqualTo(1200);
      assertThat(dataset.path("created_at").asString()).startsWith("20");
      assertThat(client.get(DATASETS + "/none").detail()).isEqualTo("Dataset not found");
    }

    @Test
    void haveAListWithoutATrailingSlash() {
      assertThat(client.get(DATASETS + "/").status()).isEqualTo(307);
    }
  }

  @Nested
  class Models {
    @Test
    void areListed() {
      Reply reply = client.get(MODELS);
      assertThat(names(reply)).containsExactly("ticket-router", "slogan-ranker");
      assertThat(reply.json().at("/0/entity_type").asString()).isEqualTo("trained_model");
    }

    @Test
    void arePaged() {
      assertThat(names(client.get(MODELS + "?skip=1"))).containsExactly("slogan-ranker");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?limit=0", "?limit=501", "?skip=-1"})
    void haveBoundedPages(String query) {
      assertThat(client.get(MODELS + query).status()).isEqualTo(422);
    }

    @Test
    void requireAToken() {
      assertThat(client.anonymous().get(MODELS).status()).isEqualTo(401);
      assertThat(client.get("/api/v1/models/acme-lab/").status()).isEqualTo(403);
    }

    @Test
    void haveDetailsOneByOne() {
      JsonNode model = client.get(MODELS + "ticket-router").json();
      assertThat(model.at("/model_attributes/labels").size()).isEqualTo(3);
      assertThat(client.get(MODELS + "none").detail()).isEqualTo("Trained model not found");
    }

    @Test
    void haveAListWithATrailingSlash() {
      assertThat(client.get("/api/v1/models/acme").status()).isEqualTo(307);
    }
  }

  private static List<String> names(Reply reply) {
    return reply.json().valueStream().map(asset -> asset.path("name").asString()).toList();
  }
}
