package io.jettymcp.redact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PrefixPrefilterTest {
  private static final String[] STARTS = {"abc", "aab", "bcd", "--x"};
  private static final String SINGLES = "=:";
  private static final String ALPHABET = "aaabbcd--x=: é";

  private final PrefixPrefilter starts = new PrefixPrefilter();

  PrefixPrefilterTest() {
    for (String start : STARTS) {
      starts.add(start);
    }
    for (int i = 0; i < SINGLES.length(); i++) {
      starts.add(SINGLES.charAt(i));
    }
  }

  @Test
  void searchNeverSkipsAnAddedPrefix() {
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      StringBuilder made = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        made.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      }
      String text = made.toString();
      for (int from = 0; from <= text.length(); from++) {
        assertThat(starts.next(text, from))
            .as("seed %s: '%s' from %s", seed, text, from)
            .isBetween(from, first(text, from));
      }
    }
  }

  @Test
  void textWithoutPrefixesIsSkipped() {
    String text = "The agent wrote the summary of each page. abd aac -x";
    assertThat(starts.next(text, 0)).isEqualTo(text.length());
  }

  /** Returns the offset of the first prefix that a character follows. */
  private static int first(String text, int from) {
    for (int i = from; i < text.length() - 1; i++) {
      if (SINGLES.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
      for (String start : STARTS) {
        if (text.startsWith(start, i)) {
          return i;
        }
      }
    }
    return text.length();
  }
}
