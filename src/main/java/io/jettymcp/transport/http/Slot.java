package io.jettymcp.transport.http;

/** A unit of a limit. Closing it frees the unit; closing it again has no effect. */
public interface Slot extends AutoCloseable {
  @Override
  void close();
}
