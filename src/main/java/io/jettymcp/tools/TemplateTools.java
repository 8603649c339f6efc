package io.jettymcp.tools;

import static io.jettymcp.tool.CommonParams.LIMIT;
import static io.jettymcp.tool.CommonParams.MAX_BYTES;
import static io.jettymcp.tool.CommonParams.OFFSET;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Failure.Refused;
import io.jettymcp.jetty.Request;
import io.jettymcp.text.NearestName;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.ListPage;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.ReplyShapes;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import io.jettymcp.workflow.Activities;
import io.jettymcp.workflow.Activity;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import reactor.core.publisher.Mono;

/** Declares the tools about activities, of which the steps of a workflow consist. */
final class TemplateTools {
  private static final Param<String> QUERY = Param.text("query", "Words");
  private static final Param<String> CATEGORY = Param.text("category", "E.g. ai_models");
  private static final Param<String> ACTIVITY =
      Param.name("activity", "E.g. litellm_chat").listedBy("list-step-templates").required();

  static final Tool LIST_STEP_TEMPLATES =
      Tool.named("list-step-templates", "List step templates")
          .in(Toolset.TEMPLATES)
          .about(
              "Lists the activities that workflow steps can use. Read get-step-template before"
                  + " using one.")
          .effect(Effect.READ)
          .takes(QUERY, CATEGORY, LIMIT, OFFSET)
          .gives(() -> ListPage.view("templates", StepTemplate.SUMMARY))
          .runs(TemplateTools::list);

  static final Tool GET_STEP_TEMPLATE =
      Tool.named("get-step-template", "Show a step template")
          .in(Toolset.TEMPLATES)
          .about(
              "Shows an activity's parameters and outputs. Where Jetty's listing is wrong, `runtime` has"
                  + " the names that work.")
          .effect(Effect.READ)
          .takes(ACTIVITY, MAX_BYTES)
          .gives(() -> StepTemplate.DETAILS)
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
    Optional<String> query = in.find(QUERY);
    Optional<String> category = in.find(CATEGORY);
    category.ifPresent(name -> check(name, templates));
    List<String> words =
        List.of(query.orElse("").strip().toLowerCase(Locale.ROOT).split("\\s+", -1));
    Next again = LIST_STEP_TEMPLATES.signature().call();
    again = query.isPresent() ? again.with(QUERY, query.get()) : again;
    again = category.isPresent() ? again.with(CATEGORY, category.get()) : again;
    return ListPage.of(templates, false)
        .filter(template -> template.matches(words))
        .filter(template -> category.map(name -> isSame(name, template.category())).orElse(true))
        .part(in.get(OFFSET), in.get(LIMIT))
        .result(StepTemplate.SUMMARY, "templates", again);
  }

  /** Returns whether two names of a category differ at most in case and in how words are joined. */
  private static boolean isSame(String category, String other) {
    return plain(category).equals(plain(other));
  }

  private static String plain(String category) {
    return category.toLowerCase(Locale.ROOT).replaceAll("[ _-]", "");
  }

  private static void check(String category, List<StepTemplate> templates) {
    Set<String> known = new TreeSet<>();
    templates.forEach(template -> known.add(template.category()));
    known.remove("");
    if (known.stream().noneMatch(name -> isSame(category, name))) {
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
        .onErrorResume(Refused.class, e -> Mono.empty())
        .switchIfEmpty(Mono.defer(() -> all(call)).map(templates -> find(name, templates)))
        .map(
            template -> Result.of(StepTemplate.DETAILS, template).atMost(call.in().get(MAX_BYTES)));
  }

  /** Finds the template of this name, or of the name that the activity has today. */
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
