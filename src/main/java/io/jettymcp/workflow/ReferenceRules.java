package io.jettymcp.workflow;

import io.jettymcp.lint.Severity;
import io.jettymcp.workflow.Reference.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Finds the path expressions in the parameters of a step, and checks that they are some. */
final class ReferenceRules {
  static final String IMAGE_EXPRESSION = "image_path_expr";

  /** Parameters that hold data for another program, in which any name may end in _path. */
  static final Set<String> DATA =
      Set.of(
          "child_init_params",
          "extract_keys",
          "template_variables",
          "response_format",
          "mcp_servers",
          "code_checks",
          "agent_env");

  private static final int MAX_DEPTH = 12;

  /** The path of a stored image, which a judge accepts where it reads an expression. */
  private static final Pattern STORED_IMAGE =
      Pattern.compile("[^\\s:]+/[^\\s:]+\\.(webp|png|jpe?g)", Pattern.CASE_INSENSITIVE);

  private final Outline outline;
  private final Reference.Visitor visitor;
  private final WorkflowFindings findings;

  ReferenceRules(Outline outline, Reference.Visitor visitor, WorkflowFindings findings) {
    this.outline = outline;
    this.visitor = visitor;
    this.findings = findings;
  }

  void check(WorkflowStep step) {
    for (Map.Entry<String, JsonNode> parameter : step.config().properties()) {
      String name = parameter.getKey();
      JsonNode value = parameter.getValue();
      boolean known = step.activity().filter(activity -> activity.names(name)).isPresent();
      Reference place = Reference.to(step, name, known ? Kind.PARAMETER : Kind.UNKNOWN_PARAMETER);
      if (name.equals("extract_keys") && step.runs(Activities.FAN_IN)) {
        childExpressions(place, value);
      } else if (holdsExpression(name)) {
        expressions(place, value);
      } else if (!DATA.contains(name)) {
        nested(place, value, 1);
      }
    }
  }

  static boolean holdsExpression(String name) {
    return WorkflowStep.isPath(name) || name.equals(IMAGE_EXPRESSION);
  }

  private void nested(Reference place, JsonNode value, int depth) {
    if (depth > MAX_DEPTH) {
      return;
    }
    if (value.isArray()) {
      int index = 0;
      for (JsonNode item : value) {
        nested(place.item(index++), item, depth + 1);
      }
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      Reference inside = place.field(field.getKey());
      if (holdsExpression(field.getKey()) && isReference(field.getValue())) {
        findings.known(inside.where(), KnownIssues.NESTED_PATH);
        expressions(inside, field.getValue());
      } else {
        nested(inside, field.getValue(), depth + 1);
      }
    }
  }

  /** Returns whether a value inside an object is meant as an expression and not as plain data. */
  private boolean isReference(JsonNode value) {
    return value.stringValueOpt().flatMap(Outline::parsed).filter(outline::isReference).isPresent();
  }

  private void expressions(Reference place, JsonNode value) {
    if (value.isString()) {
      expression(place, value.stringValue());
    } else if (value.isArray()) {
      int index = 0;
      for (JsonNode item : value) {
        Reference each = place.item(index++);
        item.stringValueOpt().ifPresentOrElse(text -> expression(each, text), () -> noText(each));
      }
    } else if (!value.isNull()) {
      noText(place);
    }
  }

  private void noText(Reference place) {
    findings.add(
        place.atMost(Severity.FAILS),
        place.where(),
        "is not a path expression",
        Fix.none(),
        "A parameter that ends in _path holds a path expression, which is a string.");
  }

  private void expression(Reference place, String text) {
    try {
      visitor.visit(place, PathExpression.parse(text));
    } catch (PathExpression.Malformed e) {
      if (!place.step().runs(Activities.SIMPLE_JUDGE) || !STORED_IMAGE.matcher(text).matches()) {
        visitor.visitMalformed(place, text, e);
      }
    }
  }

  /** Checks the syntax only: the values point into trajectories of other tasks. */
  private void childExpressions(Reference place, JsonNode keys) {
    if (!keys.isObject()) {
      findings.fails(
          place.where(),
          "is not an object",
          "It maps the name of each result to its place in a child's run.");
    }
    for (Map.Entry<String, JsonNode> key : keys.properties()) {
      Reference each = place.field(key.getKey());
      Optional<String> text = key.getValue().stringValueOpt();
      if (text.isEmpty()) {
        noText(each);
      } else if (Outline.parsed(text.get()).isEmpty()) {
        findings.fails(
            each.where(),
            "`" + Quoted.shortened(text.get()) + "` is not a path expression",
            "Nothing can be looked up in the runs of the children.");
      }
    }
  }
}
