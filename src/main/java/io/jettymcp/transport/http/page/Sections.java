package io.jettymcp.transport.http.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** Writes the page's section of each host. */
final class Sections {
  private final RemoteServer server;

  Sections(RemoteServer server) {
    this.server = server;
  }

  String hosts() {
    return Arrays.stream(RemoteHost.values()).map(this::host).collect(Collectors.joining());
  }

  /** Returns the section of the hosts that connect from their vendor's servers. */
  String webApps() {
    String reach =
        server.isLocal()
            ? "They connect from the internet, which cannot reach this address. Use Claude Desktop"
                + " instead, or give the server a public address (--public-url)."
            : "Add a custom connector in the settings, with the address above. They connect from"
                + " the internet, so the address must be reachable from there"
                + (server.isEncrypted() ? "." : " and use https.");
    String token =
        server.isLocal() || server.signIn() || server.variable().isEmpty()
            ? ""
            : " They sign in with OAuth and send no header of yours, so this server also needs"
                + " --authorization-server.";
    return section("web", "claude.ai, ChatGPT", paragraph(reach + token));
  }

  /** Returns the section of hosts that the page does not list. */
  String other(boolean stateless) {
    StringBuilder body = new StringBuilder();
    body.append(paragraph("Add a server of the type Streamable HTTP with this address."));
    body.append(snippet(server.url()));
    Snippets.header(server)
        .ifPresent(
            header -> {
              body.append(paragraph("Add this header to its requests."));
              body.append(snippet(header));
              advice(TokenNotation.LITERAL).ifPresent(body::append);
            });
    if (!stateless) {
      body.append(paragraph("Older hosts know only HTTP+SSE, which has another address."));
      body.append(snippet(server.sseUrl()));
    }
    return section("other", "Other", body.toString());
  }

  private String host(RemoteHost host) {
    return section(
        host.id(),
        host.title(),
        "<p class=\"place\">"
            + escape(host.place())
            + "</p>"
            + snippet(host.snippet(server))
            + advice(host.notation()).orElse("")
            + link(host).map(url -> button(host, url)).orElse("")
            + (host == RemoteHost.CLAUDE_DESKTOP
                ? paragraph("This needs Node.js: mcp-remote connects Claude Desktop to the server.")
                : ""));
  }

  /** Returns a link that the host opens to add the server. */
  private Optional<String> link(RemoteHost host) {
    return switch (host) {
      case CURSOR ->
          Optional.of(
              "cursor://anysphere.cursor-deeplink/mcp/install?name="
                  + RemoteServer.NAME
                  + "&config="
                  + encode(
                      Base64.getEncoder()
                          .encodeToString(
                              json(Snippets.entry(
                                      server, host.notation(), "url", Map.of(), Map.of()))
                                  .getBytes(StandardCharsets.UTF_8))));
      case VSCODE -> {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", RemoteServer.NAME);
        entry.putAll(Snippets.vsCodeEntry(server, host.notation()));
        if (server.variable().isPresent()) {
          entry.put("inputs", Snippets.vsCodeInputs(server));
        }
        yield Optional.of("vscode:mcp/install?" + encode(json(entry)));
      }
      default -> Optional.empty();
    };
  }

  private static String json(Map<String, Object> entry) {
    return JsonMapper.shared().writeValueAsString(entry);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String button(RemoteHost host, String url) {
    return "<p><a class=\"button\" href=\""
        + escape(url)
        + "\">Add to "
        + escape(host.title())
        + "</a></p>";
  }

  private Optional<String> advice(TokenNotation notation) {
    return notation.advice(server).map(Sections::paragraph);
  }

  private static String section(String id, String title, String body) {
    return "<section id=\"" + id + "\"><h2>" + escape(title) + "</h2>" + body + "</section>\n";
  }

  private static String paragraph(String text) {
    return "<p>" + escape(text) + "</p>";
  }

  private static String snippet(String text) {
    return "<div class=\"snippet\"><pre><code>" + escape(text) + "</code></pre></div>";
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
