package io.jettymcp.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Runs to learn from that are there from the start. */
class SeedTest extends OnFreshSimulator {
  @Test
  void theNewestCampaignFailsTwoTasksDown() {
    JsonNode runs = runs("campaign");
    assertThat(runs.path(1).path("status").asString()).isEqualTo("completed");
    JsonNode step = runs.path(0).path("steps").path("products");
    assertThat(step.path("error").asString()).isEqualTo("Child workflow execution failed");
    JsonNode product = failedChild(step);
    assertThat(product.path("name").asString()).isEqualTo("acme/campaign-product");
    JsonNode slogan = failedChild(product.path("steps").path("slogans"));
    assertThat(slogan.path("name").asString()).isEqualTo("acme/campaign-slogan");
    assertThat(slogan.path("steps").path("slogan").path("error").asString())
        .isEqualTo("TypeError: string indices must be integers, not 'str'");
  }

  @Test
  void theImprovedSlogansHaveRunsOfEveryOutcome() {
    Map<String, Integer> outcomes = new HashMap<>();
    JsonNode runs = runs("improve-slogan");
    runs.forEach(run -> outcomes.merge(run.path("status").asString(), 1, Integer::sum));
    assertThat(outcomes).isEqualTo(Map.of("completed", 5, "failed", 3, "cancelled", 1));
    List<String> errors =
        runs.valueStream()
            .flatMap(run -> run.path("steps").valueStream())
            .filter(step -> step.has("error"))
            .map(step -> step.path("key").asString() + ": " + step.path("error").asString())
            .map(error -> error.substring(0, error.indexOf("Error")))
            .toList();
    assertThat(errors).containsExactly("score: Value", "improve: Type", "improve: Type");
    double slowest =
        runs.valueStream()
            .flatMap(run -> run.path("steps").valueStream())
            .mapToDouble(step -> step.path("duration_seconds").asDouble(0))
            .max()
            .orElseThrow();
    assertThat(slowest).isEqualTo(240);
  }

  private JsonNode runs(String task) {
    return visit.get("/api/v1/db/trajectories/acme/" + task).json().path("trajectories");
  }

  private JsonNode failedChild(JsonNode step) {
    return step.path("outputs")
        .path("trajectory_references")
        .valueStream()
        .map(
            child ->
                visit
                    .get(
                        "/api/v1/db/trajectory/"
                            + child.path("name").asString()
                            + "/"
                            + child.path("trajectory_id").asString())
                    .json())
        .filter(child -> child.path("status").asString().equals("failed"))
        .findFirst()
        .orElseThrow();
  }
}
