package io.jettymcp.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipCheckTest {
  @TempDir private Path folder;

  private static byte[] zip(int entries, String comment) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setComment(comment);
      for (int i = 0; i < entries; i++) {
        zip.putNextEntry(new ZipEntry("f" + i));
        zip.write('x');
      }
    }
    return bytes.toByteArray();
  }

  private long entries(byte... content) throws IOException {
    return ZipCheck.entries(Files.write(folder.resolve("a.zip"), content));
  }

  /** Covers ZIP64 records, which begin at 65,535 entries. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 65_534, 65_535, 70_000})
  void entriesAreCounted(int count) throws IOException {
    assertThat(entries(zip(count, ""))).isEqualTo(count);
  }

  @Test
  void archiveCommentIsSkipped() throws IOException {
    assertThat(entries(zip(2, "made by hand"))).isEqualTo(2);
    assertThat(entries(zip(2, "PK\5\6" + "\0".repeat(18) + "and more"))).isEqualTo(2);
    assertThat(entries(zip(2, "c".repeat(65_535)))).isEqualTo(2);
  }

  @Test
  void prefixOfAnArchiveIsSkipped() throws IOException {
    byte[] zip = zip(2, "");
    byte[] behindAProgram = new byte[100 + zip.length];
    System.arraycopy(zip, 0, behindAProgram, 100, zip.length);
    assertThat(entries(behindAProgram)).isEqualTo(2);
  }

  @Test
  void partOfAnArchiveIsRefused() throws IOException {
    byte[] zip = zip(3, "");
    for (int length = 0; length < zip.length; length++) {
      byte[] part = Arrays.copyOf(zip, length);
      assertThatThrownBy(() -> entries(part)).isInstanceOf(ZipException.class);
    }
    byte[] lastHalf = Arrays.copyOfRange(zip, zip.length - 60, zip.length);
    assertThatThrownBy(() -> entries(lastHalf)).isInstanceOf(ZipException.class);
    assertThatThrownBy(() -> entries("{\"detail\":\"no\"}".repeat(9).getBytes(UTF_8)))
        .isInstanceOf(ZipException.class);
  }

  @Test
  void damagedEndIsRefused() throws IOException {
    Random random = new Random(11);
    byte[] large = zip(65_535, "");
    byte[] tail = Arrays.copyOfRange(large, large.length - 10_000, large.length);
    for (int i = 0; i < 300; i++) {
      byte[] damaged = tail.clone();
      for (int j = 0; j < 3; j++) {
        damaged[damaged.length - 1 - random.nextInt(98)] = (byte) random.nextInt(256);
      }
      assertThatThrownBy(() -> entries(damaged)).isInstanceOf(ZipException.class);
    }
  }
}
