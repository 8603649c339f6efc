package io.jettymcp.tool;

import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks that a reply has the form that a tool needs, so that a reply without a list is an error
 * and not an empty list.
 */
public final class ReplyShapes {
  private ReplyShapes() {}

  /**
   * The reply as an object.
   *
   * @throws Unavailable if it is none
   */
  public static ObjectNode object(JsonNode body) {
    if (body instanceof ObjectNode object) {
      return object;
    }
    throw unreadable("the reply is not the object that it should be");
  }

  /**
   * The reply itself as a list, or the list under one of these fields.
   *
   * @throws Unavailable if there is none
   */
  public static ArrayNode list(JsonNode body, String... fields) {
    return Json.list(body, fields)
        .orElseThrow(() -> unreadable("the reply does not hold the list that it should"));
  }

  public static Unavailable unreadable(String why) {
    return new Unavailable(Unavailable.Reason.UNREADABLE, why);
  }
}
