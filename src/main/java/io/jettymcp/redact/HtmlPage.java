package io.jettymcp.redact;

/** Extracts one line from an HTML page, as gateways answer API requests with pages. */
final class HtmlPage {
  private static final int MAX_HEAD_LENGTH = 100_000;
  private static final String NOTHING_SAID = "an HTML page";
  private static final String[] STARTS = {"<!doctype html", "<html"};
  private static final String[] HEADLINES = {"title", "h1", "h2", "h3"};

  private HtmlPage() {}

  static boolean isPage(String text) {
    int start = 0;
    while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    for (String opening : STARTS) {
      if (text.regionMatches(true, start, opening, 0, opening.length())) {
        return true;
      }
    }
    return false;
  }

  /** The title without the name of the host before it, or the first heading. */
  static String headline(String page) {
    String head = page.substring(0, Math.min(page.length(), MAX_HEAD_LENGTH));
    for (String element : HEADLINES) {
      String said = withoutHost(decoded(withoutTags(content(head, element)))).strip();
      if (!said.isEmpty()) {
        return said;
      }
    }
    return NOTHING_SAID;
  }

  /** The content of the first element with a name; to the end of the page if it is never closed. */
  private static String content(String page, String element) {
    int start = find(page, "<" + element, 0);
    while (start >= 0 && !endsName(page, start + 1 + element.length())) {
      start = find(page, "<" + element, start + 1);
    }
    int open = start < 0 ? -1 : page.indexOf('>', start);
    if (open < 0) {
      return "";
    }
    int close = find(page, "</" + element, open);
    return page.substring(open + 1, close < 0 ? page.length() : close);
  }

  private static boolean endsName(String page, int at) {
    return at < page.length()
        && (page.charAt(at) == '>' || Character.isWhitespace(page.charAt(at)));
  }

  private static int find(String page, String what, int from) {
    for (int i = from; i <= page.length() - what.length(); i++) {
      if (page.regionMatches(true, i, what, 0, what.length())) {
        return i;
      }
    }
    return -1;
  }

  private static String withoutTags(String html) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < html.length(); i++) {
      if (html.charAt(i) != '<') {
        text.append(html.charAt(i));
        continue;
      }
      int close = html.indexOf('>', i);
      if (close < 0) {
        break;
      }
      text.append(' ');
      i = close;
    }
    return text.toString();
  }

  private static String decoded(String text) {
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&apos;", "'")
        .replace("&amp;", "&");
  }

  /** Cloudflare writes {@code example.com | 524: A timeout occurred}. */
  private static String withoutHost(String title) {
    int bar = title.indexOf(" | ");
    String host = bar < 0 ? "" : title.substring(0, bar).strip();
    boolean isHost = host.indexOf('.') > 0 && host.indexOf(' ') < 0;
    return isHost ? title.substring(bar + 3) : title;
  }
}
