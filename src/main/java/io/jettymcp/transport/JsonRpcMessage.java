package io.jettymcp.transport;

import io.modelcontextprotocol.spec.McpSchema;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

/**
 * Represents one message of the client. An id is stored as the JSON that the client wrote, so that
 * the response carries the same id and {@code 1} is not {@code "1"}.
 */
public sealed interface JsonRpcMessage {
  /** The id of an error response to a message without a readable id, as JSON. */
  String NO_ID = "null";

  /**
   * A call.
   *
   * @param params a JSON object, or null
   */
  record Request(String id, String method, @Nullable JsonNode params) implements JsonRpcMessage {}

  record Notification(String method) implements JsonRpcMessage {}

  /**
   * A request of the client to cancel a call.
   *
   * @param id {@link #NO_ID} if the client sent none
   */
  record Cancellation(String id) implements JsonRpcMessage {}

  /** The client's response to a request of ours. */
  record Response(McpSchema.JSONRPCResponse response) implements JsonRpcMessage {}

  /** A response to no request of ours. It gets no reply, or two sides could go on for ever. */
  record UnknownResponse() implements JsonRpcMessage {}

  /** A message to reject; the text quotes nothing of the message, which could be a secret. */
  record Invalid(String id, int code, String message) implements JsonRpcMessage {}

  /** Reads a line of one JSON value, in most cases without Jackson's mapper. */
  static JsonRpcMessage read(LineReader.Text line) {
    JsonNode plain = PlainJson.read(line);
    return plain == null
        ? read(line.characters(), Mappers.DEFAULT, () -> RequestIdScanner.idOf(line))
        : Parser.parse(plain);
  }

  /** Reads a body of one JSON value in UTF-8, which may start with a byte order mark. */
  static JsonRpcMessage read(byte[] body, JsonMapper mapper) {
    int begin = LineReader.markLength(body, body.length);
    return read(
        new InputStreamReader(
            new ByteArrayInputStream(body, begin, body.length - begin),
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)),
        mapper,
        () -> RequestIdScanner.idOf(body));
  }

  /** Creates a mapper with a limit of nesting, for {@link #read(byte[], JsonMapper)}. */
  static JsonMapper mapper(int maxDepth) {
    return Mappers.mapper(
        StreamReadConstraints.builder()
            .maxTokenCount(Mappers.MAX_TOKENS)
            .maxNestingDepth(maxDepth)
            .build());
  }

  /**
   * @param id finds the id of a message beyond a limit of the mapper
   */
  private static JsonRpcMessage read(Reader json, JsonMapper mapper, Supplier<String> id) {
    try {
      return Parser.parse(mapper.readTree(json));
    } catch (StreamConstraintsException e) {
      return Parser.invalid(
          id.get(), "the message has too many values, too deep nesting or too long a number");
    } catch (JacksonException e) {
      return new Invalid(
          NO_ID, McpSchema.ErrorCodes.PARSE_ERROR, "Parse error: the message is not JSON in UTF-8");
    }
  }

  /** Holds Jackson's mapper apart, because it takes longer to load than a host should wait. */
  final class Mappers {
    /**
     * A tree needs some 50 bytes per value however short the value is: without a limit of tokens, a
     * line of 16 MB could need half a gigabyte.
     */
    private static final int MAX_TOKENS = 1_000_000;

    /** Writes ids in ASCII, which also carries half a surrogate pair unharmed. */
    private static final JsonMapper DEFAULT =
        mapper(StreamReadConstraints.builder().maxTokenCount(MAX_TOKENS).build());

    private Mappers() {}

    /** Returns the value that a string holds as JSON, else the string. */
    private static JsonNode parsed(JsonNode string) {
      try {
        return DEFAULT.readTree(string.stringValue());
      } catch (JacksonException ignored) { // it is rejected as the string that it is
        return string;
      }
    }

    private static JsonMapper mapper(StreamReadConstraints constraints) {
      return JsonMapper.builder(JsonFactory.builder().streamReadConstraints(constraints).build())
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();
    }
  }

  /** Classifies a JSON value as one of the messages. */
  final class Parser {
    private static final String CANCELLED = "notifications/cancelled";

    private Parser() {}

    private static JsonRpcMessage parse(JsonNode message) {
      if (!message.isObject()) {
        return invalid(NO_ID, "a message must be one JSON object");
      }
      if (!message.has("method") && (message.has("result") || message.has("error"))) {
        return response(message);
      }
      String id = id(message.get("id"));
      if (!message.path("jsonrpc").stringValue("").equals("2.0")) {
        return invalid(id, "\"jsonrpc\" must be \"2.0\"");
      }
      JsonNode method = message.path("method");
      if (!method.isString()) {
        return invalid(id, "\"method\" must be a string");
      }
      JsonNode params = params(message.path("params"));
      if (!params.isObject() && !params.isNull() && !params.isMissingNode()) {
        return invalid(id, "\"params\" must be an object");
      }
      if (message.has("id")) {
        return id.equals(NO_ID)
            ? invalid(id, "\"id\" must be a string or a number")
            : new Request(id, method.stringValue(), params.isObject() ? params : null);
      }
      if (method.stringValue().equals(CANCELLED)) {
        return new Cancellation(id(params.get("requestId")));
      }
      return new Notification(method.stringValue());
    }

    /** Reads params that were sent as JSON text or, if there are none, as an empty list. */
    private static JsonNode params(JsonNode sent) {
      if (sent.isArray() && sent.isEmpty()) {
        return NullNode.getInstance();
      }
      return sent.isString() && sent.stringValue().strip().startsWith("{")
          ? Mappers.parsed(sent)
          : sent;
    }

    private static JsonRpcMessage response(JsonNode message) {
      JsonNode id = message.path("id");
      JsonNode result = message.path("result");
      JsonNode error = message.path("error");
      boolean failed = error.isObject();
      if (!id.isString()) {
        return new UnknownResponse();
      }
      return new Response(
          failed
              ? McpSchema.JSONRPCResponse.error(
                  id.stringValue(),
                  new McpSchema.JSONRPCResponse.JSONRPCError(
                      error.path("code").asInt(McpSchema.ErrorCodes.INTERNAL_ERROR),
                      error.path("message").stringValue("")))
              : McpSchema.JSONRPCResponse.result(id.stringValue(), result));
    }

    /** Returns an id as it is written in responses, from its JSON. */
    static String id(String json) {
      try {
        return id(Mappers.DEFAULT.readTree(json));
      } catch (JacksonException e) {
        return NO_ID;
      }
    }

    private static String id(@Nullable JsonNode id) {
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
      return usable ? Mappers.DEFAULT.writeValueAsString(id) : NO_ID;
    }

    private static Invalid invalid(String id, String reason) {
      return new Invalid(id, McpSchema.ErrorCodes.INVALID_REQUEST, "Invalid request: " + reason);
    }
  }
}
