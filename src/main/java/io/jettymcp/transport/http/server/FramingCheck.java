package io.jettymcp.transport.http.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;

/**
 * Marks requests as undecodable whose end this server cannot determine reliably: those of another
 * version of HTTP, and those with a transfer coding besides chunked (RFC 9112, section 6.1).
 * Reactor Netty responds to them with status 400 and closes the connection.
 */
final class FramingCheck extends ChannelInboundHandlerAdapter {
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request && !request.decoderResult().isFailure()) {
      if (!isKnown(request.protocolVersion())) {
        // The response would carry the version of the request.
        request.setProtocolVersion(HttpVersion.HTTP_1_1);
        reject(request);
      } else if (!isChunkedAtMost(request)) {
        reject(request);
      }
    }
    context.fireChannelRead(message);
  }

  private static boolean isKnown(HttpVersion version) {
    return version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0);
  }

  private static boolean isChunkedAtMost(HttpRequest request) {
    List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
    return codings.isEmpty()
        || (codings.size() == 1
            && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.get(0)));
  }

  private static void reject(HttpRequest request) {
    request.setDecoderResult(DecoderResult.failure(new DecoderException("unsupported framing")));
  }
}
