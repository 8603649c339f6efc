package io.jettymcp.tools;

import static io.jettymcp.tool.CommonParams.LIMIT;
import static io.jettymcp.tool.CommonParams.MAX_BYTES;
import static io.jettymcp.tool.CommonParams.OFFSET;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.Json;
import io.jettymcp.text.NearestName;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.ListPage;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.ReplyShapes;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import io.jettymcp.tool.View;
import io.jettymcp.workflow.Activities;
import io.jettymcp.workflow.Activity;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The activities that the steps of a workflow can be. They are the same for every collection. */
final class TemplateTools {
  private static final Param<String> QUERY = Param.text("query", "");
  private static final Param<String> CATEGORY = Param.text("category", "");
  private static final Param<String> ACTIVITY = Param.name("activity", "").required();

  private static final View<JsonNode> BRIEF =
      View.of(JsonNode.class).text("activity").text("category").text("description").max(200);

  static final Tool LIST_STEP_TEMPLATES =
      Tool.named("list-step-templates", "List step templates")
          .in(Toolset.TEMPLATES)
          .about("Lists the activities that workflow steps can use. get-step-template shows one.")
          .effect(Effect.READ)
          .takes(QUERY, CATEGORY, LIMIT, OFFSET)
          .gives(
              View.of(JsonNode.class)
                  .list("templates", BRIEF)
                  .required()
                  .integer("returned")
                  .required()
                  .bool("has_more")
                  .required())
          .runs(TemplateTools::list);

  static final Tool GET_STEP_TEMPLATE =
      Tool.named("get-step-template", "Show a step template")
          .in(Toolset.TEMPLATES)
          .about(
              "Shows an activity's parameters and outputs, with the names that hold at run time"
                  + " where the listing is wrong.")
          .effect(Effect.READ)
          .takes(ACTIVITY, MAX_BYTES)
          .gives(
              View.of(JsonNode.class)
                  .text("activity")
                  .required()
                  .text("category")
                  .text("description")
                  .any("parameters")
                  .describedAs("As listed")
                  .any("outputs")
                  .describedAs("As listed")
                  .nested(
                      "runtime",
                      View.of(JsonNode.class)
                          .texts("parameters")
                          .describedAs("Each also as <name>_path")
                          .texts("outputs")
                          .describedAs("[] marks lists")
                          .bool("others_too")
                          .list(
                              "pitfalls",
                              View.of(JsonNode.class).text("wrong").text("right").text("why")))
                  .describedAs("What holds"))
          .runs(TemplateTools::show);

  static final List<Tool> ALL = List.of(LIST_STEP_TEMPLATES, GET_STEP_TEMPLATE);

  private TemplateTools() {}

  private static Mono<List<StepTemplate>> all(Call call) {
    return call.send(Request.get("/api/v1/step-templates"))
        .map(
            reply ->
                ReplyShapes.list(reply.body(), "templates").values().stream()
                    .map(StepTemplate::new)
                    .filter(template -> !template.activity().isEmpty())
                    .toList());
  }

  private static Mono<Result> list(Call call) {
    return all(call).map(templates -> list(call.in(), templates));
  }

  private static Result list(Args in, List<StepTemplate> templates) {
    ObjectNode again = Json.object();
    in.find(QUERY).ifPresent(text -> again.put("query", text));
    in.find(CATEGORY).ifPresent(text -> again.put("category", text));
    List<String> words =
        List.of(in.find(QUERY).orElse("").strip().toLowerCase(Locale.ROOT).split("\\s+", -1));
    in.find(CATEGORY).ifPresent(category -> check(category, templates));
    List<JsonNode> found =
        templates.stream()
            .filter(template -> template.matches(words))
            .filter(t -> in.find(CATEGORY).map(t.category()::equalsIgnoreCase).orElse(true))
            .<JsonNode>map(StepTemplate::brief)
            .toList();
    return new ListPage(found, false)
        .part(in.get(OFFSET), in.get(LIMIT))
        .result(
            "templates",
            template -> (ObjectNode) template,
            "list-step-templates",
            again,
            in.get(OFFSET),
            in.get(LIMIT));
  }

  private static void check(String category, List<StepTemplate> templates) {
    Set<String> known = new TreeSet<>();
    templates.forEach(template -> known.add(template.category()));
    known.remove("");
    if (known.stream().noneMatch(category::equalsIgnoreCase)) {
      throw new BadArguments(
          CATEGORY.name(),
          "There is no category of that name."
              + NearestName.hint(category, known)
              + " Known: "
              + String.join(", ", known)
              + ".");
    }
  }

  private static Mono<Result> show(Call call) {
    String name = call.in().get(ACTIVITY);
    return call.send(Request.get("/api/v1/step-templates/{}", name))
        .map(reply -> new StepTemplate(ReplyShapes.object(reply.body())))
        .filter(template -> !template.activity().isEmpty())
        .onErrorResume(Refused.class, unknown -> Mono.empty())
        .switchIfEmpty(Mono.defer(() -> all(call)).map(templates -> find(name, templates)))
        .map(template -> Result.of(template.details()).atMost(call.in().get(MAX_BYTES)));
  }

  /** The template of this name, or of the one that the activity has today. */
  private static StepTemplate find(String name, List<StepTemplate> templates) {
    Optional<Activity> known = Activities.find(name);
    String today = known.map(Activity::name).orElse(name);
    return templates.stream()
        .filter(template -> template.activity().equalsIgnoreCase(today))
        .findFirst()
        .or(() -> known.map(StepTemplate::unlisted))
        .orElseThrow(() -> unknown(name, templates));
  }

  private static BadArguments unknown(String name, List<StepTemplate> templates) {
    Set<String> names = new LinkedHashSet<>();
    templates.forEach(template -> names.add(template.activity()));
    Activities.ALL.forEach(activity -> names.add(activity.name()));
    return new BadArguments(
        ACTIVITY.name(),
        "There is no activity of that name."
            + NearestName.hint(name, names)
            + " Known: "
            + String.join(", ", names)
            + ".");
  }
}
