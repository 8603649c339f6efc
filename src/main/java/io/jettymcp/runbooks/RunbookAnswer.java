package io.jettymcp.runbooks;

import io.jettymcp.jetty.PathSegment;
import io.jettymcp.json.Json;
import io.jettymcp.tool.RunRef;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What Jetty says of a runbook that it was sent, in a piece of its stream or as a whole: untrusted,
 * and in one of several forms.
 *
 * @param json a chunk, the body of a 200 or 202, or that of an error
 */
record RunbookAnswer(JsonNode json) {
  private static final String PREFIX = "chatcmpl-";

  /** How Jetty's own ids look; a chunk's id may be one that a model's provider made up. */
  private static final Pattern OWN = Pattern.compile("[0-9a-f]{8}");

  /** The id that Jetty names as the run's, or that ends the name of its workflow. */
  Optional<String> namedId() {
    return segment(named("trajectory_id").map(RunRef::bareId))
        .or(() -> segment(workflowId().flatMap(RunRef::idIn)));
  }

  /** The id of a whole answer: where no other is named, that of the completion. */
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
                                                .filter(id -> OWN.matcher(id).matches())))));
  }

  Optional<String> workflowId() {
    return named("workflow_id");
  }

  Optional<String> status() {
    return Json.text(metadata(), "status");
  }

  /** The figures of the trial, where there are some. */
  JsonNode trial() {
    return json.path("trial").isObject() ? json.path("trial") : metadata().path("trial");
  }

  /** What went wrong, where the answer is an error. */
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
