package io.jettymcp.redact;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/** Knows the scripts in which joiners change the form of letters (Unicode, chapters 9 to 16). */
final class JoiningScripts {
  private static final Set<UnicodeScript> ALL =
      EnumSet.of(
          // Cursive scripts.
          UnicodeScript.ADLAM,
          UnicodeScript.ARABIC,
          UnicodeScript.HANIFI_ROHINGYA,
          UnicodeScript.MANDAIC,
          UnicodeScript.MANICHAEAN,
          UnicodeScript.MONGOLIAN,
          UnicodeScript.NKO,
          UnicodeScript.PHAGS_PA,
          UnicodeScript.PSALTER_PAHLAVI,
          UnicodeScript.SOGDIAN,
          UnicodeScript.SYRIAC,
          // Scripts with conjuncts.
          UnicodeScript.BALINESE,
          UnicodeScript.BENGALI,
          UnicodeScript.BRAHMI,
          UnicodeScript.CHAKMA,
          UnicodeScript.DEVANAGARI,
          UnicodeScript.GRANTHA,
          UnicodeScript.GUJARATI,
          UnicodeScript.GURMUKHI,
          UnicodeScript.JAVANESE,
          UnicodeScript.KANNADA,
          UnicodeScript.KHMER,
          UnicodeScript.MALAYALAM,
          UnicodeScript.MYANMAR,
          UnicodeScript.NEWA,
          UnicodeScript.ORIYA,
          UnicodeScript.SINHALA,
          UnicodeScript.SUNDANESE,
          UnicodeScript.TAI_THAM,
          UnicodeScript.TAMIL,
          UnicodeScript.TELUGU,
          UnicodeScript.TIBETAN);

  private JoiningScripts() {}

  static boolean uses(UnicodeScript script) {
    return ALL.contains(script);
  }
}
