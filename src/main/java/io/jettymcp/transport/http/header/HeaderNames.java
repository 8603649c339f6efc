package io.jettymcp.transport.http.header;

import java.util.List;

/** Names the headers of MCP and of this server; Netty names those of HTTP. */
public final class HeaderNames {
  public static final String SESSION_ID = "Mcp-Session-Id";
  public static final String PROTOCOL_VERSION = "MCP-Protocol-Version";

  /** Repeats the method of a request, since 2026-07-28. */
  public static final String METHOD = "Mcp-Method";

  /** Repeats the name, URI or task that a request is about, since 2026-07-28. */
  public static final String NAME = "Mcp-Name";

  /** The prefix of headers that repeat an argument of a tool, since 2026-07-28. */
  public static final String PARAMETER_PREFIX = "Mcp-Param-";

  /** The last event that a client has received, from the HTML standard's server-sent events. */
  public static final String LAST_EVENT_ID = "Last-Event-ID";

  /** The relation of the page that causes a request to the server, from W3C Fetch Metadata. */
  public static final String FETCH_SITE = "Sec-Fetch-Site";

  /** The headers of W3C Trace Context. */
  public static final List<String> TRACE_CONTEXT = List.of("traceparent", "tracestate");

  /** The prefix, in lower case, of headers that restrict what the caller may use. */
  public static final String RESTRICTION_PREFIX = "x-jetty-";

  private HeaderNames() {}
}
