package io.jettymcp.workflow;

import io.jettymcp.lint.Severity;
import java.util.List;
import java.util.Optional;

/**
 * Describes one problem of a workflow. Quotes from the workflow are cut to 80 characters each and
 * hold no control characters.
 *
 * @param where the place in the workflow, such as {@code step_configs.draft.user_prompt} or {@code
 *     steps[2]}
 * @param what what is wrong there
 * @param fix what to write instead, if known
 * @param why what happens otherwise, in one sentence
 * @param changes the fix as changes of the workflow, in order; empty if it takes more than that
 */
public record Finding(
    Severity severity,
    String where,
    String what,
    Optional<String> fix,
    String why,
    List<Change> changes) {
  public Finding {
    changes = List.copyOf(changes);
  }
}
