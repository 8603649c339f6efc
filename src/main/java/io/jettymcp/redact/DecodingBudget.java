package io.jettymcp.redact;

/**
 * Limits how often one text is decoded. Text for people holds one or two encodings; a hostile one
 * that holds all of them inside each other would be searched hundreds of times.
 */
final class DecodingBudget {
  private static final int MAX_DECODINGS = 64;

  private int left = MAX_DECODINGS;

  /** Returns whether the text can be decoded once more. */
  boolean spend() {
    return left-- > 0;
  }
}
