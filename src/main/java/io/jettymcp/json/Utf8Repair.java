package io.jettymcp.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Replaces bytes that are no UTF-8 by U+FFFD as they arrive, so that one bad byte in a text does
 * not make a document unreadable. Holds back a character that is not complete yet.
 */
final class Utf8Repair {
  private static final byte[] NOTHING = {};

  private byte[] incomplete = NOTHING;

  /** Returns the next bytes, repaired. */
  byte[] next(byte[] bytes, int from, int to) {
    byte[] all = Arrays.copyOf(incomplete, incomplete.length + to - from);
    System.arraycopy(bytes, from, all, incomplete.length, to - from);
    int end = all.length - trailing(all);
    incomplete = end == all.length ? NOTHING : Arrays.copyOfRange(all, end, all.length);
    return repaired(end == all.length ? all : Arrays.copyOf(all, end));
  }

  /** Returns whether bytes are complete characters of UTF-8 and can be read as they are. */
  boolean needsNone(byte[] bytes, int from, int to) {
    return incomplete.length == 0 && isValid(bytes, from, to);
  }

  /** Returns what was held back, repaired. */
  byte[] rest() {
    byte[] rest = repaired(incomplete);
    incomplete = NOTHING;
    return rest;
  }

  private static byte[] repaired(byte[] bytes) {
    return isValid(bytes, 0, bytes.length)
        ? bytes
        : new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the length of a character at the end of which bytes are missing. */
  private static int trailing(byte[] bytes) {
    for (int length = 1; length <= Math.min(3, bytes.length); length++) {
      byte lead = bytes[bytes.length - length];
      if (lead >= 0) {
        return 0;
      }
      if (isLead(lead)) {
        return lengthOf(lead) > length ? length : 0;
      }
    }
    return 0;
  }

  private static boolean isLead(byte lead) {
    return (lead & 0xc0) == 0xc0;
  }

  private static int lengthOf(byte lead) {
    return (lead & 0xe0) == 0xc0 ? 2 : (lead & 0xf0) == 0xe0 ? 3 : 4;
  }

  private static boolean isValid(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      if (bytes[at] >= 0) {
        at++;
        continue;
      }
      int length = lengthOf(bytes[at]);
      if (at + length > to || !isCharacter(bytes, at, length)) {
        return false;
      }
      at += length;
    }
    return true;
  }

  /** Returns whether some bytes encode one character in the shortest form (RFC 3629). */
  private static boolean isCharacter(byte[] bytes, int at, int length) {
    int point = bytes[at] & (0x7f >> length);
    for (int i = 1; i < length; i++) {
      if ((bytes[at + i] & 0xc0) != 0x80) {
        return false;
      }
      point = (point << 6) | (bytes[at + i] & 0x3f);
    }
    return switch (length) {
      case 2 -> isLead(bytes[at]) && point >= 0x80;
      case 3 -> point >= 0x800 && (point < 0xd800 || point > 0xdfff);
      default -> (bytes[at] & 0xf8) == 0xf0 && point >= 0x10000 && point <= 0x10ffff;
    };
  }
}
