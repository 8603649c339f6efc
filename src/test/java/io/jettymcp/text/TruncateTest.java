package io.jettymcp.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TruncateTest {
  @ParameterizedTest
  @CsvSource({"0,''", "2,ab", "3,ab", "4,ab🎉", "5,ab🎉c", "6,ab🎉cd", "9,ab🎉cd"})
  void headEndsBeforeASurrogatePairThatDoesNotFit(int max, String head) {
    assertThat(Truncate.head("ab🎉cd", max)).isEqualTo(head);
  }

  @ParameterizedTest
  @CsvSource({"0,''", "2,cd", "3,cd", "4,🎉cd", "5,b🎉cd", "6,ab🎉cd", "9,ab🎉cd"})
  void tailStartsAfterASurrogatePairThatDoesNotFit(int max, String tail) {
    assertThat(Truncate.tail("ab🎉cd", max)).isEqualTo(tail);
  }

  @ParameterizedTest
  @CsvSource({"0,''", "1,a", "2,a", "3,aé", "5,aé", "6,aé€", "9,aé€", "10,aé€🎉", "99,aé€🎉"})
  void bytesEndBeforeACharacterThatDoesNotFit(int max, String head) {
    assertThat(Truncate.toBytes("aé€🎉", max)).isEqualTo(head);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "\u007f", "\u0080", "\u07ff", "\u0800", "\uffff", "🎉", "\ud83c"})
  void utf8LengthIsThatOfJava(String character) {
    assertThat(Truncate.utf8Length(character.codePointAt(0)))
        .isEqualTo(character.getBytes(StandardCharsets.UTF_8).length);
  }

  @Test
  void ellipsisMarksACut() {
    assertThat(Truncate.withEllipsis("abc", 3)).isEqualTo("abc");
    assertThat(Truncate.withEllipsis("abcd", 3)).isEqualTo("abc…");
  }

  @Test
  void countIsThatOfTheCharactersCut() {
    assertThat(Truncate.withCount("ab🎉cd", 6)).isEqualTo("ab🎉cd");
    assertThat(Truncate.withCount("ab🎉cd", 3)).isEqualTo("ab… [+4 characters]");
  }

  @Test
  void loneSurrogateIsNoPair() {
    assertThat(Truncate.boundary("a\ud83cb", 2)).isEqualTo(2);
    assertThat(Truncate.boundary("a🎉", 2)).isEqualTo(1);
  }
}
