package io.jettymcp.tools;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipException;

/**
 * Reads the records at the end of a zip archive. {@link java.util.zip.ZipFile} would read the full
 * directory before them, and a hostile one can be large enough to exhaust the memory.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">The format, sections
 *     4.3.12 to 4.3.16</a>
 */
final class ZipCheck {
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int MAX_COMMENT_LENGTH = 0xffff;
  private static final int LOCATOR = 0x07064b50;
  private static final int LOCATOR_BYTES = 20;
  private static final int LARGE_END = 0x06064b50;
  private static final int LARGE_END_BYTES = 56;
  private static final int ENTRY = 0x02014b50;
  private static final int ENTRY_BYTES = 46;

  private ZipCheck() {}

  /**
   * Returns the number of files and folders that an archive declares.
   *
   * @throws ZipException if it is not an archive, or not a complete one
   */
  static long entries(Path zip) throws IOException {
    try (SeekableByteChannel file = Files.newByteChannel(zip)) {
      long start = Math.max(0, file.size() - END_BYTES - MAX_COMMENT_LENGTH);
      ByteBuffer tail = read(file, start, (int) (file.size() - start));
      int end = end(tail);
      boolean large = end >= LOCATOR_BYTES && tail.getInt(end - LOCATOR_BYTES) == LOCATOR;
      if (!large) {
        long entries = Short.toUnsignedLong(tail.getShort(end + 10));
        long size = Integer.toUnsignedLong(tail.getInt(end + 12));
        return checked(file, entries, size, start + end);
      }
      long at = tail.getLong(end - LOCATOR_BYTES + 8);
      ByteBuffer record = read(file, at, LARGE_END_BYTES);
      require(record.getInt(0) == LARGE_END);
      return checked(file, record.getLong(32), record.getLong(40), at);
    }
  }

  /** Finds where the last record begins: a comment of any length may follow it. */
  private static int end(ByteBuffer tail) throws ZipException {
    for (int at = tail.limit() - END_BYTES; at >= 0; at--) {
      int comment = tail.limit() - at - END_BYTES;
      if (tail.getInt(at) == END && Short.toUnsignedInt(tail.getShort(at + 20)) == comment) {
        return at;
      }
    }
    throw new ZipException();
  }

  /** Checks that a directory lies right before its end and has room for so many entries. */
  private static long checked(SeekableByteChannel file, long entries, long size, long end)
      throws IOException {
    require(entries >= 0 && size >= 0 && size <= end && entries <= size / ENTRY_BYTES);
    require(entries == 0 || read(file, end - size, Integer.BYTES).getInt(0) == ENTRY);
    return entries;
  }

  private static ByteBuffer read(SeekableByteChannel file, long at, int bytes) throws IOException {
    require(at >= 0 && at <= file.size() - bytes);
    ByteBuffer read = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    file.position(at);
    while (read.hasRemaining()) {
      require(file.read(read) >= 0);
    }
    return read.flip();
  }

  private static void require(boolean holds) throws ZipException {
    if (!holds) {
      throw new ZipException();
    }
  }
}
