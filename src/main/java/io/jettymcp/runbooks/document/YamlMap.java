package io.jettymcp.runbooks.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads a YAML mapping field by field. Wrong types become findings. */
final class YamlMap {
  static final Set<String> YES = Set.of("true", "yes", "on");
  private static final Set<String> NO = Set.of("false", "no", "off");

  /** Words that may be repeated in a message. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,39}");

  private final YamlBlock block;
  private final RunbookFindings findings;
  private final String path;
  private final Map<String, Node> fields = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new LinkedHashMap<>();

  /**
   * @param path the name of the mapping in messages, or empty for the frontmatter itself
   */
  YamlMap(YamlBlock block, MappingNode node, String path, RunbookFindings findings) {
    this(block, node, path, findings, findings::error);
  }

  private YamlMap(
      YamlBlock block,
      MappingNode node,
      String path,
      RunbookFindings findings,
      RunbookFindings.Sink unreadable) {
    this.block = block;
    this.findings = findings;
    this.path = path;
    for (NodeTuple entry : node.getValue()) {
      int line = block.line(entry.getKeyNode());
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        unreadable.add(
            line, where(""), "A key must not be a list or a mapping.", "Write one word.");
      } else if (key.getTag().equals(Tag.MERGE)) {
        unreadable.add(
            line, where(""), "Merge keys (<<) are not supported.", "Write the fields out instead.");
      } else if (fields.putIfAbsent(key.getValue(), entry.getValueNode()) != null) {
        findings.error(line, where(key.getValue()), "This key is given twice.", "Keep one.");
      } else {
        lines.put(key.getValue(), line);
      }
    }
  }

  /** The name of a field in messages: only a plain word is repeated. */
  String where(String key) {
    String shown = WORD.matcher(key).matches() ? key : "";
    if (path.isEmpty() || shown.isEmpty()) {
      return path + shown + (path.isEmpty() && shown.isEmpty() ? YamlBlock.WHERE : "");
    }
    return path + "." + shown;
  }

  /** The keys with their lines, in order. */
  Map<String, Integer> lines() {
    return lines;
  }

  int line(String key) {
    return lines.getOrDefault(key, 1);
  }

  /** A key that is given and not null. */
  boolean has(String key) {
    Node node = fields.get(key);
    return node != null && !node.getTag().equals(Tag.NULL);
  }

  Optional<String> text(String key) {
    return text(key, findings::error);
  }

  Optional<String> text(String key, RunbookFindings.Sink unreadable) {
    return has(key) ? text(key, fields.get(key), unreadable) : Optional.empty();
  }

  private Optional<String> text(String key, @Nullable Node node, RunbookFindings.Sink unreadable) {
    if (node instanceof ScalarNode scalar) {
      return Optional.of(scalar.getValue().strip()).filter(text -> !text.isEmpty());
    }
    wrong(key, "a text", unreadable);
    return Optional.empty();
  }

  /** One string or a list of them. */
  List<String> texts(String key) {
    if (!has(key)) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    if (fields.get(key) instanceof SequenceNode list) {
      for (Node item : list.getValue()) {
        text(key, item, findings::error).ifPresent(texts::add);
      }
    } else {
      text(key).ifPresent(texts::add);
    }
    return texts;
  }

  /** True or false, also in the forms of YAML 1.1 and as quoted strings. */
  boolean flag(String key, boolean fallback) {
    if (!has(key)) {
      return fallback;
    }
    String said =
        fields.get(key) instanceof ScalarNode scalar
            ? scalar.getValue().toLowerCase(Locale.ROOT)
            : "";
    if (!YES.contains(said) && !NO.contains(said)) {
      wrong(key, "true or false");
      return fallback;
    }
    return YES.contains(said);
  }

  Optional<YamlMap> map(String key) {
    return map(key, findings::error);
  }

  /**
   * Returns a mapping.
   *
   * @param unreadable receives what keeps it or one of its keys from being read
   */
  Optional<YamlMap> map(String key, RunbookFindings.Sink unreadable) {
    if (!has(key)) {
      return Optional.empty();
    }
    if (fields.get(key) instanceof MappingNode mapping) {
      return Optional.of(new YamlMap(block, mapping, where(key), findings, unreadable));
    }
    wrong(key, "a mapping", unreadable);
    return Optional.empty();
  }

  /** A mapping as plain maps, lists, texts, numbers and booleans. */
  Map<String, Object> plain(String key) {
    if (!has(key)) {
      return Map.of();
    }
    if (!(fields.get(key) instanceof MappingNode mapping)) {
      wrong(key, "a mapping");
      return Map.of();
    }
    try {
      return new PlainValues().map(mapping);
    } catch (PlainValues.TooLarge e) {
      findings.error(
          line(key),
          where(key),
          "This contains itself, or more than " + PlainValues.MAX + " values.",
          "Write it without aliases (*).");
      return Map.of();
    }
  }

  private void wrong(String key, String expected) {
    wrong(key, expected, findings::error);
  }

  private void wrong(String key, String expected, RunbookFindings.Sink unreadable) {
    unreadable.add(
        line(key), where(key), "This must be " + expected + ".", "Write " + expected + " here.");
  }
}
