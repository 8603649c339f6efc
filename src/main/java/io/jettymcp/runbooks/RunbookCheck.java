package io.jettymcp.runbooks;

import io.jettymcp.runbooks.document.Frontmatter;
import io.jettymcp.runbooks.document.Frontmatter.SecretNeed;
import io.jettymcp.runbooks.document.Parameter;
import io.jettymcp.runbooks.document.Runbook;
import io.jettymcp.runbooks.document.RunbookFinding;
import io.jettymcp.runbooks.document.RunbookStep;
import io.jettymcp.tool.View;
import java.util.List;
import java.util.Optional;

/** Describes what a runbook holds and what is wrong with it, without a request to Jetty. */
public final class RunbookCheck {
  private static final View<RunbookFinding> FINDING =
      View.of(RunbookFinding.class)
          .integer("line", RunbookFinding::line)
          .text("where", RunbookFinding::where)
          .text("what", RunbookFinding::what)
          .max(400)
          .text("fix", RunbookFinding::fix)
          .max(400);

  private static final View<Frontmatter> FRONTMATTER =
      View.of(Frontmatter.class)
          .text("version", Frontmatter::version)
          .text("evaluation", Frontmatter::evaluation)
          .text("agent", Frontmatter::agent)
          .text("model", Frontmatter::model)
          .text("model_provider", Frontmatter::modelProvider)
          .text("snapshot", Frontmatter::snapshot)
          .text("image", Frontmatter::image)
          .texts("primary_outputs", Frontmatter::primaryOutputs)
          .unlessEmpty()
          .texts("mcp_servers", head -> head.mcpServers().keySet())
          .unlessEmpty()
          .describedAs("Their names")
          .bool("strict_evaluation", head -> Optional.of(head.strictEvaluation()).filter(on -> on));

  private static final View<Parameter> PARAMETER =
      View.of(Parameter.class)
          .text("name", Parameter::name)
          .bool("required", parameter -> parameter.defaultValue().isEmpty())
          .describedAs("Has no default")
          .text("default", Parameter::defaultValue)
          .text("description", Parameter::description)
          .max(300)
          .unlessEmpty()
          .integer("line", Parameter::line);

  static final View<SecretNeed> SECRET =
      View.of(SecretNeed.class)
          .text("name", SecretNeed::name)
          .text("env", SecretNeed::env)
          .bool("required", SecretNeed::required)
          .text("description", SecretNeed::description)
          .max(300)
          .unlessEmpty();

  private static final View<RunbookStep> STEP =
      View.of(RunbookStep.class)
          .integer("number", RunbookStep::number)
          .text("title", RunbookStep::title)
          .max(200)
          .integer("line", RunbookStep::line);

  public static final View<Runbook> VIEW =
      View.of(Runbook.class)
          .bool("valid", Runbook::isValid)
          .describedAs("No errors")
          .required()
          .list("errors", FINDING, runbook -> findings(runbook, true))
          .required()
          .list("warnings", FINDING, runbook -> findings(runbook, false))
          .required()
          .integer("version", Runbook::version)
          .describedAs("Of the format")
          .required()
          .nested("frontmatter", FRONTMATTER, runbook -> Optional.of(runbook.frontmatter()))
          .required()
          .list("parameters", PARAMETER, Runbook::parameters)
          .required()
          .list("secrets", SECRET, runbook -> runbook.frontmatter().secrets())
          .required()
          .texts("undeclared", Runbook::undeclared)
          .describedAs("Placeholders that no parameter declares")
          .required()
          .list("steps", STEP, Runbook::steps)
          .required();

  private RunbookCheck() {}

  private static List<RunbookFinding> findings(Runbook runbook, boolean errors) {
    return runbook.findings().stream().filter(finding -> finding.error() == errors).toList();
  }
}
