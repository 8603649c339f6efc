package io.jettymcp.tools;

import static io.jettymcp.runs.RunSignatures.DESCRIPTION;
import static io.jettymcp.runs.RunSignatures.HAS_FILE_UPLOADS;
import static io.jettymcp.runs.RunSignatures.IS_PRIVATE;
import static io.jettymcp.runs.RunSignatures.NEW_NAME;
import static io.jettymcp.runs.RunSignatures.SKIP_VALIDATION;
import static io.jettymcp.runs.RunSignatures.WORKFLOW;
import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.TASK;
import static io.jettymcp.tools.TaskTools.NAME;
import static io.jettymcp.tools.TaskTools.WORKFLOW_REQUIRED;

import io.jettymcp.jetty.Failure.BadArguments;
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
import io.jettymcp.workflow.Finding;
import java.util.List;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Creates and updates tasks, whose workflows are checked before they are stored. */
final class TaskChange {
  /** A task as it was stored. */
  record Stored(TaskSummary task, List<Finding> warnings) {}

  static final View<Stored> STORED =
      View.of(Stored.class)
          .include(TaskSummary.VIEW, Stored::task)
          .bool("is_private", stored -> stored.task().json().path("is_private"))
          .list("warnings", WorkflowCheck.FINDING, Stored::warnings);

  private TaskChange() {}

  static Mono<Result> create(Call call) {
    Args in = call.in();
    List<Finding> warnings =
        WorkflowCheck.beforeStoring(in.get(WORKFLOW_REQUIRED), in.get(SKIP_VALIDATION));
    ObjectNode body = Json.object().put("name", in.get(NAME));
    body.set("workflow", in.get(WORKFLOW_REQUIRED));
    fields(in, body);
    return call.send(Request.post("/api/v1/tasks/{}", in.get(COLLECTION)).json(body))
        .map(reply -> stored(in, in.get(NAME), reply, warnings));
  }

  static Mono<Result> update(Call call) {
    Args in = call.in();
    ObjectNode body = Json.object();
    in.find(NEW_NAME).ifPresent(name -> body.put("name", name));
    List<Finding> warnings =
        in.find(WORKFLOW)
            .map(
                workflow -> {
                  body.set("workflow", workflow);
                  return WorkflowCheck.beforeStoring(workflow, in.get(SKIP_VALIDATION));
                })
            .orElseGet(List::of);
    fields(in, body);
    if (body.isEmpty()) {
      throw new BadArguments(
          "workflow",
          "There is nothing to change: give workflow, description, name, has_file_uploads or"
              + " is_private.");
    }
    return call.send(
            Request.put("/api/v1/tasks/{}/{}", in.get(COLLECTION), in.get(TASK)).json(body))
        .map(reply -> stored(in, in.find(NEW_NAME).orElse(in.get(TASK)), reply, warnings));
  }

  private static void fields(Args in, ObjectNode body) {
    in.find(DESCRIPTION).ifPresent(text -> body.put("description", text));
    in.find(HAS_FILE_UPLOADS).ifPresent(flag -> body.put("has_file_uploads", flag));
    in.find(IS_PRIVATE).ifPresent(flag -> body.put("is_private", flag));
  }

  private static Result stored(Args in, String name, Reply reply, List<Finding> warnings) {
    TaskSummary task = new TaskSummary(in.get(COLLECTION), name, reply.body());
    return Result.of(STORED, new Stored(task, warnings))
        .suggest(
            RunSignatures.RUN_TASK_SYNC
                .with(new TaskRef(in.get(COLLECTION), task.name()))
                .because("try it"));
  }
}
