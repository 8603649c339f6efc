package io.jettymcp.mcp.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jettymcp.json.Json;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import io.jettymcp.tools.Catalog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class EnabledToolsTest {
  private static final List<Tool> CATALOG =
      List.of(
          tool("whoami", Toolset.ACCOUNT, Effect.READ),
          tool("list-tasks", Toolset.TASKS, Effect.READ),
          tool("create-task", Toolset.TASKS, Effect.ADD),
          tool("update-task", Toolset.TASKS, Effect.OVERWRITE),
          tool("delete-task", Toolset.TASKS, Effect.DESTROY),
          tool("run-task", Toolset.RUNS, Effect.ADD));

  private static Tool tool(String name, Toolset family, Effect effect) {
    return Tool.named(name, name)
        .in(family)
        .effect(effect)
        .takes(Tool.COLLECTION)
        .runs(call -> Mono.just(Result.of(Json.object())));
  }

  private static List<String> enabledNames(
      boolean readOnly, List<String> toolsets, List<String> tools, List<String> exclude) {
    return enabledTools(readOnly, toolsets, tools, exclude).tools().stream()
        .map(Tool::name)
        .toList();
  }

  private static EnabledTools enabledTools(
      boolean readOnly, List<String> toolsets, List<String> tools, List<String> exclude) {
    return new EnabledTools(
        CATALOG,
        new EnabledTools.ToolFilter(
            readOnly, toolsets, tools, exclude, Optional.of("acme"), false));
  }

  @Test
  void allToolsAreEnabledInCatalogOrderByDefault() {
    assertThat(enabledNames(false, List.of(), List.of(), List.of()))
        .containsExactlyElementsOf(CATALOG.stream().map(Tool::name).toList());
  }

  @Test
  void readOnlyExcludesNamedToolsThatWrite() {
    assertThat(enabledNames(true, List.of(), List.of(), List.of()))
        .containsExactly("whoami", "list-tasks");
    assertThat(enabledNames(true, List.of(), List.of("delete-task", "whoami"), List.of()))
        .containsExactly("whoami");
  }

  @Test
  void toolsAloneMeansExactlyThese() {
    assertThat(enabledNames(false, List.of(), List.of("run-task", "whoami"), List.of()))
        .containsExactly("whoami", "run-task");
  }

  @Test
  void toolsAddToToolsets() {
    assertThat(enabledNames(false, List.of("runs"), List.of("whoami"), List.of()))
        .containsExactly("whoami", "run-task");
  }

  @Test
  void exclusionTakesPrecedence() {
    assertThat(
            enabledNames(false, List.of("tasks"), List.of("delete-task"), List.of("delete-task")))
        .containsExactly("list-tasks", "create-task", "update-task");
  }

  @Test
  void unknownNamesAreRejectedWithTheNearestName() {
    assertThatExceptionOfType(EnabledTools.UnknownName.class)
        .isThrownBy(() -> enabledTools(false, List.of("task"), List.of(), List.of()))
        .withMessageContaining("Unknown toolset \"task\". Did you mean \"tasks\"?");
    assertThatExceptionOfType(EnabledTools.UnknownName.class)
        .isThrownBy(() -> enabledTools(false, List.of(), List.of("list-task"), List.of()))
        .withMessageContaining("Unknown tool \"list-task\". Did you mean \"list-tasks\"?");
    assertThatExceptionOfType(EnabledTools.UnknownName.class)
        .isThrownBy(() -> enabledTools(false, List.of(), List.of(), List.of("whoamI-now")))
        .withMessageContaining("Unknown tool \"whoamI-now\"");
  }

  @Test
  void disabledToolIsNotFound() {
    EnabledTools enabledTools = enabledTools(true, List.of(), List.of(), List.of());
    assertThat(enabledTools.find("delete-task")).isEmpty();
    assertThat(enabledTools.find("whoami")).isPresent();
  }

  @Test
  void lockedCollectionIsInNoSchema() {
    EnabledTools open = new EnabledTools(CATALOG, choice(false));
    EnabledTools locked = new EnabledTools(CATALOG, choice(true));
    assertThat(ToolList.of(open).toString()).contains("\"collection\"");
    assertThat(ToolList.of(locked).toString()).doesNotContain("\"collection\"");
  }

  private static EnabledTools.ToolFilter choice(boolean locked) {
    return new EnabledTools.ToolFilter(
        false, List.of(), List.of(), List.of(), Optional.of("acme"), locked);
  }

  @Test
  void hintsFollowFromTheEffect() {
    assertThat(annotations(0)).isEqualTo(hints(true, false, true));
    assertThat(annotations(2)).isEqualTo(hints(false, false, false));
    assertThat(annotations(3)).isEqualTo(hints(false, true, true));
    assertThat(annotations(4)).isEqualTo(hints(false, true, true));
  }

  private static String annotations(int index) {
    return ToolList.of(new EnabledTools(CATALOG, EnabledTools.ToolFilter.ALL))
        .path("tools")
        .path(index)
        .path("annotations")
        .toString();
  }

  private static String hints(boolean readOnly, boolean destructive, boolean idempotent) {
    return Json.object()
        .put("readOnlyHint", readOnly)
        .put("destructiveHint", destructive)
        .put("idempotentHint", idempotent)
        .put("openWorldHint", true)
        .toString();
  }

  @Test
  void schemasAverageAtMostHalfAKilobyte() {
    long bytes =
        ToolList.of(new EnabledTools(Catalog.ALL, EnabledTools.ToolFilter.ALL))
            .path("tools")
            .valueStream()
            .mapToLong(
                tool ->
                    (tool.path("name").toString()
                            + tool.path("description")
                            + tool.path("inputSchema"))
                        .getBytes(StandardCharsets.UTF_8)
                        .length)
            .sum();
    assertThat(bytes / Catalog.ALL.size()).isLessThanOrEqualTo(500);
  }
}
