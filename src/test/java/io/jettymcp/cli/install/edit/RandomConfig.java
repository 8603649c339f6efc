package io.jettymcp.cli.install.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes random configurations of hosts as people and programs lay them out. */
final class RandomConfig {
  private static final List<String> NAMES =
      List.of("a", "theme", "with blank", "\u00e9t\u00e9", "\ud83d\ude00", "q\\\"uote", "//", "#x");
  private static final List<String> SCALARS =
      List.of(
          "true",
          "null",
          "-1.50",
          "12345678901234567890",
          "\"text\"",
          "\"// no comment, {\"",
          "\"\\u00e9\\n\\\"\"",
          "\"\ud83d\ude00\"",
          "\"\"");

  private final Random random;
  private final String lineEnd;
  private final String unit;

  RandomConfig(long seed) {
    this.random = new Random(seed);
    this.lineEnd = random.nextBoolean() ? "\n" : "\r\n";
    this.unit = List.of("  ", "    ", "\t", " ").get(random.nextInt(4));
  }

  /** Returns an object that may have a map of the name, with at least one other server in it. */
  String json(String servers) {
    List<String> fields = fields(3, "");
    if (random.nextBoolean()) {
      String other = "\"other\": " + json(2, unit + unit);
      fields.add(
          random.nextInt(fields.size() + 1),
          "\"" + servers + "\":" + space() + object(List.of(other), unit));
    }
    if (fields.isEmpty()) {
      fields.add("\"only\": 1");
    }
    return comment("") + object(fields, "") + (random.nextBoolean() ? lineEnd : "");
  }

  private List<String> fields(int depth, String indent) {
    List<String> fields = new ArrayList<>();
    IntStream.range(0, random.nextInt(4))
        .forEach(
            i ->
                fields.add(
                    "\"%s%d\"%s:%s%s"
                        .formatted(
                            pick(NAMES), i, space(), space(), json(depth - 1, indent + unit))));
    return fields;
  }

  private String json(int depth, String indent) {
    int kind = depth <= 0 ? 0 : random.nextInt(4);
    if (kind == 1) {
      return object(fields(depth, indent), indent);
    }
    return kind == 2 ? "[" + space() + pick(SCALARS) + "," + json(0, indent) + "]" : pick(SCALARS);
  }

  private String object(List<String> fields, String indent) {
    if (random.nextInt(3) == 0) {
      return fields.stream()
          .collect(
              Collectors.joining(
                  "," + space(), "{" + space(), (fields.isEmpty() ? "" : trailing()) + "}"));
    }
    String inner = lineEnd + indent + unit;
    StringBuilder text = new StringBuilder("{" + comment(" "));
    for (int i = 0; i < fields.size(); i++) {
      boolean last = i == fields.size() - 1;
      text.append(inner).append(fields.get(i)).append(last ? trailing() : ",");
      text.append(comment(" "));
      if (random.nextInt(5) == 0) {
        text.append(inner).append("// \"jetty\": {},");
      }
    }
    return text
        + (random.nextInt(6) == 0 && !text.toString().contains("//") ? "" : lineEnd + indent)
        + "}";
  }

  /** Returns YAML that may have a mapping of the name, with at least one other server in it. */
  String yaml(String servers) {
    List<String> blocks = new ArrayList<>();
    IntStream.range(0, random.nextInt(4)).forEach(i -> blocks.add(yamlBlock(i)));
    if (random.nextBoolean()) {
      blocks.add(
          random.nextInt(blocks.size() + 1),
          servers
              + ":"
              + hash()
              + "\n  other:"
              + hash()
              + "\n    cmd: x # it's\n    args: [a, 'b']");
    }
    if (blocks.isEmpty()) {
      blocks.add("only: 1");
    }
    String last = blocks.get(blocks.size() - 1);
    // The end of the file is part of the text of a block.
    boolean open = !last.contains("|") && !last.contains(">") && random.nextBoolean();
    String text = String.join("\n", blocks) + (open ? "" : "\n");
    return (random.nextInt(4) == 0 ? "---\n" + text : text).replace("\n", lineEnd);
  }

  private String yamlBlock(int i) {
    String name =
        List.of("key", "\"quoted key\"", "\u00e9", "\ud83d\ude00").get(random.nextInt(4)) + i;
    name = name.startsWith("\"") ? "\"quoted " + i + "\"" : name;
    String value =
        pick(
            List.of(
                " 1",
                " 'it''s: fine'",
                " \"\\ud83d\\ude00 # no\"",
                "",
                " {}",
                " [1, {a: b}]",
                " |\n  long\n    text\n\n  end",
                " >-\n  folded\n  text",
                "\n- a\n- b: 1\n  c: 2",
                "\n  - a\n  -\n    - b",
                "\n    deep:\n        deeper: x",
                " &anchor x",
                " 2001-01-01"));
    return pick(List.of("", "# a comment\n", "\n"))
        + name
        + ":"
        + value
        + (value.contains("|") || value.contains(">") ? "" : hash());
  }

  /** Returns TOML that may have tables of servers. */
  String toml(String servers) {
    List<String> blocks = new ArrayList<>();
    blocks.add(
        pick(
            List.of("", "# first\n", "model = \"x\" # y\n", "\n", "a = [ # [x]\n  1,\n  2,\n]\n")));
    IntStream.range(0, random.nextInt(4)).forEach(i -> blocks.add(tomlTable(i)));
    if (random.nextBoolean()) {
      blocks.add(
          1 + random.nextInt(blocks.size()),
          "[" + servers + ".other]\ncommand = 'C:\\x'\nenv = { A = \"b\" } # c\n");
    }
    String text = String.join(random.nextBoolean() ? "\n" : "", blocks);
    if (random.nextInt(3) == 0 && !text.isBlank()) {
      text = text.stripTrailing();
    }
    return text.replace("\n", lineEnd);
  }

  private String tomlTable(int i) {
    String header =
        pick(List.of("[t%d]", "[[array%d]]", "[t%d.\"with.dot\"]", "  [ t%d . 'x' ] # c"));
    String key =
        pick(
            List.of(
                "date = 1979-05-27T07:32:00Z",
                "text = \"\"\"\n[mcp_servers.jetty]\n\\\"\"\" \"\"\"",
                "raw = '''\n[x] \\'''",
                "list = [ 'a]', { x = 1 }, ] # c",
                "dotted.key = -1.50",
                "\"quoted key\" = \"\\u00e9 \ud83d\ude00\""));
    return header.formatted(i) + "\n" + key + "\n" + pick(List.of("", "# end\n"));
  }

  private String space() {
    return random.nextInt(3) == 0 ? " " : "";
  }

  private String trailing() {
    return random.nextInt(4) == 0 ? "," : "";
  }

  private String hash() {
    return random.nextInt(4) == 0 ? " # it's a \"comment\"" : "";
  }

  private String comment(String before) {
    return switch (random.nextInt(6)) {
      case 0 -> before + "/* in, { } */";
      case 1 -> before + "// line, } \"x" + (before.isEmpty() ? lineEnd : "");
      default -> "";
    };
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
