package io.jettymcp.tools;

import static io.jettymcp.tool.FakeJetty.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskSearchTest {
  private static final String LIST = "GET /api/v1/tasks/acme/";
  private static final String SEARCH = "GET /api/v1/tasks/acme/search";

  private static final String TASKS =
      "[{'name':'summarise','description':'Sums up PAPERS','has_file_uploads':true,'workflow':"
          + "{'steps':['read','write'],'step_configs':{'read':{'activity':'read_uploaded_file',"
          + "'path':'p'},'write':{'activity':'litellm_chat','model':'gpt-4o-mini',"
          + "'prompt':'summary'}}}},"
          + "{'name':'draw','description':null,'workflow':{'steps':['paint'],'step_configs':"
          + "{'paint':{'activity':'gemini_image_generator','model_path':'init_params.model'}},"
          + "'init_params':{'model':'imagen','size':'big'}}},"
          + "{'name':'broken','workflow':null}]";

  @Test
  void tasksAreListedWithStepsWithoutWorkflows() {
    ToolHarness call = list("{}");
    assertThat(call.jetty().lines()).containsExactly(LIST + "?skip=0&limit=51");
    assertThat(call.shown().path("tasks").path(0))
        .isEqualTo(
            json(
                "{'name':'summarise','description':'Sums up PAPERS','steps':["
                    + "{'name':'read','activity':'read_uploaded_file'},"
                    + "{'name':'write','activity':'litellm_chat'}],'has_file_uploads':true,"
                    + "'url':'https://jetty.io/acme/summarise'}"));
    assertThat(call.shown().toString()).doesNotContain("prompt", "workflow");
  }

  @Test
  void nextPageBeginsAfterTheLastShownTask() {
    ToolHarness call = list("{'limit':2}");
    assertThat(call.shown().path("tasks")).hasSize(2);
    assertThat(call.result().page().orElseThrow().more()).isTrue();
    assertThat(call.result().page().orElseThrow().rest().apply(1).arguments())
        .isEqualTo(json("{'collection':'acme','offset':1,'limit':2}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"papers", "SUMMARISE", "  read_uploaded_file  ", "sums chat", "write"})
  void nameDescriptionStepsAndActivitiesAreSearched(String query) {
    assertThat(names(search(withoutSearch(), query))).containsExactly("summarise");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-4o-mini", "GPT-4o papers", "write mini"})
  void modelsAreSearched(String query) {
    assertThat(names(search(withoutSearch(), query))).containsExactly("summarise");
  }

  @Test
  void modelOfTheInputsIsFound() {
    assertThat(names(search(withoutSearch(), "imagen"))).containsExactly("draw");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "{'tasks':[]}", "{'hits':[{'document':{'entity_type':'dataset'}}]}"})
  void listIsSearchedIfJettyFindsNothing(String answer) {
    FakeJetty jetty = new Routes().on(SEARCH, answer).on(LIST, TASKS).jetty();
    assertThat(names(search(jetty, "gpt-4o-mini"))).containsExactly("summarise");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "steps",
        "activity",
        "big",
        "description",
        "false",
        "workflow",
        "summary",
        "p p q"
      })
  void otherFieldsAreNotSearched(String query) {
    assertThat(names(search(withoutSearch(), query))).isEmpty();
  }

  @Test
  void taskNamedSearchIsNoSearchResult() {
    FakeJetty jetty =
        new Routes().on(SEARCH, Acme.TASK.replace("test-echo", "search")).on(LIST, TASKS).jetty();
    assertThat(names(search(jetty, "draw"))).containsExactly("draw");
    assertThat(jetty.lines().get(0)).isEqualTo(SEARCH + "?q=draw");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{'name':'draw','workflow':{'steps':[]}}]",
        "{'tasks':[{'name':'draw'}]}",
        "{'results':[{'name':'draw'}]}",
        "{'hits':[{'name':'draw'}]}",
        "{'hits':[{'document':{'entity_name':'draw','entity_type':'task',"
            + "'collection_name':'acme','full_name':'acme/draw','metadata':{'description':'D'}}},"
            + "{'document':{'entity_name':'d','entity_type':'dataset','collection_name':'acme'}},"
            + "{'document':{'entity_name':'e','entity_type':'task','collection_name':'other'}}]}"
      })
  void variousFormsOfSearchResultsAreRead(String answer) {
    FakeJetty jetty = new Routes().on(SEARCH, answer).jetty();
    ToolHarness call = search(jetty, "draw");
    assertThat(names(call)).containsExactly("draw");
    assertThat(call.shown().path("tasks").path(0).path("url").asString())
        .isEqualTo("https://jetty.io/acme/draw");
  }

  @Test
  void hitsBeyondTheLimitAreOnTheNextPage() {
    String many =
        IntStream.range(0, 130)
            .mapToObj(i -> "{'name':'t" + i + "'}")
            .collect(Collectors.joining(",", "[", "]"));
    FakeJetty jetty = new Routes().on(SEARCH, many).jetty();
    ToolHarness call = ToolHarness.of(TaskTools.SEARCH_TASKS, jetty, "{'query':'t','limit':100}");
    assertThat(names(call)).hasSize(100);
    var page = call.result().page().orElseThrow();
    assertThat(page.more()).isTrue();
    assertThat(page.rest().apply(100).arguments())
        .isEqualTo(json("{'collection':'acme','query':'t','offset':100,'limit':100}"));
    ToolHarness rest =
        ToolHarness.of(
            TaskTools.SEARCH_TASKS, jetty, page.rest().apply(100).arguments().toString());
    assertThat(names(rest)).hasSize(30).startsWith("t100");
    assertThat(rest.result().page().orElseThrow().more()).isFalse();
  }

  @Test
  void listIsFilteredInPagesOfAHundred() {
    FakeJetty jetty =
        new FakeJetty(
            request -> {
              if (request.path().endsWith("search")) {
                throw Routes.notFound();
              }
              int skip = Integer.parseInt(request.query().getOrDefault("skip", "0"));
              return json(
                  IntStream.range(skip, Math.min(250, skip + 100))
                      .mapToObj(i -> "{'name':'task-" + i + "-x'}")
                      .collect(Collectors.joining(",", "[", "]")));
            });
    assertThat(names(search(jetty, "task-249"))).containsExactly("task-249-x");
    assertThat(jetty.requests()).hasSize(4);
  }

  @Test
  void emptyQueryIsRefused() {
    ToolHarness call = search(withoutSearch(), "  ");
    assertThat(call.failure(BadArguments.class).problem())
        .isEqualTo("\"query\" must not be empty; list-tasks lists all tasks.");
  }

  private static FakeJetty withoutSearch() {
    return new Routes().on(SEARCH, Routes.notFound()).on(LIST, TASKS).jetty();
  }

  private static ToolHarness list(String arguments) {
    FakeJetty jetty = new Routes().on(LIST, TASKS).jetty();
    return ToolHarness.of(TaskTools.LIST_TASKS, jetty, arguments);
  }

  private static ToolHarness search(FakeJetty jetty, String query) {
    return ToolHarness.of(TaskTools.SEARCH_TASKS, jetty, "{'query':'" + query + "'}");
  }

  private static List<String> names(ToolHarness call) {
    return StreamSupport.stream(call.shown().path("tasks").spliterator(), false)
        .map(task -> task.path("name").asString())
        .toList();
  }
}
