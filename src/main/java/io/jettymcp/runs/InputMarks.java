package io.jettymcp.runs;

import io.jettymcp.text.RedactionMark;
import io.jettymcp.workflow.PathExpression;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Refuses to start a run with the marks that results show in place of hidden values. */
public final class InputMarks {
  private InputMarks() {}

  /**
   * Refuses values that are a mark, at any depth. A text with a mark in it can be meant as it is.
   *
   * @param argument the argument that has the values
   */
  public static void refuse(String argument, JsonNode values) {
    WorkflowCheck.refuse(argument, paths(values, "").toList(), "Pass the value itself.");
  }

  private static Stream<String> paths(JsonNode value, String path) {
    if (value.isArray()) {
      return IntStream.range(0, value.size())
          .boxed()
          .flatMap(i -> paths(value.path(i), PathExpression.item(path, i)));
    }
    if (value.isObject()) {
      return value.properties().stream()
          .flatMap(field -> paths(field.getValue(), PathExpression.field(path, field.getKey())));
    }
    return value.isString() && RedactionMark.isAll(value.stringValue())
        ? Stream.of(path)
        : Stream.empty();
  }
}
