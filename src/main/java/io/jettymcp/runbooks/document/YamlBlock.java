package io.jettymcp.runbooks.document;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Composes untrusted YAML but never constructs objects from it. Messages of the library quote the
 * file, which may hold a secret, so they are not used.
 */
final class YamlBlock {
  static final String WHERE = "frontmatter";

  /** Far more than any real frontmatter has. */
  private static final int MAX_CHARACTERS = 200_000;

  private static final int MAX_DEPTH = 30;
  private static final int MAX_ALIASES = 20;

  private final List<String> lines;
  private final int firstLine;

  /** Where each line begins, in code points. */
  private final int[] starts;

  /**
   * @param firstLine the line of the file that the first of the lines is, from 1
   */
  YamlBlock(List<String> lines, int firstLine) {
    this.lines = lines;
    this.firstLine = firstLine;
    this.starts = new int[lines.size()];
    for (int i = 1; i < starts.length; i++) {
      String before = lines.get(i - 1);
      starts[i] = starts[i - 1] + before.codePointCount(0, before.length()) + 1;
    }
  }

  /** The mapping that the block is, if it is one. An empty block is an empty mapping. */
  Optional<MappingNode> mapping(RunbookFindings findings) {
    String text = String.join("\n", lines);
    if (text.length() > MAX_CHARACTERS) {
      findings.refusal(
          firstLine,
          WHERE,
          "The frontmatter is longer than " + MAX_CHARACTERS + " characters.",
          "Move text below the frontmatter.");
      return Optional.empty();
    }
    try {
      Node root = new Yaml(new SafeConstructor(options())).compose(new StringReader(text));
      if (root == null || root.getTag().equals(Tag.NULL)) {
        return Optional.of(new MappingNode(Tag.MAP, List.of(), DumperOptions.FlowStyle.BLOCK));
      }
      if (!(root instanceof MappingNode mapping)) {
        findings.refusal(
            firstLine, WHERE, "The frontmatter is not a YAML mapping.", "Write lines key: value.");
        return Optional.empty();
      }
      return refusesTags(mapping, findings) ? Optional.empty() : Optional.of(mapping);
    } catch (MarkedYAMLException e) {
      invalid(
          findings, e.getProblemMark() == null ? firstLine : line(e.getProblemMark().getIndex()));
    } catch (RuntimeException | StackOverflowError e) {
      // SnakeYAML also throws exceptions of the parsers that it uses.
      invalid(findings, firstLine);
    }
    return Optional.empty();
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setNestingDepthLimit(MAX_DEPTH);
    return options;
  }

  private static void invalid(RunbookFindings findings, int line) {
    findings.refusal(
        line,
        WHERE,
        "The frontmatter is not valid YAML.",
        "Look at this line and the one before it: indent with spaces, put a space after each"
            + " colon, and quote strings with special characters.");
  }

  /** The line of the file where a node begins. */
  int line(Node node) {
    return node.getStartMark() == null ? firstLine : line(node.getStartMark().getIndex());
  }

  /**
   * SnakeYAML counts more characters as line ends than editors do, so its own line numbers are not
   * used.
   *
   * @param index in code points
   */
  private int line(int index) {
    int at = Arrays.binarySearch(starts, index);
    return firstLine + Math.max(0, at >= 0 ? at : -at - 2);
  }

  /** Rejects tags, which ask for objects of a programming language. */
  private boolean refusesTags(Node root, RunbookFindings findings) {
    Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Node> open = new ArrayDeque<>(List.of(root));
    boolean refused = false;
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (!seen.add(node)) {
        continue;
      }
      if (!Tag.standardTags.contains(node.getTag()) || node.getTag().equals(Tag.BINARY)) {
        findings.refusal(
            line(node),
            WHERE,
            "YAML tags (!…) are not allowed.",
            "Write a plain value without it.");
        refused = true;
      }
      if (node instanceof MappingNode mapping) {
        for (NodeTuple entry : mapping.getValue()) {
          open.push(entry.getKeyNode());
          open.push(entry.getValueNode());
        }
      } else if (node instanceof SequenceNode sequence) {
        sequence.getValue().forEach(open::push);
      }
    }
    return refused;
  }
}
