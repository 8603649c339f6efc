package io.jettymcp.transport.http.page;

import io.jettymcp.transport.http.ServerInfo;
import io.jettymcp.transport.http.ServerInfo.Credential;
import io.jettymcp.transport.http.ServerInfo.TokenOwner;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes the page at {@code /}, which shows how to connect each host to this server. */
public final class ConnectPage {
  private static final InlinePage PAGE =
      new InlinePage(ConnectPage.class, "connect", "connect-src 'self'; img-src data:");

  private final ServerInfo info;
  private final boolean stateless;
  private final boolean signIn;

  /**
   * @param stateless whether the server has no route for older hosts
   * @param signIn whether hosts can obtain a token from an authorization server
   */
  public ConnectPage(ServerInfo info, boolean stateless, boolean signIn) {
    this.info = info;
    this.stateless = stateless;
    this.signIn = signIn;
  }

  /** Returns the headers that the page needs: exactly its own style and script can run. */
  public Map<String, String> headers() {
    return PAGE.headers();
  }

  /**
   * Returns the page.
   *
   * @param base the URL under which clients reach the server, without a route or a final slash
   */
  public String html(String base) {
    RemoteServer server = new RemoteServer(base, info.credential(), signIn);
    Sections sections = new Sections(server);
    return PAGE.html()
        .replace("{{url}}", Sections.escape(server.url()))
        .replace("{{version}}", Sections.escape(info.version()))
        .replace("{{tools}}", info.tools() + (info.readOnly() ? " read-only tools" : " tools"))
        .replace("{{toolsets}}", Sections.escape(toolsets()))
        .replace("{{token}}", Sections.escape(token(server)))
        .replace("{{hosts}}", sections.hosts())
        .replace("{{web}}", sections.webApps())
        .replace("{{other}}", sections.other(stateless));
  }

  private String toolsets() {
    return info.toolsets().entrySet().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(" · "));
  }

  /** Returns whose token Jetty receives, and what a request must carry. */
  private String token(RemoteServer server) {
    if (info.tokenOwner() == TokenOwner.NONE) {
      return "This server has no Jetty token yet. Run jetty-mcp login on its machine"
          + (server.credential() == Credential.NONE
              ? ", or let your host send your own: Authorization: Bearer YOUR_JETTY_TOKEN."
              : ".");
    }
    String words =
        switch (server.credential()) {
          case NONE ->
              "Calls use this server's own Jetty token. You need none, and the snippets carry"
                  + " none.";
          case KEY ->
              "Calls use this server's own Jetty token. You need the key that its operator shares.";
          case TOKEN ->
              "Calls use your own Jetty token, which this server forwards and never stores.";
        };
    return server.signIn() && server.credential() == Credential.TOKEN
        ? words + " A host that can sign in by itself (OAuth) needs no header."
        : words;
  }
}
