package io.jettymcp.json;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.async.ByteArrayFeeder;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads one JSON document as its bytes arrive and builds only what a {@link FieldMask} names. For
 * one thread at a time. Jackson's own exceptions quote what they read, so they end here.
 */
public final class FieldMaskReader {
  private static final int MAX_DEPTH = 200;

  /** The length of a string is bounded by the length of the document, which the caller bounds. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          // Python writes them; they become texts.
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final FieldMask mask;
  private final JsonParser parser;
  private final ByteArrayFeeder feeder;
  private final Utf8Repair utf8 = new Utf8Repair();
  private final Deque<Frame> frames = new ArrayDeque<>();
  private JsonNode root = NODES.missingNode();
  private boolean complete;

  /** The number of open containers that are dropped. */
  private int dropping;

  public FieldMaskReader(FieldMask mask) {
    this.mask = mask;
    this.parser = JSON.createNonBlockingByteArrayParser(ObjectReadContext.empty());
    this.feeder = (ByteArrayFeeder) parser.nonBlockingInputFeeder();
  }

  /**
   * Reads the next bytes; the array may be reused afterwards.
   *
   * @throws UnreadableJsonException if this is no JSON, or nested too deep
   */
  public void feed(byte[] bytes, int from, int to) {
    if (utf8.needsNone(bytes, from, to)) {
      read(bytes, from, to);
    } else {
      byte[] repaired = utf8.next(bytes, from, to);
      read(repaired, 0, repaired.length);
    }
  }

  private void read(byte[] bytes, int from, int to) {
    try {
      feeder.feedInput(bytes, from, to);
      for (JsonToken token = parser.nextToken();
          token != null && token != JsonToken.NOT_AVAILABLE;
          token = parser.nextToken()) {
        accept(token);
      }
    } catch (JacksonException e) {
      throw unreadable(e);
    }
  }

  /**
   * Returns the document, or {@code MissingNode} if there was none.
   *
   * @throws UnreadableJsonException if the document ends too early
   */
  public JsonNode finish() {
    byte[] rest = utf8.rest();
    read(rest, 0, rest.length);
    try {
      feeder.endOfInput();
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        accept(token);
      }
    } catch (JacksonException e) {
      boolean inside = dropping > 0 || !frames.isEmpty();
      throw inside || e instanceof UnexpectedEndOfInputException
          ? new UnreadableJsonException(true, "the JSON ends in the middle")
          : unreadable(e);
    }
    return root;
  }

  /** Returns what was read so far. */
  public JsonNode partial() {
    return root;
  }

  private void accept(JsonToken token) {
    if (complete) {
      throw new UnreadableJsonException(false, "more than one JSON document");
    }
    switch (token) {
      case START_OBJECT -> open(NODES.objectNode());
      case START_ARRAY -> open(NODES.arrayNode());
      case END_OBJECT, END_ARRAY -> close();
      case PROPERTY_NAME -> name(parser.currentName());
      default -> {
        if (next() != null) {
          place(scalar(token));
        }
      }
    }
    complete = dropping == 0 && frames.isEmpty();
  }

  private void open(JsonNode container) {
    FieldMask next = next();
    if (next == null) {
      dropping++;
    } else {
      place(container);
      frames.push(new Frame(container, next));
    }
  }

  private void close() {
    if (dropping > 0) {
      dropping--;
    } else {
      frames.pop();
    }
  }

  private void name(String name) {
    if (dropping == 0) {
      frames.element().name = name;
    }
  }

  /** Returns the mask of the value that comes next, or null if it is dropped. */
  private @Nullable FieldMask next() {
    if (dropping > 0) {
      return null;
    }
    Frame frame = frames.peek();
    if (frame == null) {
      return mask;
    }
    return frame.container.isArray() ? frame.mask : frame.mask.under(frame.name);
  }

  private void place(JsonNode value) {
    Frame frame = frames.peek();
    if (frame == null) {
      root = value;
    } else if (frame.container instanceof ObjectNode object) {
      object.set(frame.name, value);
    } else {
      ((ArrayNode) frame.container).add(value);
    }
  }

  private JsonNode scalar(JsonToken token) {
    return switch (token) {
      case VALUE_STRING -> NODES.stringNode(parser.getString());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      case VALUE_NULL -> NODES.nullNode();
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT -> fraction();
      default -> throw new IllegalStateException(token.name());
    };
  }

  private JsonNode integer() {
    NumberType type = parser.getNumberType();
    if (type == NumberType.INT) {
      return NODES.numberNode(parser.getIntValue());
    }
    return type == NumberType.LONG
        ? NODES.numberNode(parser.getLongValue())
        : NODES.numberNode(parser.getBigIntegerValue());
  }

  private JsonNode fraction() {
    double value = parser.getDoubleValue();
    if (Double.isFinite(value)) {
      return NODES.numberNode(value);
    }
    String text = parser.getString();
    boolean digits = Character.isDigit(text.charAt(text.length() - 1));
    return digits ? NODES.numberNode(parser.getDecimalValue()) : NODES.stringNode(text);
  }

  private static UnreadableJsonException unreadable(JacksonException e) {
    return new UnreadableJsonException(
        false,
        e instanceof StreamConstraintsException
            ? "JSON nested deeper than " + MAX_DEPTH + " levels, or with a name or number too long"
            : "not JSON");
  }

  /** A container under construction. */
  private static final class Frame {
    final JsonNode container;
    final FieldMask mask;
    String name = "";

    Frame(JsonNode container, FieldMask mask) {
      this.container = container;
      this.mask = mask;
    }
  }
}
