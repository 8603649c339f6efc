package io.jettymcp.tools;

import static io.jettymcp.tool.CommonParams.ROUTINE;

import io.jettymcp.jetty.Request;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.TaskRef;

/** Names a routine of a task, and starts the requests about it. */
record RoutineRef(TaskRef task, String name) {
  private static final String PATH = "/api/v1/routines/{}/{}/{}";

  static RoutineRef of(Args in) {
    return new RoutineRef(TaskRef.of(in), in.get(ROUTINE));
  }

  Request get() {
    return Request.get(PATH, segments());
  }

  Request runs() {
    return Request.get(PATH + "/runs", segments());
  }

  Request patch() {
    return Request.patch(PATH, segments());
  }

  Request delete() {
    return Request.delete(PATH, segments());
  }

  /**
   * Starts an action on the routine.
   *
   * @param action such as {@code pause}
   */
  Request post(String action) {
    return Request.post(PATH + "/" + action, segments());
  }

  private String[] segments() {
    return new String[] {task.collection(), task.task(), name};
  }
}
