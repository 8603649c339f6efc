package io.jettymcp.mcp;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import tools.jackson.databind.json.JsonMapper;

/** Converts the SDK's messages from and to JSON. Loads Jackson's mapper on first use. */
public final class McpJson implements McpJsonMapper {
  public static final McpJsonMapper INSTANCE = new McpJson();

  private McpJson() {}

  /**
   * The SDK declares the mode of a question both as its type id and as a field, which Jackson 3.2
   * refuses to write. The field is enough.
   */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NONE)
  private interface NoTypeId {}

  private static final class Loaded {
    static final JsonMapper JACKSON =
        JsonMapper.builder().addMixIn(McpSchema.ElicitRequest.class, NoTypeId.class).build();
    static final McpJsonMapper SDK = new JacksonMcpJsonMapper(JACKSON);
  }

  public static JsonMapper mapper() {
    return Loaded.JACKSON;
  }

  @Override
  public <T> T readValue(String content, Class<T> type) throws IOException {
    return Loaded.SDK.readValue(content, type);
  }

  @Override
  public <T> T readValue(byte[] content, Class<T> type) throws IOException {
    return Loaded.SDK.readValue(content, type);
  }

  @Override
  public <T> T readValue(String content, TypeRef<T> type) throws IOException {
    return Loaded.SDK.readValue(content, type);
  }

  @Override
  public <T> T readValue(byte[] content, TypeRef<T> type) throws IOException {
    return Loaded.SDK.readValue(content, type);
  }

  @Override
  public <T> T convertValue(Object value, Class<T> type) {
    return Loaded.SDK.convertValue(value, type);
  }

  @Override
  public <T> T convertValue(Object value, TypeRef<T> type) {
    return Loaded.SDK.convertValue(value, type);
  }

  @Override
  public String writeValueAsString(Object value) throws IOException {
    return Loaded.SDK.writeValueAsString(value);
  }

  @Override
  public byte[] writeValueAsBytes(Object value) throws IOException {
    return Loaded.SDK.writeValueAsBytes(value);
  }
}
