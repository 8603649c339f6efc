package io.jettymcp.transport;

import io.modelcontextprotocol.spec.McpSchema;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one message of the client is. An id is kept as the JSON that the client wrote, so that it
 * goes back as it came and {@code 1} is not {@code "1"}.
 */
public sealed interface JsonRpcMessage {
  /** The JSON of the id in an answer to what has no readable id. */
  String NO_ID = "null";

  /** Params are a JSON object, or null. */
  record Request(String id, String method, @Nullable JsonNode params) implements JsonRpcMessage {}

  record Notification(String method) implements JsonRpcMessage {}

  /**
   * The client no longer wants an answer to a request; the id is {@link #NO_ID} if it named none.
   */
  record Cancellation(String id) implements JsonRpcMessage {}

  /** The client's answer to a request of ours. */
  record Answer(McpSchema.JSONRPCResponse response) implements JsonRpcMessage {}

  /** An answer to nothing that we asked. It gets no reply, or two sides could go on for ever. */
  record StrayAnswer() implements JsonRpcMessage {}

  /** What has to be refused; the text holds nothing of the message, which could be a secret. */
  record Wrong(String id, int code, String message) implements JsonRpcMessage {}

  /** Reads one JSON text, and nothing after it. */
  static JsonRpcMessage read(Reader text) {
    return read(text, Mapping.JSON);
  }

  /** Reads a line as {@link #read(Reader)} does, and most lines without Jackson's mapper. */
  static JsonRpcMessage read(LineReader.Text line) {
    JsonNode plain = PlainJson.read(line);
    return plain == null ? read(line.characters()) : Reading.of(plain);
  }

  /** Reads a body as {@link #read(Reader)} reads a text; it must be UTF-8. */
  static JsonRpcMessage read(byte[] body, JsonMapper bounded) {
    return read(
        new InputStreamReader(
            new ByteArrayInputStream(body),
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)),
        bounded);
  }

  /** What reads JSON that nests no deeper, for {@link #read(byte[], JsonMapper)}. */
  static JsonMapper bounded(int depth) {
    return Mapping.mapper(
        StreamReadConstraints.builder()
            .maxTokenCount(Mapping.MAX_TOKENS)
            .maxNestingDepth(depth)
            .build());
  }

  private static JsonRpcMessage read(Reader text, JsonMapper json) {
    try {
      return Reading.of(json.readTree(text));
    } catch (StreamConstraintsException tooMuch) {
      return Reading.invalid(
          NO_ID, "it holds too many values, nests too deep or has too long a number");
    } catch (JacksonException notJson) {
      return new Wrong(
          NO_ID, McpSchema.ErrorCodes.PARSE_ERROR, "Parse error: it is not JSON in UTF-8");
    }
  }

  /** What needs Jackson's mapper, which takes longer to load than a host should wait. */
  final class Mapping {
    /**
     * A tree takes some 50 bytes a value however short the value is written: without a bound on the
     * tokens, a line of 16 MB could need half a gigabyte.
     */
    private static final int MAX_TOKENS = 1_000_000;

    /** Ids are written in ASCII, which also carries half a surrogate pair unharmed. */
    private static final JsonMapper JSON =
        mapper(StreamReadConstraints.builder().maxTokenCount(MAX_TOKENS).build());

    private Mapping() {}

    private static JsonMapper mapper(StreamReadConstraints bounds) {
      return JsonMapper.builder(JsonFactory.builder().streamReadConstraints(bounds).build())
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();
    }
  }

  /** How the cases are told apart. */
  final class Reading {
    private static final String CANCELLED = "notifications/cancelled";

    private Reading() {}

    private static JsonRpcMessage of(JsonNode message) {
      if (!message.isObject()) {
        return invalid(NO_ID, "a message is one JSON object");
      }
      if (!message.has("method") && (message.has("result") || message.has("error"))) {
        return answer(message);
      }
      String id = idOf(message.get("id"));
      if (!message.path("jsonrpc").stringValue("").equals("2.0")) {
        return invalid(id, "\"jsonrpc\" must be \"2.0\"");
      }
      JsonNode method = message.path("method");
      if (!method.isString()) {
        return invalid(id, "\"method\" must be a string");
      }
      JsonNode params = message.path("params");
      if (!params.isObject() && !params.isNull() && !params.isMissingNode()) {
        return invalid(id, "\"params\" must be an object");
      }
      if (message.has("id")) {
        return id.equals(NO_ID)
            ? invalid(id, "\"id\" must be a string or a number")
            : new Request(id, method.stringValue(), params.isObject() ? params : null);
      }
      if (method.stringValue().equals(CANCELLED)) {
        return new Cancellation(idOf(params.get("requestId")));
      }
      return new Notification(method.stringValue());
    }

    private static JsonRpcMessage answer(JsonNode message) {
      JsonNode id = message.path("id");
      JsonNode result = message.path("result");
      JsonNode error = message.path("error");
      boolean failed = error.isObject();
      if (!id.isString() || failed == result.isObject()) {
        return new StrayAnswer();
      }
      return new Answer(
          failed
              ? McpSchema.JSONRPCResponse.error(
                  id.stringValue(),
                  new McpSchema.JSONRPCResponse.JSONRPCError(
                      error.path("code").asInt(McpSchema.ErrorCodes.INTERNAL_ERROR),
                      error.path("message").stringValue("")))
              : McpSchema.JSONRPCResponse.result(id.stringValue(), result));
    }

    private static String idOf(@Nullable JsonNode id) {
      if (id == null) {
        return NO_ID;
      }
      if (id.isInt()) {
        return Integer.toString(id.intValue());
      }
      if (id.isString() && PlainJson.isPlain(id.stringValue())) {
        return '"' + id.stringValue() + '"';
      }
      boolean infinite = id.isFloatingPointNumber() && !Double.isFinite(id.doubleValue());
      boolean usable = id.isString() || (id.isNumber() && !infinite);
      return usable ? Mapping.JSON.writeValueAsString(id) : NO_ID;
    }

    private static Wrong invalid(String id, String why) {
      return new Wrong(id, McpSchema.ErrorCodes.INVALID_REQUEST, "Invalid request: " + why);
    }
  }
}
