package io.jettymcp.mcp;

import io.jettymcp.json.JsonWriter;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a call gives, fit to leave.
 *
 * @param structured the result, or empty for an error
 * @param text the same as compact JSON, or the error in words
 * @param attached what is shown beside it, as content of the protocol
 * @param fault what kind of error it is, or empty for a result
 */
public record ToolResponse(
    Optional<ObjectNode> structured,
    String text,
    List<ObjectNode> attached,
    Optional<ToolResponse.Fault> fault) {
  /** Kinds of errors that the protocol tells apart. */
  enum Fault {
    /** The arguments are wrong; nothing was sent. */
    ARGUMENTS,
    /** Jetty does not know what was asked for. */
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

  static ToolResponse error(Fault fault, String text) {
    return new ToolResponse(Optional.empty(), text, List.of(), Optional.of(fault));
  }

  public boolean isError() {
    return fault.isPresent();
  }
}
