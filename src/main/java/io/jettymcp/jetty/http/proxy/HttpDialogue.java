package io.jettymcp.jetty.http.proxy;

import io.jettymcp.jetty.Proxy;
import io.jettymcp.text.Origin;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Asks an HTTP proxy for a tunnel (CONNECT; RFC 9110, section 9.3.6). */
final class HttpDialogue implements ProxyDialogue {
  private static final int MAX_HEAD = 64 * 1024;
  private static final ByteBuf END =
      Unpooled.unreleasableBuffer(Unpooled.copiedBuffer("\r\n\r\n", StandardCharsets.US_ASCII));
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.\\d (\\d{3})(?: [^\r\n]*)?");
  private static final Pattern CHALLENGE =
      Pattern.compile("(?i)Proxy-Authenticate:\\s*([A-Za-z0-9-]{1,32}).*");

  private final Proxy proxy;
  private final Origin origin;
  private final String userAgent;
  private boolean open;

  HttpDialogue(Proxy proxy, Origin origin, String userAgent) {
    this.proxy = proxy;
    this.origin = origin;
    this.userAgent = userAgent;
  }

  @Override
  public byte[] first() {
    String target = origin.host() + ":" + origin.port();
    String login = proxy.login().map(HttpDialogue::header).orElse("");
    String head =
        "CONNECT %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: %s\r\n%s\r\n"
            .formatted(target, target, userAgent, login);
    return head.getBytes(StandardCharsets.UTF_8);
  }

  private static String header(Proxy.Login login) {
    String pair = login.user() + ":" + login.password().reveal();
    String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    return "Proxy-Authorization: Basic " + encoded + "\r\n";
  }

  @Override
  public byte[] next(ByteBuf in) throws ProxyFault {
    int end = lengthOfHead(in);
    if (end < 0) {
      requireHttp(in);
      return NOTHING;
    }
    List<String> head =
        in.readCharSequence(end, StandardCharsets.ISO_8859_1).toString().lines().toList();
    Matcher status = STATUS_LINE.matcher(head.get(0));
    if (!status.matches()) {
      throw noHttp();
    }
    int code = Integer.parseInt(status.group(1));
    if (code >= 300) {
      throw refused(code, head);
    }
    // An informational response comes before the final one.
    open = code >= 200;
    return NOTHING;
  }

  /** Returns the length of a response's head with its empty line, or -1 if it is incomplete. */
  private static int lengthOfHead(ByteBuf in) {
    int at = ByteBufUtil.indexOf(END, in);
    return at < 0 ? -1 : at - in.readerIndex() + END.readableBytes();
  }

  /** Fails early: what speaks another protocol may never send an empty line. */
  private void requireHttp(ByteBuf in) throws ProxyFault {
    byte[] expected = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < Math.min(expected.length, in.readableBytes()); i++) {
      if (in.getByte(in.readerIndex() + i) != expected[i]) {
        throw noHttp();
      }
    }
    if (in.readableBytes() > MAX_HEAD) {
      throw noHttp();
    }
  }

  private ProxyFault noHttp() {
    return ProxyFault.permanent(
        proxy
            + " is no HTTP proxy. Check its address; a SOCKS proxy is written socks5://HOST:PORT");
  }

  private ProxyFault refused(int status, List<String> head) {
    if (status == 407) {
      return unauthenticated(head);
    }
    String what =
        "the proxy "
            + proxy
            + " refused a connection to "
            + origin.authority()
            + " ("
            + status
            + ")";
    return status >= 500
        ? ProxyFault.transitory(what + "; it could not reach Jetty, or it is overloaded")
        : ProxyFault.permanent(what + "; ask its operator to allow this address");
  }

  private ProxyFault unauthenticated(List<String> head) {
    List<String> schemes =
        head.stream()
            .map(CHALLENGE::matcher)
            .filter(Matcher::matches)
            .map(challenge -> challenge.group(1))
            .toList();
    boolean basic =
        schemes.isEmpty()
            || schemes.stream().anyMatch(scheme -> scheme.toLowerCase(Locale.ROOT).equals("basic"));
    if (!basic) {
      return ProxyFault.permanent(
          "the proxy "
              + proxy
              + " requires a login by "
              + schemes.stream().distinct().collect(Collectors.joining(" or "))
              + " (407), and jetty-mcp supports Basic only; a local proxy such as px or cntlm can log"
              + " in for it");
    }
    return Logins.refused(proxy, " (407)");
  }

  @Override
  public boolean isOpen() {
    return open;
  }
}
