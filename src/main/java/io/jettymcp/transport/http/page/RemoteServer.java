package io.jettymcp.transport.http.page;

import io.jettymcp.transport.http.HttpObserver.Route;
import io.jettymcp.transport.http.ServerInfo.Credential;
import io.netty.util.NetUtil;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The server as a host connects to it.
 *
 * @param base its URL without a route or a final slash
 * @param signIn whether hosts can obtain a token from an authorization server
 */
record RemoteServer(String base, Credential credential, boolean signIn) {
  /** Names the server in every configuration. */
  static final String NAME = "jetty";

  private static final Pattern HOST = Pattern.compile("\\w+://(\\[[^]]*]|[^:/]*)");

  String url() {
    return base + Route.MCP.label();
  }

  String sseUrl() {
    return base + Route.SSE.label();
  }

  Optional<String> variable() {
    return credential.variable();
  }

  /** Returns what stands for the credential where a host reads no variables. */
  String placeholder() {
    return credential == Credential.KEY ? "YOUR_KEY" : "YOUR_JETTY_TOKEN";
  }

  boolean isEncrypted() {
    return base.startsWith("https:");
  }

  /** Returns whether only this machine, or its network, can reach the server. */
  boolean isLocal() {
    String host = hostName();
    if (NetUtil.isValidIpV4Address(host)) {
      return host.matches("(127|10|192\\.168|169\\.254|172\\.(1[6-9]|2\\d|3[01]))\\..*");
    }
    if (host.startsWith("[")) {
      return host.matches("\\[(::1|f[cd].*|fe[89ab].*)\\]");
    }
    return !host.contains(".") || host.endsWith(".local") || host.endsWith(".internal");
  }

  /** Returns whether only this machine can reach the server. */
  boolean isLoopback() {
    String host = hostName();
    return host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
  }

  private String hostName() {
    Matcher matcher = HOST.matcher(base);
    return matcher.lookingAt() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
  }
}
