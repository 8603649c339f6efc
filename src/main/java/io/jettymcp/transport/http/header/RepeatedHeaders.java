package io.jettymcp.transport.http.header;

import io.jettymcp.json.Json;
import io.jettymcp.mcp.modern.ModernErrors;
import io.jettymcp.mcp.modern.ModernService.HeaderParameter;
import io.jettymcp.mcp.modern.RequestMeta;
import io.jettymcp.mcp.modern.TaskMethods;
import io.jettymcp.transport.JsonRpcMessage;
import io.jettymcp.transport.http.McpRequest;
import io.modelcontextprotocol.spec.McpSchema;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Checks the headers that repeat parts of a request's body, so that a proxy can decide by them (MCP
 * 2026-07-28, Streamable HTTP). Each one must be there, be readable and say what the body says.
 */
public final class RepeatedHeaders {
  private static final String TASK = "taskId";

  /** The parameter that {@code Mcp-Name} repeats. */
  private static final Map<String, String> NAMED =
      Map.of(
          McpSchema.METHOD_TOOLS_CALL,
          "name",
          McpSchema.METHOD_PROMPT_GET,
          "name",
          McpSchema.METHOD_RESOURCES_READ,
          "uri",
          TaskMethods.GET,
          TASK,
          TaskMethods.UPDATE,
          TASK,
          TaskMethods.CANCEL,
          TASK);

  private final McpRequest request;

  public RepeatedHeaders(McpRequest request) {
    this.request = request;
  }

  /**
   * Checks the headers of a call. Only names can be encoded: a proxy reads the others as they are.
   *
   * @throws io.modelcontextprotocol.spec.McpError if one is missing or differs
   */
  public void check(JsonRpcMessage.Request call) {
    JsonNode params = call.params() == null ? MissingNode.getInstance() : call.params();
    RequestMeta.revision(params)
        .ifPresent(revision -> require(HeaderNames.PROTOCOL_VERSION, revision));
    require(HeaderNames.METHOD, call.method());
    String named = NAMED.get(call.method());
    if (named != null
        && params.path(named).isString()
        && !decoded(HeaderNames.NAME).equals(params.path(named).stringValue())) {
      throw different(HeaderNames.NAME);
    }
  }

  /** Checks the headers that repeat arguments of a tool. */
  public void check(JsonRpcMessage.Request call, List<HeaderParameter> parameters) {
    JsonNode arguments =
        call.params() == null ? MissingNode.getInstance() : call.params().path("arguments");
    for (HeaderParameter parameter : parameters) {
      JsonNode argument = arguments;
      for (String name : parameter.path()) {
        argument = argument.path(name);
      }
      String header = HeaderNames.PARAMETER_PREFIX + parameter.name();
      if (!argument.isMissingNode() && !argument.isNull()) {
        if (!isSame(argument, decoded(header))) {
          throw different(header);
        }
      }
    }
  }

  private static boolean isSame(JsonNode argument, String sent) {
    if (!argument.isNumber()) {
      return argument.asString("").equals(sent);
    }
    try {
      return Json.isFinite(argument)
          && argument.decimalValue().compareTo(new BigDecimal(sent)) == 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private void require(String header, String body) {
    if (!value(header).equals(body)) {
      throw different(header);
    }
  }

  private String value(String header) {
    return request
        .header(header)
        .orElseThrow(
            () ->
                ModernErrors.headerMismatch(
                    "Header mismatch: "
                        + header
                        + " is missing. A proxy on the way may drop it; it must pass the headers of"
                        + " MCP."));
  }

  private String decoded(String header) {
    return EncodedHeader.decode(value(header))
        .orElseThrow(
            () ->
                ModernErrors.headerMismatch(
                    "Header mismatch: "
                        + header
                        + " must be visible ASCII, or =?base64?...?= of UTF-8."));
  }

  private static RuntimeException different(String header) {
    return ModernErrors.headerMismatch("Header mismatch: " + header + " differs from the body.");
  }
}
