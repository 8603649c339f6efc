package io.jettymcp.jetty.http.proxy;

import io.jettymcp.jetty.Proxy;
import io.jettymcp.jetty.http.tls.TlsFault;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.List;

/**
 * Holds back that a channel is active until its proxy has opened the connection to Jetty.
 * Everything behind it, TLS included, then works as without a proxy. Netty's own handlers report it
 * active before that, so that a request would count as sent.
 */
final class ProxyTunnel extends ByteToMessageDecoder {
  private final Proxy proxy;
  private final ProxyDialogue dialogue;
  private boolean failed;

  ProxyTunnel(Proxy proxy, ProxyDialogue dialogue) {
    this.proxy = proxy;
    this.dialogue = dialogue;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (proxy.kind() != Proxy.Kind.HTTPS) {
      send(context, dialogue.first());
    }
    context.read();
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (failed) {
      in.skipBytes(in.readableBytes());
      return;
    }
    try {
      send(context, dialogue.next(in));
    } catch (ProxyFault e) {
      fail(context, e);
      return;
    }
    if (dialogue.isOpen()) {
      context.fireChannelActive();
      context.pipeline().remove(this);
    }
  }

  private static void send(ChannelHandlerContext context, byte[] message) {
    if (message.length > 0) {
      var unused = context.writeAndFlush(Unpooled.wrappedBuffer(message));
    }
  }

  /** Begins when TLS to the proxy is set up. That event is none of Jetty's TLS. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (!(event instanceof SslHandshakeCompletionEvent handshake)) {
      context.fireUserEventTriggered(event);
    } else if (handshake.isSuccess()) {
      send(context, dialogue.first());
      context.read();
    } else {
      fail(context, noTls(TlsFault.of(handshake.cause())));
    }
  }

  private ProxyFault noTls(TlsFault fault) {
    String words = fault.words("the proxy " + proxy);
    return fault == TlsFault.BROKEN ? ProxyFault.transitory(words) : ProxyFault.permanent(words);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) throws Exception {
    broken(context);
    super.channelInactive(context);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    broken(context);
  }

  private void broken(ChannelHandlerContext context) {
    fail(
        context,
        ProxyFault.transitory(
            "the proxy " + proxy + " closed the connection before it led to Jetty"));
  }

  private void fail(ChannelHandlerContext context, ProxyFault fault) {
    if (!failed && !dialogue.isOpen()) {
      failed = true;
      context.fireExceptionCaught(fault);
      var unused = context.close();
    }
  }
}
