package io.jettymcp.tool;

import java.util.OptionalLong;

/** An image or link that accompanies the data of a result, for hosts that can show it. */
public sealed interface Attachment {
  /**
   * An image.
   *
   * @param type its media type
   * @param base64 its bytes
   */
  record Image(String type, String base64) implements Attachment {}

  /**
   * A resource that a host can open.
   *
   * @param uri its address, see {@code tools.md}
   * @param name what a person reads
   * @param type its media type, or empty
   * @param size in bytes, where it is known
   */
  record Link(String uri, String name, String type, OptionalLong size) implements Attachment {}
}
