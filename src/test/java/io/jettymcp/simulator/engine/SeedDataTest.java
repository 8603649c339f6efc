package io.jettymcp.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.simulator.SimulatorClient;
import io.jettymcp.simulator.SimulatorExtension;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Runs to learn from that exist from the start. */
class SeedDataTest {
  @RegisterExtension static final SimulatorExtension jetty = SimulatorExtension.instant();
  private static final SimulatorClient client = jetty.client();

  @Test
  void statusesOfTheRunsDiffer() {
    List<JsonNode> runs = new ArrayList<>();
    for (JsonNode task : client.get("/api/v1/tasks/acme/").json()) {
      client.trajectories(task.path("name").asString()).forEach(runs::add);
    }
    assertThat(runs.stream().map(run -> run.path("status").asString()).distinct())
        .containsExactlyInAnyOrder("completed", "failed", "cancelled");
    assertThat(runs).anyMatch(run -> run.path("labels").size() == 2);
  }

  @Test
  void routinesExist() {
    assertThat(client.get("/api/v1/routines/acme").json().path("routines").size()).isEqualTo(2);
  }

  @Test
  void trialHasRunsLeft() {
    assertThat(client.get("/api/v1/trial/acme").json().path("runs_used").asInt()).isEqualTo(3);
  }

  @Test
  void judgeIsBroken() {
    assertThat(client.trajectories("broken-judge").at("/0/steps/explain/error").asString())
        .startsWith("TypeError");
  }

  @Test
  void newestCampaignFailsTwoTasksDown() {
    JsonNode runs = client.trajectories("campaign");
    assertThat(runs.at("/1/status").asString()).isEqualTo("completed");
    JsonNode step = runs.at("/0/steps/products");
    assertThat(step.path("error").asString()).isEqualTo("Child workflow execution failed");
    JsonNode product = failedChild(step);
    assertThat(product.path("name").asString()).isEqualTo("acme/campaign-product");
    JsonNode slogan = failedChild(product.at("/steps/slogans"));
    assertThat(slogan.path("name").asString()).isEqualTo("acme/campaign-slogan");
    assertThat(slogan.at("/steps/slogan/error").asString())
        .isEqualTo("TypeError: string indices must be integers, not 'str'");
  }

  @Nested
  class ImproveSlogan {
    private final JsonNode runs = client.trajectories("improve-slogan");

    @Test
    void runsHaveEveryOutcome() {
      Map<String, Integer> outcomes = new HashMap<>();
      runs.forEach(run -> outcomes.merge(run.path("status").asString(), 1, Integer::sum));
      assertThat(outcomes).isEqualTo(Map.of("completed", 5, "failed", 3, "cancelled", 1));
    }

    @Test
    void errorsDiffer() {
      List<String> errors =
          steps()
              .filter(step -> step.has("error"))
              .map(step -> step.path("key").asString() + ": " + step.path("error").asString())
              .map(error -> error.substring(0, error.indexOf("Error")))
              .toList();
      assertThat(errors).containsExactly("score: Value", "improve: Type", "improve: Type");
    }

    @Test
    void oneStepIsSlow() {
      assertThat(steps().mapToDouble(step -> step.path("duration_seconds").asDouble(0)).max())
          .hasValue(240);
    }

    private Stream<JsonNode> steps() {
      return runs.valueStream().flatMap(run -> run.path("steps").valueStream());
    }
  }

  private static JsonNode failedChild(JsonNode step) {
    return step.at("/outputs/trajectory_references")
        .valueStream()
        .map(
            child ->
                client
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
