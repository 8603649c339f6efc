package io.jettymcp.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
  @ParameterizedTest
  @CsvSource({
    "promt,prompt",
    "Prompt,prompt",
    "prmopt,prompt",
    "system-prompt,system_prompt",
    "sistem_promt,system_prompt",
    "a,",
    "zzz,",
    "prompting_more,",
    "temperatures,temperature",
  })
  void findsTheNameThatWasMistyped(String name, String nearest) {
    List<String> known = List.of("model", "prompt", "system_prompt", "temperature");

    assertThat(NearestName.of(name, known).orElse(null)).isEqualTo(nearest);
  }

  @ParameterizedTest
  @CsvSource({
    "trajectory,trajectory_id",
    "seconds,wait_seconds",
    "waitseconds,wait_seconds",
    "taks,task",
    "lsit_tasks,list-tasks",
    "id,",
    "'',",
  })
  void findsTheNameThatItIsAPartOf(String name, String nearest) {
    List<String> known = List.of("trajectory_id", "task", "wait_seconds", "list-tasks");

    assertThat(NearestName.of(name, known).orElse(null)).isEqualTo(nearest);
  }

  @Test
  void findsTheFirstOfTwoEquallyNear() {
    assertThat(NearestName.of("step_c", List.of("step_a", "step_b"))).contains("step_a");
    assertThat(NearestName.of("step_c", List.of("step_a", "step_c1", "step_C"))).contains("step_C");
  }

  @Test
  void ignoresNamesOfAbsurdLength() {
    assertThat(NearestName.of("a".repeat(65), List.of("a".repeat(65)))).isEmpty();
  }

  @Test
  void hintNamesTheNearest() {
    assertThat(NearestName.hint("taks", List.of("task"))).isEqualTo(" Did you mean \"task\"?");
  }

  @Test
  void hintIsTheAlternativeWhereNoneIsNear() {
    assertThat(NearestName.hint("x", List.of("task"))).isEmpty();
    assertThat(NearestName.hint("x", List.of("task"), " Known: task.")).isEqualTo(" Known: task.");
  }
}
