package io.jettymcp.tool;

import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.TASK;

import io.jettymcp.jetty.Request;

/** Names a task of a collection. */
public record TaskRef(String collection, String task) {
  /** Reads the reference from the arguments of a call, whose collection is resolved. */
  public static TaskRef of(Args in) {
    return new TaskRef(in.get(COLLECTION), in.get(TASK));
  }

  public RunRef run(String id) {
    return new RunRef(collection, task, id);
  }

  /** Starts a request for the task as it is stored. */
  public Request fetch() {
    return Request.get("/api/v1/tasks/{}/{}", collection, task);
  }

  /** Starts the request that starts a run. */
  public Request start() {
    return Request.post("/api/v1/run/{}/{}", collection, task);
  }

  /** Starts a request for a page of the runs of the task. */
  public Request runs() {
    return Request.get("/api/v1/db/trajectories/{}/{}", collection, task);
  }

  /** Starts a request for Jetty's statistics of the runs. */
  public Request statistics() {
    return Request.get("/api/v1/db/stats/{}/{}", collection, task);
  }

  /** Starts a request that sets the status of runs. */
  public Request setStatuses() {
    return Request.post("/api/v1/trajectory/{}/{}/statuses", collection, task);
  }

  /** The page for people. */
  public String url() {
    return Links.to(collection, task);
  }
}
