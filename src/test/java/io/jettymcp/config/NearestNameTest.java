package io.jettymcp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
  private static final List<String> KNOWN = List.of("list-tasks", "get-task", "run-task", "whoami");

  @ParameterizedTest
  @CsvSource({
    "list-task, list-tasks",
    "list_tasks, list-tasks",
    "LIST-TASKS, list-tasks",
    "lsit-tasks, list-tasks",
    "whoaim, whoami",
    "whoam, whoami",
    "rnu-task, run-task",
  })
  void aSlipIsMended(String written, String meant) {
    assertThat(NearestName.of(written, KNOWN)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"delete-everything", "''", "x", "logout"})
  void aDifferentNameHasNoNeighbour(String written) {
    assertThat(NearestName.of(written, KNOWN)).isEmpty();
  }

  @Test
  void amongEqualsTheFirstWins() {
    assertThat(NearestName.of("aac", List.of("aaa", "aab"))).contains("aaa");
  }

  @Test
  void anEndlessNameIsNotCompared() {
    String endless = "a".repeat(101);
    assertThat(NearestName.of(endless, List.of(endless))).isEmpty();
  }

  @Test
  void anUnknownNameIsRefusedWithTheNearest() {
    assertThat(UsageException.unknownName(SettingDefinition.TOOLS, "tool", "whoam", KNOWN))
        .hasMessage("--tools names the unknown tool \"whoam\". Did you mean \"whoami\"?");
  }

  @Test
  void whereNoneIsNearAllAreListed() {
    assertThat(
            UsageException.unknownName(
                SettingDefinition.TOOLSETS, "toolset", "zzz", List.of("runs", "tasks")))
        .hasMessage("--toolsets names the unknown toolset \"zzz\". Known are: runs, tasks.");
  }
}
