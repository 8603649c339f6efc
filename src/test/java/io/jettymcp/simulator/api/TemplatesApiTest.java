package io.jettymcp.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.simulator.SimulatorClient;
import io.jettymcp.simulator.SimulatorClient.Reply;
import io.jettymcp.simulator.SimulatorExtension;
import io.jettymcp.workflow.Activities;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class TemplatesApiTest {
  private static final String TEMPLATES = "/api/v1/step-templates";

  @RegisterExtension static final SimulatorExtension jetty = SimulatorExtension.instant();
  private static final SimulatorClient client = jetty.client().anonymous();

  @Nested
  class Listing {
    private final JsonNode listing = client.get(TEMPLATES).json();
    private final JsonNode templates = listing.path("templates");

    @Test
    void countsItsTemplates() {
      assertThat(listing.path("total_count").asInt()).isEqualTo(templates.size());
    }

    @Test
    void namesTheCategories() {
      assertThat(strings(listing.path("categories"))).containsAll(fields(templates, "category"));
    }

    @Test
    void describesEveryActivityOfTheLanguage() {
      List<String> listed =
          templates
              .valueStream()
              .map(
                  template ->
                      Stream.of("activity_name", "category", "description")
                          .map(field -> template.path(field).asString())
                          .collect(Collectors.joining(": ")))
              .toList();
      assertThat(listed)
          .containsExactlyInAnyOrderElementsOf(
              Activities.ALL.stream()
                  .map(each -> each.name() + ": " + each.category() + ": " + each.about())
                  .toList());
    }

    @Test
    void hasParametersAndOutputsOfEveryTemplate() {
      for (JsonNode template : templates) {
        assertThat(template.propertyNames())
            .containsExactly("activity_name", "category", "description", "parameters", "outputs");
        assertThat(template.path("parameters").isEmpty()).isFalse();
        assertThat(template.path("outputs").isEmpty()).isFalse();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "litellm_chat,              user_prompt,         prompt",
    "simple_judge,              content,             item",
    "simple_judge,              criteria,            instruction",
    "extract_from_trajectories, trajectory_ids_path, trajectory_list",
    "extract_from_trajectories, extract_paths,       extract_keys",
    "list_emit_await,           items,               items_path"
  })
  void someNamesAreNotThoseThatTheRuntimeReads(String activity, String listed, String read) {
    JsonNode parameters = client.get(TEMPLATES + "/" + activity).json().path("parameters");
    assertThat(fields(parameters, "name")).contains(listed).doesNotContain(read);
  }

  @Test
  void someOutputsAreNotThoseOfTheRuntime() {
    assertThat(client.get(TEMPLATES + "/replicate_text2image").text()).contains("storage_path");
  }

  @Test
  void unknownActivityHasNoTemplate() {
    Reply reply = client.get(TEMPLATES + "/nothing");
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.detail()).isEqualTo("Step template 'nothing' not found");
  }

  private static List<String> fields(JsonNode list, String field) {
    return list.valueStream().map(item -> item.path(field).asString()).toList();
  }

  private static List<String> strings(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).toList();
  }
}
