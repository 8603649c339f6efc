package io.jettymcp.cli.install.edit;

import io.jettymcp.cli.install.edit.ConfigNode.Member;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads YAML and where its values are. */
final class YamlReader {
  private static final int MAX_SIZE = 16 * 1024 * 1024;

  /** More would be a hostile file, not a configuration. */
  private static final int MAX_NODES = 1_000_000;

  private final String text;

  /** The index of each code point, as marks count an emoji as one character. */
  private final int[] indexes;

  private int nodes;

  private YamlReader(String text) {
    this.text = text;
    this.indexes = new int[text.codePointCount(0, text.length()) + 1];
    int at = 0;
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = at;
      at += at < text.length() ? Character.charCount(text.codePointAt(at)) : 0;
    }
  }

  /** Returns the mapping; empty for a text without content. */
  static Optional<ConfigNode> read(String text) throws UneditableException {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_SIZE);
    try {
      Node root =
          new Composer(
                  new ParserImpl(new StreamReader(new StringReader(text)), options),
                  new Resolver(),
                  options)
              .getSingleNode();
      if (root == null) {
        return Optional.empty();
      }
      ConfigNode node = new YamlReader(text).node(root);
      if (node.value() instanceof Literal literal && literal.isNull()) {
        return Optional.empty();
      }
      if (!node.isMap()) {
        throw new UneditableException("is not a YAML mapping");
      }
      return Optional.of(node);
    } catch (MarkedYAMLException e) {
      Mark at = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
      throw UneditableException.broken(
          "YAML",
          at == null ? 1 : at.getLine() + 1,
          at == null ? 1 : at.getColumn() + 1,
          ParserProblem.yaml(String.valueOf(e.getProblem())));
    } catch (YAMLException e) {
      throw new UneditableException("cannot be read as YAML: it has a character that YAML forbids");
    }
  }

  private ConfigNode node(Node node) throws UneditableException {
    if (++nodes > MAX_NODES) {
      throw new UneditableException("is too large to be edited safely");
    }
    int start = index(node.getStartMark());
    if (node instanceof MappingNode mapping) {
      List<Member> members = new ArrayList<>();
      for (NodeTuple field : mapping.getValue()) {
        members.add(
            new Member(
                index(field.getKeyNode().getStartMark()),
                field.getKeyNode() instanceof ScalarNode name ? name.getValue() : "",
                node(field.getValueNode())));
      }
      boolean flow = mapping.getFlowStyle() == FlowStyle.FLOW;
      int end =
          flow || members.isEmpty()
              ? index(node.getEndMark())
              : members.get(members.size() - 1).node().end();
      return ConfigNode.map(start, end, members, flow);
    }
    if (node instanceof SequenceNode sequence) {
      List<ConfigNode> items = new ArrayList<>();
      for (Node item : sequence.getValue()) {
        items.add(node(item));
      }
      boolean flow = sequence.getFlowStyle() == FlowStyle.FLOW;
      int end =
          flow || items.isEmpty() ? index(node.getEndMark()) : items.get(items.size() - 1).end();
      return ConfigNode.list(start, end, items, flow);
    }
    ScalarNode scalar = (ScalarNode) node;
    int end = index(scalar.getEndMark());
    boolean block =
        scalar.getScalarStyle() == ScalarStyle.LITERAL
            || scalar.getScalarStyle() == ScalarStyle.FOLDED;
    return ConfigNode.scalar(
        start,
        block ? TextStyle.skipLineEndBack(text, end) : end,
        scalar.getTag().equals(Tag.STR) ? scalar.getValue() : new Literal(scalar.getValue()));
  }

  private int index(Mark mark) {
    return indexes[mark.getIndex()];
  }
}
