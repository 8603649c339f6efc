package io.jettymcp.tool;

import static io.jettymcp.tool.CommonParams.TRAJECTORY;

import io.jettymcp.jetty.Request;
import java.util.Optional;

/**
 * Names a run of a task. Jetty calls it by its bare id and shows, in some replies, a workflow id
 * that ends with it after two dashes.
 */
public record RunRef(String collection, String task, String id) {
  public RunRef {
    id = bareId(id);
  }

  /** Reads the reference from the arguments of a call, whose collection is resolved. */
  public static RunRef of(Args in) {
    return TaskRef.of(in).run(in.get(TRAJECTORY));
  }

  public TaskRef taskRef() {
    return new TaskRef(collection, task);
  }

  /**
   * Starts a request for the run as the database has it: sooner there, sometimes without outputs.
   */
  public Request fromDatabase() {
    return Request.get("/api/v1/db/trajectory/{}/{}/{}", collection, task, id);
  }

  /** Starts a request for the run as the storage has it: complete, sometimes later. */
  public Request fromStorage() {
    return Request.get("/api/v1/trajectory/{}/{}/{}", collection, task, id);
  }

  /** Starts a request for all files of the run as a zip archive. */
  public Request download() {
    return Request.get("/api/v1/trajectory/{}/{}/{}/download", collection, task, id);
  }

  /** Starts a request that adds a label to the run. */
  public Request addLabel() {
    return Request.post("/api/v1/trajectory/{}/{}/{}/labels", collection, task, id);
  }

  /** Starts a request for the log of the run. */
  public Request log() {
    return logOf(workflowId());
  }

  /** Starts a request for the log of the run with this workflow id. */
  public static Request logOf(String workflowId) {
    return Request.get("/api/v1/workflows-logs/{}", workflowId);
  }

  /** The page for people. */
  public String url() {
    return Links.to(collection, task, id);
  }

  /** Returns the workflow id of the run, in which slashes of the task's path are dashes. */
  public String workflowId() {
    return (collection + "/" + task).replace('/', '-') + "--" + id;
  }

  /** Returns the bare id of what may be a workflow id. */
  public static String bareId(String id) {
    return idIn(id).orElse(id);
  }

  /** Returns the id that a workflow id ends with, if it ends with one. */
  public static Optional<String> idIn(String workflowId) {
    int dashes = workflowId.lastIndexOf("--");
    return dashes < 0 || dashes + 2 == workflowId.length()
        ? Optional.empty()
        : Optional.of(workflowId.substring(dashes + 2));
  }
}
