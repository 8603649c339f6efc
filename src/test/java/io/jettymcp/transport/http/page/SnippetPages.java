package io.jettymcp.transport.http.page;

import io.jettymcp.transport.http.ServerInfo.Credential;
import java.util.LinkedHashMap;
import java.util.Map;

/** The snippets of the page, for tests that compare them with the rest of the program. */
public final class SnippetPages {
  private SnippetPages() {}

  /**
   * Returns what the page shows for each host, for a server that wants no token.
   *
   * @param base the URL of the server without a route
   */
  public static Map<String, String> of(String base) {
    RemoteServer server = new RemoteServer(base, Credential.NONE, false);
    Map<String, String> snippets = new LinkedHashMap<>();
    for (RemoteHost host : RemoteHost.values()) {
      snippets.put(host.id(), host.snippet(server));
    }
    return snippets;
  }

  /** Returns for each host the file that the page says to edit. */
  public static Map<String, String> places() {
    Map<String, String> places = new LinkedHashMap<>();
    for (RemoteHost host : RemoteHost.values()) {
      places.put(host.id(), host.place());
    }
    return places;
  }
}
