package io.jettymcp.mcp.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import io.jettymcp.redact.OrdinarySettings;
import io.jettymcp.tool.FakeLocalAccess;
import io.jettymcp.tool.Tool;
import io.jettymcp.tools.Catalog;
import io.jettymcp.workflow.PathExpression;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Random workflows that are read, changed and stored through the tools. */
class WorkflowRoundTripTest {
  private static final int WORKFLOWS = 400;
  private static final int MAX_BYTES = 100_000;

  @Test
  void unchangedWorkflowIsStoredByteForByte() {
    for (int seed = 0; seed < WORKFLOWS; seed++) {
      SecretWorkflow random = new SecretWorkflow(new Random(seed));
      Session session = new Session(random);
      ObjectNode shown = session.shown();
      session.update("workflow", shown);
      assertThat(session.stored().toString())
          .as("seed %s", seed)
          .isEqualTo(session.workflow.toString());
    }
  }

  @Test
  void movedAndRenamedStepsKeepTheirValues() {
    for (int seed = 0; seed < WORKFLOWS; seed++) {
      SecretWorkflow random = new SecretWorkflow(new Random(seed));
      Session session = new Session(random);
      ObjectNode shown = session.shown();
      JsonNode expected = renamed(session.workflow);
      session.update("workflow", renamed(shown));
      assertThat(session.stored()).as("seed %s", seed).isEqualTo(expected);
    }
  }

  @Test
  void swappedStepsKeepTheirValues() {
    for (int seed = 0; seed < WORKFLOWS; seed++) {
      Session session = new Session(new SecretWorkflow(new Random(seed)));
      JsonNode expected = swapped(session.workflow);
      session.update("workflow", swapped(session.shown()));
      assertThat(session.stored()).as("seed %s", seed).isEqualTo(expected);
    }
  }

  @Test
  void editAfterADeletionKeepsItsValues() {
    for (int seed = 0; seed < WORKFLOWS; seed++) {
      Session session = new Session(new SecretWorkflow(new Random(seed)));
      JsonNode expected = deletedAndEdited(session.workflow);
      session.update("workflow", deletedAndEdited(session.shown()));
      assertThat(session.stored()).as("seed %s", seed).isEqualTo(expected);
    }
  }

  /** Swaps the first step with the last. */
  private static ObjectNode swapped(JsonNode workflow) {
    ObjectNode result = workflow.deepCopy().asObject();
    ObjectNode configs = (ObjectNode) result.path("step_configs");
    List<String> names = List.copyOf(configs.propertyNames());
    String first = names.get(0);
    String last = names.get(names.size() - 1);
    JsonNode config = configs.path(first);
    configs.set(first, configs.path(last));
    configs.set(last, config);
    return result;
  }

  /** Removes the first step and edits the last. */
  private static ObjectNode deletedAndEdited(JsonNode workflow) {
    ObjectNode result = workflow.deepCopy().asObject();
    ObjectNode configs = (ObjectNode) result.path("step_configs");
    List<String> names = List.copyOf(configs.propertyNames());
    configs.remove(names.get(0));
    if (names.size() > 1) {
      ((ObjectNode) configs.path(names.get(names.size() - 1))).put("number", -1);
    }
    return result;
  }

  /** Renames each step and reverses the order of the steps. */
  private static ObjectNode renamed(JsonNode workflow) {
    ObjectNode result = workflow.deepCopy().asObject();
    ObjectNode configs = result.putObject("step_configs");
    int step = 0;
    List<ObjectNode> reversed = new ArrayList<>();
    for (JsonNode config : workflow.path("step_configs").values()) {
      ObjectNode copy = config.deepCopy().asObject();
      reversed.add(0, Json.object().set("renamed-" + step++, copy));
    }
    reversed.forEach(configs::setAll);
    ArrayNode steps = result.putArray("steps");
    configs.propertyNames().forEach(steps::add);
    return result;
  }

  @Test
  void changeOfOneValueLeavesTheOthers() {
    for (int seed = 0; seed < WORKFLOWS; seed++) {
      Random random = new Random(seed);
      Session session = new Session(new SecretWorkflow(random));
      Map<String, List<Object>> places = new LinkedHashMap<>();
      collect(session.workflow, session.shown(), "", List.of(), places);
      List<String> paths = List.copyOf(places.keySet());
      String path = paths.get(random.nextInt(paths.size()));
      boolean remove = random.nextInt(3) == 0;
      ObjectNode change = Json.object().put("path", path);
      session.update(
          "changes",
          Json.array().add(remove ? change.put("remove", true) : change.put("value", "new")));
      JsonNode expected =
          changed(session.workflow, Objects.requireNonNull(places.get(path)), remove);
      assertThat(session.stored()).as("seed %s, %s", seed, path).isEqualTo(expected);
    }
  }

  @Test
  void everyValueSentBackByItsPathIsStoredAsItWas() {
    for (int seed = 0; seed < WORKFLOWS; seed++) {
      Session session = new Session(new SecretWorkflow(new Random(seed)));
      ObjectNode shown = session.shown();
      Map<String, List<Object>> places = new LinkedHashMap<>();
      collect(session.workflow, shown, "", List.of(), places);
      ArrayNode changes = Json.array();
      for (Map.Entry<String, List<Object>> place : places.entrySet()) {
        JsonNode value = PathExpression.parsePlace(place.getKey()).evaluate(shown);
        if (!value.isContainer() && changes.size() < 200) {
          changes.addObject().put("path", place.getKey()).set("value", value);
        }
      }
      if (!changes.isEmpty()) {
        session.update("changes", changes);
        assertThat(session.stored().toString())
            .as("seed %s", seed)
            .isEqualTo(session.workflow.toString());
      }
    }
  }

  /** Collects the paths of a tree as it is shown, and the stored names and indices of each. */
  private static void collect(
      JsonNode stored,
      JsonNode shown,
      String path,
      List<Object> way,
      Map<String, List<Object>> places) {
    if (!path.isEmpty()) {
      places.put(path, way);
    }
    if (shown.isArray()) {
      for (int i = 0; i < shown.size(); i++) {
        collect(stored.get(i), shown.get(i), PathExpression.item(path, i), and(way, i), places);
      }
      return;
    }
    List<String> names = List.copyOf(stored.propertyNames());
    int i = 0;
    for (Map.Entry<String, JsonNode> field : shown.properties()) {
      String name = names.get(i++);
      collect(
          stored.path(name),
          field.getValue(),
          PathExpression.field(path, field.getKey()),
          and(way, name),
          places);
    }
  }

  private static List<Object> and(List<Object> way, Object step) {
    List<Object> longer = new ArrayList<>(way);
    longer.add(step);
    return longer;
  }

  private static JsonNode changed(JsonNode workflow, List<Object> way, boolean remove) {
    JsonNode copy = workflow.deepCopy();
    JsonNode parent = copy;
    for (Object step : way.subList(0, way.size() - 1)) {
      parent = step instanceof Integer i ? parent.get(i) : parent.path((String) step);
    }
    Object last = way.get(way.size() - 1);
    if (parent instanceof ArrayNode array) {
      if (remove) {
        array.remove((Integer) last);
      } else {
        array.set((Integer) last, "new");
      }
    } else if (remove) {
      ((ObjectNode) parent).remove((String) last);
    } else {
      ((ObjectNode) parent).put((String) last, "new");
    }
    return copy;
  }

  /** One host with one task. */
  private static final class Session {
    final JsonNode workflow;
    private final StoredTask jetty;
    private final ToolCalls calls;

    Session(SecretWorkflow random) {
      workflow = random.next();
      jetty = new StoredTask(workflow.deepCopy(), random.environment());
      calls =
          new ToolCalls(
              new EnabledTools(Catalog.ALL, EnabledTools.ToolFilter.ALL),
              jetty,
              new FakeLocalAccess(),
              jetty.secrets,
              Clock.systemUTC(),
              new ToolCalls.Rules(
                  Duration.ofMinutes(1),
                  false,
                  Remedies.here("jetty-mcp"),
                  new OrdinarySettings(List.of())));
    }

    /** The workflow as get-task shows it, after its way over the wire. */
    ObjectNode shown() {
      ToolResponse response = call("get-task", Json.object().put("max_bytes", MAX_BYTES));
      return JsonMapper.shared().readTree(response.text()).path("workflow").asObject();
    }

    void update(String argument, JsonNode value) {
      ObjectNode arguments = Json.object().put("skip_validation", true);
      arguments.set(argument, value);
      call("update-task", arguments);
    }

    JsonNode stored() {
      return Objects.requireNonNull(jetty.sent).path("workflow");
    }

    private ToolResponse call(String name, ObjectNode arguments) {
      Tool tool =
          Catalog.ALL.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
      ToolResponse response =
          Objects.requireNonNull(
              calls
                  .call(
                      tool,
                      arguments.put("collection", "acme").put("task", "t"),
                      FakeClient.withoutElicitation())
                  .block(Duration.ofSeconds(20)));
      assertThat(response.isError()).as(response.text()).isFalse();
      return response;
    }
  }
}
