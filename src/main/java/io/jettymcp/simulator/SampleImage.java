package io.jettymcp.simulator;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** A small picture of two colours that run into each other, both of them taken from a text. */
final class SampleImage {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte[] EIGHT_BIT_RGB = {8, 2, 0, 0, 0};
  private static final int CHANNELS = 3;

  private final int width;
  private final int height;
  private final byte[] from = new byte[CHANNELS];
  private final byte[] to = new byte[CHANNELS];

  SampleImage(String text, int width, int height) {
    this.width = width;
    this.height = height;
    CRC32 colours = new CRC32();
    colours.update(text.getBytes(StandardCharsets.UTF_8));
    ByteBuffer.allocate(Integer.BYTES).putInt((int) colours.getValue()).flip().get(from);
    colours.update(from);
    ByteBuffer.allocate(Integer.BYTES).putInt((int) colours.getValue()).flip().get(to);
  }

  byte[] png() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(SIGNATURE);
    byte[] header =
        ByteBuffer.allocate(2 * Integer.BYTES + EIGHT_BIT_RGB.length)
            .putInt(width)
            .putInt(height)
            .put(EIGHT_BIT_RGB)
            .array();
    chunk(out, "IHDR", header);
    chunk(out, "IDAT", deflated(rows()));
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  /** Each row begins with a zero, which says that its bytes are no differences. */
  private byte[] rows() {
    ByteBuffer rows = ByteBuffer.allocate(height * (1 + width * CHANNELS));
    for (int y = 0; y < height; y++) {
      rows.put((byte) 0);
      for (int x = 0; x < width; x++) {
        for (int channel = 0; channel < CHANNELS; channel++) {
          int first = from[channel] & 0xff;
          int last = to[channel] & 0xff;
          rows.put((byte) (first + (last - first) * (x + y) / (width + height)));
        }
      }
    }
    return rows.array();
  }

  private static byte[] deflated(byte[] bytes) {
    Deflater deflater = new Deflater();
    try {
      deflater.setInput(bytes);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] content) {
    ByteBuffer typed =
        ByteBuffer.allocate(Integer.BYTES + content.length)
            .put(type.getBytes(StandardCharsets.US_ASCII))
            .put(content);
    CRC32 check = new CRC32();
    check.update(typed.array());
    out.writeBytes(
        ByteBuffer.allocate(2 * Integer.BYTES + typed.capacity())
            .putInt(content.length)
            .put(typed.array())
            .putInt((int) check.getValue())
            .array());
  }
}
