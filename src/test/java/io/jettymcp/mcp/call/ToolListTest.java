package io.jettymcp.mcp.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.json.Json;
import io.jettymcp.tools.Catalog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Limits the size of the tool list, which agents read in full. */
class ToolListTest {
  private static final EnabledTools.ToolFilter WATCHING =
      new EnabledTools.ToolFilter(
          true,
          List.of("account", "tasks", "runs"),
          List.of(),
          List.of(),
          Optional.of("acme"),
          true);

  /** Bytes of the list as it is sent, with these fields of each tool. */
  private static int size(EnabledTools.ToolFilter choice, String... fields) {
    ObjectNode listing = Json.object();
    for (JsonNode tool : ToolList.of(new EnabledTools(Catalog.ALL, choice)).path("tools")) {
      listing.withArray("tools").add(((ObjectNode) tool).deepCopy().retain(fields));
    }
    return listing.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  @Test
  void toolListFitsItsBudget() {
    assertThat(size(EnabledTools.ToolFilter.ALL, "name", "description", "inputSchema"))
        .isLessThanOrEqualTo(28_000);
  }

  @Test
  void lockedCoreFitsItsBudget() {
    assertThat(size(WATCHING, "name", "description", "inputSchema")).isLessThanOrEqualTo(6_500);
  }

  @Test
  void viewOfAToolCostsAtMost80Bytes() {
    List<JsonNode> shown =
        ToolList.of(new EnabledTools(Catalog.ALL, EnabledTools.ToolFilter.ALL))
            .path("tools")
            .valueStream()
            .filter(tool -> tool.has("_meta"))
            .toList();
    assertThat(shown)
        .isNotEmpty()
        .allSatisfy(
            tool -> {
              ObjectNode without = ((ObjectNode) tool).deepCopy();
              without.remove("_meta");
              assertThat(tool.toString().length() - without.toString().length())
                  .isLessThanOrEqualTo(80);
            });
  }
}
