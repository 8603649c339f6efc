package io.jettymcp.simulator.model;

import io.jettymcp.json.Json;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/** A run of a task; Jetty's API calls it a trajectory. */
public final class SimulatedRun {
  private final String id;
  private final RunRequest request;
  private final Instant created;
  private final Instant visibleAt;
  private final RunPlan plan;
  private final StatusOverride statusOverride;
  private final @Nullable StatusOverride parent;
  private final ArrayNode labels = Json.array();
  private final String storagePath;
  private String task;

  /**
   * Adds a plan to the request for a run.
   *
   * @param visibleAt until then its trajectory responds with 404
   * @param parent the override of the run that starts this one, if one does
   */
  public SimulatedRun(
      String id,
      RunRequest request,
      Instant created,
      Instant visibleAt,
      RunPlan plan,
      StatusOverride statusOverride,
      @Nullable StatusOverride parent) {
    this.id = id;
    this.request = request;
    this.task = request.task().name();
    this.storagePath = collection().name() + "/" + task + "/0000";
    this.created = created;
    this.visibleAt = visibleAt;
    this.plan = plan;
    this.statusOverride = statusOverride;
    this.parent = parent;
  }

  public String id() {
    return id;
  }

  public RunRequest request() {
    return request;
  }

  public SimulatedCollection collection() {
    return request.task().collection();
  }

  public Instant created() {
    return created;
  }

  public RunPlan plan() {
    return plan;
  }

  public StatusOverride statusOverride() {
    return statusOverride;
  }

  public ArrayNode labels() {
    return labels;
  }

  public String task() {
    return task;
  }

  public boolean isOf(String otherTask) {
    return task.equalsIgnoreCase(otherTask);
  }

  void moveTo(String otherTask) {
    task = otherTask;
  }

  /** Where its files are, also after its task was renamed. */
  public String storagePath() {
    return storagePath;
  }

  public String workflowId() {
    return (collection().name() + "/" + task + "--" + id).replace('/', '-');
  }

  /** Returns whether it was started: a child of a stopped fan-out may never be. */
  public boolean exists(Instant now) {
    return !created.isAfter(now) && (parent == null || !created.isAfter(parent.stoppedAt()));
  }

  public boolean isVisible(Instant now) {
    return exists(now) && (statusOverride.status() != null || !now.isBefore(visibleAt));
  }

  /** Returns the moment up to which the plan has been carried out. */
  public Instant progress(Instant now) {
    return now.isBefore(statusOverride.stoppedAt()) ? now : statusOverride.stoppedAt();
  }

  public RunStatus status(Instant now) {
    RunStatus written = statusOverride.status();
    return written != null ? written : plannedStatus(progress(now));
  }

  public Duration remaining(Instant now) {
    Duration left = Duration.between(now, plan.endedAt());
    return left.isNegative() || statusOverride.status() != null ? Duration.ZERO : left;
  }

  private RunStatus plannedStatus(Instant moment) {
    if (moment.isBefore(plan.startedAt())) {
      return RunStatus.PENDING;
    }
    if (moment.isBefore(plan.endedAt())) {
      return RunStatus.RUNNING;
    }
    return plan.fails() ? RunStatus.FAILED : RunStatus.COMPLETED;
  }
}
