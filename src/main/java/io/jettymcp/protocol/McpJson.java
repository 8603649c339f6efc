package io.jettymcp.protocol;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.modelcontextprotocol.spec.McpSchema;
import tools.jackson.databind.json.JsonMapper;

/** How the SDK's messages become JSON and back. */
public final class McpJson {
  private McpJson() {}

  /**
   * The SDK declares the mode of a question both as its type id and as a field, which Jackson 3.2
   * refuses to write. The field is enough.
   */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NONE)
  private interface ModeIsAField {}

  public static JsonMapper mapper() {
    return JsonMapper.builder().addMixIn(McpSchema.ElicitRequest.class, ModeIsAField.class).build();
  }
}
