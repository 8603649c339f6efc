package io.jettymcp.runbooks;

import io.jettymcp.jetty.PathSegment;
import io.jettymcp.json.Json;
import io.jettymcp.tool.RunRef;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Reads Jetty's reply to a runbook, or a chunk of its stream: untrusted, and in one of several
 * forms.
 *
 * @param json a chunk, the body of a 200 or 202, or that of an error
 */
record RunbookAnswer(JsonNode json) {
  private static final String PREFIX = "chatcmpl-";

  /** Distinguishes Jetty's own ids: a chunk's id may come from a model's provider. */
  private static final Pattern OWN_ID = Pattern.compile("[0-9a-f]{8}");

  /** The run's id as Jetty names it, or as its workflow id ends with it. */
  Optional<String> namedId() {
    return segment(named("trajectory_id").map(RunRef::bareId))
        .or(() -> segment(workflowId().flatMap(RunRef::idIn)));
  }

  /** The id of a complete reply: where no other is named, that of the completion. */
  Optional<String> id() {
    return namedId().or(() -> segment(completion().map(RunRef::bareId)));
  }

  /** The id of a chunk: that of the completion counts only if it is one of Jetty's. */
  Optional<String> chunkId() {
    return namedId()
        .or(
            () ->
                segment(
                    completion()
                        .flatMap(
                            text ->
                                RunRef.idIn(text)
                                    .or(
                                        () ->
                                            Optional.of(text)
                                                .filter(id -> OWN_ID.matcher(id).matches())))));
  }

  Optional<String> workflowId() {
    return named("workflow_id");
  }

  Optional<String> status() {
    return Json.text(metadata(), "status");
  }

  /** The figures of the trial, if any. */
  JsonNode trial() {
    return json.path("trial").isObject() ? json.path("trial") : metadata().path("trial");
  }

  /** The message, if the reply is an error. */
  Optional<String> error() {
    JsonNode error = json.path("error");
    return Json.text(error, "message").or(() -> Json.text(json, "error"));
  }

  private Optional<String> named(String field) {
    return Json.text(metadata(), field).or(() -> Json.text(json, field));
  }

  private JsonNode metadata() {
    return json.path("jetty_metadata");
  }

  private Optional<String> completion() {
    return Json.text(json, "id")
        .filter(text -> text.startsWith(PREFIX))
        .map(text -> text.substring(PREFIX.length()));
  }

  private static Optional<String> segment(Optional<String> id) {
    return id.filter(text -> PathSegment.problem(text).isEmpty());
  }
}
