package io.jettymcp.json;

import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes JSON for people: two blanks a level, one value a line, LF on every system. */
public final class PrettyJson {
  private PrettyJson() {}

  public static String of(JsonNode tree, JsonMapper mapper) {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
    return mapper.writer().with(printer).writeValueAsString(tree) + "\n";
  }
}
