package io.jettymcp.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jettymcp.catalog.Catalog;
import io.jettymcp.guide.Guide;
import io.jettymcp.tool.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreparedServiceTest {
  private final JettyService full =
      new JettyService(
          new Bench().calls(Catalog.ALL.toArray(Tool[]::new)), "1.2.3", Guide.instructions(true));
  private final PreparedService prepared =
      new PreparedService("1.2.3", Guide.instructions(true), () -> full);

  @ParameterizedTest
  @ValueSource(strings = {"2024-11-05", "2025-11-25", "2030-01-01", ""})
  void greetsAsTheFullServiceDoes(String revision) {
    assertThat(prepared.initialize(revision)).isEqualTo(full.initialize(revision));
  }

  @Test
  void listsTheToolsThatTheFullServiceHasLetterByLetter() throws Exception {
    assertThat(prepared.prepared("tools/list"))
        .contains(
            McpJson.INSTANCE.writeValueAsString(
                Listing.of(new Offer(Catalog.ALL, Offer.Choice.ALL))));
  }

  @Test
  void leavesTheRestToTheFullServiceWhichIsNotAskedBefore() {
    PreparedService waiting =
        new PreparedService(
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
