package io.jettymcp.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.text.InvisibleCharacters;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CleanerPropertyTest {
  private static final String FAMILY = "👨‍👩‍👧‍👦";

  /** Lists characters that are cleaned by their neighbours, and such neighbours. */
  private static final int[] MIXED =
      ("ab1#=\n\r\t\u001b[]m;\u0007\\\u009b\u0085\u000b\u200b\u200c\u200d\u200e\u200f\u061c\u034f"
              + "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2060\ufe00\ufe0e\ufe0f\u20e3"
              + "\ufeff\u180b\u180eשְםسَسلा्कශ්ខาᠠ神🏴❤👩🏽💻\udb40\udc67\udb40\udc62\udb40\udc65"
              + "\udb40\udc6e\udb40\udc7f\udb40\udd00\ud83d\udc00é٣\u3164\u115f")
          .codePoints()
          .toArray();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "می\u200cخواهم این کتاب\u200cها را «بخوانم»؛ ۲۵٪ تخفیف!",
        "क्\u200dषत्रिय और क्\u200cष, हिन्दी में १२३ शब्द हैं।",
        "ශ්\u200dරී ලංකා ප්\u200dරජාතාන්ත්\u200dරික සමාජවාදී ජනරජය",
        "בְּרֵאשִׁית בָּרָא אֱלֹהִים אֵת הַשָּׁמַיִם וְאֵת הָאָרֶץ׃",
        "افتح الملف \u2068report-2024.pdf\u2069 ثم اضغط \u2067موافق\u2069.",
        FAMILY + " 👩🏽‍💻 🏳️‍🌈 🏴‍☠️ ❤️‍🔥 👁️‍🗨️ 🙂‍↔️ 🐦‍⬛",
        "🇩🇪🇫🇷 🏴\udb40\udc67\udb40\udc62\udb40\udc65\udb40\udc6e\udb40\udc67\udb40\udc7f",
        "1️⃣ 2️⃣ #️⃣ *️⃣ 9⃣",
        "Größe, naïve, żółć, Tiếng Việt, Ελληνικά, Привет, 漢字かな交じり文, 한국어, ไทย, ქართული",
        "∀x∈ℝ: ⌈x⌉ = −⌊−x⌋, α ∧ ¬β ½ €5 “quoted” – dashed…"
      })
  void ordinaryTextOfAnyLanguageIsReturnedUnchanged(String text) {
    assertThat(Cleaner.clean(text)).isSameAs(text);
  }

  @Test
  void cleaningIsIdempotent() {
    for (int seed = 0; seed < 60_000; seed++) {
      String text = text(new Random(seed), seed % 3 == 0);
      String clean = Cleaner.clean(text);
      assertThat(Cleaner.clean(clean)).as("seed %s", seed).isSameAs(clean);
    }
  }

  @Test
  void visibleCharactersKeepTheirOrder() {
    for (int seed = 0; seed < 60_000; seed++) {
      // Omits escapes, because they remove visible characters too.
      String text = text(new Random(seed), seed % 3 == 0).replaceAll("[\u001b\u0080-\u009f]", "");
      assertThat(visible(Cleaner.clean(text))).as("seed %s", seed).isEqualTo(visible(text));
    }
  }

  @Test
  void lettersMarksAndDigitsOfUnicodeStay() {
    for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
      if (Character.isDefined(codePoint) && !InvisibleCharacters.isInvisible(codePoint)) {
        String text = "x" + Character.toString(codePoint) + "y";
        if (!InvisibleCharacters.isLineBreak(codePoint)) {
          assertThat(Cleaner.clean(text)).isSameAs(text);
        }
      }
    }
  }

  @Test
  void overridesTagsAndByteOrderMarksAreRemoved() {
    List<String> flags = List.of("gbeng", "gbsct", "gbwls");
    for (int seed = 0; seed < 60_000; seed++) {
      String clean = Cleaner.clean(text(new Random(seed), seed % 3 == 0));
      for (String flag : flags) {
        clean = clean.replace("🏴" + tags(flag), "🏴");
      }
      assertThat(clean.codePoints())
          .as("seed %s", seed)
          .noneMatch(c -> c == 0x202D || c == 0x202E || c == 0xFEFF || (c >> 7) == 0xE0000 >> 7);
    }
  }

  private static String tags(String region) {
    StringBuilder tags = new StringBuilder();
    region.chars().forEach(c -> tags.appendCodePoint(0xE0000 + c));
    return tags.appendCodePoint(0xE007F).toString();
  }

  private static String text(Random random, boolean anyCharacter) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(16); i >= 0; i--) {
      int codePoint =
          anyCharacter && random.nextInt(3) == 0
              ? random.nextInt(Character.MAX_CODE_POINT + 1)
              : MIXED[random.nextInt(MIXED.length)];
      text.appendCodePoint(codePoint);
    }
    return text.toString();
  }

  private static String visible(String text) {
    StringBuilder visible = new StringBuilder();
    text.codePoints()
        .filter(c -> !InvisibleCharacters.isInvisible(c) && !InvisibleCharacters.isLineBreak(c))
        .filter(c -> c != '\n')
        .forEach(visible::appendCodePoint);
    return visible.toString();
  }
}
