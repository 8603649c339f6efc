package io.jettymcp.mcp.legacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jettymcp.guide.Guide;
import io.jettymcp.mcp.McpJson;
import io.jettymcp.mcp.Operations;
import io.jettymcp.mcp.call.EnabledTools;
import io.jettymcp.mcp.call.ToolCallsFixture;
import io.jettymcp.mcp.call.ToolList;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Tool;
import io.jettymcp.tools.Catalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrecomputedLegacyServiceTest {
  private final LegacyJettyService full =
      new LegacyJettyService(
          new Operations(new ToolCallsFixture().calls(Catalog.ALL.toArray(Tool[]::new))),
          "1.2.3",
          Guide.instructions(true));
  private final PrecomputedLegacyService prepared =
      new PrecomputedLegacyService("1.2.3", Guide.instructions(true), () -> full);

  @ParameterizedTest
  @ValueSource(strings = {"2024-11-05", "2025-11-25", "2030-01-01", ""})
  void initializeEqualsTheFullServices(String revision) {
    assertThat(prepared.initialize(revision)).isEqualTo(full.initialize(revision));
  }

  @Test
  void toolsListEqualsTheFullServices() throws Exception {
    assertThat(prepared.prepared("tools/list"))
        .contains(
            McpJson.INSTANCE.writeValueAsString(
                ToolList.of(new EnabledTools(Catalog.ALL, EnabledTools.ToolFilter.ALL))));
  }

  @Test
  void listWithACursorIsNotPrecomputed() {
    ClientSession session = new ClientSession(prepared, McpJson.INSTANCE);
    assertThat(session.prepared("tools/list", null)).isPresent();
    assertThat(session.prepared("tools/list", FakeJetty.json("{'cursor':null}"))).isPresent();
    assertThat(session.prepared("tools/list", FakeJetty.json("{'cursor':'x'}"))).isEmpty();
  }

  @Test
  void otherMethodsLoadTheFullService() {
    PrecomputedLegacyService waiting =
        new PrecomputedLegacyService(
            "1",
            "",
            () -> {
              throw new IllegalStateException("asked");
            });
    waiting.initialize("2025-11-25");
    assertThat(waiting.prepared("tools/list")).isPresent();
    assertThat(waiting.prepared("tools/call")).isEmpty();
    assertThatThrownBy(waiting::handlers).hasMessage("asked");
    assertThat(prepared.handlers()).isSameAs(full.handlers());
  }
}
