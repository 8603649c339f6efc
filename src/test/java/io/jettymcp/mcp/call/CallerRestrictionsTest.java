package io.jettymcp.mcp.call;

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

class CallerRestrictionsTest {
  private static EnabledTools enabledTools(
      boolean readOnly, Optional<String> collection, boolean locked) {
    return new EnabledTools(
        Catalog.ALL,
        new EnabledTools.ToolFilter(
            readOnly, List.of("tasks", "runs"), List.of(), List.of(), collection, locked));
  }

  private static EnabledTools open() {
    return enabledTools(false, Optional.empty(), false);
  }

  private static EnabledTools restricted(EnabledTools enabledTools, String header, String value)
      throws Exception {
    return enabledTools.restrictedTo(CallerRestrictions.of(Map.of(header, value)));
  }

  private static List<String> names(EnabledTools enabledTools) {
    return enabledTools.tools().stream().map(Tool::name).toList();
  }

  @Test
  void noHeadersMeanNoRestrictions() throws Exception {
    assertThat(CallerRestrictions.of(Map.of())).isEqualTo(CallerRestrictions.NONE);
    assertThat(names(open().restrictedTo(CallerRestrictions.NONE))).isEqualTo(names(open()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "1", "", " TRUE ", "yes", "on"})
  void readOnlyKeepsOnlyReadingTools(String value) throws Exception {
    EnabledTools enabledTools = restricted(open(), "x-jetty-read-only", value);
    assertThat(enabledTools.tools()).isNotEmpty().allMatch(tool -> tool.effect() == Effect.READ);
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "0", "no", "off"})
  void readOnlyFalseAddsNoTools(String value) throws Exception {
    EnabledTools readOnly = enabledTools(true, Optional.empty(), false);
    assertThat(names(restricted(readOnly, "x-jetty-read-only", value))).isEqualTo(names(readOnly));
    assertThat(names(restricted(open(), "x-jetty-read-only", value))).isEqualTo(names(open()));
  }

  @Test
  void toolsetsAreIntersectedWithTheSettings() throws Exception {
    EnabledTools enabledTools = restricted(open(), "x-jetty-toolsets", "runs, files");
    assertThat(enabledTools.tools()).isNotEmpty().allMatch(tool -> tool.toolset() == Toolset.RUNS);
    assertThat(restricted(open(), "x-jetty-toolsets", "chat").tools()).isEmpty();
  }

  @Test
  void collectionHeaderLocksTheCollection() throws Exception {
    for (EnabledTools before : List.of(open(), enabledTools(false, Optional.of("other"), false))) {
      EnabledTools enabledTools = restricted(before, "x-jetty-collection", "acme");
      assertThat(enabledTools.locked()).isTrue();
      assertThat(enabledTools.collection()).contains("acme");
      assertThat(ToolList.of(enabledTools).toString()).doesNotContain("\"collection\":{");
      assertThat(ToolList.of(before).toString()).contains("\"collection\":{");
    }
  }

  @Test
  void collectionHeaderCannotOverrideALock() throws Exception {
    EnabledTools locked = enabledTools(false, Optional.of("acme"), true);
    assertThat(restricted(locked, "x-jetty-collection", "acme").collection()).contains("acme");
    assertThatExceptionOfType(CallerRestrictions.Invalid.class)
        .isThrownBy(() -> restricted(locked, "x-jetty-collection", "other"))
        .withMessageContaining("locked to another collection");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x-jetty-readonly   | true      | Unknown header x-jetty-readonly.",
        "x-jetty-read-only  | perhaps   | X-Jetty-Read-Only must be true or false.",
        "x-jetty-toolsets   | runs,rums | X-Jetty-Toolsets names an unknown toolset.",
        "x-jetty-toolsets   | ' , '     | X-Jetty-Toolsets names no toolset.",
        "x-jetty-collection | ..        | X-Jetty-Collection must be the name of a collection.",
        "x-jetty-collection | a/b       | X-Jetty-Collection must be the name of a collection.",
        "x-jetty-collection | a%2fb     | X-Jetty-Collection must be the name of a collection.",
        "x-jetty-collection | ''        | X-Jetty-Collection must be the name of a collection."
      })
  void invalidRestrictionsAreRejected(String header, String value, String words) {
    assertThatExceptionOfType(CallerRestrictions.Invalid.class)
        .isThrownBy(() -> CallerRestrictions.of(Map.of(header, value)))
        .withMessageContaining(words);
  }

  @Test
  void noHeaderAddsTools() throws Exception {
    EnabledTools least = enabledTools(true, Optional.of("acme"), true);
    Set<String> allowed = Set.copyOf(names(least));
    for (Toolset family : Toolset.values()) {
      for (String readOnly : List.of("true", "false")) {
        EnabledTools enabledTools =
            least.restrictedTo(
                CallerRestrictions.of(
                    Map.of("x-jetty-toolsets", family.label(), "x-jetty-read-only", readOnly)));
        assertThat(allowed).containsAll(names(enabledTools));
        assertThat(enabledTools.locked()).isTrue();
      }
    }
  }

  @Test
  void remoteToolsStayRemote() throws Exception {
    EnabledTools enabledTools = restricted(open().forRemoteCallers(), "x-jetty-toolsets", "runs");
    assertThat(enabledTools.local()).isFalse();
    assertThat(enabledTools.tools())
        .allSatisfy(tool -> assertThat(tool.params()).noneMatch(param -> param.isLocal()));
  }

  @Test
  void restrictedCopiesShareSchemas() throws Exception {
    EnabledTools open = open();
    Tool tool = open.tools().get(0);
    assertThat(restricted(open, "x-jetty-read-only", "1").describe(tool))
        .isSameAs(open.describe(tool));
  }
}
