package io.jettymcp.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Draws what the demo prints as an SVG: a terminal window that shows one line after the other and
 * scrolls. Whoever prefers reduced motion sees the end.
 */
public final class DemoPicture {
  private static final int COLUMNS = 80;
  private static final int ROWS = 26;
  private static final double COLUMN = 8.4;
  private static final int LINE = 20;
  private static final int BAR = 36;
  private static final int MARGIN = 24;

  /** From the end of one line to where the cover of the next ones begins. */
  private static final int BELOW_BASELINE = 10;

  private static final double SECONDS_PER_LINE = 0.15;
  private static final double SECONDS_PER_CHARACTER = 0.012;
  private static final double SECONDS_AT_THE_END = 6;

  private static final Pattern STYLED = Pattern.compile("\u001b\\[([0-9;]*)m");
  private static final Pattern PROGRESS = Pattern.compile("(?m)^\\S*   · .*\\R");

  private DemoPicture() {}

  /** Returns the picture of an output that is in colour. */
  public static String of(String printed) {
    List<String> lines = new ArrayList<>();
    lines.add("\u001b[32m$\u001b[0m \u001b[1mjetty-mcp demo\u001b[0m");
    lines.addAll(stable(printed).lines().skip(1).toList());
    int width = (int) Math.ceil(COLUMNS * COLUMN) + 2 * MARGIN;
    int height = BAR + ROWS * LINE + MARGIN;
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" aria-labelledby="title desc">
    <title id="title">jetty-mcp demo in a terminal</title>
    <desc id="desc">%3$s</desc>
    <style>
    text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #d5dbe5; white-space: pre }
    .bar { fill: #8b95a7; font-size: 13px; text-anchor: middle }
    .s1 { font-weight: 600; fill: #fff } .s2 { fill: #8b95a7 } .s31 { fill: #ff8a80 } .s32 { fill: #7ee2a0 } .s35 { fill: #c9a6ff } .s36 { fill: #76d5f5 }
    #lines { transform: translateY(%4$dpx) } #cover { transform: translateY(%5$dpx) }
    @media (prefers-reduced-motion: no-preference) {
    #lines { animation: scroll %6$ss step-end infinite } #cover { animation: show %6$ss step-end infinite }
    }
    @keyframes scroll {
    %7$s}
    @keyframes show {
    %8$s}
    </style>
    <clipPath id="window"><path d="M1 %17$dH%11$dV%18$da9 9 0 0 1-9 9H10a9 9 0 0 1-9-9z"/></clipPath>
    <rect x=".5" y=".5" width="%11$d" height="%12$d" rx="10" fill="#141923" stroke="#3a4456"/>
    <path d="M1 %9$dV11a10 10 0 0 1 10-10H%13$da10 10 0 0 1 10 10V%9$dz" fill="#1d2431"/>
    <circle cx="22" cy="18" r="6" fill="#ff6b60"/><circle cx="42" cy="18" r="6" fill="#f6bf4f"/><circle cx="62" cy="18" r="6" fill="#5fc86a"/>
    <text class="bar" x="%14$d" y="23">jetty-mcp demo</text>
    <g clip-path="url(#window)">
    <g id="lines">
    %15$s</g>
    <rect id="cover" x="1" y="%9$d" width="%16$d" height="%10$d" fill="#141923"/>
    </g>
    </svg>
    """
        .formatted(
            width,
            height,
            description(lines),
            -scrolled(lines.size()),
            ROWS * LINE + BELOW_BASELINE,
            seconds(duration(lines)),
            frames(lines, false),
            frames(lines, true),
            BAR,
            ROWS * LINE + MARGIN - 1,
            width - 1,
            height - 1,
            width - 11,
            width / 2,
            text(lines),
            width - 2,
            BAR + 9,
            height - 10);
  }

  /**
   * Replaces what differs from run to run, and leaves out progress, which depends on the machine.
   */
  private static String stable(String printed) {
    return PROGRESS
        .matcher(printed)
        .replaceAll("")
        .replaceAll("\\b[0-9a-f]{8}\\b", "5cfa49c9")
        .replaceAll("\\b20\\d\\d-\\d\\d-\\d\\d\\b", "2026-12-01")
        .replaceAll("\\b\\d+ ms\\b", "480 ms")
        .replaceAll("\\b\\d+\\.\\d+ s\\b", "1.2 s");
  }

  /** Reads the steps to those who do not see the picture. */
  private static String description(List<String> lines) {
    List<String> steps =
        lines.stream()
            .map(line -> STYLED.matcher(line).replaceAll(""))
            .filter(line -> line.startsWith(" ● "))
            .map(line -> line.substring(3))
            .toList();
    return escape(String.join(". ", steps) + ".");
  }

  private static String text(List<String> lines) {
    StringBuilder svg = new StringBuilder();
    for (int row = 0; row < lines.size(); row++) {
      String line = lines.get(row);
      Matcher code = STYLED.matcher(line);
      String style = "";
      int column = 0;
      int from = 0;
      while (from < line.length()) {
        boolean more = code.find(from);
        String part = line.substring(from, more ? code.start() : line.length());
        run(svg, part, column, BAR + (row + 1) * LINE + 4, style);
        column += part.length();
        style = more ? code.group(1) : "";
        from = more ? code.end() : line.length();
      }
    }
    return svg.toString();
  }

  /** Sets the width of each run, so that columns are where they are whatever the font. */
  private static void run(StringBuilder svg, String part, int column, int y, String style) {
    String text = part.strip();
    if (text.isEmpty()) {
      return;
    }
    int x = column + part.indexOf(text.charAt(0));
    String kind =
        style.isEmpty() || style.equals("0")
            ? ""
            : " class=\"s%s\"".formatted(style.replace(";", " s"));
    svg.append(
        "<text x=\"%s\" y=\"%d\" textLength=\"%s\"%s>%s</text>\n"
            .formatted(
                number(MARGIN + x * COLUMN),
                y,
                number(text.length() * COLUMN),
                kind,
                escape(text)));
  }

  /** Returns the key frames that show one line after the other: first uncover, then scroll. */
  private static String frames(List<String> lines, boolean cover) {
    StringBuilder frames = new StringBuilder();
    double total = duration(lines);
    double time = 0;
    int last = -1;
    for (int shown = 1; shown <= lines.size(); shown++) {
      int y = cover ? Math.min(shown, ROWS) * LINE + BELOW_BASELINE : -scrolled(shown);
      if (y != last) {
        frames.append(
            "%s%% { transform: translateY(%dpx) }\n".formatted(number(100 * time / total), y));
        last = y;
      }
      time +=
          SECONDS_PER_LINE
              + SECONDS_PER_CHARACTER
                  * STYLED.matcher(lines.get(shown - 1)).replaceAll("").length();
    }
    return frames.append("100%% { transform: translateY(%dpx) }\n".formatted(last)).toString();
  }

  private static int scrolled(int shown) {
    return Math.max(0, shown - ROWS) * LINE;
  }

  private static double duration(List<String> lines) {
    int characters =
        lines.stream().mapToInt(line -> STYLED.matcher(line).replaceAll("").length()).sum();
    return lines.size() * SECONDS_PER_LINE
        + characters * SECONDS_PER_CHARACTER
        + SECONDS_AT_THE_END;
  }

  private static String seconds(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value).replaceFirst("\\.?0+$", "");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
