package io.jettymcp.mcp.modern;

import io.jettymcp.json.Json;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.LoggingLevel;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds what a request says of its host in {@code params._meta}.
 *
 * @param capabilities what the host can do, in this request
 * @param logLevel the least level of messages that the host wants; empty for none
 */
public record RequestMeta(JsonNode capabilities, Optional<LoggingLevel> logLevel) {
  /** The revision that this package speaks. */
  public static final String REVISION = "2026-07-28";

  private static final String PREFIX = "io.modelcontextprotocol/";

  static final String SERVER_INFO = PREFIX + "serverInfo";
  static final String SUBSCRIPTION_ID = PREFIX + "subscriptionId";
  private static final String VERSION = PREFIX + "protocolVersion";
  private static final String CAPABILITIES = PREFIX + "clientCapabilities";
  private static final String LOG_LEVEL = PREFIX + "logLevel";

  /** Returns the revision that a request names, if it names one: then it is of this era. */
  public static Optional<String> revision(@Nullable JsonNode params) {
    return params == null ? Optional.empty() : Json.text(params.path("_meta"), VERSION);
  }

  /** Returns whether a request has a revision in its {@code _meta}, of whatever type. */
  static boolean isIn(@Nullable JsonNode params) {
    return params != null && params.path("_meta").has(VERSION);
  }

  /**
   * Reads the {@code _meta} of a request.
   *
   * @throws io.modelcontextprotocol.spec.McpError if it is incomplete, or names another revision
   */
  public static RequestMeta read(@Nullable JsonNode params) {
    JsonNode meta = params == null ? Json.object() : params.path("_meta");
    JsonNode revision = meta.path(VERSION);
    if (!revision.isString()) {
      throw ModernErrors.invalid("_meta must have a string \"" + VERSION + "\".");
    }
    JsonNode capabilities = meta.path(CAPABILITIES);
    if (!capabilities.isObject()) {
      throw ModernErrors.invalid("_meta must have an object \"" + CAPABILITIES + "\".");
    }
    if (!revision.stringValue().equals(REVISION)) {
      throw ModernErrors.unsupportedRevision(revision.stringValue());
    }
    return new RequestMeta(capabilities, logLevel(meta.path(LOG_LEVEL)));
  }

  private static Optional<LoggingLevel> logLevel(JsonNode level) {
    if (level.isMissingNode()) {
      return Optional.empty();
    }
    for (LoggingLevel known : LoggingLevel.values()) {
      if (level.isString() && known.name().toLowerCase(Locale.ROOT).equals(level.stringValue())) {
        return Optional.of(known);
      }
    }
    throw ModernErrors.invalid(
        "\""
            + LOG_LEVEL
            + "\" in _meta must be one of debug, info, notice, warning, error,"
            + " critical, alert, emergency.");
  }

  /** Returns whether the host can show a form: an empty declaration means forms alone. */
  public boolean hasForms() {
    JsonNode elicitation = capabilities.path("elicitation");
    return elicitation.isObject() && (elicitation.has("form") || !elicitation.has("url"));
  }

  /** Returns whether the host can offer to open a page. */
  public boolean hasPages() {
    return capabilities.path("elicitation").path("url").isObject();
  }

  /** Returns whether the host knows an extension. */
  public boolean hasExtension(String id) {
    return capabilities.path("extensions").path(id).isObject();
  }

  /**
   * Checks that the host can answer a question.
   *
   * @param request a method and its params
   * @throws io.modelcontextprotocol.spec.McpError if it has not declared that
   */
  void requireAskable(ObjectNode request) {
    String method = request.path("method").asString("");
    ObjectNode required = Json.object();
    if (method.equals(McpSchema.METHOD_ELICITATION_CREATE)) {
      boolean page = request.path("params").path("mode").asString("").equals("url");
      if (page ? hasPages() : hasForms()) {
        return;
      }
      ObjectNode elicitation = required.putObject("elicitation");
      if (page) {
        elicitation.putObject("url");
      }
    } else {
      String capability = method.substring(0, Math.max(0, method.indexOf('/')));
      if (capabilities.path(capability).isObject()) {
        return;
      }
      required.putObject(capability);
    }
    throw ModernErrors.missingCapability(
        "This call needs to ask by "
            + method
            + ", and the request does not declare that capability.",
        required);
  }

  void requireExtension(String id) {
    if (!hasExtension(id)) {
      ObjectNode required = Json.object();
      required.putObject("extensions").putObject(id);
      throw ModernErrors.missingCapability("This method needs the extension " + id + ".", required);
    }
  }
}
