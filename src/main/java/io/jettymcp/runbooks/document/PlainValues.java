package io.jettymcp.runbooks.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.Construct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Converts a YAML mapping to maps, lists, texts, numbers and booleans. The number of values is
 * bounded, because nested aliases make a few nodes expand to very many, or contain themselves.
 */
final class PlainValues {
  static final int MAX = 5_000;

  /** Numbers with more characters are texts, because time is quadratic in the number of digits. */
  private static final int MAX_DIGITS = 400;

  private final SafeConstructor scalars = new SafeConstructor(new LoaderOptions());
  private int left = MAX;
  private int depth;

  Map<String, Object> map(MappingNode node) throws TooLarge {
    Map<String, Object> map = new LinkedHashMap<>();
    for (NodeTuple entry : node.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode key) {
        map.put(key.getValue(), value(entry.getValueNode()));
      }
    }
    return map;
  }

  private @Nullable Object value(Node node) throws TooLarge {
    depth++;
    if (--left < 0 || depth > 50) {
      throw new TooLarge();
    }
    @Nullable Object value = null;
    if (node instanceof MappingNode mapping) {
      value = map(mapping);
    } else if (node instanceof SequenceNode sequence) {
      List<@Nullable Object> list = new ArrayList<>();
      for (Node item : sequence.getValue()) {
        list.add(value(item));
      }
      value = list;
    } else if (node instanceof ScalarNode scalar) {
      value = scalar(scalar);
    }
    depth--;
    return value;
  }

  private @Nullable Object scalar(ScalarNode node) {
    String text = node.getValue();
    Tag tag = node.getTag();
    if (tag.equals(Tag.NULL)) {
      return null;
    }
    if (tag.equals(Tag.BOOL)) {
      return YamlMap.YES.contains(text.toLowerCase(Locale.ROOT));
    }
    if (text.length() > MAX_DIGITS) {
      return text;
    }
    if (tag.equals(Tag.INT)) {
      return number(scalars.new ConstructYamlInt(), node);
    }
    return tag.equals(Tag.FLOAT) ? number(scalars.new ConstructYamlFloat(), node) : text;
  }

  /** Returns a number, or the text if JSON has no such number. */
  private static Object number(Construct numbers, ScalarNode node) {
    try {
      return numbers.construct(node) instanceof Number number
              && Double.isFinite(number.doubleValue())
          ? number
          : node.getValue();
    } catch (NumberFormatException | YAMLException e) {
      return node.getValue();
    }
  }

  static final class TooLarge extends Exception {
    private static final long serialVersionUID = 1L;
  }
}
