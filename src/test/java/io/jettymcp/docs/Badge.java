package io.jettymcp.docs;

import java.util.Locale;

/** Draws a badge of the README, so that no other site has to be asked for it. */
record Badge(String label, String value, String color) {
  /** A generous mean, as the font is that of the reader. */
  private static final double CHARACTER = 7;

  private static final int PADDING = 20;

  String svg() {
    int left = width(label);
    int all = left + width(value);
    return """
    <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="24" role="img" aria-label="%2$s: %3$s">
    <title>%2$s: %3$s</title>
    <clipPath id="round"><rect width="%1$d" height="24" rx="5"/></clipPath>
    <g clip-path="url(#round)"><rect width="%1$d" height="24" fill="#2b3444"/><rect x="%4$d" width="%5$d" height="24" fill="%6$s"/></g>
    <g fill="#fff" font-family="system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif" font-size="12" font-weight="600" text-anchor="middle">
    <text x="%7$s" y="16">%2$s</text>
    <text x="%8$s" y="16">%3$s</text>
    </g>
    </svg>
    """
        .formatted(
            all,
            label,
            value,
            left,
            all - left,
            color,
            number(left / 2.0),
            number((left + all) / 2.0));
  }

  private static int width(String text) {
    return (int) Math.ceil(text.length() * CHARACTER) + PADDING;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
