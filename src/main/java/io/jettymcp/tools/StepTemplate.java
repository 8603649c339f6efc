package io.jettymcp.tools;

import io.jettymcp.json.Json;
import io.jettymcp.workflow.Activities;
import io.jettymcp.workflow.Activity;
import io.jettymcp.workflow.KnownIssue;
import io.jettymcp.workflow.KnownIssues;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An activity as Jetty lists it. Some of the names it lists are not those that hold at run time;
 * what is inside a listing is not documented, so it is read widely.
 */
record StepTemplate(JsonNode json) {
  private static final List<String> PARAMETERS =
      List.of("parameters", "params", "inputs", "input_schema");
  private static final List<String> OUTPUTS = List.of("outputs", "output", "output_schema");

  /** An activity that Jetty does not list. */
  static StepTemplate unlisted(Activity activity) {
    return new StepTemplate(
        Json.object().put("activity_name", activity.name()).put("category", activity.category()));
  }

  String activity() {
    return Json.text(json, "activity_name").or(() -> Json.text(json, "name")).orElse("");
  }

  String category() {
    return Json.text(json, "category").orElse("");
  }

  /** Name, category and the first line of what it does. */
  ObjectNode brief() {
    ObjectNode brief = Json.object().put("activity", activity());
    if (!category().isEmpty()) {
      brief.put("category", category());
    }
    description().ifPresent(text -> brief.put("description", text.strip().split("\\R", 2)[0]));
    return brief;
  }

  /** All of it, with the names that hold at run time where they are others. */
  ObjectNode details() {
    ObjectNode details = brief();
    description().ifPresent(text -> details.put("description", text));
    details.set("parameters", first(PARAMETERS));
    details.set("outputs", first(OUTPUTS));
    Activities.find(activity())
        .filter(known -> !knownIssues(known).isEmpty() || listsOthers(known))
        .ifPresent(known -> details.set("runtime", runtime(known)));
    return details;
  }

  boolean matches(List<String> words) {
    String text =
        (activity() + "\n" + category() + "\n" + description().orElse("")).toLowerCase(Locale.ROOT);
    return words.stream().allMatch(text::contains);
  }

  private Optional<String> description() {
    return Json.text(json, "description")
        .or(() -> Activities.find(activity()).map(Activity::about));
  }

  private boolean listsOthers(Activity known) {
    Set<String> outputs =
        known.outputs().stream().map(Activity.Output::name).collect(Collectors.toSet());
    return !names(first(PARAMETERS)).equals(Set.copyOf(known.parameters()))
        || !names(first(OUTPUTS)).equals(outputs);
  }

  private static ObjectNode runtime(Activity known) {
    ObjectNode runtime = Json.object();
    runtime.set("parameters", Json.array(known.parameters()));
    runtime.set(
        "outputs",
        Json.array(
            known.outputs().stream().map(out -> out.name() + (out.list() ? "[]" : "")).toList()));
    if (known.takesOthers() || known.givesOthers()) {
      runtime.put("others_too", true);
    }
    ArrayNode pitfalls = Json.array();
    for (KnownIssue issue : knownIssues(known)) {
      pitfalls
          .addObject()
          .put("wrong", issue.wrong())
          .put("right", issue.right())
          .put("why", issue.why());
    }
    runtime.set("pitfalls", pitfalls);
    return runtime;
  }

  private static List<KnownIssue> knownIssues(Activity activity) {
    return KnownIssues.ALL.stream().filter(g -> g.activity().equals(activity.name())).toList();
  }

  private JsonNode first(List<String> fields) {
    return fields.stream()
        .map(json::path)
        .filter(value -> !value.isMissingNode() && !value.isNull())
        .findFirst()
        .orElse(JsonNodeFactory.instance.missingNode());
  }

  /** The names in a list of names, a list of things with names, an object or a JSON schema. */
  private static Set<String> names(JsonNode listed) {
    if (listed.isObject()) {
      JsonNode properties = listed.path("properties");
      return Set.copyOf((properties.isObject() ? properties : listed).propertyNames());
    }
    return listed.values().stream()
        .flatMap(
            item ->
                item.isString() ? Stream.of(item.stringValue()) : Json.text(item, "name").stream())
        .collect(Collectors.toSet());
  }
}
