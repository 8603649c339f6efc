package io.jettymcp.runbooks;

import io.jettymcp.runbooks.document.Frontmatter.SecretNeed;
import io.jettymcp.runbooks.document.Runbook;
import io.jettymcp.runbooks.document.Section;
import io.jettymcp.runs.RunStart;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.LocalAccess;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Shape;
import io.jettymcp.tool.View;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Plans a runbook for the agent to follow itself. Sends nothing to Jetty and writes nothing. */
public final class RunbookPlan {
  public static final String MODE = "local";

  /**
   * A secret of the runbook, and whether it is there.
   *
   * @param set whether it is in this server's environment; empty if that is not the caller's own
   */
  record SecretState(SecretNeed need, Optional<Boolean> set) {}

  /**
   * A step of the runbook.
   *
   * @param lines its first and last line
   */
  record Step(int number, String title, String lines) {}

  /**
   * A plan.
   *
   * @param filling fills in the parameters
   * @param text the runbook with its parameters filled in; empty if it is too long to show
   */
  record Plan(
      Runbook runbook,
      RunbookParameters parameters,
      UnaryOperator<String> filling,
      Optional<String> text,
      List<SecretState> secrets,
      List<String> warnings,
      String note) {
    /** Holds, besides its own fields, the mode, the warnings and the note of any run. */
    static final View<Plan> VIEW =
        View.of(Plan.class)
            .text("mode", plan -> MODE)
            .text("objective", Plan::objective)
            .max(1_000)
            .map("parameters", new Shape.Text(2_000), plan -> plan.parameters().values())
            .list(
                "missing_parameters",
                RunbookParameters.missingView(),
                plan -> plan.parameters().missing())
            .unlessEmpty()
            .list(
                "secrets",
                View.of(SecretState.class)
                    .include(RunbookCheck.SECRET, SecretState::need)
                    .bool("set", SecretState::set)
                    .describedAs("In this server's environment"),
                Plan::secrets)
            .text("results_dir", plan -> plan.parameters().resultsDir())
            .texts("primary_outputs", Plan::primaryOutputs)
            .list(
                "steps",
                View.of(Step.class)
                    .integer("number", Step::number)
                    .text("title", Step::title)
                    .max(200)
                    .text("lines", Step::lines)
                    .describedAs("First to last"),
                Plan::steps)
            .text("runbook", Plan::text)
            .describedAs("Its text with the parameters filled in")
            .list(
                "sections",
                View.of(Section.class)
                    .text("title", Section::title)
                    .max(200)
                    .text("lines", section -> lines(section.line(), section.end()))
                    .describedAs("First to last"),
                Plan::sections)
            .unlessEmpty()
            .describedAs("Where to read, if it is too long")
            .texts("warnings", Plan::warnings)
            .unlessEmpty()
            .text("note", Plan::note);

    String objective() {
      return filling.apply(runbook.objective());
    }

    List<String> primaryOutputs() {
      return runbook.frontmatter().primaryOutputs().stream().map(filling).toList();
    }

    List<Step> steps() {
      return runbook.steps().stream()
          .map(
              step ->
                  new Step(
                      step.number(), filling.apply(step.title()), lines(step.line(), step.end())))
          .toList();
    }

    List<Section> sections() {
      return text.isEmpty() ? runbook.sections() : List.of();
    }
  }

  /** Results directory on the agent's own machine. */
  private static final String RESULTS_DIR = "./results";

  /** In bytes; a longer text is not shown, so that the end of the plan is never cut off. */
  private static final int MAX_BYTES = 28_000;

  private static final String SHOWN =
      "Then follow the runbook below from the first section to the last.";
  private static final String NOT_SHOWN =
      "The runbook is too long to show here: read the one that you passed, by the lines of its"
          + " sections, with the parameters above for each {{name}}, and follow it from the first"
          + " section to the last.";

  /** Parameters of mode remote. */
  private static final List<Param<?>> REMOTE_ONLY =
      List.of(
          RunbookSandbox.RECORDING_TASK,
          RunbookFiles.FILES,
          RunbookSandbox.AGENT,
          RunbookSandbox.MODEL,
          RunbookSandbox.MODEL_PROVIDER,
          RunbookSandbox.SNAPSHOT,
          RunStart.SECRET_PARAMS,
          RunStart.SECRET_ENV,
          RunbookRequest.TIMEOUT,
          RunbookRequest.LABELS,
          RunStart.USE_TRIAL_KEYS);

  private final Call call;
  private final Runbook runbook;
  private final RunbookParameters given;

  public RunbookPlan(Call call, RunbookSource text) {
    this.call = call;
    this.runbook = Runbook.read(RunbookRefusal.notEmpty(text));
    this.given = RunbookParameters.given(call, runbook, RESULTS_DIR);
  }

  public static View<?> view() {
    return Plan.VIEW;
  }

  public Mono<Result> make() {
    return given.asked(call).map(this::plan);
  }

  private Result plan(RunbookParameters filled) {
    String text = runbook.fill(filled.values());
    ObjectNode full =
        Plan.VIEW.read(plan(Runbook.read(text), filled, part -> part, Optional.of(text), SHOWN));
    if (full.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES) {
      return Result.of(full);
    }
    // Its line numbers are those of the unfilled text, because that is what the agent reads.
    return Result.of(
        Plan.VIEW,
        plan(
            runbook,
            filled,
            part -> Runbook.fill(part, filled.values()),
            Optional.empty(),
            NOT_SHOWN));
  }

  private Plan plan(
      Runbook shown,
      RunbookParameters filled,
      UnaryOperator<String> filling,
      Optional<String> text,
      String how) {
    return new Plan(shown, filled, filling, text, secrets(), warnings(), note(filled, how));
  }

  private List<SecretState> secrets() {
    return runbook.frontmatter().secrets().stream()
        .map(
            need ->
                new SecretState(
                    need,
                    Optional.of(call.local())
                        .filter(LocalAccess::isOfCaller)
                        .map(local -> local.isSet(need.env()))))
        .toList();
  }

  private static String lines(int first, int last) {
    return first + "-" + last;
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>(FindingLines.of(runbook.findings()));
    REMOTE_ONLY.stream()
        .filter(call.in()::has)
        .map(param -> "\"" + param.name() + "\" applies to mode remote only.")
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
    if (!runbook.checks().isEmpty()) {
      sentences.add("Run the commands of its code checks yourself; Jetty does not, here.");
    }
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
