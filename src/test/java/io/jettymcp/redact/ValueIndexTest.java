package io.jettymcp.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueIndexTest {
  /** Covers offsets between sampled positions and both ends of the string. */
  @ParameterizedTest
  @ValueSource(strings = {"12345678", "known-value-1", "wörter€日本x", "aaaaaaaa"})
  void valueIsFoundAtAnyOffset(String value) {
    ValueIndex index = index(List.of(value, "another-value"));
    for (int before = 0; before < 20; before++) {
      for (int after = 0; after < 20; after++) {
        Spans found = index.find("-".repeat(before) + value + "-".repeat(after));
        assertThat(found.count()).as("%s before, %s after", before, after).isEqualTo(1);
        assertThat(found.start(0)).isEqualTo(before);
        assertThat(found.end(0)).isEqualTo(before + value.length());
      }
    }
  }

  @Test
  void valueIsFoundAfterThePrefixOfAnother() {
    ValueIndex index = index(List.of("known-value-1", "value-22"));
    for (int before = 0; before < 20; before++) {
      Spans found = index.find("-".repeat(before) + "known-value-22");
      assertThat(found.count()).isEqualTo(1);
      assertThat(found.start(0)).isEqualTo(before + "known-".length());
    }
  }

  @Test
  void allOfManyValuesAreFound() {
    List<String> values = IntStream.range(0, 2_000).mapToObj(i -> "value-" + i + "-end").toList();
    Spans found = index(values).find(String.join(" ", values));
    assertThat(found.count()).isEqualTo(values.size());
  }

  private static ValueIndex index(List<String> values) {
    return ValueIndex.of(values.stream().flatMap(value -> KnownValue.of(value).stream()).toList());
  }
}
