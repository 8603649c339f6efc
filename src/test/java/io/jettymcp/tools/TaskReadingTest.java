package io.jettymcp.tools;

import static io.jettymcp.tool.FakeJetty.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TaskReadingTest {
  private static final String LONG = "word ".repeat(2_000);

  private static ToolHarness get(String workflow, String arguments) {
    String task = "{'name': 't', 'workflow': " + workflow + "}";
    return ToolHarness.of(
        TaskTools.GET_TASK,
        new Routes().on("GET /api/v1/tasks/acme/t", task).jetty(),
        "{'task': 't'" + arguments + "}");
  }

  @Nested
  class Find {
    private static final String WORKFLOW =
        """
        {
          'init_params': {'model': 'GPT-4o', 'api_key': 'sk-gpt-4o-secret-value', 'x y': {'gpt-4o.b': [1, 'gpt-4o']}},
          'step_configs': {'draft': {'activity': 'litellm_chat', 'model': 'gpt-4o-mini', 'prompt': '%sgpt-4o %s'}},
          'steps': ['draft']
        }
        """
            .formatted(LONG, LONG);

    private static List<String> paths(ToolHarness call) {
      return call.shown().path("matches").values().stream()
          .map(match -> match.path("path").asString())
          .toList();
    }

    @Test
    void matchingNamesAndValuesAreListed() {
      ToolHarness call = get(WORKFLOW, ", 'find': 'gpt-4o'");
      assertThat(paths(call))
          .containsExactly(
              "init_params.model",
              "init_params[\"x y\"][\"gpt-4o.b\"]",
              "init_params[\"x y\"][\"gpt-4o.b\"][1]",
              "step_configs.draft.model",
              "step_configs.draft.prompt");
      assertThat(call.shown().path("matches_total").asInt()).isEqualTo(5);
    }

    @Test
    void manyMatchesAreShownInParts() {
      String many =
          IntStream.range(0, 250)
              .mapToObj(i -> "'v%03d': 'gpt-4o'".formatted(i))
              .collect(Collectors.joining(",", "{'init_params':{", "},'steps':[]}"));
      ToolHarness first = get(many, ", 'find': 'gpt-4o', 'max_bytes': 9000");
      assertThat(paths(first)).hasSize(200);
      Result.Page page = first.result().page().orElseThrow();
      assertThat(page.more()).isTrue();
      // So many of them fit.
      assertThat(page.rest().apply(147).arguments())
          .isEqualTo(
              json(
                  "{'collection': 'acme', 'task': 't', 'max_bytes': 9000, 'find': 'gpt-4o',"
                      + " 'offset': 147}"));

      ToolHarness rest = get(many, ", 'find': 'gpt-4o', 'offset': 200");
      assertThat(paths(rest)).hasSize(50).startsWith("init_params.v200");
      assertThat(rest.result().page().orElseThrow().more()).isFalse();
      assertThat(rest.result().page().orElseThrow().rest().apply(20).arguments().path("offset"))
          .isEqualTo(json("220"));
    }

    @Test
    void valuesAreShortened() {
      JsonNode matches = get(WORKFLOW, ", 'find': 'gpt-4o'").shown().path("matches");
      assertThat(matches.path(0).path("value").asString()).isEqualTo("GPT-4o");
      assertThat(matches.path(1).path("value").asString()).isEqualTo("[1,\"gpt-4o\"]");
      assertThat(matches.path(4).path("value").asString())
          .contains("gpt-4o")
          .startsWith("…")
          .endsWith("…")
          .hasSizeLessThan(150);
    }

    @Test
    void hiddenValuesAreNotSearched() {
      assertThat(paths(get(WORKFLOW, ", 'find': 'secret-value'"))).isEmpty();
      assertThat(get(WORKFLOW, ", 'find': 'api_key'").shown().path("matches"))
          .isEqualTo(json("[{'path': 'init_params.api_key', 'value': '[redacted]'}]"));
    }

    @Test
    void searchIsLimitedToTheGivenStep() {
      assertThat(paths(get(WORKFLOW, ", 'find': 'mini', 'step': 'draft'")))
          .containsExactly("step_configs.draft.model");
    }

    @Test
    void blankSearchTextIsRefused() {
      assertThat(get(WORKFLOW, ", 'find': ' '").failure(BadArguments.class).argument())
          .isEqualTo("find");
    }
  }

  @Nested
  class Outline {
    private static final String WORKFLOW =
        """
        {
          'init_params': {'topic': 'sea', 'text': '%s'},
          'step_configs': {
            'last': {'activity': 'text_echo', 'text': 'short'},
            'branch': {'activity': 'text_echo'},
            'first': {'activity': 'litellm_chat', 'model': 'm', 'prompt': '%s%s%s%s'}
          },
          'steps': ['first', 'last']
        }
        """
            .formatted(LONG, LONG, LONG, LONG, LONG);

    @Test
    void workflowThatFitsIsShownInFull() {
      assertThat(get(WORKFLOW, ", 'max_bytes': 100000").result().excerpt()).isPresent();
    }

    @Test
    void everyStepIsListedInOrderWithItsShortParameters() {
      ToolHarness call = get(WORKFLOW, "");
      assertThat(call.result().excerpt()).isEmpty();
      assertThat(call.shown().path("steps"))
          .isEqualTo(
              json(
                  """
                  [
                    {'name': 'first', 'activity': 'litellm_chat', 'parameters': {'model': 'm'}},
                    {'name': 'last', 'activity': 'text_echo', 'parameters': {'text': 'short'}},
                    {'name': 'branch', 'activity': 'text_echo', 'parameters': {}}
                  ]
                  """));
      assertThat(call.shown().path("init_params")).isEqualTo(json("{'topic': 'sea'}"));
    }

    @Test
    void longValuesAreListedBySize() {
      assertThat(get(WORKFLOW, "").shown().path("long_values"))
          .isEqualTo(
              json(
                  "[{'path': 'init_params.text', 'bytes': 10002},"
                      + " {'path': 'step_configs.first.prompt', 'bytes': 40002}]"));
    }

    @Test
    void callsForPartsAreSuggested() {
      ToolHarness call = get(WORKFLOW, "");
      assertThat(call.result().next())
          .extracting(Next::arguments)
          .containsExactly(
              json("{'collection': 'acme', 'task': 't', 'step': 'first'}").asObject(),
              json("{'collection': 'acme', 'task': 't', 'step': 'init_params'}").asObject(),
              json("{'collection': 'acme', 'task': 't', 'max_bytes': 100000}").asObject());
      assertThat(call.shown().path("note").asString()).contains("max_bytes", "100000");
      JsonNode part = get(WORKFLOW, ", 'step': 'init_params'").result().excerpt().get().value();
      assertThat(part.path("text").asString()).isEqualTo(LONG);
    }

    @Test
    void slicesAreStillAvailable() {
      assertThat(get(WORKFLOW, ", 'offset': 0").result().excerpt()).isPresent();
    }

    @Test
    void hiddenValuesStayHidden() {
      ToolHarness call = get(WORKFLOW.replace("'topic'", "'api_key'"), "");
      assertThat(call.shown().path("init_params")).isEqualTo(json("{'api_key': '[redacted]'}"));
    }

    @Test
    void outlineListsAllSteps() {
      StringBuilder configs = new StringBuilder();
      for (int i = 0; i < 300; i++) {
        configs
            .append(i == 0 ? "" : ",")
            .append("'s%d': {'activity': 'text_echo', 'text': '%s'}".formatted(i, "x".repeat(200)));
      }
      ToolHarness call = get("{'step_configs': {" + configs + "}, 'steps': ['s299']}", "");
      assertThat(call.shown().path("steps")).hasSize(300);
      assertThat(call.shown().path("steps").path(0).path("name").asString()).isEqualTo("s299");
      assertThat(call.result().data().toString().length()).isLessThan(32_000);
    }

    @Test
    void stepThatIsNoNameIsListedBySize() {
      String step =
          "{'name': 'old', 'step_type': 'text_echo', 'config': {'text': '" + LONG.repeat(5) + "'}}";
      ToolHarness call =
          get("{'step_configs': {'new': {}}, 'steps': ['new', " + step + ", 5]}", "");
      assertThat(call.shown().path("steps")).hasSize(1);
      assertThat(call.shown().path("long_values"))
          .isEqualTo(
              json(
                  "[{'path': 'steps[1]', 'bytes': %d}, {'path': 'steps[2]', 'bytes': 1}]"
                      .formatted(json(step).toString().length())));
    }

    @Test
    void stepsThatAreNoListAreIgnored() {
      String workflow = WORKFLOW.replace("['first', 'last']", "{'first': 1}");
      assertThat(get(workflow, "").shown().path("long_values").toString())
          .contains("step_configs.first.prompt")
          .doesNotContain("steps[");
    }

    @Test
    void noteSaysIfShortValuesAreLeftOut() {
      String note = "short values";
      assertThat(get(WORKFLOW, "").shown().path("note").asString()).doesNotContain(note);
      StringBuilder configs = new StringBuilder("'s': {'activity': 'text_echo'}");
      for (int i = 0; i < 3_000; i++) {
        configs.append(",'s%d': {'text': 'x'}".formatted(i));
      }
      ToolHarness call = get("{'step_configs': {" + configs + "}, 'steps': ['s']}", "");
      assertThat(call.shown().path("steps").path(1).path("parameters")).isEmpty();
      assertThat(call.shown().path("note").asString()).contains(note);
    }
  }
}
