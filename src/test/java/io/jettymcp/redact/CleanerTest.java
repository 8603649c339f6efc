package io.jettymcp.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class CleanerTest {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  static Stream<Arguments> sequences() {
    return Stream.of(
        Arguments.of("a\u001b[31mred\u001b[0mb", "aredb"),
        Arguments.of("\u001b[38;2;1;2;3mx\u001b[2J\u001b[1;1Hy", "xy"),
        Arguments.of("\u001b[?25lx\u001b[ qy", "xy"),
        Arguments.of("x\u001b[31", "x"),
        Arguments.of("x\u001b[", "x"),
        Arguments.of("x\u001b", "x"),
        Arguments.of("x\u001b[12\ny", "x\ny"),
        Arguments.of("x\u001b[1é", "xé"),
        Arguments.of("\u001b]0;title\u0007x", "x"),
        Arguments.of("\u001b]8;;https://x\u001b\\link\u001b]8;;\u001b\\", "link"),
        Arguments.of("a\u001b]52;c;aGFjaw==", "a"),
        Arguments.of("a\u001b]0;title\nnext line", "a\nnext line"),
        Arguments.of("a\u001bPq#0\u001b\\b", "ab"),
        Arguments.of("a\u001b_x\u001b\\b\u001b^y\u001b\\c\u001bXz\u001b\\d", "abcd"),
        Arguments.of("a\u001b(Bb\u001bcc\u001b7d", "abcd"),
        Arguments.of("a\u009b31mb\u009d0;t\u009cc\u0090q\u0007d", "abcd"),
        Arguments.of("a\u001b\u001b[31mb", "ab"));
  }

  @ParameterizedTest
  @MethodSource("sequences")
  void escapeSequenceIsRemovedInFull(String text, String clean) {
    assertThat(Cleaner.clean(text)).isEqualTo(clean);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x00, 0x07, 0x08, 0x0E, 0x1A, 0x1F, 0x7F, 0x80, 0x99, 0x9C, 0xAD, 0x034F, 0x061C, 0x115F,
        0x1160, 0x17B4, 0x180B, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x202A, 0x202B,
        0x202C, 0x202D, 0x202E, 0x2060, 0x2061, 0x2064, 0x2066, 0x2067, 0x2068, 0x2069, 0x206A,
        0x206F, 0x3164, 0xFE00, 0xFE0E, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFB, 0xFFFE, 0x1D173,
        0xE0000, 0xE0001, 0xE0020, 0xE0041, 0xE007F, 0xE0100, 0xE01EF, 0xD800, 0xDBFF, 0xDC00,
        0xDFFF
      })
  void invisibleCharacterIsRemoved(int codePoint) {
    String unseen = Character.toString(codePoint);
    assertThat(Cleaner.clean("a" + unseen + "b")).isEqualTo("ab");
    assertThat(Cleaner.clean(unseen)).isEmpty();
    assertThat(Cleaner.clean(unseen + "a" + unseen + unseen + "é" + unseen)).isEqualTo("aé");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain text\n\twith lines",
        "ünïcödé, 漢字, עברית, العربية, हिन्दी, ไทย, 한국어",
        "“quotes” – dashes… €5 ½ ×",
        "😀 👍🏽 🧑🏿",
        "❤️ ☀️ ✔︎ ™️ ©️ ‼️",
        "1️⃣ #️⃣ *️⃣ 9⃣",
        "👨‍👩‍👧‍👦 👩🏽‍💻 🏳️‍🌈 🏴‍☠️ 🧑🏽‍⚕️ ❤️‍🔥 👁️‍🗨️ 🙋‍♂️",
        "🇩🇪🇫🇷",
        "a\u0301 combining",
        "\ue0a0 private use"
      })
  void visibleTextIsReturnedUnchanged(String text) {
    assertThat(Cleaner.clean(text)).isSameAs(text);
  }

  static Stream<Arguments> borderCases() {
    return Stream.of(
        Arguments.of("a\r\nb\rc\n\rd", "a\nb\nc\n\nd"),
        Arguments.of("a\u2028b\u2029c", "a\nb\nc"),
        Arguments.of("a\u0085b\u000bc\fd", "a\nb\nc\nd"),
        Arguments.of("a\u001b]0;title\rb\u001b]0;title\u0085c", "a\nb\nc"),
        Arguments.of("a\ufe0fb", "ab"),
        Arguments.of("1\ufe0f2", "12"),
        Arguments.of("❤\ufe0f\ufe0f\ufe0f!", "❤\ufe0f!"),
        Arguments.of("❤\ufe01", "❤"),
        Arguments.of("👩\u200d\u200d💻", "👩\u200d💻"),
        Arguments.of("👩\u200da", "👩a"),
        Arguments.of("a\u200d👩", "a👩"),
        Arguments.of("👩\u200d", "👩"),
        Arguments.of("\u200d👩", "👩"),
        Arguments.of("😀\ud83dx", "😀x"));
  }

  @ParameterizedTest
  @MethodSource("borderCases")
  void lineEndsAndJoinersAreCleanedByTheirNeighbours(String text, String clean) {
    assertThat(Cleaner.clean(text)).isEqualTo(clean);
  }

  @Test
  void cleaningRandomTextIsIdempotent() {
    String alphabet =
        "ab1#\n\r\t\u001b[]m;\u0007\\\u009b\u200d\ufe0f\u20e3\u200b\u202e❤👩🏽🏴\udb40\udc67\ud83d\udc00é";
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String clean = Cleaner.clean(text.toString());
      assertThat(Cleaner.clean(clean)).as("seed %s", seed).isSameAs(clean);
      assertThat(clean).doesNotContainPattern("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\u200b\u202e]");
    }
  }

  @Test
  void treeIsCleanedInValuesAndNames() {
    JsonNode tree =
        NODES
            .objectNode()
            .put("na\u200bme", "a\u001b[1mb")
            .put("same", "x")
            .set("list", NODES.arrayNode().add("c\u0000").add(1).add("d"));
    assertThat(Cleaner.clean(tree))
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    """
                    {"name":"ab","same":"x","list":["c",1,"d"]}"""));
  }

  @Test
  void namesThatBecomeEqualAreNumbered() {
    ObjectNode tree = NODES.objectNode();
    tree.put("a\u200b", 1).put("a", 2).put("\u200ba", 3).put("a_1", 4);
    assertThat(Cleaner.clean(tree).toString())
        .isEqualTo(
            """
            {"a_2":1,"a":2,"a_3":3,"a_1":4}""");
  }

  @Test
  void manyNamesThatBecomeEqualTakeLittleTime() {
    ObjectNode tree = NODES.objectNode();
    StringBuilder name = new StringBuilder("a");
    for (int i = 0; i < 3_000; i++) {
      tree.put(name.append('\u200b').toString(), i);
    }
    JsonNode clean = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Cleaner.clean(tree));
    assertThat(clean.size()).isEqualTo(3_000);
  }

  @Test
  void cleanTreesAndPartsAreReturnedUnchanged() {
    JsonNode tree = NODES.objectNode().put("text", "👩‍💻").set("list", NODES.arrayNode().add("x"));
    assertThat(Cleaner.clean(tree)).isSameAs(tree);
    JsonNode mixed = NODES.objectNode().put("dirty", "\u0000").set("tree", tree);
    assertThat(Cleaner.clean(mixed).path("tree")).isSameAs(tree);
  }

  @Test
  void deepTreeIsCutWithoutOverflow() {
    JsonNode deep = NODES.stringNode("bottom");
    for (int i = 0; i < 100_000; i++) {
      ArrayNode around = NODES.arrayNode();
      around.add(deep);
      deep = around;
    }
    assertThat(Cleaner.clean(deep).toString()).contains("…").doesNotContain("bottom");
  }

  @Test
  void timeIsLinear() {
    for (String piece :
        List.of(
            "\u001b",
            "\u001b[",
            "\u001b]",
            "\u001b]\n",
            "\u009d",
            "\u200d",
            "👩\u200d",
            "❤\ufe0f",
            "\r",
            "\ud83d")) {
      String text = piece.repeat(3_000_000 / piece.length());
      String clean = assertTimeoutPreemptively(Duration.ofSeconds(30), () -> Cleaner.clean(text));
      assertThat(clean.length()).isLessThanOrEqualTo(text.length());
    }
  }
}
