package io.jettymcp.tools;

import io.jettymcp.json.Json;
import io.jettymcp.tool.View;
import io.jettymcp.workflow.Activities;
import io.jettymcp.workflow.Activity;
import io.jettymcp.workflow.ActivityExample;
import io.jettymcp.workflow.KnownIssue;
import io.jettymcp.workflow.KnownIssues;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * An activity as Jetty lists it. Some of the listed names are not valid at run time. The form of a
 * listing is not documented, so several are accepted.
 */
record StepTemplate(JsonNode json) {
  private static final List<String> PARAMETERS =
      List.of("parameters", "params", "inputs", "input_schema");
  private static final List<String> OUTPUTS = List.of("outputs", "output", "output_schema");

  /** The name, the category and the first line of the description. */
  static final View<StepTemplate> SUMMARY =
      View.of(StepTemplate.class)
          .text("activity", StepTemplate::activity)
          .text("category", StepTemplate::category)
          .unlessEmpty()
          .text("description", StepTemplate::firstLine)
          .max(200);

  private static final View<KnownIssue> KNOWN_ISSUE =
      View.of(KnownIssue.class)
          .text("wrong", KnownIssue::wrong)
          .text("right", KnownIssue::right)
          .text("why", KnownIssue::why);

  private static final View<Activity> RUNTIME =
      View.of(Activity.class)
          .texts("parameters", Activity::parameters)
          .describedAs("Each also as <name>_path")
          .texts("outputs", StepTemplate::outputs)
          .describedAs("After <step>.outputs.")
          .bool("others_too", StepTemplate::othersToo)
          .list("known_issues", KNOWN_ISSUE, StepTemplate::knownIssues);

  /** The listing in full, with the names that are valid at run time where they are others. */
  static final View<StepTemplate> DETAILS =
      View.of(StepTemplate.class)
          .text("activity", StepTemplate::activity)
          .required()
          .text("category", StepTemplate::category)
          .unlessEmpty()
          .text("description", StepTemplate::description)
          .any("parameters", template -> template.first(PARAMETERS))
          .describedAs("As listed")
          .any("outputs", template -> template.first(OUTPUTS))
          .describedAs("As listed")
          .nested("runtime", RUNTIME, StepTemplate::runtime)
          .describedAs("The valid names")
          .any("example", template -> template.example().map(ActivityExample::config))
          .describedAs("A step's config that works")
          .any("shapes", template -> template.example().map(ActivityExample::shapes))
          .describedAs("Of parameters that hold objects and lists");

  /** Makes the template of an activity that Jetty does not list. */
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

  boolean matches(List<String> words) {
    String text =
        (activity() + "\n" + category() + "\n" + description().orElse("")).toLowerCase(Locale.ROOT);
    return words.stream().allMatch(text::contains);
  }

  private Optional<String> description() {
    return Json.text(json, "description")
        .or(() -> Activities.find(activity()).map(Activity::about));
  }

  private Optional<String> firstLine() {
    return description().map(text -> text.strip().split("\\R", 2)[0]);
  }

  /** Returns the activity as it is at run time, if the listing does not show it. */
  private Optional<Activity> runtime() {
    return Activities.find(activity())
        .filter(known -> !knownIssues(known).isEmpty() || listsOthers(known) || hasFields(known));
  }

  private static boolean hasFields(Activity known) {
    return known.outputs().stream().anyMatch(output -> output.paths().size() > 1);
  }

  private Optional<ActivityExample> example() {
    return ActivityExample.of(activity());
  }

  private boolean listsOthers(Activity known) {
    Set<String> outputs =
        known.outputs().stream().map(Activity.Output::name).collect(Collectors.toSet());
    return !names(first(PARAMETERS)).equals(Set.copyOf(known.parameters()))
        || !names(first(OUTPUTS)).equals(outputs);
  }

  private static List<String> outputs(Activity known) {
    return known.outputs().stream().flatMap(output -> output.paths().stream()).toList();
  }

  private static Optional<Boolean> othersToo(Activity known) {
    return known.takesOthers() || known.givesOthers() ? Optional.of(true) : Optional.empty();
  }

  private static List<KnownIssue> knownIssues(Activity activity) {
    return KnownIssues.ALL.stream()
        .filter(issue -> issue.activity().equals(activity.name()))
        .toList();
  }

  private JsonNode first(List<String> fields) {
    return fields.stream()
        .map(json::path)
        .filter(value -> !value.isMissingNode() && !value.isNull())
        .findFirst()
        .orElse(JsonNodeFactory.instance.missingNode());
  }

  /** Reads names from a list of names, a list of things with names, an object or a JSON schema. */
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
