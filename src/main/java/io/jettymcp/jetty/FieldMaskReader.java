package io.jettymcp.jetty;

import io.jettymcp.jetty.Failure.Unavailable.Reason;
import io.jettymcp.json.FieldMask;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads one JSON document as its bytes arrive and builds only what a {@link FieldMask} names. For
 * one thread at a time. Jackson's own exceptions quote what they read, so they end here.
 */
final class FieldMaskReader {
  static final int MAX_DEPTH = 200;

  /** Of a text and a body alike it is the bound of the body that counts. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final FieldMask keep;
  private final JsonParser parser;
  private final ByteArrayFeeder feeder;
  private final Deque<Frame> frames = new ArrayDeque<>();
  private JsonNode root = NODES.missingNode();
  private boolean whole;

  /** How many containers deep we are in what is dropped. */
  private int dropping;

  FieldMaskReader(FieldMask keep) {
    this.keep = keep;
    this.parser = JSON.createNonBlockingByteArrayParser(ObjectReadContext.empty());
    this.feeder = (ByteArrayFeeder) parser.nonBlockingInputFeeder();
  }

  /**
   * Takes the next bytes; the array may be used again afterwards.
   *
   * @throws Failure.Unavailable if this is no JSON, or nested too deep
   */
  void feed(byte[] bytes, int from, int to) {
    try {
      feeder.feedInput(bytes, from, to);
      for (JsonToken token = parser.nextToken();
          token != null && token != JsonToken.NOT_AVAILABLE;
          token = parser.nextToken()) {
        take(token);
      }
    } catch (JacksonException problem) {
      throw unreadable(problem);
    }
  }

  /**
   * What was kept, or {@code MissingNode} if there was no document at all.
   *
   * @throws Failure.Unavailable if the document is not whole
   */
  JsonNode finish() {
    try {
      feeder.endOfInput();
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        take(token);
      }
    } catch (JacksonException problem) {
      boolean inside = dropping > 0 || !frames.isEmpty();
      throw inside || problem instanceof UnexpectedEndOfInputException
          ? new Failure.Unavailable(Reason.BROKEN_OFF, "the JSON ends in the middle")
          : unreadable(problem);
    }
    return root;
  }

  /** What was kept so far. */
  JsonNode partial() {
    return root;
  }

  private void take(JsonToken token) {
    if (whole) {
      throw new Failure.Unavailable(Reason.UNREADABLE, "more than one JSON document");
    }
    switch (token) {
      case START_OBJECT -> open(NODES.objectNode());
      case START_ARRAY -> open(NODES.arrayNode());
      case END_OBJECT, END_ARRAY -> close();
      case PROPERTY_NAME -> name(parser.currentName());
      default -> {
        if (rule() != null) {
          place(scalar(token));
        }
      }
    }
    whole = dropping == 0 && frames.isEmpty();
  }

  private void open(JsonNode container) {
    FieldMask rule = rule();
    if (rule == null) {
      dropping++;
    } else {
      place(container);
      frames.push(new Frame(container, rule));
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

  /** The rule for the value that comes next, or null if it is dropped. */
  private @Nullable FieldMask rule() {
    if (dropping > 0) {
      return null;
    }
    Frame frame = frames.peek();
    if (frame == null) {
      return keep;
    }
    return frame.container.isArray() ? frame.rule : frame.rule.under(frame.name);
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
    return Double.isInfinite(value)
        ? NODES.numberNode(parser.getDecimalValue())
        : NODES.numberNode(value);
  }

  private static Failure unreadable(JacksonException problem) {
    return new Failure.Unavailable(
        Reason.UNREADABLE,
        problem instanceof StreamConstraintsException
            ? "JSON nested deeper than " + MAX_DEPTH + " levels, or with a name or number too long"
            : "not JSON");
  }

  /** A container that is being built. */
  private static final class Frame {
    final JsonNode container;
    final FieldMask rule;
    String name = "";

    Frame(JsonNode container, FieldMask rule) {
      this.container = container;
      this.rule = rule;
    }
  }
}
