package io.jettymcp.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.secret.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class SanitizerTest {
  private static final String CLOUDFLARE =
      """
      <!DOCTYPE html>
      <!--[if lt IE 7]> <html class="no-js ie6 oldie" lang="en-US"> <![endif]-->
      <html class="no-js" lang="en-US"><head>
      <title>flows-api.jetty.io | 524: A timeout occurred</title>
      <meta charset="UTF-8" />
      </head><body><div id="cf-wrapper"><h1 class="x">
        <span>A timeout occurred</span><span>Error code 524</span></h1></div></body></html>
      """;

  private final KnownSecrets known = new KnownSecrets();
  private final Sanitizer outgoing = new Sanitizer(new Redactor(known));

  @Test
  void secretSplitByInvisibleCharactersIsHidden() {
    known.learn(Secret.of("known-value-1"));
    assertThat(outgoing.text("a known-\u200bva\u001b[1mlue\u202e-\u00001 b"))
        .isEqualTo("a [redacted] b");
    assertThat(outgoing.text("mlc_" + "ab12\u2060".repeat(8))).isEqualTo("mlc_...ab12");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "שלום sk-1234567\u20668\u2069abcdefghij",
        "שלום \u2066sk-12345678abcdefghij\u2069",
        "שלום \u2066x sk-12345678\u2069abcdefghij",
        "שלום sk-12345678\u200eabcdefghij",
        "שלום password\u2066=\u2069swordfish1234",
        "שלום known-va\u2066lue\u2069-1",
        "שלום 1234\u200e5678\u200e90 שלום",
        "رمز\u200cعبور\u200cپنهان",
        "رمزعبورپن\u200cهان",
        "秘\udb40\udd00密的長密碼一二三",
        "mlc_abcdefgh%E2%80%8Bijklmnop"
      })
  void secretSplitByFormatCharactersIsHidden(String text) {
    known.learn(Secret.of("known-value-1"));
    known.learn(Secret.of("1234567890"));
    known.learn(Secret.of("رمز\u200cعبورپنهان"));
    known.learn(Secret.of("秘密的長密碼一二三"));
    String shown = outgoing.text(text);
    assertThat(shown).contains("[redacted]");
    assertThat(shown.replaceAll("\\P{L}|\\p{Lo}", "")).doesNotContain("abcdef", "fish", "value");
    assertThat(outgoing.text(shown)).isSameAs(shown);
    JsonNode tree = JsonNodeFactory.instance.objectNode().put("text", text);
    assertThat(outgoing.json(tree).path("text").stringValue()).isEqualTo(shown);
  }

  @Test
  void secretNameSplitByFormatCharactersIsRecognised() {
    JsonNode tree =
        JsonNodeFactory.instance.objectNode().put("pass\u2066word\u2069", "abc").put("ש", "x");
    assertThat(outgoing.json(tree).toString())
        .isEqualTo("{\"pass\u2066word\u2069\":\"[redacted]\",\"ש\":\"x\"}");
  }

  @Test
  void directionPairSplitByASecretIsRemoved() {
    known.learn(Secret.of("known-value-1"));
    assertThat(outgoing.text("a \u2066known-value-1 b\u2069 c")).isEqualTo("a [redacted] b c");
    assertThat(outgoing.line("a \u2066bcdef\u2069 c", 6)).isEqualTo("a bc…");
  }

  @Test
  void treeIsCleanedThenRedacted() {
    known.learn(Secret.of("known-value-1"));
    JsonNode tree =
        JsonNodeFactory.instance
            .objectNode()
            .put("pass\u200bword", "abc")
            .put("known-\u0000value-1", "known-value\u200b-1!");
    assertThat(outgoing.json(tree).toString())
        .isEqualTo(
            """
            {"password":"[redacted]","[redacted]":"[redacted]!"}""");
  }

  @Test
  void safeTextIsReturnedUnchanged() {
    String text = "Run 1a2b3c4d\nis completed 😀";
    assertThat(outgoing.text(text)).isSameAs(text);
    JsonNode tree = JsonNodeFactory.instance.objectNode().put("status", text);
    assertThat(outgoing.json(tree)).isSameAs(tree);
  }

  @Test
  void lineIsJoinedAndShortened() {
    assertThat(outgoing.line(" a\r\n b\t\tc \n", 10)).isEqualTo("a b c");
    assertThat(outgoing.line("abcdef", 6)).isEqualTo("abcdef");
    assertThat(outgoing.line("abcdefg", 6)).isEqualTo("abcde…");
    assertThat(outgoing.line("abcd efg", 6)).isEqualTo("abcd…");
    assertThat(outgoing.line("abcd😀fg", 6)).isEqualTo("abcd…");
    assertThat(outgoing.line("abc😀fg", 6)).isEqualTo("abc😀…");
    assertThat(outgoing.line("abc", 1)).isEqualTo("…");
    assertThat(outgoing.line("", 5)).isEmpty();
  }

  @Test
  void secretIsHiddenBeforeTheLineIsShortened() {
    known.learn(Secret.of("known-value-1"));
    known.learn(Secret.of("two words"));
    known.learn(Secret.of("first\nsecond"));
    assertThat(outgoing.line("was known-value-1", 12)).isEqualTo("was [redact…");
    assertThat(outgoing.line("a two\nwords b first\nsecond", 99))
        .isEqualTo("a [redacted] b [redacted]");
  }

  @Test
  void errorPageIsReducedToItsTitle() {
    assertThat(outgoing.line(CLOUDFLARE, 200)).isEqualTo("524: A timeout occurred");
    assertThat(outgoing.line(CLOUDFLARE.replaceAll("<title>.*</title>", ""), 200))
        .isEqualTo("A timeout occurred Error code 524");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      textBlock =
          """
          <html><head><TITLE>502 Bad Gateway</TITLE></head>~502 Bad Gateway
          <html><title> </title><h2>It <b>broke</b></h2>~It broke
          <html><titles>x</titles><title lang=en>y</title>~y
          <html><title>a &lt;b&gt; &amp;amp; &quot;c&quot; &#39;d&#39;</title>~a <b> &amp; "c" 'd'
          <html><title>Acme | Sign in</title>~Acme | Sign in
          <html><title>cut off~cut off
          <html><body><p>words</p></body></html>~an HTML page
          <html~an HTML page
          <html><title>token mlc_aaaaaaaaaaaaaaaaaaaaaaaaaaaabbbb</title>~token mlc_...bbbb
          the <html> tag~the <html> tag""")
  void titleOrHeadingOfPageIsShown(String page, String line) {
    assertThat(outgoing.line(page, 200)).isEqualTo(line);
  }
}
