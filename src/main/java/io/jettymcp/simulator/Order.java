package io.jettymcp.simulator;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a caller asks to be run. Secret parameters are not part of it: all that the engine needs of
 * them is whether one brings a model key.
 *
 * @param initParams what the caller gives, to be laid over the task's defaults
 * @param hasModelKeys whether model activities find a key to call a model with
 * @param routineId the routine that ordered the run, if one did
 */
record Order(
    Task task,
    ObjectNode initParams,
    boolean hasModelKeys,
    @Nullable Integer routineId,
    @Nullable String webhookUrl) {

  /** An order for a child of this one's run. */
  Order forChild(Task child, ObjectNode childInitParams) {
    return new Order(child, childInitParams, hasModelKeys, null, null);
  }
}
