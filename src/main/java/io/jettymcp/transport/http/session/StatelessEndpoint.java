package io.jettymcp.transport.http.session;

import io.jettymcp.mcp.legacy.ClientSession;
import io.jettymcp.transport.JsonRpcMessage;
import io.jettymcp.transport.http.Endpoint;
import io.jettymcp.transport.http.HttpError;
import io.jettymcp.transport.http.McpRequest;
import io.jettymcp.transport.http.header.AcceptHeader;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.util.Map;
import org.reactivestreams.Publisher;

/**
 * Serves {@code /mcp} without sessions: each POST is independent, so that any replica can serve it.
 * Nothing is known of the client but its protocol version, it cannot be sent requests, and a broken
 * connection cancels its call.
 */
final class StatelessEndpoint implements Endpoint {
  private final SessionContext context;
  private final MessageReader reader;
  private final ModernRequests modern;
  private final IndependentCalls calls;
  private volatile boolean draining;

  StatelessEndpoint(SessionContext context) {
    this.context = context;
    this.reader = new MessageReader(context);
    this.modern = new ModernRequests(context);
    this.calls = new IndependentCalls(context);
  }

  @Override
  public Publisher<Void> serve(McpRequest request) {
    return MessageReader.handle(request, this::post);
  }

  private Publisher<Void> post(McpRequest request) throws HttpError {
    AcceptHeader accept = AcceptHeader.of(request.header("Accept")).requireAny();
    return reader.read(
        request,
        message -> {
          if (ModernRequests.isModern(request, message)) {
            return modern.serve(request, message, accept);
          }
          return message instanceof JsonRpcMessage.Request call
              ? call(request, call, accept)
              : accept(request);
        });
  }

  private static Publisher<Void> accept(McpRequest request) throws HttpError {
    MessageReader.requireKnownVersion(request);
    return request.respondEmpty(202, Map.of());
  }

  private Publisher<Void> call(McpRequest request, JsonRpcMessage.Request call, AcceptHeader accept)
      throws HttpError {
    if (draining) {
      throw HttpError.shuttingDown();
    }
    return calls.serve(
        request,
        call,
        accept,
        context.dispatcher(client(request, call)),
        CallAdmission.acquireSlot(request, call),
        CallReply.ALWAYS_OK);
  }

  private ClientSession client(McpRequest request, JsonRpcMessage.Request call) throws HttpError {
    if (call.method().equals(McpSchema.METHOD_INITIALIZE)) {
      return new ClientSession(request.caller().service().legacy(), context.json());
    }
    // The revision after 2025-03-26 introduced the header and says to assume this one without it.
    String revision =
        MessageReader.requireKnownVersion(request).orElse(ProtocolVersions.MCP_2025_03_26);
    return ClientSession.agreed(request.caller().service().legacy(), context.json(), revision);
  }

  @Override
  public void drain() {
    draining = true;
    modern.drain();
  }

  @Override
  public void close() {
    draining = true;
    calls.abandon();
    modern.close();
  }
}
