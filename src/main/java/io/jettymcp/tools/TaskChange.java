package io.jettymcp.tools;

import static io.jettymcp.runs.RunSignatures.DESCRIPTION;
import static io.jettymcp.runs.RunSignatures.HAS_FILE_UPLOADS;
import static io.jettymcp.runs.RunSignatures.IS_PRIVATE;
import static io.jettymcp.runs.RunSignatures.SKIP_VALIDATION;
import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tools.TaskTools.NAME;
import static io.jettymcp.tools.TaskTools.WORKFLOW_REQUIRED;

import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.Json;
import io.jettymcp.runs.RunSignatures;
import io.jettymcp.runs.TaskSummary;
import io.jettymcp.runs.WorkflowCheck;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.View;
import io.jettymcp.workflow.Difference;
import io.jettymcp.workflow.Finding;
import io.jettymcp.workflow.StoredTree;
import java.util.List;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Creates tasks, whose workflows are checked before they are stored. */
final class TaskChange {
  /**
   * A task as it was stored.
   *
   * @param changed where it differs from the one before
   */
  record Stored(TaskSummary task, List<Finding> warnings, List<Difference> changed) {
    static final View<Stored> VIEW =
        View.of(Stored.class)
            .include(TaskSummary.VIEW, Stored::task)
            .bool("is_private", stored -> stored.task().json().path("is_private"))
            .list("warnings", WorkflowCheck.FINDING, Stored::warnings);
  }

  private TaskChange() {}

  static Mono<Result> create(Call call) {
    Args in = call.in();
    List<Finding> warnings =
        WorkflowCheck.beforeStoring(in.get(WORKFLOW_REQUIRED), in.get(SKIP_VALIDATION));
    ObjectNode body = Json.object().put("name", in.get(NAME));
    body.set("workflow", in.get(WORKFLOW_REQUIRED));
    fields(in, body);
    in.find(DESCRIPTION).ifPresent(TaskChange::checkDescription);
    return call.send(Request.post("/api/v1/tasks/{}", in.get(COLLECTION)).json(body))
        .map(reply -> result(Stored.VIEW, stored(in, in.get(NAME), reply, warnings, List.of())));
  }

  private static void checkDescription(String text) {
    WorkflowCheck.refuse(
        "description", StoredTree.NOTHING.replacedBy(Json.node(text)).unknownMarks());
  }

  static void fields(Args in, ObjectNode body) {
    in.find(DESCRIPTION).ifPresent(text -> body.put("description", text));
    in.find(HAS_FILE_UPLOADS).ifPresent(flag -> body.put("has_file_uploads", flag));
    in.find(IS_PRIVATE).ifPresent(flag -> body.put("is_private", flag));
  }

  /**
   * @param name of the task, where the reply has none
   */
  static Stored stored(
      Args in, String name, Reply reply, List<Finding> warnings, List<Difference> changed) {
    TaskSummary task = new TaskSummary(in.get(COLLECTION), name, reply.body());
    return new Stored(task, warnings, changed);
  }

  static Result result(View<Stored> view, Stored stored) {
    TaskSummary task = stored.task();
    return Result.of(view, stored)
        .suggest(
            RunSignatures.RUN_TASK_SYNC
                .with(new TaskRef(task.collection(), task.name()))
                .because("try it"));
  }
}
