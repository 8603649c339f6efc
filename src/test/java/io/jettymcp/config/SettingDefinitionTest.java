package io.jettymcp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SettingDefinitionTest {
  @Test
  void theTokenHasNoFlagAsCommandLinesAreSeenByEverybody() {
    assertThat(SettingDefinition.TOKEN.flag()).isEmpty();
    assertThat(SettingDefinition.TOKEN.variable()).contains("JETTY_API_TOKEN");
  }

  @Test
  void flagsAndVariablesAreUnique() {
    List<String> names =
        Arrays.stream(SettingDefinition.values())
            .flatMap(setting -> Stream.of(setting.flag(), setting.variable()))
            .flatMap(Optional::stream)
            .toList();
    assertThat(names).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void aSettingCanBeSetAndSaysWhatItIsFor(SettingDefinition setting) {
    assertThat(setting.flag().isPresent() || setting.variable().isPresent()).isTrue();
    setting.flag().ifPresent(flag -> assertThat(flag).matches("--[a-z]+(-[a-z]+)*"));
    setting.variable().ifPresent(name -> assertThat(name).matches("JETTY_[A-Z]+(_[A-Z]+)*"));
    assertThat(setting.description()).matches("[A-Z].*\\.");
    assertThat(setting.isSwitch()).isEqualTo(setting.syntax().isEmpty());
  }
}
