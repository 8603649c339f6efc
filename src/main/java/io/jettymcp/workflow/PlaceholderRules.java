package io.jettymcp.workflow;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Finds the placeholders in texts, such as {@code {{topic}}} and {@code {{ draft.outputs.text }}}.
 * Other text in double braces belongs to another language and is ignored.
 */
final class PlaceholderRules {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("(?<![{$])\\{\\{\\s*([\\p{L}_][\\p{L}\\p{N}_.\\[\\]*-]*)\\s*}}(?!})");

  private static final String TEMPLATE_VARIABLES = "template_variables";
  private static final int MAX_DEPTH = 12;

  private final Outline outline;
  private final Reference.Visitor visitor;

  PlaceholderRules(Outline outline, Reference.Visitor visitor) {
    this.outline = outline;
    this.visitor = visitor;
  }

  void check(WorkflowStep step) {
    for (Map.Entry<String, JsonNode> parameter : step.config().properties()) {
      String name = parameter.getKey();
      if (!ReferenceRules.holdsExpression(name) && !ReferenceRules.DATA.contains(name)) {
        Reference place = Reference.to(step, name, Reference.Kind.TEXT);
        texts(place, parameter.getValue(), new HashSet<>(), 0);
      }
    }
  }

  private void texts(Reference place, JsonNode value, Set<String> seen, int depth) {
    if (value.isString()) {
      text(place, value.stringValue(), seen);
    } else if (depth < MAX_DEPTH) {
      value.forEach(item -> texts(place, item, seen, depth + 1));
    }
  }

  private void text(Reference place, String text, Set<String> seen) {
    Matcher matcher = PLACEHOLDER.matcher(text);
    int end = 0;
    boolean row = false;
    while (matcher.find()) {
      // Once for each line, as a line can have very many.
      if (matcher.start() >= end) {
        row = isTableRow(text, matcher.start());
        end = endOfLine(text, matcher.start());
      }
      String inside = matcher.group(1);
      Optional<PathExpression> path = Outline.parsed(inside);
      if (path.isPresent() && seen.add(inside) && !row) {
        placeholder(place, path.get());
      }
    }
  }

  private static int endOfLine(String text, int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }

  /** A row of a runbook's table of parameters declares what it names. */
  private static boolean isTableRow(String text, int at) {
    return text.substring(text.lastIndexOf('\n', at) + 1, at).stripLeading().startsWith("|");
  }

  private void placeholder(Reference place, PathExpression path) {
    boolean reference =
        path.root().equals(PathExpression.INIT_PARAMS)
            || path.name(1)
                .filter(name -> name.equals("outputs") || name.equals("inputs"))
                .isPresent()
            || (outline.configs().has(path.root()) && path.parts().size() > 1);
    if (reference) {
      visitor.visit(place, path);
    } else if (!isFilledByStep(place.step(), path.root())) {
      if (outline.initParams().has(path.root())) {
        visitor.visit(place, path.inInitParams());
      } else {
        visitor.visitUnfilled(place, path);
      }
    }
  }

  private boolean isFilledByStep(WorkflowStep step, String name) {
    return step.has(name)
        || step.has(name + WorkflowStep.PATH)
        || (step.runs(Activities.RUNBOOK)
            && (Activities.SANDBOX_DIRECTORIES.contains(name) || isVariable(step, name)));
  }

  /** Variables without defaults come with the run, whatever their names. */
  private boolean isVariable(WorkflowStep step, String name) {
    JsonNode variables = outline.value(step, TEMPLATE_VARIABLES);
    return step.has(step.given(TEMPLATE_VARIABLES)) && (variables.isEmpty() || variables.has(name));
  }
}
