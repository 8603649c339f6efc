package io.jettymcp.docs;

/** A part of a page that is made from the code, between two marks. */
final class Section {
  private Section() {}

  static String replace(String page, String name, String text) {
    String open = "<!-- " + name + ": made from the code -->\n";
    String close = "<!-- end of " + name + " -->";
    int from = page.indexOf(open);
    int to = page.indexOf(close);
    if (from < 0 || to < from) {
      throw new IllegalStateException("the page has no section " + name);
    }
    return page.substring(0, from + open.length()) + "\n" + text + "\n" + page.substring(to);
  }
}
