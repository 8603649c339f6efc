package io.jettymcp.tools;

import static io.jettymcp.runs.RunSignatures.CHANGES;
import static io.jettymcp.runs.RunSignatures.DESCRIPTION;
import static io.jettymcp.runs.RunSignatures.GET_TASK;
import static io.jettymcp.runs.RunSignatures.NEW_NAME;
import static io.jettymcp.runs.RunSignatures.SKIP_VALIDATION;
import static io.jettymcp.runs.RunSignatures.WORKFLOW;
import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.TASK;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.FieldMask;
import io.jettymcp.json.Json;
import io.jettymcp.lint.Severity;
import io.jettymcp.runs.WorkflowCheck;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.ReplyShapes;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.View;
import io.jettymcp.tools.TaskChange.Stored;
import io.jettymcp.workflow.Difference;
import io.jettymcp.workflow.Finding;
import io.jettymcp.workflow.StoredTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Updates a task: by a workflow that replaces the stored one, or by changes of single values. What
 * comes back as it was shown is stored as it was.
 */
final class TaskUpdate {
  private static final int MAX_CHANGED = 30;
  private static final int MAX_PREVIEW = 200;

  /** The fields of a task that an update can replace. */
  private static final FieldMask REPLACED =
      FieldMask.fields("workflow", "description", "name", "has_file_uploads", "is_private");

  private static final View<Difference> DIFFERENCE =
      View.of(Difference.class)
          .text("path", Difference::path)
          .required()
          .preview("from", MAX_PREVIEW, Difference::from)
          .preview("to", MAX_PREVIEW, Difference::to);

  static final View<Stored> VIEW =
      Stored.VIEW
          .list(
              "changed",
              DIFFERENCE,
              stored -> stored.changed().stream().limit(MAX_CHANGED).toList())
          .unlessEmpty()
          .integer(
              "changed_total",
              stored -> Optional.of(stored.changed().size()).filter(total -> total > MAX_CHANGED));

  private TaskUpdate() {}

  static Mono<Result> update(Call call) {
    Args in = call.in();
    if (in.has(WORKFLOW) && in.has(CHANGES)) {
      throw new BadArguments("changes", "Give \"workflow\" or \"changes\", not both.");
    }
    ObjectNode body = Json.object();
    in.find(NEW_NAME).ifPresent(name -> body.put("name", name));
    TaskChange.fields(in, body);
    boolean editsWorkflow = in.has(WORKFLOW) || in.has(CHANGES);
    if (body.isEmpty() && !editsWorkflow) {
      throw new BadArguments(
          "changes",
          "There is nothing to change: give changes, workflow, description, name,"
              + " has_file_uploads or is_private.");
    }
    boolean describes = !in.find(DESCRIPTION).orElse("").isEmpty();
    return read(call)
        .flatMap(
            task ->
                editsWorkflow || describes
                    ? call.shown(task)
                        .flatMap(shown -> edit(call, body, new StoredTree(task, shown)))
                    : put(call, body, List.of(), fields(task, body)));
  }

  /** Reads what the update replaces. */
  private static Mono<JsonNode> read(Call call) {
    return call.send(TaskRef.of(call.in()).fetch().fields(REPLACED))
        .map(reply -> ReplyShapes.object(reply.body()));
  }

  private static Mono<Result> edit(Call call, ObjectNode body, StoredTree before) {
    Args in = call.in();
    in.find(DESCRIPTION).ifPresent(text -> body.set("description", description(text, before)));
    StoredTree workflow = before.field("workflow");
    Optional<StoredTree.Edited> edited =
        in.find(WORKFLOW)
            .map(given -> replaced(given, workflow))
            .or(() -> in.find(CHANGES).map(changes -> changed(call, changes, workflow)));
    List<Difference> changed = new ArrayList<>(fields(before.stored(), body));
    if (edited.isEmpty()) {
      return put(call, body, List.of(), changed);
    }
    JsonNode after = edited.get().tree();
    List<Finding> warnings = new ArrayList<>();
    body.set("workflow", after);
    return call.shown(after)
        .map(
            shown -> {
              warnings.addAll(WorkflowCheck.beforeReplacing(after, shown, in.get(SKIP_VALIDATION)));
              edited.get().cutTexts().forEach(path -> warnings.add(cutText(path)));
              WorkflowCheck.refuseExposed(
                  in.has(CHANGES) ? "changes" : "workflow", workflow.exposedBy(shown, given(in)));
              changed.addAll(workflow.differences(new StoredTree(after, shown)));
              return changed;
            })
        .flatMap(differences -> put(call, body, warnings, differences));
  }

  /** Lists the fields beside the workflow that change. */
  private static List<Difference> fields(JsonNode before, ObjectNode body) {
    return body.properties().stream()
        .filter(field -> !field.getKey().equals("workflow"))
        .map(field -> new Difference(field.getKey(), before.path(field.getKey()), field.getValue()))
        .filter(field -> !field.from().equals(field.to()))
        .toList();
  }

  private static Finding cutText(String path) {
    return new Finding(
        Severity.DOUBTFUL,
        path,
        "ends in an ellipsis and begins as the stored text",
        Optional.empty(),
        "It was taken as a cut text: the stored text stays.",
        List.of());
  }

  private static JsonNode given(Args in) {
    return in.find(WORKFLOW)
        .<JsonNode>map(workflow -> workflow)
        .orElseGet(() -> Json.array().addAll(in.find(CHANGES).orElse(List.of())));
  }

  private static JsonNode description(String text, StoredTree before) {
    StoredTree.Edited edited = before.field("description").replacedBy(Json.node(text));
    WorkflowCheck.refuse("description", edited.unknownMarks());
    return edited.tree();
  }

  private static StoredTree.Edited replaced(ObjectNode given, StoredTree before) {
    StoredTree.Edited edited = before.replacedBy(given);
    WorkflowCheck.refuse("workflow", edited.unknownMarks());
    return edited;
  }

  private static StoredTree.Edited changed(Call call, List<ObjectNode> changes, StoredTree before) {
    StoredTree.Edited edited = before.changedBy(changes);
    List<String> problems = edited.problems();
    if (!problems.isEmpty()) {
      throw new BadArguments(
          "changes",
          "Nothing was stored, because of these changes:\n- "
              + String.join("\n- ", problems)
              + (call.offers(GET_TASK) ? "\nget-task with find returns the paths." : ""));
    }
    WorkflowCheck.refuse("changes", edited.unknownMarks());
    return edited;
  }

  private static Mono<Result> put(
      Call call, ObjectNode body, List<Finding> warnings, List<Difference> changed) {
    Args in = call.in();
    return call.send(
            Request.put("/api/v1/tasks/{}/{}", in.get(COLLECTION), in.get(TASK)).json(body))
        .map(reply -> stored(in, reply, warnings, changed));
  }

  private static Result stored(
      Args in, Reply reply, List<Finding> warnings, List<Difference> changed) {
    String name = in.find(NEW_NAME).orElse(in.get(TASK));
    return TaskChange.result(VIEW, TaskChange.stored(in, name, reply, warnings, changed));
  }
}
