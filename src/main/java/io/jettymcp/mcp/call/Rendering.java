package io.jettymcp.mcp.call;

import io.jettymcp.json.Json;
import io.jettymcp.redact.CleaningReport;
import io.jettymcp.redact.Sanitizer;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Ongoing;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.View;
import io.jettymcp.tool.Warnings;
import io.jettymcp.tool.WithheldResult;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Renders a result: sanitizes it as a whole first, so that no cut can split a secret, then projects
 * it through the tool's view, then limits its size.
 */
final class Rendering {
  /** Bounds the warnings about ignored arguments, which come first. */
  private static final int MAX_IGNORED = 5;

  /** In characters; how far something is, with warnings about its start. */
  private static final int MAX_MESSAGE = 500;

  /** Says how far something is where the secrets of its collection are unknown. */
  private static final String GENERIC_MESSAGE = "working";

  private final EnabledTools enabledTools;
  private final Sanitizer sanitizer;
  private final ResultLimit limit;
  private final Attachments attachments;

  Rendering(EnabledTools enabledTools, Sanitizer sanitizer) {
    this.enabledTools = enabledTools;
    this.sanitizer = sanitizer;
    this.limit = new ResultLimit(enabledTools, sanitizer);
    this.attachments = new Attachments(enabledTools, sanitizer);
  }

  /**
   * Renders a result.
   *
   * @param ignored the names of arguments that were ignored, which the result reports
   */
  ToolResponse of(Tool tool, Result result, List<String> ignored) {
    ObjectNode data = (ObjectNode) tool.view().project(sanitizer.json(result.data()));
    if (!ignored.isEmpty()) {
      data =
          Warnings.before(
              data,
              tool,
              ignored.stream().limit(MAX_IGNORED).map(name -> ignored(tool, name)).toList());
    }
    if (tool.view().has(View.CLEANED)) {
      addCleaned(data, result);
    }
    ObjectNode shown = limit.applied(data, tool, result);
    List<String> suspicious = UntrustedText.suspicious(tool, shown);
    if (!suspicious.isEmpty()) {
      shown = limit.applied(UntrustedText.warned(data, tool, suspicious), tool, result);
    }
    List<ObjectNode> attached = new ArrayList<>(attachments.of(result));
    UntrustedText.mark(tool, shown).ifPresent(attached::add);
    return ToolResponse.result(shown, attached)
        .ongoing(
            result
                .ongoing()
                .map(
                    how ->
                        new Ongoing(how.arguments(), sanitizer.line(how.message(), MAX_MESSAGE))));
  }

  /** Renders what cannot hold a secret, for a collection whose environment could not be read. */
  ToolResponse withheld(Tool tool, Args in, Result result) {
    Result kept = WithheldResult.of(tool, in, result);
    return ToolResponse.result(limit.applied(kept.data(), tool, kept), List.of())
        .ongoing(result.ongoing().map(how -> new Ongoing(how.arguments(), GENERIC_MESSAGE)));
  }

  private Warnings.Warning ignored(Tool tool, String name) {
    List<String> known =
        tool.params(enabledTools.locked()).stream().map(Param::name).sorted().toList();
    return new Warnings.Warning(
        sanitizer.line(name, 60),
        " was ignored: "
            + tool.name()
            + (known.isEmpty()
                ? " takes no arguments."
                : " has no such argument. Known: " + String.join(", ", known) + "."));
  }

  private void addCleaned(ObjectNode data, Result result) {
    CleaningReport report = new CleaningReport();
    report.add("", result.data());
    result.excerpt().ifPresent(excerpt -> report.add(excerpt.field(), excerpt.value()));
    ArrayNode list = Json.array();
    for (CleaningReport.Place place : report.places()) {
      list.add(Json.object().put("path", place.path()).put("removed", place.removed()));
    }
    if (!list.isEmpty()) {
      data.set(View.CLEANED, sanitizer.json(list));
    }
  }
}
