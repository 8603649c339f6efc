package io.jettymcp.mcp.call;

import io.jettymcp.json.JsonWriter;
import io.jettymcp.tool.Ongoing;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds the response to a call, redacted and bounded.
 *
 * @param structured the result, or empty for an error
 * @param text the same as compact JSON, or the error text
 * @param attached images and links, as content of the protocol
 * @param error the kind of error, or empty for a result
 * @param ongoing how to follow what is not finished, for callers that do
 */
public record ToolResponse(
    Optional<ObjectNode> structured,
    String text,
    List<ObjectNode> attached,
    Optional<ErrorKind> error,
    Optional<Ongoing> ongoing) {
  private static final Set<ErrorKind> TEMPORARY =
      Set.of(ErrorKind.UNREACHABLE, ErrorKind.BLOCKED, ErrorKind.TEMPORARY);

  public ToolResponse {
    attached = List.copyOf(attached);
  }

  static ToolResponse result(ObjectNode structured, List<ObjectNode> attached) {
    return new ToolResponse(
        Optional.of(structured),
        JsonWriter.of(structured),
        attached,
        Optional.empty(),
        Optional.empty());
  }

  static ToolResponse error(ErrorKind kind, String text) {
    return new ToolResponse(Optional.empty(), text, List.of(), Optional.of(kind), Optional.empty());
  }

  ToolResponse ongoing(Optional<Ongoing> how) {
    return new ToolResponse(structured, text, attached, error, how);
  }

  public boolean isError() {
    return error.isPresent();
  }

  /** Returns whether the arguments are wrong, so that nothing was sent. */
  public boolean isUsageError() {
    return error.filter(ErrorKind.ARGUMENTS::equals).isPresent();
  }

  /** Returns whether the same call can succeed later. */
  public boolean isTemporary() {
    return error.filter(TEMPORARY::contains).isPresent();
  }

  /** Returns whether the network keeps this machine from Jetty. */
  public boolean isBlocked() {
    return error.filter(ErrorKind.BLOCKED::equals).isPresent();
  }

  /** Returns whether Jetty has no such thing. */
  public boolean isNotFound() {
    return error.filter(ErrorKind.NOT_FOUND::equals).isPresent();
  }
}
