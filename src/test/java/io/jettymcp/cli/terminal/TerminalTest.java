package io.jettymcp.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTest {
  private static Terminal of(Map<String, String> environment, ColorChoice colors) {
    return Terminal.of(environment, colors, true, true, Optional.empty());
  }

  @Test
  void terminalOfAPersonHasColor() {
    assertThat(of(Map.of(), ColorChoice.AUTO).color()).isTrue();
  }

  @Test
  void noColorIsRespectedUnlessColorIsForced() {
    Map<String, String> environment = Map.of("NO_COLOR", "1");
    assertThat(of(environment, ColorChoice.AUTO).color()).isFalse();
    assertThat(of(environment, ColorChoice.ALWAYS).color()).isTrue();
    assertThat(of(Map.of("NO_COLOR", ""), ColorChoice.AUTO).color()).isTrue();
    assertThat(of(Map.of(), ColorChoice.NEVER).color()).isFalse();
  }

  @Test
  void colorOfPipedOutputCanBeForced() {
    Map<String, String> forced = Map.of("CLICOLOR_FORCE", "1");
    assertThat(Terminal.of(forced, ColorChoice.AUTO, false, false, Optional.empty()).color())
        .isTrue();
  }

  @Test
  void pipedOutputHasNoColor() {
    Terminal piped = Terminal.of(Map.of(), ColorChoice.AUTO, false, false, Optional.empty());
    assertThat(piped.color()).isFalse();
    assertThat(piped.interactive()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"TERM, dumb", "CI, true"})
  void dumbTerminalsAndBuildsAreNotInteractive(String name, String value) {
    Terminal terminal = Terminal.detect(Map.of(name, value), ColorChoice.AUTO);
    assertThat(terminal.interactive()).isFalse();
    assertThat(terminal.live()).isFalse();
    assertThat(terminal.color()).isFalse();
  }

  @Test
  void sizeIsThatOfTheTerminalOrOfTheEnvironment() {
    Map<String, String> environment = Map.of("COLUMNS", "100", "LINES", "50");
    assertThat(of(environment, ColorChoice.AUTO).columns()).isEqualTo(100);
    assertThat(of(environment, ColorChoice.AUTO).rows()).isEqualTo(50);
    Terminal asked =
        Terminal.of(
            environment, ColorChoice.AUTO, true, true, Optional.of(new TerminalSize(120, 40)));
    assertThat(asked.columns()).isEqualTo(120);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "wide", "99999999999"})
  void uselessWidthCountsAsUnset(String columns) {
    assertThat(of(Map.of("COLUMNS", columns), ColorChoice.AUTO).columns()).isEqualTo(80);
  }

  @Test
  void textsAreAsWideAsTheTerminalWhileTheyAreReadable() {
    assertThat(of(Map.of(), ColorChoice.AUTO).textColumns()).isEqualTo(80);
    assertThat(of(Map.of("COLUMNS", "90"), ColorChoice.AUTO).textColumns()).isEqualTo(90);
    assertThat(of(Map.of("COLUMNS", "300"), ColorChoice.AUTO).textColumns()).isEqualTo(100);
    assertThat(of(Map.of("COLUMNS", "5"), ColorChoice.AUTO).textColumns()).isEqualTo(60);
  }

  @Test
  void localeOfThePersonCountsAndNotThatOfTheLauncher() {
    Map<String, String> launched = Map.of("LC_ALL", "C.utf8", "LANG", "en_US.UTF-8");
    assertThat(isUnicode(launched, Optional.empty())).isTrue();
    assertThat(isUnicode(launched, Optional.of("C"))).isFalse();
    assertThat(isUnicode(launched, Optional.of(""))).isFalse();
    assertThat(isUnicode(Map.of("LC_ALL", "C"), Optional.of("de_DE.UTF-8"))).isTrue();
  }

  private static boolean isUnicode(Map<String, String> environment, Optional<String> locale) {
    return of(Terminal.withLocale(environment, locale), ColorChoice.AUTO).unicode();
  }

  @Test
  void resultHasTheSizeThatTheTerminalHasWhenItIsDrawn() {
    Terminal before = of(Map.of(), ColorChoice.AUTO);
    assertThat(before.resized(() -> Optional.of(new TerminalSize(40, 10))).columns()).isEqualTo(40);
    assertThat(before.resized(Optional::empty)).isEqualTo(before);
    assertThat(Terminal.NONE.resized(() -> Optional.of(new TerminalSize(40, 10))))
        .isEqualTo(Terminal.NONE);
  }

  @Test
  void answerOfSttyHasRowsFirst() {
    assertThat(TerminalSize.parse("24 80\n")).contains(new TerminalSize(80, 24));
    assertThat(TerminalSize.parse("0 0\n")).isEmpty();
    assertThat(TerminalSize.parse("stty: not a terminal")).isEmpty();
  }

  @Test
  void blockCharactersNeedALocaleOfUtf8() {
    assertThat(of(Map.of("LANG", "de_DE.UTF-8"), ColorChoice.AUTO).unicode()).isTrue();
    assertThat(of(Map.of("LC_CTYPE", "C.utf8"), ColorChoice.AUTO).unicode()).isTrue();
    assertThat(of(Map.of("LC_ALL", "C", "LANG", "C.UTF-8"), ColorChoice.AUTO).unicode()).isFalse();
    assertThat(of(Map.of(), ColorChoice.AUTO).unicode()).isFalse();
    assertThat(of(Map.of("WT_SESSION", "1"), ColorChoice.AUTO).unicode()).isTrue();
  }
}
