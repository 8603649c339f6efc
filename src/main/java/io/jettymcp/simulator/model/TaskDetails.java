package io.jettymcp.simulator.model;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/** The fields of a task besides its name and its workflow. */
public record TaskDetails(
    @Nullable String description,
    @Nullable String version,
    boolean hasFileUploads,
    boolean isPrivate,
    JsonNode croissantMetadata) {

  /** The details of a task that was created without any. */
  public static final TaskDetails DEFAULT =
      new TaskDetails(null, null, false, true, NullNode.getInstance());

  public static TaskDetails of(String description) {
    return new TaskDetails(description, null, false, true, NullNode.getInstance());
  }
}
