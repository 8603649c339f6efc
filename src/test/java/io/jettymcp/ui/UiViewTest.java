package io.jettymcp.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what all views have in common. */
class UiViewTest {
  private static final String SVG = "http://www.w3.org/2000/svg";

  @ParameterizedTest
  @EnumSource
  void viewIsOneDocumentOfAtMost40KB(UiView view) {
    assertThat(view.html())
        .startsWith("<!doctype html>\n<html lang=\"en\">")
        .contains("color-scheme: light dark", "ui/initialize")
        .doesNotContain("/* view.css */", "/* view.js */", "\r");
    assertThat(view.html().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(40 * 1024);
  }

  @ParameterizedTest
  @EnumSource
  void viewCannotTurnDataIntoMarkupOrScriptAndLoadsNothing(UiView view) {
    assertThat(view.html().replace(SVG, "").lines())
        .allSatisfy(
            line ->
                assertThat(line)
                    .doesNotContainPattern(
                        "innerHTML|outerHTML|insertAdjacentHTML|setHTML|parseFromString|createContextualFragment"
                            + "|\\beval\\b|\\bFunction\\b|document\\.write|\\bfetch\\b|XMLHttpRequest|WebSocket|EventSource"
                            + "|sendBeacon|\\bimport\\b|http:|url\\(|<link|<iframe|<a\\b|\\bsrc=|\\bhref=|setTimeout\\(\""));
  }

  @ParameterizedTest
  @EnumSource
  void addressHasTheFirstDigitsOfTheDigest(UiView view) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(view.html().getBytes(StandardCharsets.UTF_8));
    assertThat(view.uri())
        .matches("ui://jetty/[a-z]+-[0-9a-f]{8}\\.html")
        .contains(HexFormat.of().formatHex(digest).substring(0, 8));
    assertThat(UiView.at(view.uri())).contains(view);
  }

  @ParameterizedTest
  @EnumSource
  void toolsThatTheViewCallsAreNamed(UiView view) {
    assertThat(
            Pattern.compile("(?:canCall\\(|view\\.call\\(|tool: )\"([a-z-]+)\"")
                .matcher(view.html())
                .results()
                .map(match -> match.group(1)))
        .containsOnly(view.calls().toArray(String[]::new));
  }

  @Test
  void addressOfAnotherVersionIsThatOfTheSameView() {
    assertThat(UiView.at("ui://jetty/run-00000000.html")).contains(UiView.RUN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ui:",
        "ui://jetty/run.html",
        "ui://jetty/run-0000000.html",
        "ui://jetty/run-0000000g.html",
        "ui://jetty/other-00000000.html",
        "ui://jetty/../ui/run-00000000.html",
        "ui://other/run-00000000.html",
        "ui://jetty/run-00000000.html\n"
      })
  void otherAddressesHaveNoView(String uri) {
    assertThat(UiView.at(uri)).isEmpty();
  }

  @Test
  void addressesAreListed() {
    assertThat(UiView.uris())
        .isEqualTo(List.of(UiView.RUN.uri(), UiView.WORKFLOW.uri(), UiView.COMPARISON.uri()));
  }
}
