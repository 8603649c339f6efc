package io.jettymcp.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import io.jettymcp.tools.Catalog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NarrowingTest {
  private static EnabledTools offer(boolean readOnly, Optional<String> collection, boolean locked) {
    return new EnabledTools(
        Catalog.ALL,
        new EnabledTools.Choice(
            readOnly, List.of("tasks", "runs"), List.of(), List.of(), collection, locked));
  }

  private static EnabledTools open() {
    return offer(false, Optional.empty(), false);
  }

  private static EnabledTools narrowed(EnabledTools offer, String header, String value)
      throws Exception {
    return offer.narrowed(CallerRestrictions.of(Map.of(header, value)));
  }

  private static List<String> names(EnabledTools offer) {
    return offer.tools().stream().map(Tool::name).toList();
  }

  @Test
  void withoutHeadersAllIsAsTheSettingsSay() throws Exception {
    assertThat(CallerRestrictions.of(Map.of())).isEqualTo(CallerRestrictions.NONE);
    assertThat(names(open().narrowed(CallerRestrictions.NONE))).isEqualTo(names(open()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "1", "", " TRUE ", "yes", "on"})
  void readOnlyLeavesWhatReads(String value) throws Exception {
    EnabledTools offer = narrowed(open(), "x-jetty-read-only", value);
    assertThat(offer.tools()).isNotEmpty().allMatch(tool -> tool.effect() == Effect.READ);
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "0", "no", "off"})
  void aReadOnlyThatIsOffWidensNothing(String value) throws Exception {
    EnabledTools readOnly = offer(true, Optional.empty(), false);
    assertThat(names(narrowed(readOnly, "x-jetty-read-only", value))).isEqualTo(names(readOnly));
    assertThat(names(narrowed(open(), "x-jetty-read-only", value))).isEqualTo(names(open()));
  }

  @Test
  void toolsetsAreThoseThatBothAllow() throws Exception {
    EnabledTools offer = narrowed(open(), "x-jetty-toolsets", "runs, files");
    assertThat(offer.tools()).isNotEmpty().allMatch(tool -> tool.toolset() == Toolset.RUNS);
    assertThat(narrowed(open(), "x-jetty-toolsets", "chat").tools()).isEmpty();
  }

  @Test
  void aCollectionLocks() throws Exception {
    for (EnabledTools before : List.of(open(), offer(false, Optional.of("other"), false))) {
      EnabledTools offer = narrowed(before, "x-jetty-collection", "acme");
      assertThat(offer.locked()).isTrue();
      assertThat(offer.collection()).contains("acme");
      assertThat(ToolList.of(offer).toString()).doesNotContain("\"collection\":{");
      assertThat(ToolList.of(before).toString()).contains("\"collection\":{");
    }
  }

  @Test
  void aLockIsNotTurned() throws Exception {
    EnabledTools locked = offer(false, Optional.of("acme"), true);
    assertThat(narrowed(locked, "x-jetty-collection", "acme").collection()).contains("acme");
    assertThatExceptionOfType(CallerRestrictions.Impossible.class)
        .isThrownBy(() -> narrowed(locked, "x-jetty-collection", "other"))
        .withMessageContaining("locked to another collection");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x-jetty-readonly   | true      | There is no header x-jetty-readonly.",
        "x-jetty-read-only  | perhaps   | X-Jetty-Read-Only must be true or false.",
        "x-jetty-toolsets   | runs,rums | X-Jetty-Toolsets names a toolset that does not exist.",
        "x-jetty-toolsets   | ' , '     | X-Jetty-Toolsets names no toolset.",
        "x-jetty-collection | ..        | X-Jetty-Collection must be the name of a collection.",
        "x-jetty-collection | a/b       | X-Jetty-Collection must be the name of a collection.",
        "x-jetty-collection | a%2fb     | X-Jetty-Collection must be the name of a collection.",
        "x-jetty-collection | ''        | X-Jetty-Collection must be the name of a collection."
      })
  void whatCannotBeHeededIsRefused(String header, String value, String words) {
    assertThatExceptionOfType(CallerRestrictions.Impossible.class)
        .isThrownBy(() -> CallerRestrictions.of(Map.of(header, value)))
        .withMessageContaining(words);
  }

  @Test
  void noHeaderWidensWhatTheSettingsOffer() throws Exception {
    EnabledTools least = offer(true, Optional.of("acme"), true);
    Set<String> allowed = Set.copyOf(names(least));
    for (Toolset family : Toolset.values()) {
      for (String readOnly : List.of("true", "false")) {
        EnabledTools offer =
            least.narrowed(
                CallerRestrictions.of(
                    Map.of("x-jetty-toolsets", family.label(), "x-jetty-read-only", readOnly)));
        assertThat(allowed).containsAll(names(offer));
        assertThat(offer.locked()).isTrue();
      }
    }
  }

  @Test
  void elsewhereStaysElsewhere() throws Exception {
    EnabledTools offer = narrowed(open().forRemoteCallers(), "x-jetty-toolsets", "runs");
    assertThat(offer.local()).isFalse();
    assertThat(offer.tools())
        .allSatisfy(tool -> assertThat(tool.params()).noneMatch(param -> param.isLocal()));
  }

  @Test
  void thousandsOfCallersCostOneSetOfSchemas() throws Exception {
    EnabledTools open = open();
    Tool tool = open.tools().get(0);
    assertThat(narrowed(open, "x-jetty-read-only", "1").described(tool))
        .isSameAs(open.described(tool));
  }
}
