package io.jettymcp.tools;

import static io.jettymcp.tool.FakeJetty.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TemplateToolsTest {
  private static final String LIST = "GET /api/v1/step-templates";

  private static final String TEMPLATES =
      "{'templates':[{'activity_name':'litellm_chat','category':'ai_models','description':"
          + "'Asks a chat model\\nand more'},{'activity_name':'text_echo','category':'text'},"
          + "{'activity_name':'weather','category':'Web','description':'Asks for the weather'},"
          + "{'category':'text'},7],'categories':['x'],'total_count':3}";

  @Test
  void activitiesAreListedWithOneLineEach() {
    ToolHarness call = list("{}");
    assertThat(call.jetty().lines()).containsExactly(LIST);
    assertThat(call.shown().path("templates"))
        .isEqualTo(
            json(
                "[{'activity':'litellm_chat','category':'ai_models','description':"
                    + "'Asks a chat model'},"
                    + "{'activity':'text_echo','category':'text','description':'Gives back its text'},"
                    + "{'activity':'weather','category':'Web','description':"
                    + "'Asks for the weather'}]"));
  }

  @Test
  void listWithoutWrapperIsRead() {
    FakeJetty jetty = new Routes().on(LIST, "[{'name':'text_echo'},{'name':'new'}]").jetty();
    assertThat(names(ToolHarness.of(TemplateTools.LIST_STEP_TEMPLATES, jetty, "{}")))
        .containsExactly("text_echo", "new");
  }

  @ParameterizedTest
  @CsvSource({
    "asks, litellm_chat;weather",
    "'ASKS  model', litellm_chat",
    "web, weather",
    "zzz, ''"
  })
  void nameCategoryAndDescriptionAreSearched(String query, String found) {
    assertThat(String.join(";", names(list("{'query':'" + query + "'}")))).isEqualTo(found);
  }

  @Test
  void categoryIgnoresCaseAndUnknownOneIsRefused() {
    assertThat(names(list("{'category':'web'}"))).containsExactly("weather");
    assertThat(names(list("{'category':'AI Models'}"))).containsExactly("litellm_chat");
    assertThat(list("{'category':'ai_model'}").failure(BadArguments.class).problem())
        .contains("Did you mean \"ai_models\"?", "Known: Web, ai_models, text.");
  }

  @Test
  void nextPageKeepsTheQuery() {
    var page = list("{'query':'asks','limit':1}").result().page().orElseThrow();
    assertThat(page.more()).isTrue();
    assertThat(page.rest().apply(1).arguments())
        .isEqualTo(json("{'query':'asks','offset':1,'limit':1}"));
  }

  @Test
  void toolsNeedNoCollection() {
    assertThat(TemplateTools.ALL)
        .allSatisfy(
            tool -> assertThat(tool.inputSchema(false).toString()).doesNotContain("collection"));
  }

  @Test
  void wrongListingIsShownWithRuntimeNames() {
    ToolHarness call = get(Acme.jetty(), "litellm_chat");
    assertThat(call.jetty().lines()).containsExactly(LIST + "/litellm_chat");
    JsonNode shown = call.shown();
    assertThat(shown.path("parameters").toString()).contains("user_prompt");
    assertThat(shown.path("outputs")).isEqualTo(json("['content']"));
    JsonNode runtime = shown.path("runtime");
    assertThat(runtime.path("parameters").toString())
        .contains("\"prompt\"")
        .doesNotContain("user_");
    assertThat(runtime.path("outputs")).isEqualTo(json("['text','usage']"));
    assertThat(runtime.path("known_issues").path(0))
        .isEqualTo(
            json(
                "{'wrong':'user_prompt, user_prompt_path','right':'prompt, prompt_path',"
                    + "'why':'The model gets no prompt, and the run does not say so.'}"));
  }

  @Test
  void exampleAndShapesAreShown() {
    JsonNode shown = get(withoutPages(), "simple_judge").shown();
    assertThat(shown.path("example").path("activity").asString()).isEqualTo("simple_judge");
    assertThat(shown.path("shapes").path("scale_range")).isEqualTo(json("{'min':1,'max':10}"));
    assertThat(get(withoutPages(), "text_echo").shown().has("shapes")).isFalse();
    assertThat(get(withoutPages(), "weather").shown().has("example")).isFalse();
  }

  @Test
  void outputsAreShownAsPaths() {
    JsonNode runtime = get(withoutPages(), "gemini_image_generator").shown().path("runtime");
    assertThat(runtime.path("outputs"))
        .isEqualTo(json("['images[0].path','images[0].extension','images[0].content_type']"));
  }

  @Test
  void correctListingHasNoRuntimeNames() {
    assertThat(get(Acme.jetty(), "text_echo").shown().has("runtime")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'parameters':['text'],'outputs':['text']",
        "'params':{'text':{'type':'string'}},'output':{'text':{}}",
        "'input_schema':{'type':'object','properties':{'text':{}}},"
            + "'output_schema':{'properties':{'text':{}}}"
      })
  void variousFormsOfListingsAreRead(String inner) {
    String template = ("{'activity_name':'text_echo'," + inner + "}");
    JsonNode shown =
        get(new Routes().on(LIST + "/text_echo", template).jetty(), "text_echo").shown();
    assertThat(shown.has("runtime")).isFalse();
    assertThat(shown.path("parameters").toString()).contains("text");
    assertThat(shown.path("outputs").toString()).contains("text");
  }

  @Test
  void activityWithoutAPageIsReadFromTheList() {
    FakeJetty jetty = withoutPages();
    assertThat(get(jetty, "WEATHER").shown().path("description").asString())
        .isEqualTo("Asks for the weather");
    assertThat(jetty.lines()).containsExactly(LIST + "/WEATHER", LIST);
  }

  @Test
  void oldNamesAndUnlistedActivitiesAreKnown() {
    JsonNode split = get(withoutPages(), "split_text").shown();
    assertThat(split.path("activity").asString()).isEqualTo("text_split");
    assertThat(split.path("runtime").path("outputs")).isEqualTo(json("['chunks[0]']"));
    assertThat(get(withoutPages(), "runbook").shown().path("runtime").path("parameters").toString())
        .contains("instruction");
  }

  @Test
  void unknownActivityIsRefusedWithTheNearest() {
    assertThat(get(withoutPages(), "litelm_chat").failure(BadArguments.class).problem())
        .contains("Did you mean \"litellm_chat\"?", "weather", "simple_judge");
  }

  @Test
  void serverErrorIsNotAnUnknownActivity() {
    Unavailable down = new Unavailable(Unavailable.Reason.SERVER_ERROR, "");
    FakeJetty jetty = new Routes().on(LIST + "/text_echo", down).jetty();
    assertThat(get(jetty, "text_echo").failure(Unavailable.class)).isSameAs(down);
  }

  private static FakeJetty withoutPages() {
    return new FakeJetty(
        request -> {
          if (request.path().equals("/api/v1/step-templates")) {
            return json(TEMPLATES);
          }
          throw Routes.notFound();
        });
  }

  private static ToolHarness list(String arguments) {
    return ToolHarness.of(TemplateTools.LIST_STEP_TEMPLATES, withoutPages(), arguments);
  }

  private static ToolHarness get(FakeJetty jetty, String activity) {
    return ToolHarness.of(
        TemplateTools.GET_STEP_TEMPLATE, jetty, "{'activity':'" + activity + "'}");
  }

  private static List<String> names(ToolHarness call) {
    return call.shown().path("templates").values().stream()
        .map(template -> template.path("activity").asString())
        .toList();
  }
}
