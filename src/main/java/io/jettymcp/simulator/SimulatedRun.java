package io.jettymcp.simulator;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/** A run of a task; Jetty's API calls it a trajectory. */
final class SimulatedRun {
  private final String id;
  private final RunRequest order;
  private final Instant created;
  private final Instant visible;
  private final RunPlan plan;
  private final StatusOverride fate;
  private final @Nullable StatusOverride parent;
  private final ArrayNode labels = SimulatorJson.array();
  private final String storagePath;
  private String task;

  /**
   * A planned run.
   *
   * @param visible until when its trajectory answers 404
   * @param parent the fate of the run that starts this one, if one does
   */
  SimulatedRun(
      String id,
      RunRequest order,
      Instant created,
      Instant visible,
      RunPlan plan,
      StatusOverride fate,
      @Nullable StatusOverride parent) {
    this.id = id;
    this.order = order;
    this.task = order.task().name();
    this.storagePath = collection().name() + "/" + task + "/0000";
    this.created = created;
    this.visible = visible;
    this.plan = plan;
    this.fate = fate;
    this.parent = parent;
  }

  String id() {
    return id;
  }

  RunRequest order() {
    return order;
  }

  SimulatedCollection collection() {
    return order.task().collection();
  }

  Instant created() {
    return created;
  }

  RunPlan plan() {
    return plan;
  }

  StatusOverride fate() {
    return fate;
  }

  ArrayNode labels() {
    return labels;
  }

  String task() {
    return task;
  }

  boolean isOf(String otherTask) {
    return task.equalsIgnoreCase(otherTask);
  }

  void moveTo(String otherTask) {
    task = otherTask;
  }

  /** Where its files are; it keeps them there when its task is renamed. */
  String storagePath() {
    return storagePath;
  }

  String workflowId() {
    return (collection().name() + "/" + task + "--" + id).replace('/', '-');
  }

  /** Whether it was started at all: a child of a stopped fan-out may never be. */
  boolean exists(Instant now) {
    return !created.isAfter(now) && (parent == null || !created.isAfter(parent.stopped()));
  }

  boolean isVisible(Instant now) {
    return exists(now) && (fate.status() != null || !now.isBefore(visible));
  }

  /** The moment up to which the plan has come true. */
  Instant progress(Instant now) {
    return now.isBefore(fate.stopped()) ? now : fate.stopped();
  }

  RunStatus status(Instant now) {
    RunStatus written = fate.status();
    return written != null ? written : ownStatus(progress(now));
  }

  Duration remaining(Instant now) {
    Duration left = Duration.between(now, plan.ended());
    return left.isNegative() || fate.status() != null ? Duration.ZERO : left;
  }

  private RunStatus ownStatus(Instant moment) {
    if (moment.isBefore(plan.began())) {
      return RunStatus.PENDING;
    }
    if (moment.isBefore(plan.ended())) {
      return RunStatus.RUNNING;
    }
    return plan.fails() ? RunStatus.FAILED : RunStatus.COMPLETED;
  }
}
