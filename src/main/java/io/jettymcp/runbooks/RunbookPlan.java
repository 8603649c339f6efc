package io.jettymcp.runbooks;

import io.jettymcp.json.Json;
import io.jettymcp.runbooks.document.Frontmatter.SecretNeed;
import io.jettymcp.runbooks.document.Runbook;
import io.jettymcp.runbooks.document.RunbookStep;
import io.jettymcp.runbooks.document.Section;
import io.jettymcp.runs.RunStart;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.CommonParams;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Shape;
import io.jettymcp.tool.View;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an agent needs to follow a runbook itself. Nothing of Jetty is called and nothing is
 * written.
 */
public final class RunbookPlan {
  public static final String MODE = "local";

  private static final View<JsonNode> SECRET =
      View.of(JsonNode.class)
          .text("name")
          .text("env")
          .bool("required")
          .text("description")
          .max(300)
          .bool("set")
          .describedAs("In this server's environment");

  private static final View<JsonNode> STEP =
      View.of(JsonNode.class)
          .integer("number")
          .text("title")
          .max(200)
          .text("lines")
          .describedAs("First to last")
          .text("body")
          .max(200)
          .describedAs("Its beginning");

  /** What a plan holds beside what a run has. */
  public static final View<JsonNode> VIEW =
      View.of(JsonNode.class)
          .text("objective")
          .max(1_000)
          .map("parameters", new Shape.Text(2_000))
          .list(
              "missing_parameters",
              View.of(JsonNode.class).text("name").text("description").max(300))
          .list("secrets", SECRET)
          .text("results_dir")
          .texts("primary_outputs")
          .list("steps", STEP)
          .text("runbook")
          .describedAs("Its text with the parameters filled in")
          .list(
              "sections",
              View.of(JsonNode.class)
                  .text("title")
                  .max(200)
                  .text("lines")
                  .describedAs("First to last"))
          .describedAs("Where to read, if it is too long");

  /** Where results go on the agent's own machine. */
  private static final String RESULTS_DIR = "./results";

  /** Most bytes of a plan that shows the text whole, so that no result cuts its end off. */
  private static final int MAX_BYTES = 28_000;

  private static final String SHOWN =
      "Then follow the runbook below from the first step to the final checklist.";
  private static final String NOT_SHOWN =
      "The runbook is too long to show here: read the one that you gave, by the lines of its"
          + " sections, with the parameters above for each {{name}}, and follow it from the first"
          + " step to the final checklist.";

  /** Arguments that mean something at Jetty only. */
  private static final List<Param<?>> REMOTE_ONLY =
      List.of(
          CommonParams.TASK_OPTIONAL,
          RunbookFiles.FILES,
          RunbookSandbox.AGENT,
          RunbookSandbox.MODEL,
          RunbookSandbox.MODEL_PROVIDER,
          RunbookSandbox.SNAPSHOT,
          RunStart.USE_TRIAL_KEYS);

  private final Call call;
  private final Runbook runbook;
  private final RunbookParameters given;

  public RunbookPlan(Call call, RunbookSource text) {
    this.call = call;
    this.runbook = Runbook.read(RunbookPreflight.notEmpty(text));
    this.given = RunbookParameters.given(call, runbook, RESULTS_DIR);
  }

  public Mono<Result> make() {
    return given.asked(call).map(this::describe);
  }

  private Result describe(RunbookParameters filled) {
    String text = runbook.fill(filled.values());
    ObjectNode whole = describe(filled, Runbook.read(text), said -> said);
    whole.put("runbook", text).put("note", note(filled, SHOWN));
    if (whole.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES) {
      return Result.of(whole);
    }
    // Its lines are those of the text where nothing is filled in, which the agent has to read.
    ObjectNode outline = describe(filled, runbook, said -> Runbook.fill(said, filled.values()));
    outline.set("sections", sections());
    return Result.of(outline.put("note", note(filled, NOT_SHOWN)));
  }

  private ObjectNode describe(
      RunbookParameters filled, Runbook shown, UnaryOperator<String> filling) {
    ObjectNode data = Json.object().put("mode", MODE);
    data.put("objective", filling.apply(shown.objective()));
    data.set("parameters", filled.describeValues());
    if (!filled.missing().isEmpty()) {
      data.set("missing_parameters", filled.describeMissing());
    }
    data.set("secrets", secrets());
    data.put("results_dir", filled.resultsDir());
    data.set(
        "primary_outputs",
        Json.array(shown.frontmatter().primaryOutputs().stream().map(filling).toList()));
    data.set("steps", steps(shown, filling));
    List<String> warnings = warnings();
    if (!warnings.isEmpty()) {
      data.set("warnings", Json.array(warnings));
    }
    return data;
  }

  private ArrayNode secrets() {
    ArrayNode list = Json.array();
    for (SecretNeed need : runbook.frontmatter().secrets()) {
      ObjectNode secret = list.addObject().put("name", need.name()).put("env", need.env());
      secret.put("required", need.required());
      if (!need.description().isEmpty()) {
        secret.put("description", need.description());
      }
      if (call.local().isOfCaller()) {
        secret.put("set", call.local().isSet(need.env()));
      }
    }
    return list;
  }

  private static ArrayNode steps(Runbook shown, UnaryOperator<String> filling) {
    ArrayNode list = Json.array();
    Map<Integer, String> lines =
        shown.sections().stream().collect(Collectors.toMap(Section::line, RunbookPlan::lines));
    for (RunbookStep step : shown.steps()) {
      list.addObject()
          .put("number", step.number())
          .put("title", filling.apply(step.title()))
          .put("lines", lines.getOrDefault(step.line(), ""))
          .put("body", filling.apply(step.body()));
    }
    return list;
  }

  private ArrayNode sections() {
    ArrayNode list = Json.array();
    runbook
        .sections()
        .forEach(part -> list.addObject().put("title", part.title()).put("lines", lines(part)));
    return list;
  }

  private static String lines(Section section) {
    return section.line() + "-" + section.end();
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>(RunbookPreflight.lines(runbook.findings()));
    REMOTE_ONLY.stream()
        .filter(call.in()::has)
        .map(param -> "\"" + param.name() + "\" means something in mode remote only.")
        .forEach(warnings::add);
    return warnings;
  }

  private String note(RunbookParameters filled, String how) {
    List<String> sentences = new ArrayList<>();
    if (!filled.missing().isEmpty()) {
      sentences.add("Ask the user for the missing parameters first.");
    }
    unset()
        .map(
            names ->
                (call.local().isOfCaller() ? "Not set in this server's environment: " : "Secrets: ")
                    + names
                    + ". The user can set them where you work; never print them.")
        .ifPresent(sentences::add);
    sentences.add("No run was started. You carry it out yourself: create the results directory.");
    sentences.add(how);
    sentences.add("All output files go to " + filled.resultsDir() + ".");
    return String.join(" ", sentences);
  }

  private Optional<String> unset() {
    Stream<String> names =
        runbook.frontmatter().secrets().stream()
            .filter(need -> need.required() && !call.local().isSet(need.env()))
            .map(SecretNeed::env);
    return names.distinct().reduce((a, b) -> a + ", " + b);
  }
}
