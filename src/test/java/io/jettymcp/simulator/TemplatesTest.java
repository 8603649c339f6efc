package io.jettymcp.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.workflow.Activities;
import io.jettymcp.workflow.Activity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TemplatesTest {
  private static Simulator simulator;
  private static SimulatorClient visit;

  @BeforeAll
  static void start() {
    simulator = Simulator.start();
    visit = SimulatorClient.of(simulator).as(null);
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @Test
  void theListCountsItselfAndNamesItsCategories() {
    JsonNode listing = visit.get("/api/v1/step-templates").json();
    JsonNode templates = listing.path("templates");
    assertThat(listing.path("total_count").asInt()).isEqualTo(templates.size());
    List<String> categories = new ArrayList<>();
    listing.path("categories").forEach(category -> categories.add(category.asString()));
    templates.forEach(
        template -> assertThat(categories).contains(template.path("category").asString()));
  }

  @Test
  void theActivitiesOfTheWorkflowLanguageAreListedWithWhatTheyAreFor() {
    JsonNode templates = visit.get("/api/v1/step-templates").json().path("templates");
    Map<String, String> listed = new HashMap<>();
    templates.forEach(
        template ->
            listed.put(
                template.path("activity_name").asString(),
                template.path("category").asString()
                    + ": "
                    + template.path("description").asString()));
    assertThat(listed).hasSameSizeAs(templates);
    for (Activity activity : Activities.ALL) {
      assertThat(listed)
          .containsEntry(activity.name(), activity.category() + ": " + activity.about());
    }
    assertThat(listed).hasSameSizeAs(Activities.ALL);
  }

  @Test
  void everyTemplateNamesParametersAndOutputs() {
    for (JsonNode template : visit.get("/api/v1/step-templates").json().path("templates")) {
      assertThat(template.propertyNames())
          .containsExactly("activity_name", "category", "description", "parameters", "outputs");
      assertThat(template.path("parameters").isEmpty()).isFalse();
      assertThat(template.path("outputs").isEmpty()).isFalse();
    }
  }

  @Test
  void someListedNamesAreNotThoseThatTheRuntimeReads() {
    assertThat(parameters("litellm_chat")).contains("user_prompt").doesNotContain("prompt");
    assertThat(parameters("simple_judge"))
        .contains("content", "criteria")
        .doesNotContain("item", "instruction");
    assertThat(parameters("extract_from_trajectories"))
        .contains("trajectory_ids_path", "extract_paths")
        .doesNotContain("trajectory_list", "extract_keys");
    assertThat(parameters("list_emit_await")).contains("items").doesNotContain("items_path");
    assertThat(visit.get("/api/v1/step-templates/replicate_text2image").text())
        .contains("storage_path");
  }

  @Test
  void anUnknownActivityHasNoTemplate() {
    SimulatorClient.Got got = visit.get("/api/v1/step-templates/nothing");
    assertThat(got.status()).isEqualTo(404);
    assertThat(got.detail()).isEqualTo("Step template 'nothing' not found");
  }

  private static List<String> parameters(String activity) {
    List<String> names = new ArrayList<>();
    visit
        .get("/api/v1/step-templates/" + activity)
        .json()
        .path("parameters")
        .forEach(parameter -> names.add(parameter.path("name").asString()));
    return names;
  }
}
