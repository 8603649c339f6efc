package io.jettymcp.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.secret.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

class KnownValuesTest {
  private static final String AWKWARD = "p@ss \"w\\rd\"/+=é☃😀&x";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "before %s after",
        "before%safter",
        "%s%s",
        "{\"a\":\"%s\"}",
        "line\n%s\nline",
        "ünïcödé %s 😀"
      })
  void valueIsFoundInAnyContext(String form) {
    String text = form.replace("%s", "plain-value-1");
    String expected = form.replace("%s%s", "%s").replace("%s", "[redacted]");
    assertThat(redactor("plain-value-1").redact(text)).isEqualTo(expected);
  }

  @Test
  void overlappingValuesAreAllHidden() {
    Redactor redactor = redactor("abcdefgh", "efghijkl", "abcdefghijklmnop", "ghijklmnopqr");
    assertThat(redactor.redact("-abcdefghijkl-")).isEqualTo("-[redacted]-");
    assertThat(redactor.redact("-abcdefghijklmnopqr-")).isEqualTo("-[redacted]-");
    assertThat(redactor.redact("-abcdefghijklmno-")).isEqualTo("-[redacted]mno-");
    assertThat(redactor.redact("-bcdefgh-abcdefg-")).isEqualTo("-bcdefgh-abcdefg-");
  }

  @Test
  void matchingIsCaseSensitive() {
    assertThat(redactor("plain-value-1").redact("Plain-Value-1")).isEqualTo("Plain-Value-1");
  }

  @Test
  void percentEncodedValueIsHidden() {
    Redactor redactor = redactor(AWKWARD);
    String form = URLEncoder.encode(AWKWARD, StandardCharsets.UTF_8);
    String path = form.replace("+", "%20");
    assertThat(redactor.redact("https://x/?q=" + form + "&n=1"))
        .isEqualTo("https://x/?q=[redacted]&n=1");
    assertThat(redactor.redact("/" + path + "/")).isEqualTo("/[redacted]/");
    assertThat(redactor.redact("/" + path.toLowerCase(Locale.ROOT) + "/"))
        .isEqualTo("/[redacted]/");
    assertThat(redactor.redact("/" + everyByte(AWKWARD) + "/")).isEqualTo("/[redacted]/");
    assertThat(redactor.redact("/" + URLEncoder.encode(path, StandardCharsets.UTF_8) + "/"))
        .isEqualTo("/[redacted]/");
  }

  @Test
  void jsonEscapedValueIsHidden() {
    Redactor redactor = redactor(AWKWARD, "-first line-\n-second line-");
    String once = JsonNodeFactory.instance.stringNode(AWKWARD).toString();
    assertThat(redactor.redact(once)).isEqualTo("\"[redacted]\"");
    String twice = JsonNodeFactory.instance.stringNode(once).toString();
    assertThat(redactor.redact(twice)).isEqualTo("\"\\\"[redacted]\\\"\"");
    StringBuilder ascii = new StringBuilder();
    for (int i = 0; i < AWKWARD.length(); i++) {
      ascii.append(String.format("\\u%04x", (int) AWKWARD.charAt(i)));
    }
    assertThat(redactor.redact("<" + ascii + ">")).isEqualTo("<[redacted]>");
    assertThat(redactor.redact("a\\n-first line-\\n-second line-\\nb"))
        .isEqualTo("a\\n[redacted]\\nb");
    assertThat(redactor("it's a \"value\"").redact("{'k': 'it\\'s a \"value\"'}"))
        .isEqualTo("{'k': '[redacted]'}");
  }

  @Test
  void jsonEscapedValueInQueryIsHidden() {
    String json = JsonNodeFactory.instance.stringNode(AWKWARD).toString();
    assertThat(redactor(AWKWARD).redact("?q=" + URLEncoder.encode(json, StandardCharsets.UTF_8)))
        .isEqualTo("?q=%22[redacted]%22");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "u", "us", "use", "user:", "somebody@example.com:"})
  void base64EncodedValueIsHiddenAtAnyOffset(String before) {
    for (String value : List.of("eight-88", "plain-value-1", AWKWARD, "long-value-".repeat(20))) {
      Redactor redactor = redactor(value);
      for (String after : List.of("", "x", "xy", "xyz")) {
        byte[] bytes = (before + value + after).getBytes(StandardCharsets.UTF_8);
        String encoded = Base64.getEncoder().encodeToString(bytes);
        assertThat(redactor.redact("(" + encoded + ")")).isEqualTo("([redacted])");
        String forUrls = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        assertThat(redactor.redact("(" + forUrls + ")")).isEqualTo("([redacted])");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\\n", "\\\\n", "%0A"})
  void base64EncodedValueInLinesIsHidden(String lineEnd) {
    for (int width : new int[] {64, 76}) {
      for (int before = 0; before < 60; before++) {
        String value = "long-value-".repeat(12);
        byte[] bytes = ("p".repeat(before) + value).getBytes(StandardCharsets.UTF_8);
        String lines =
            Base64.getMimeEncoder(width, new byte[] {'\n'})
                .encodeToString(bytes)
                .replace("\n", lineEnd);
        assertThat(redactor(value).redact("(" + lines + ")"))
            .as("%d bytes before it in lines of %d", before, width)
            .isEqualTo("([redacted])");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\r\\n", "\r\n", "\n  ", "\n\t\t", "\\n      "})
  void base64EncodedValueInShortOrIndentedLinesIsHidden(String lineEnd) {
    String value = "long-value-".repeat(12);
    for (int width : new int[] {36, 64, 76}) {
      String lines =
          Base64.getMimeEncoder(width, new byte[] {'\n'})
              .encodeToString(value.getBytes(StandardCharsets.UTF_8))
              .replace("\n", lineEnd);
      assertThat(redactor(value).redact("(" + lines + ")"))
          .as("lines of %d", width)
          .isEqualTo("([redacted])");
    }
  }

  @Test
  void valueInEscapesOfMarkdownIsHidden() {
    assertThat(redactor("sk_live*value-1").redact("use `sk\\_live\\*value-1` now"))
        .isEqualTo("use `[redacted]` now");
  }

  @Test
  void valueInEntitiesOfHtmlIsHidden() {
    Redactor redactor = redactor("a<b>&\"c'd-12");
    assertThat(redactor.redact("<p>a&lt;b&gt;&amp;&quot;c&apos;d-12</p>"))
        .isEqualTo("<p>[redacted]</p>");
    assertThat(redactor.redact("<p>a&#60;b&#x3E;&#38;&#34;c&#39;d-12</p>"))
        .isEqualTo("<p>[redacted]</p>");
    assertThat(redactor.redact("<p>&#97;&#0060;b&#x3e;&amp;&#x22;c'd-12</p>"))
        .isEqualTo("<p>[redacted]</p>");
  }

  @Test
  void otherAmpersandsStay() {
    String text = "a=1&b=2 &#; &#x; &#99999999; &#xD800; &unknown; R&D &amp";
    assertThat(redactor("plain-value-1").redact(text)).isSameAs(text);
  }

  @Test
  void hexadecimalValueIsHidden() {
    for (String value : List.of("eight-88", AWKWARD, "long-" + "value-".repeat(20))) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      String hex = java.util.HexFormat.of().formatHex(bytes);
      assertThat(redactor(value).redact("<" + hex + ">")).isEqualTo("<[redacted]>");
      assertThat(redactor(value).redact("<" + hex.toUpperCase(java.util.Locale.ROOT) + ">"))
          .isEqualTo("<[redacted]>");
    }
    assertThat(redactor("eight-88").redact("\\x65\\x69ght-88")).isEqualTo("[redacted]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "u", "us"})
  void valueWithEscapesInADocumentInBase64IsHidden(String before) {
    for (String value : List.of("a\"b\\c-value", "line one\nline two\n", "schlüssel-ä-wert")) {
      String document = JsonNodeFactory.instance.stringNode(before + value).toString();
      StringBuilder ascii = new StringBuilder();
      document.chars().forEach(c -> ascii.append(c < 128 ? "" + (char) c : "\\u00" + hex(c)));
      for (String json : List.of(document, ascii.toString())) {
        String encoded = Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        assertThat(redactor(value).redact("data: " + encoded)).isEqualTo("data: [redacted]");
      }
    }
  }

  private static String hex(int c) {
    return Integer.toHexString(c);
  }

  @Test
  void valueInFourLevelsOfJsonIsHidden() {
    String text = AWKWARD;
    for (int level = 0; level < 4; level++) {
      text = JsonNodeFactory.instance.stringNode(text).toString();
    }
    assertThat(redactor(AWKWARD).redact(text)).contains("[redacted]").doesNotContain("value");
  }

  @Test
  void selectorBehindAnEmojiOfAValueDoesNotHideIt() {
    for (String value : List.of("key\uD83D\uDD11value", "key\u2764value-1")) {
      String selected = value.replace("value", "\uFE0Fvalue");
      assertThat(new Sanitizer(redactor(value)).text("<" + selected + ">"))
          .isEqualTo("<[redacted]>");
    }
  }

  @Test
  void linesOfWordsAreNotJoined() {
    String text = "one\nplain\n" + "x".repeat(64) + "\nvalue";
    assertThat(redactor("plain-value-1").redact(text)).isSameAs(text);
  }

  @Test
  void jettyTokenKeepsItsLastFourCharacters() {
    String token = "mlc_" + "k".repeat(28) + "wxyz";
    assertThat(redactor(token).redact("Bearer " + token)).isEqualTo("Bearer mlc_...wxyz");
  }

  @Test
  void valueWithInvisibleCharactersIsFoundInCleanText() {
    Sanitizer outgoing = new Sanitizer(redactor("first\r\nsecond\u200bthird"));
    assertThat(outgoing.text("<first\r\nsecond\u200bthird>")).isEqualTo("<[redacted]>");
  }

  @Test
  void redactionMarkIsNoSecret() {
    assertThat(redactor("redacted", "[redacted]").redact("[redacted] redacted"))
        .isEqualTo("[redacted] redacted");
  }

  @Test
  void textWithoutValuesIsReturnedUnchanged() {
    String text = "A run of task summarize took 12 s, 100% of it waiting; C:\\temp\\x, é, 😀.";
    assertThat(redactor("plain-value-1", AWKWARD).redact(text)).isSameAs(text);
  }

  private static String everyByte(String value) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      encoded.append(String.format("%%%02X", b & 0xFF));
    }
    return encoded.toString();
  }

  private static Redactor redactor(String... values) {
    KnownSecrets known = new KnownSecrets();
    known.learn("test", List.of(values).stream().map(Secret::of).toList());
    return new Redactor(known);
  }
}
