package io.jettymcp.simulator.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class StorageTest {
  private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
  private static final int MEGABYTE = 1024 * 1024;

  private final Storage storage = new Storage("acme");

  @Test
  void oldestFilesAreDroppedBeyondTheLimit() {
    for (int i = 0; i < 5; i++) {
      storage.put(file("acme/a/" + i, 16 * MEGABYTE));
    }
    assertThat(storage.list("acme/a/", NOW))
        .extracting(StorageEntry::name)
        .containsExactly("1", "2", "3", "4");
    assertThat(storage.find("acme/a/0", NOW)).isNull();
  }

  @Test
  void replacedFileDoesNotCountAgainstTheLimit() {
    storage.put(file("acme/first", 1));
    for (int i = 0; i < 10; i++) {
      storage.put(file("acme/again", 32 * MEGABYTE));
    }
    assertThat(storage.list("acme/", NOW))
        .extracting(StorageEntry::name)
        .containsExactly("first", "again");
  }

  @Test
  void uploadIsFoundByItsWholeId() {
    StorageEntry upload = file(storage.pathOfUpload("file-12", "notes.txt"), 1);
    storage.put(upload);
    assertThat(storage.findUpload("file-12", NOW)).isSameAs(upload);
    assertThat(storage.findUpload("file-1", NOW)).isNull();
  }

  private static StorageEntry file(String path, int size) {
    return StorageEntry.of(path, "application/octet-stream", new byte[size]);
  }
}
