package io.jettymcp.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jettymcp.config.ProcessEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests changes by others between the first and the last byte of a file. */
class PendingFileTest {
  @TempDir private Path directory;
  private Path base;
  private Path root;
  private FilesRoot files;

  @BeforeEach
  void aRoot() throws IOException {
    base = directory.toRealPath();
    root = Files.createDirectories(base.resolve("work"));
    Files.createDirectories(root.resolve("data"));
    files = new FilesRoot(root, new ProcessEnvironment(Map.of(), base, root), Optional.empty());
  }

  private PendingFile begin(String path) throws FilesRoot.Denied {
    return files.savable(Optional.of(path), "from-jetty.txt", false);
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private List<String> everything() throws IOException {
    try (Stream<Path> all = Files.walk(base)) {
      return all.map(Path::toString).toList();
    }
  }

  @Test
  void partialFileIsPrivateAndNextToItsTarget() throws Exception {
    PendingFile file = begin("data/x.txt");
    assertThat(file.part().getParent()).isEqualTo(root.resolve("data"));
    assertThat(file.part().getFileName().toString()).matches("\\.x\\.txt\\.[0-9a-f]{32}\\.part");
    assertThat(permissions(file.part())).isEqualTo("rw-------");
    Path place = file.keep();
    Path usual = Files.createFile(root.resolve("usual"));
    assertThat(permissions(place)).isEqualTo(permissions(usual));
  }

  @Test
  void fileCreatedMeanwhileIsNotReplaced() throws Exception {
    PendingFile file = begin("data/x.txt");
    Files.writeString(root.resolve("data/x.txt"), "theirs");
    assertThatThrownBy(file::keep)
        .isInstanceOf(FilesRoot.Denied.class)
        .hasMessageContaining("exists already");
    file.discard();
    assertThat(root.resolve("data/x.txt")).hasContent("theirs");
    assertThat(everything()).noneMatch(name -> name.endsWith(".part"));
  }

  @Test
  void fileCreatedMeanwhileIsNotReplacedOnRequestEither() throws Exception {
    PendingFile file = files.savable(Optional.of("data/x.txt"), "x", true);
    assertThat(file.replaced()).isEmpty();
    Files.writeString(root.resolve("data/x.txt"), "theirs");
    assertThatThrownBy(file::keep).hasMessageContaining("exists already");
    file.discard();
    assertThat(root.resolve("data/x.txt")).hasContent("theirs");
  }

  @Test
  void discardedFileCannotBeKept() throws Exception {
    PendingFile file = begin("data/x.txt");
    file.discard();
    assertThatThrownBy(file::keep).isInstanceOf(FilesRoot.Denied.class);
    assertThat(root.resolve("data/x.txt")).doesNotExist();
  }

  @Test
  void replacedFileIsNamed() throws Exception {
    Path old = Files.writeString(root.resolve("data/x.txt"), "old");
    assertThat(files.savable(Optional.of("data/x.txt"), "x", true).replaced()).contains(old);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "rwxr-x--x", "r--r--r--"})
  void fileKeepsThePermissionsOfTheReplacedOne(String permissions) throws Exception {
    Path old = Files.writeString(root.resolve("data/x.txt"), "old");
    PendingFile file = files.savable(Optional.of("data/x.txt"), "x", true);
    assertThat(permissions(file.part())).isEqualTo("rw-------");
    Files.writeString(file.part(), "new");
    Files.setPosixFilePermissions(old, PosixFilePermissions.fromString(permissions));
    assertThat(file.keep()).hasContent("new");
    assertThat(permissions(old)).isEqualTo(permissions);
  }

  @Test
  void fileThatReplacesOneGoneMeanwhileHasTheUsualPermissions() throws Exception {
    Path old = Files.writeString(root.resolve("data/x.txt"), "old");
    String usual = permissions(old);
    PendingFile file = files.savable(Optional.of("data/x.txt"), "x", true);
    Files.delete(old);
    assertThat(permissions(file.keep())).isEqualTo(usual);
  }

  @Test
  void folderReplacedByALinkIsNotOpened() throws Exception {
    Path outside = Files.createDirectories(base.resolve("outside/deep"));
    Files.createSymbolicLink(root.resolve("link"), outside.getParent());
    assertThatThrownBy(() -> HeldFolder.open(root, root.resolve("link/deep")).close())
        .isInstanceOf(IOException.class);
    HeldFolder held = HeldFolder.open(root, root.resolve("data"));
    Files.move(root.resolve("data"), root.resolve("moved"));
    Files.createSymbolicLink(root.resolve("data"), outside);
    held.create(Path.of("x"));
    assertThat(held.isInPlace()).isFalse();
    held.close();
    assertThat(outside).isEmptyDirectory();
    assertThat(root.resolve("moved/x")).exists();
  }

  @Test
  void onlyOneOfManyConcurrentWritersWins() throws Exception {
    int many = 16;
    ExecutorService threads = Executors.newFixedThreadPool(many);
    try {
      CyclicBarrier together = new CyclicBarrier(many);
      List<Callable<String>> savings = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        String text = "text " + i;
        PendingFile file = begin("data/same.txt");
        savings.add(
            () -> {
              Files.writeString(file.part(), text);
              together.await();
              try {
                file.keep();
                return text;
              } catch (FilesRoot.Denied denied) {
                file.discard();
                return denied.why();
              }
            });
      }
      List<String> ends = new ArrayList<>();
      for (Future<String> end : threads.invokeAll(savings)) {
        ends.add(end.get());
      }
      assertThat(ends.stream().filter(end -> end.startsWith("exists already"))).hasSize(many - 1);
      assertThat(ends).contains(Files.readString(root.resolve("data/same.txt")));
      assertThat(everything()).noneMatch(name -> name.endsWith(".part"));
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void linkCreatedMeanwhileIsNotFollowed(boolean overwrite) throws Exception {
    Path outside = Files.writeString(base.resolve("outside.txt"), "outside");
    PendingFile file = files.savable(Optional.of("x.txt"), "x", overwrite);
    Files.writeString(file.part(), "from Jetty");
    Files.createSymbolicLink(root.resolve("x.txt"), outside);
    assertThatThrownBy(file::keep).isInstanceOf(FilesRoot.Denied.class);
    file.discard();
    assertThat(outside).hasContent("outside");
  }

  @Test
  void folderReplacedByALinkGetsNothing() throws Exception {
    Path outside = Files.createDirectories(base.resolve("outside"));
    PendingFile file = begin("data/x.txt");
    Files.move(root.resolve("data"), root.resolve("moved"));
    Files.createSymbolicLink(root.resolve("data"), outside);
    assertThatThrownBy(file::keep).isInstanceOf(FilesRoot.Denied.class);
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void partialFileReplacedByALinkIsDiscarded() throws Exception {
    Path outside = Files.writeString(base.resolve("outside.txt"), "outside");
    PendingFile file = begin("data/x.txt");
    Files.delete(file.part());
    Files.createSymbolicLink(file.part(), outside);
    assertThatThrownBy(file::keep).isInstanceOf(FilesRoot.Denied.class);
    assertThat(Files.exists(root.resolve("data/x.txt"), LinkOption.NOFOLLOW_LINKS)).isFalse();
  }
}
