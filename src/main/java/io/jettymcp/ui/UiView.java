package io.jettymcp.ui;

import io.jettymcp.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A page that draws the result of a tool in the conversation. It is one HTML document without any
 * reference to others. It is read when it is first needed, never at the start of the program.
 */
@SuppressWarnings("ImmutableEnumChecker") // A page that was read once is kept.
public enum UiView {
  /** One run, as a bar a step. */
  RUN("run", "debug-run", "get-trajectory", "read-file", "run-task", "update-trajectory-status"),
  /** One workflow, as a graph. */
  WORKFLOW("workflow", "get-task", "validate-workflow"),
  /** Many runs, as points and a table. */
  COMPARISON("comparison", "get-trajectory", "list-trajectories");

  /** The media type of all views. */
  public static final String MEDIA_TYPE = "text/html;profile=mcp-app";

  /** The scheme of their addresses. */
  public static final String SCHEME = "ui:";

  private static final String ADDRESS = SCHEME + "//jetty/";
  private static final int DIGITS = 8;

  private final String label;
  private final List<String> calls;
  private @Nullable Page page;

  private record Page(String uri, String html) {}

  UiView(String label, String... calls) {
    this.label = label;
    this.calls = List.of(calls);
  }

  /** Returns the tools that the page offers to call, whatever the result suggests. */
  public List<String> calls() {
    return calls;
  }

  /** Returns the complete document. */
  public String html() {
    return page().html();
  }

  /** Returns the address, which has a digest of the document: hosts keep what they have read. */
  public String uri() {
    return page().uri();
  }

  /**
   * Returns the view at an address; empty if there is none. The digest may be that of another
   * version, because a host can know the list of tools of an earlier one.
   */
  public static Optional<UiView> at(String uri) {
    return Arrays.stream(values()).filter(view -> view.isAt(uri)).findFirst();
  }

  /** Returns the addresses of all views. */
  public static List<String> uris() {
    return Arrays.stream(values()).map(UiView::uri).toList();
  }

  private boolean isAt(String uri) {
    return uri.matches(Pattern.quote(ADDRESS + label) + "-[0-9a-f]{" + DIGITS + "}\\.html");
  }

  private synchronized Page page() {
    if (page == null) {
      String html =
          withoutComments(
              resource(label + ".html")
                  .replace("/* view.css */", resource("view.css"))
                  .replace("/* view.js */", resource("view.js")));
      page = new Page(ADDRESS + label + "-" + digest(html) + ".html", html);
    }
    return page;
  }

  private static String resource(String name) {
    try (InputStream in = Objects.requireNonNull(UiView.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes what only readers of the source need: indentation, and lines that are comments. */
  private static String withoutComments(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("//"))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String digest(String html) {
    return HexFormat.of().formatHex(Sha256.of(html)).substring(0, DIGITS);
  }
}
