package io.jettymcp.transport.http.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jettymcp.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/** A page with one style and one script of its own, which are the only ones that can run. */
public final class InlinePage {
  private final String html;
  private final String policy;

  /**
   * Reads {@code NAME.html}, {@code NAME.css} and {@code NAME.js}.
   *
   * @param owner the class whose package holds the files
   * @param more further directives of the Content-Security-Policy; everything else is forbidden
   */
  public InlinePage(Class<?> owner, String name, String more) {
    String style = resource(owner, name + ".css");
    String script = resource(owner, name + ".js");
    this.html =
        resource(owner, name + ".html").replace("{{style}}", style).replace("{{script}}", script);
    this.policy =
        "default-src 'none'; style-src %s; script-src %s; %s; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            .formatted(hash(style), hash(script), more);
  }

  /** Returns the page, with its placeholders for data unfilled. */
  public String html() {
    return html;
  }

  /** Returns the headers that the page needs. */
  public Map<String, String> headers() {
    return Map.of(
        "Content-Security-Policy",
        policy,
        "Referrer-Policy",
        "no-referrer",
        "Cache-Control",
        "no-store");
  }

  private static String hash(String text) {
    return "'sha256-" + Base64.getEncoder().encodeToString(Sha256.of(text)) + "'";
  }

  private static String resource(Class<?> owner, String name) {
    try (InputStream in = Objects.requireNonNull(owner.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
