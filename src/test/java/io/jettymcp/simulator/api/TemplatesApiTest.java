package io.jettymcp.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import io.jettymcp.simulator.SimulatorClient;
import io.jettymcp.simulator.SimulatorClient.Reply;
import io.jettymcp.simulator.SimulatorExtension;
import io.jettymcp.workflow.Activities;
import io.jettymcp.workflow.Finding;
import io.jettymcp.workflow.Linter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

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

  /** A step with all parameters of a template has the known issues of its listing, no others. */
  @Nested
  class LintedTemplates {
    @ParameterizedTest
    @CsvSource({
      "litellm_chat, user_prompt",
      "litellm_vision, image_url",
      "simple_judge, content criteria",
      "list_emit_await, items",
      "extract_from_trajectories, trajectory_ids_path extract_paths",
    })
    void wrongNamesAreTheFindings(String activity, String parameters) {
      assertThat(findings(activity))
          .containsExactlyInAnyOrderElementsOf(
              Stream.of(parameters.split(" ", -1)).map(name -> "step_configs.a." + name).toList());
    }

    @ParameterizedTest
    @CsvSource({
      "gemini_prompt",
      "litellm_image_generation",
      "gemini_image_generator",
      "replicate_text2image",
      "replicate_text2video",
      "replicate_run",
      "text_echo",
      "text_template",
      "text_concatenate",
      "text_split",
      "conditional_branch",
      "select_trajectories",
      "read_uploaded_file",
      "select_files",
      "runbook",
    })
    void rightNamesHaveNoFindings(String activity) {
      assertThat(findings(activity)).isEmpty();
    }

    private List<String> findings(String activity) {
      ObjectNode config = Json.object().put("activity", activity);
      client
          .get(TEMPLATES + "/" + activity)
          .json()
          .path("parameters")
          .forEach(
              parameter -> {
                String name = parameter.path("name").asString();
                config.put(name, name.endsWith("_path") ? "init_params.x" : "b");
              });
      ObjectNode workflow = Json.object();
      workflow.putObject("init_params").put("x", "{{x}}");
      workflow.putObject("step_configs").set("a", config);
      ((ObjectNode) workflow.path("step_configs"))
          .putObject("b")
          .put("activity", "text_echo")
          .put("text", "init_params.x");
      workflow.putArray("steps").add("a").add("b");
      return new Linter().lint(workflow).stream().map(Finding::where).toList();
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
