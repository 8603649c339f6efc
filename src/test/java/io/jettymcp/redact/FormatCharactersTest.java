package io.jettymcp.redact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatCharactersTest {
  private static final String ENGLAND =
      "🏴\udb40\udc67\udb40\udc62\udb40\udc65\udb40\udc6e\udb40\udc67\udb40\udc7f";

  @Nested
  class Joiners {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "می\u200cخواهم کتاب\u200cها را ببینم",
          "PDF\u200cها و ۱۰\u200cساله",
          "۱۴۰۰ ه\u200d.ش",
          "مَ\u200cدَرسه",
          "क्\u200dष और क्\u200cष",
          "ශ්\u200dරී ලංකාව",
          "അവന്\u200d വന്നു",
          "ক্\u200cষ র\u200d্য",
          "ಕಾರ್\u200c ಇದೆ",
          "ភាសា\u200bខ្មែរ ภาษา\u200bไทย",
          "ᠮᠣᠩᠭᠣᠯ\u180eᠠ ᠬᠦ\u180bᠦ",
          "יְרוּשָׁלַ\u034fִם"
        })
    void stayInTheWordsOfScriptsThatUseThem(String text) {
      assertThat(Cleaner.clean(text)).isSameAs(text);
    }

    @ParameterizedTest
    @CsvSource({
      "pass\u200cword,password",
      "pass\u200dword,password",
      "pass\u200bword,password",
      "pass\u034fword,password",
      "при\u200cвет,привет",
      "a\u200d👩,a👩",
      "م\u200c\u200cن,م\u200cن",
      "م\u200d\u200dن,م\u200dن",
      "م\u200c\u200dن,م\u200dن",
      "\u200cمن\u200c.,من.",
      "م\u200c\u3164 ن,م ن",
      "م\u200bن,من",
      "क्\u200d\u200d\u200dष,क्\u200dष"
    })
    void areRemovedElsewhere(String text, String clean) {
      assertThat(Cleaner.clean(text)).isEqualTo(clean);
    }
  }

  @Nested
  class Selectors {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "葛\udb40\udd00城市 邉\udb40\udd1f",
          "≨\ufe00 ∩\ufe00",
          "神\ufe00",
          "❤️ ✔︎ 1️⃣ #️⃣",
          "👨‍👩‍👧‍👦 🏳️‍🌈 🙋🏽‍♂️ ❤️‍🔥"
        })
    void stayBehindTheCharacterThatTheySelect(String text) {
      assertThat(Cleaner.clean(text)).isSameAs(text);
    }

    @ParameterizedTest
    @CsvSource({
      "a\ufe00b\ufe0f,ab",
      "=\ufe00x,=x",
      "葛\udb40\udd00\udb40\udd01,葛\udb40\udd00",
      "葛\udb40\uddef,葛",
      "😀\udb40\udd00,😀",
      "❤\ufe0f\ufe0f!,❤\ufe0f!",
      "1\ufe0f2,12"
    })
    void areRemovedElsewhere(String text, String clean) {
      assertThat(Cleaner.clean(text)).isEqualTo(clean);
    }
  }

  @Nested
  class Flags {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "🇩🇪🇫🇷",
          ENGLAND,
          "🏴\udb40\udc67\udb40\udc62\udb40\udc73\udb40\udc63\udb40\udc74\udb40\udc7f!",
          "x 🏴\udb40\udc67\udb40\udc62\udb40\udc77\udb40\udc6c\udb40\udc73\udb40\udc7f"
        })
    void stayWhereTheyAreWhole(String text) {
      assertThat(Cleaner.clean(text)).isSameAs(text);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "🏴\udb40\udc67\udb40\udc62\udb40\udc65\udb40\udc6e\udb40\udc67",
          "🏴\udb40\udc72\udb40\udc6d\udb40\udc2d\udb40\udc72\udb40\udc66\udb40\udc7f",
          "🏴\udb40\udc7f"
        })
    void loseTagsThatMakeNoFlag(String text) {
      assertThat(Cleaner.clean(text)).isEqualTo("🏴");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "😀", ENGLAND})
    void needTheirBase(String before) {
      assertThat(Cleaner.clean(before + ENGLAND.substring(2))).isEqualTo(before);
    }
  }
}
