package io.jettymcp.jetty.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;

/**
 * Answers requests with {@link #METHOD} itself, so that nothing is sent. Reactor Netty opens a
 * connection only for a request; this one leaves the connection in its pool.
 */
final class ConnectOnly extends ChannelOutboundHandlerAdapter {
  static final HttpMethod METHOD = HttpMethod.valueOf("CONNECT-ONLY");

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof HttpRequest request && request.method().equals(METHOD)) {
      ReferenceCountUtil.release(message);
      promise.setSuccess();
      // Later, as Reactor Netty is still sending.
      context.executor().execute(() -> answer(context));
    } else {
      var unused = context.write(message, promise);
    }
  }

  private static void answer(ChannelHandlerContext context) {
    context.fireChannelRead(
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT));
    context.fireChannelReadComplete();
  }
}
