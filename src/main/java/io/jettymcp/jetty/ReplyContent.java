package io.jettymcp.jetty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * The pieces of a body as they come in, for one subscriber, on the thread of their channel. A piece
 * is gone when the subscriber has seen it.
 */
final class ReplyContent extends Flux<ByteBuf> implements Subscription {
  private final Channel channel;
  private final HttpExchange exchange;
  private final Queue<ByteBuf> waiting = new ArrayDeque<>();
  private @Nullable CoreSubscriber<? super ByteBuf> subscriber;
  private @Nullable Throwable failure;
  private long wanted;
  private boolean whole;
  private boolean over;
  private boolean delivering;

  /**
   * @param paced whether the network is read only as fast as the subscriber asks for
   * @param exchange is told if the subscriber wants no more before the body is whole
   */
  ReplyContent(Channel channel, boolean paced, HttpExchange exchange) {
    this.channel = channel;
    this.exchange = exchange;
    if (paced) {
      channel.config().setAutoRead(false);
    }
  }

  @Override
  public void subscribe(CoreSubscriber<? super ByteBuf> actual) {
    if (isHere()) {
      subscriber = actual;
      actual.onSubscribe(this);
      deliver();
    } else {
      channel.eventLoop().execute(() -> subscribe(actual));
    }
  }

  @Override
  public void request(long more) {
    if (isHere()) {
      wanted = Operators.addCap(wanted, more);
      deliver();
    } else {
      channel.eventLoop().execute(() -> request(more));
    }
  }

  @Override
  public void cancel() {
    if (!isHere()) {
      channel.eventLoop().execute(this::cancel);
    } else if (!over) {
      finish();
      if (!whole) {
        exchange.unwanted();
      }
    }
  }

  private boolean isHere() {
    return channel.eventLoop().inEventLoop();
  }

  void take(ByteBuf piece) {
    if (!over && piece.isReadable()) {
      waiting.add(piece.retain());
      deliver();
    }
  }

  /**
   * Nothing more comes.
   *
   * @param why null where the body is whole
   */
  void end(@Nullable Throwable why) {
    whole = true;
    failure = why;
    deliver();
  }

  private void deliver() {
    CoreSubscriber<? super ByteBuf> to = subscriber;
    if (to == null || delivering) {
      return;
    }
    delivering = true;
    while (!over && wanted > 0 && !waiting.isEmpty()) {
      wanted--;
      ByteBuf piece = waiting.remove();
      try {
        to.onNext(piece);
      } catch (Throwable fatal) { // What even Reactor throws, such as a missing class.
        cancel();
        to.onError(fatal);
      } finally {
        piece.release();
      }
    }
    delivering = false;
    if (over || !waiting.isEmpty()) {
      return;
    }
    if (whole) {
      finish();
      end(to);
    } else if (wanted > 0 && !channel.config().isAutoRead()) {
      channel.read();
    }
  }

  private void end(CoreSubscriber<? super ByteBuf> to) {
    if (failure == null) {
      to.onComplete();
    } else {
      to.onError(failure);
    }
  }

  private void finish() {
    over = true;
    waiting.forEach(ByteBuf::release);
    waiting.clear();
  }
}
