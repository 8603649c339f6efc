package io.jettymcp.transport.http;

import io.jettymcp.transport.http.HttpObserver.Refusal;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;

/** Sees on a connection when an answer has left, or cannot leave any more. */
// What becomes of a write is told to its promise.
@SuppressWarnings("FutureReturnValueIgnored")
final class ResponseObserver extends ChannelDuplexHandler {
  private final HttpObserver observer;

  ResponseObserver(HttpObserver observer) {
    this.observer = observer;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (!isLast(message)) {
      context.write(message, promise);
      return;
    }
    var exchange = ServerExchange.takeFrom(context.channel());
    if (exchange.isEmpty() && message instanceof HttpResponse refusal) {
      // Written by the decoder: there never was a request.
      observer.refused(
          refusal.status().code() == 400 ? Refusal.BAD_REQUEST : Refusal.HEADERS_TOO_LARGE);
    }
    ChannelPromise written = promise.unvoid();
    exchange.ifPresent(over -> written.addListener(outcome -> over.end(outcome.isSuccess())));
    context.write(message, written);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ServerExchange.takeFrom(context.channel()).ifPresent(broken -> broken.end(false));
    context.fireChannelInactive();
  }

  private static boolean isLast(Object message) {
    return message instanceof LastHttpContent
        && !(message instanceof HttpResponse response
            && response.status().codeClass() == HttpStatusClass.INFORMATIONAL);
  }
}
