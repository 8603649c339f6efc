package io.jettymcp.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class StorageTest {
  private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
  private static final int MEGABYTE = 1024 * 1024;

  private final Storage storage = new Storage("acme");

  @Test
  void theOldestFilesGoWhenAllOfThemTakeTooMuchMemory() {
    for (int i = 0; i < 5; i++) {
      storage.put(file("acme/a/" + i, 16 * MEGABYTE));
    }
    assertThat(storage.under("acme/a/", NOW))
        .extracting(StorageEntry::name)
        .containsExactly("1", "2", "3", "4");
    assertThat(storage.at("acme/a/0", NOW)).isNull();
  }

  @Test
  void aFileReplacesAnotherOneOfItsPathAndItsMemoryIsFreeAgain() {
    storage.put(file("acme/first", 1));
    for (int i = 0; i < 10; i++) {
      storage.put(file("acme/again", 32 * MEGABYTE));
    }
    assertThat(storage.under("acme/", NOW))
        .extracting(StorageEntry::name)
        .containsExactly("first", "again");
  }

  @Test
  void aFileWithAnIdIsFoundByItAndByNoPartOfIt() {
    UploadedFile upload =
        new UploadedFile("file", "folder/notes.txt", "text/plain", new byte[] {'x'});
    StorageEntry stored = storage.put(upload, "file-12");
    assertThat(storage.withId("file-12", NOW)).isSameAs(stored);
    assertThat(stored.name()).isEqualTo("notes.txt");
    assertThat(storage.withId("file-1", NOW)).isNull();
  }

  private static StorageEntry file(String path, int size) {
    return new StorageEntry(path, "application/octet-stream", new byte[size]);
  }
}
