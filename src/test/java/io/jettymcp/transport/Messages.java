package io.jettymcp.transport;

/** Builds the JSON-RPC messages of a client; ids, params and results are JSON. */
public final class Messages {
  public static final String NEWEST = "2025-11-25";
  public static final String INITIALIZED = notification("notifications/initialized");

  private Messages() {}

  public static String request(String id, String method, String params) {
    return """
        {"jsonrpc":"2.0","id":%s,"method":"%s","params":%s}"""
        .formatted(id, method, params);
  }

  public static String toolCall(String id, String name) {
    return request(
        id,
        "tools/call",
        """
        {"name":"%s"}"""
            .formatted(name));
  }

  public static String initialize(String id, String revision) {
    return request(
        id,
        "initialize",
        """
        {"protocolVersion":"%s","capabilities":{"elicitation":{}},\
        "clientInfo":{"name":"host","version":"1"}}"""
            .formatted(revision));
  }

  public static String notification(String method) {
    return """
        {"jsonrpc":"2.0","method":"%s"}"""
        .formatted(method);
  }

  public static String cancellation(String id) {
    return """
        {"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":%s}}"""
        .formatted(id);
  }

  public static String response(String id, String result) {
    return """
        {"jsonrpc":"2.0","id":%s,"result":%s}"""
        .formatted(id, result);
  }
}
