package io.jettymcp.mcp;

import io.jettymcp.json.JsonWriter;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds the response to a call, redacted and bounded.
 *
 * @param structured the result, or empty for an error
 * @param text the same as compact JSON, or the error text
 * @param attached images and links, as content of the protocol
 * @param error the kind of error, or empty for a result
 */
public record ToolResponse(
    Optional<ObjectNode> structured,
    String text,
    List<ObjectNode> attached,
    Optional<ToolResponse.ErrorKind> error) {
  /** Kinds of errors that the protocol distinguishes. */
  enum ErrorKind {
    /** The arguments are wrong; nothing was sent. */
    ARGUMENTS,
    /** Jetty has no such thing. */
    NOT_FOUND,
    /** There is no token. */
    SIGNED_OUT,
    /** Jetty could not be reached, or not in time. */
    UNREACHABLE,
    /** Anything else. */
    OTHER
  }

  public ToolResponse {
    attached = List.copyOf(attached);
  }

  static ToolResponse result(ObjectNode structured, List<ObjectNode> attached) {
    return new ToolResponse(
        Optional.of(structured), JsonWriter.of(structured), attached, Optional.empty());
  }

  static ToolResponse error(ErrorKind kind, String text) {
    return new ToolResponse(Optional.empty(), text, List.of(), Optional.of(kind));
  }

  public boolean isError() {
    return error.isPresent();
  }
}
