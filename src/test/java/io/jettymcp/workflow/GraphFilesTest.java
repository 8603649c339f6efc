package io.jettymcp.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The page that draws a workflow reads its graph in the browser. It gets the facts that it needs
 * from here, and the test of the page compares its graphs with those of {@link WorkflowGraph}.
 * {@code mvn test -Dtest=GraphFilesTest -Dregenerate=true} rewrites both.
 */
class GraphFilesTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Path PAGE = Path.of("src/main/resources/io/jettymcp/ui/workflow.html");
  private static final Path GRAPHS = Path.of(".ci/apps/graphs.json");
  private static final String OPEN = "// Activities: made from the code.\n";
  private static final String CLOSE = "// End of activities.";

  /** Workflows with all ways to name a source, right and wrong. */
  private static final List<String> TRICKY =
      List.of(
          """
          {'init_params': {'topic': 1, 'vars': {'x': 1}, 'row': 1}, 'step_configs': {
            'a': {'activity': 'text_template', 'template': 'On {{topic}}, {{ init_params.row }}, {{ a.outputs.text }}, {{nothing}}, {{own}}, {{{x}}}, ${{y}}\\n | {{row}} |', 'own': 'x'},
            'b': {'activity': 'litellm_chat', 'prompt_path': 'a.outputs.text', 'messages': [{'content_path': 'a.outputs.text'}, {'save_path': 'out'}], 'model_path': 'later.outputs.model'},
            'later': {'activity': 'simple_judge', 'item_path': 'init_params.topic', 'image_path_expr': 'c/d.png', 'items_path': ['b.outputs.text', 'no path', 7]},
            'run': {'activity': 'runbook_agent', 'instruction': '{{results_dir}} {{x}} {{z}}', 'template_variables_path': 'init_params.vars', 'agent_env': {'a_path': 'a.outputs.text'}},
            'never': {'activity': 'text_echo', 'text_path': 'a.outputs.text'}},
            'steps': ['a', 'b', 'later', 'run', 'a', 7, 'gone']}
          """,
          """
          {'init_params': {}, 'step_configs': {
            'choose': {'activity': 'conditional_branch', 'condition_path': 'init_params.long', 'true_step': 'x', 'false_step': 'y'},
            'x': {'activity': 'text_echo', 'text_path': 'y.outputs.text'},
            'y': {'activity': 'text_echo', 'text_path': 'x.outputs.text', 'b_path': 'init_params', 'c_path': 'env.HOME', 'd_path': ''}},
            'steps': ['choose']}
          """,
          "{'init_params': [], 'step_configs': 7, 'steps': {'a': 1}}",
          "{'steps': ['a'], 'step_configs': {'a': null}}",
          "[]");

  @Test
  void pageKnowsTheActivities() throws IOException {
    String outputs =
        Activities.ALL.stream()
            .filter(activity -> !activity.outputs().isEmpty())
            .map(
                activity ->
                    activity.name()
                        + " "
                        + activity.outputs().stream()
                            .map(Activity.Output::name)
                            .collect(Collectors.joining(", ")))
            .collect(Collectors.joining("|"));
    String data = ReferenceRules.DATA.stream().sorted().collect(Collectors.joining(" "));
    String page = Files.readString(PAGE);
    check(
        PAGE,
        page.substring(0, page.indexOf(OPEN) + OPEN.length())
            + "const OUTPUTS = \""
            + outputs
            + "\";\nconst DATA = \""
            + data
            + "\";\n"
            + page.substring(page.indexOf(CLOSE)));
  }

  @Test
  void graphsAreCurrent() throws IOException {
    ArrayNode samples = JSON.createArrayNode();
    seed().forEach(workflow -> add(samples, workflow));
    TRICKY.forEach(workflow -> add(samples, LintedJson.read(workflow)));
    check(
        GRAPHS,
        samples
            .valueStream()
            .map(JsonNode::toString)
            .collect(Collectors.joining(",\n", "[\n", "\n]\n")));
  }

  private static List<JsonNode> seed() throws IOException {
    return JSON.readTree(
            Files.readString(Path.of("src/main/resources/io/jettymcp/simulator/engine/seed.json")))
        .path("collections")
        .valueStream()
        .flatMap(collection -> collection.path("tasks").valueStream())
        .map(task -> task.path("workflow"))
        .toList();
  }

  private static void add(ArrayNode samples, JsonNode workflow) {
    WorkflowGraph graph = WorkflowGraph.of(workflow);
    ObjectNode sample = samples.addObject();
    sample.set("workflow", workflow);
    ArrayNode inputs = sample.putArray("inputs");
    graph.inputs().forEach(in -> inputs.add((in.declared() ? "" : "?") + in.name()));
    ArrayNode steps = sample.putArray("steps");
    for (WorkflowGraph.Step step : graph.steps()) {
      ObjectNode shown = steps.addObject().put("name", step.name());
      shown.put("activity", step.activity());
      shown.put("child", step.child().map(child -> child.task() + " " + child.input()).orElse(""));
      shown.put("results", String.join(", ", step.results()));
    }
    ArrayNode edges = sample.putArray("edges");
    for (WorkflowGraph.Edge edge : graph.edges()) {
      String source = edge.source().name().toLowerCase(Locale.ROOT);
      edges.add(
          source
              + " "
              + edge.from()
              + " > "
              + edge.to()
              + " "
              + edge.where()
              + " "
              + edge.expression());
    }
  }

  private static void check(Path file, String wanted) throws IOException {
    if (Boolean.getBoolean("regenerate")) {
      Files.writeString(file, wanted);
    }
    assertThat(Files.readString(file))
        .as("stale; run: mvn test -Dtest=GraphFilesTest -Dregenerate=true")
        .isEqualTo(wanted);
  }
}
