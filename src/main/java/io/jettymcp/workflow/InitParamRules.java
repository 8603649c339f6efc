package io.jettymcp.workflow;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Finds init params that no step reads, so that a value for them changes nothing. */
public final class InitParamRules {
  /** A name after {@code init_params}, and each name in double braces. */
  private static final Pattern USE =
      Pattern.compile("init_params(?:\\.([\\p{L}\\p{N}_-]+))?|\\{\\{([^{}]*)}}");

  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_-]+");

  /** Read by Jetty itself for a task whose step runs a runbook. */
  private static final Set<String> OF_RUNBOOKS =
      Set.of(
          "runbook_evals_version", "code_checks", "strict_evaluation", "mcp_servers", "snapshot");

  private final Outline outline;
  private final WorkflowFindings findings;

  InitParamRules(Outline outline, WorkflowFindings findings) {
    this.outline = outline;
    this.findings = findings;
  }

  void check() {
    for (String name : unread(outline, outline.initParams().propertyNames())) {
      findings.doubtful(
          PathExpression.INIT_PARAMS + "." + Quoted.shortened(name),
          "no step reads it",
          "A run that passes it changes nothing.");
    }
  }

  /** Returns those of some init params that no step of a workflow reads. */
  public static List<String> unread(JsonNode workflow, Collection<String> names) {
    return unread(new Outline(workflow), names);
  }

  private static List<String> unread(Outline outline, Collection<String> names) {
    List<WorkflowStep> steps =
        outline.steps().stream().filter(step -> step.config().isObject()).toList();
    if (steps.isEmpty()) {
      return List.of();
    }
    Uses uses = new Uses();
    steps.forEach(step -> uses.read(step.config()));
    outline.initParams().forEach(uses::read);
    boolean runbook = steps.stream().anyMatch(step -> step.runs(Activities.RUNBOOK));
    return names.stream()
        .filter(name -> !uses.all && !uses.names.contains(name))
        .filter(name -> !name.equals(References.FILE_PATHS))
        .filter(name -> !runbook || !OF_RUNBOOKS.contains(name))
        .toList();
  }

  /** The init params that texts name, as an expression, inside one, or as a placeholder. */
  private static final class Uses {
    private final Set<String> names = new HashSet<>();
    private boolean all;

    private void read(JsonNode value) {
      Deque<JsonNode> rest = new ArrayDeque<>(List.of(value));
      while (!rest.isEmpty()) {
        JsonNode next = rest.pop();
        next.stringValueOpt().ifPresent(this::read);
        next.forEach(rest::push);
      }
    }

    private void read(String text) {
      Matcher use = USE.matcher(text);
      while (use.find()) {
        if (use.group(1) != null) {
          names.add(use.group(1));
        } else if (use.group(2) != null) {
          NAME.matcher(use.group(2)).results().forEach(name -> names.add(name.group()));
        } else {
          all = all || text.strip().equals(PathExpression.INIT_PARAMS);
        }
      }
    }
  }
}
