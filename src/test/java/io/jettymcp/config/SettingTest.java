package io.jettymcp.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingTest {
  @Test
  void tokenHasNoFlag() {
    assertThat(GeneralSettings.TOKEN.flag()).isEmpty();
    assertThat(GeneralSettings.TOKEN.variable()).contains("JETTY_API_TOKEN");
  }

  @Test
  void flagsAndVariablesAreUnique() {
    List<String> names =
        Settings.declared().stream()
            .flatMap(setting -> Stream.of(setting.flag(), setting.variable()))
            .flatMap(Optional::stream)
            .toList();
    assertThat(names).doesNotHaveDuplicates();
  }

  static List<Setting<?>> declared() {
    return Settings.declared();
  }

  @ParameterizedTest
  @MethodSource("declared")
  void everySettingHasAFlagOrAVariable(Setting<?> setting) {
    assertThat(setting.flag().isPresent() || setting.variable().isPresent()).isTrue();
    setting.flag().ifPresent(flag -> assertThat(flag).matches("--[a-z]+(-[a-z]+)*"));
    setting.variable().ifPresent(name -> assertThat(name).matches("JETTY_[A-Z]+(_[A-Z]+)*"));
  }

  @ParameterizedTest
  @MethodSource("declared")
  void everySettingIsDescribedInSentences(Setting<?> setting) {
    assertThat(setting.description()).matches("[A-Z].*\\.");
  }

  @ParameterizedTest
  @MethodSource("declared")
  void switchHasNoLabel(Setting<?> setting) {
    assertThat(setting.isSwitch()).isEqualTo(setting.label().isEmpty());
  }
}
