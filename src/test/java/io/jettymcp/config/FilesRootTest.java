package io.jettymcp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilesRootTest {
  @TempDir private Path directory;
  private Path root;
  private Path outside;
  private FilesRoot files;

  @BeforeEach
  void aRoot() throws IOException {
    Path base = directory.toRealPath();
    root = Files.createDirectories(base.resolve("work"));
    outside = Files.writeString(base.resolve("outside.txt"), "outside");
    Files.createDirectories(base.resolve(".config/jetty"));
    Files.writeString(base.resolve(".config/jetty/token"), "the token");
    Files.createDirectories(root.resolve("data"));
    Files.writeString(root.resolve("data/in.csv"), "a,b");
    files = new FilesRoot(root, new ProcessEnvironment(Map.of(), base, root));
  }

  private String whyNot(String path) {
    return catchThrowableOfType(FilesRoot.Denied.class, () -> files.readable(path)).why();
  }

  @ParameterizedTest
  @ValueSource(strings = {"data/in.csv", "./data/in.csv", "data/../data/in.csv"})
  void relativePathInsideIsAccepted(String path) throws Exception {
    assertThat(files.readable(path)).isEqualTo(root.resolve("data/in.csv"));
  }

  @Test
  void absolutePathInsideIsAccepted() throws Exception {
    Path file = root.resolve("data/in.csv");
    assertThat(files.readable(file.toString())).isEqualTo(file);
  }

  @Test
  void rootDirectoryAllowsNothing() {
    Path top = root.getRoot();
    files = new FilesRoot(top, new ProcessEnvironment(Map.of(), directory, top));
    assertThat(whyNot(root.resolve("data/in.csv").toString()))
        .isEqualTo("is not sent: --files-root must be a directory below " + top);
  }

  @Test
  void linkedRootHasTwoNames() throws Exception {
    Path link = Files.createSymbolicLink(directory.toRealPath().resolve("link"), root);
    FilesRoot linked = new FilesRoot(link, new ProcessEnvironment(Map.of(), directory, link));
    Path file = root.resolve("data/in.csv");
    assertThat(linked.readable("data/in.csv")).isEqualTo(file);
    assertThat(linked.readable(link.resolve("data/in.csv").toString())).isEqualTo(file);
    assertThat(linked.readable(file.toString())).isEqualTo(file);
  }

  @Test
  void filesOutsideAreRejectedWithoutRevealingThem() throws Exception {
    assertThat(whyNot(outside.toString())).startsWith("is outside --files-root");
    assertThat(whyNot("../outside.txt")).isEqualTo(whyNot(outside.toString()));
    assertThat(whyNot("data/../../outside.txt")).isEqualTo(whyNot(outside.toString()));
    assertThat(whyNot("../no-such-file")).isEqualTo(whyNot(outside.toString()));
    assertThat(whyNot("/no/such/file")).isEqualTo(whyNot(outside.toString()));
  }

  @Test
  void linkToTheOutsideIsRejected() throws Exception {
    Files.createSymbolicLink(root.resolve("link.txt"), outside);
    Files.createSymbolicLink(root.resolve("up"), outside.getParent());
    assertThat(whyNot("link.txt")).startsWith("is outside");
    assertThat(whyNot("up/outside.txt")).startsWith("is outside");
  }

  @Test
  void siblingWithTheSamePrefixIsOutside() throws Exception {
    Path beside = Files.createDirectories(directory.toRealPath().resolve("work-2"));
    Path file = Files.writeString(beside.resolve("x"), "x");
    assertThat(whyNot(file.toString())).startsWith("is outside");
  }

  @Test
  void tokenFileIsRejected() throws Exception {
    Path home = directory.toRealPath();
    FilesRoot wide = new FilesRoot(home, new ProcessEnvironment(Map.of(), home, home));
    Files.createSymbolicLink(home.resolve("notes.txt"), home.resolve(".config/jetty/token"));
    for (String path : new String[] {".config/jetty/token", "notes.txt"}) {
      assertThat(catchThrowableOfType(FilesRoot.Denied.class, () -> wide.readable(path)).why())
          .isEqualTo("may contain secrets, so it is never sent");
    }
  }

  @Test
  void claudeMdWithATokenIsRejected() throws Exception {
    Path notes = Files.writeString(root.resolve("CLAUDE.md"), "Use mlc_put_your_token_here.");
    assertThat(files.readable("CLAUDE.md")).isEqualTo(notes);
    Files.writeString(notes, "Use mlc_" + "a".repeat(32) + ".");
    Files.createSymbolicLink(root.resolve("notes.txt"), notes);
    assertThat(whyNot("CLAUDE.md")).isEqualTo("contains a Jetty API token, so it is never sent");
    assertThat(whyNot("notes.txt")).isEqualTo(whyNot("CLAUDE.md"));
  }

  @ParameterizedTest
  @ValueSource(strings = {".env", ".env.local", ".ENV", ".envrc", "prod.env"})
  void dotEnvFilesAreRejected(String name) throws Exception {
    Files.writeString(root.resolve(name), "KEY=value");
    assertThat(whyNot(name)).contains("may contain secrets");
  }

  @Test
  void linksOfDotEnvFilesAreRejected() throws Exception {
    Files.writeString(root.resolve(".env"), "KEY=value");
    Files.createSymbolicLink(root.resolve("readme.txt"), root.resolve(".env"));
    Files.createSymbolicLink(root.resolve(".env.test"), root.resolve("data/in.csv"));
    assertThat(whyNot("readme.txt")).contains("may contain secrets");
    assertThat(whyNot(".env.test")).contains("may contain secrets");
  }

  @Test
  void otherThanFilesIsRejected() {
    assertThat(whyNot("data")).isEqualTo("is not a file");
    assertThat(whyNot("")).isEqualTo("is not a file");
    assertThat(whyNot("data/none.csv")).startsWith("does not exist below --files-root");
    assertThat(whyNot("a\0b")).startsWith("does not exist below --files-root");
  }
}
