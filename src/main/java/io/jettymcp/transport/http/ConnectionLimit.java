package io.jettymcp.transport.http;

import io.jettymcp.transport.http.HttpObserver.Refusal;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;

/** The connections that are open, of which there may be so many. */
final class ConnectionLimit implements AutoCloseable {
  private final int most;
  private final HttpObserver observer;
  private final ChannelGroup open = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);

  ConnectionLimit(int most, HttpObserver observer) {
    this.most = most;
    this.observer = observer;
  }

  /** Takes in a new connection, or closes it at once and says no. */
  @SuppressWarnings("FutureReturnValueIgnored")
  boolean take(Channel connection) {
    // Threads that accept at the same moment may let in one more each, which does no harm.
    if (open.size() >= most) {
      observer.refused(Refusal.TOO_MANY_CONNECTIONS);
      connection.close();
      return false;
    }
    open.add(connection);
    return true;
  }

  @Override
  public void close() {
    open.close().awaitUninterruptibly(500);
  }
}
