package io.jettymcp.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jettymcp.config.NameEncoding;
import io.jettymcp.config.ProcessEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Saving files below {@code --files-root}. */
class SavingTest {
  @TempDir private Path directory;
  private Path base;
  private Path root;
  private FilesRoot files;

  @BeforeEach
  void aRoot() throws IOException {
    base = directory.toRealPath();
    root = Files.createDirectories(base.resolve("work"));
    Files.createDirectories(root.resolve("data"));
    Files.writeString(root.resolve("data/old.txt"), "old");
    files = new FilesRoot(root, new ProcessEnvironment(Map.of(), base, root), Optional.empty());
  }

  private PendingFile begin(String path) throws FilesRoot.Denied {
    return files.savable(Optional.of(path), "from-jetty.txt", false);
  }

  private Path saved(String path, String text, boolean overwrite) throws Exception {
    PendingFile file = files.savable(Optional.of(path), "from-jetty.txt", overwrite);
    Files.writeString(file.part(), text);
    Path place = file.keep();
    file.discard();
    return place;
  }

  private String whyNot(String path) {
    return whyNot(path, true);
  }

  private String whyNot(String path, boolean overwrite) {
    FilesRoot.Denied denied =
        catchThrowableOfType(
            FilesRoot.Denied.class,
            () -> files.savable(Optional.of(path), "from-jetty.txt", overwrite));
    assertThat(denied).as(path).isNotNull();
    return denied.why();
  }

  private List<String> everything() throws IOException {
    try (Stream<Path> all = Files.walk(base)) {
      return all.filter(path -> !path.equals(base))
          .map(path -> base.relativize(path).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void keyOfThisServerIsNeverReplaced() throws Exception {
    Path key = root.resolve("data/old.txt");
    files = new FilesRoot(root, new ProcessEnvironment(Map.of(), base, root), Optional.of(key));
    assertThat(whyNot("data/old.txt")).contains("this server's key");
    Files.delete(key);
    assertThat(whyNot("data/old.txt")).contains("this server's key");
  }

  @Test
  void defaultPathIsTheNameInTheRoot() throws Exception {
    PendingFile file = files.savable(Optional.empty(), "acme/echo/0000/-report.md", false);
    Files.writeString(file.part(), "text");
    assertThat(file.keep()).isEqualTo(root.resolve("report.md")).hasContent("text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"data", "data/", "./data/../data", "data/from-jetty.txt"})
  void pathNamesAnExistingFolderOrAFile(String path) throws Exception {
    assertThat(saved(path, "text", false)).isEqualTo(root.resolve("data/from-jetty.txt"));
  }

  @Test
  void missingFoldersAreCreated() throws Exception {
    assertThat(saved("new/deep/x.txt", "a", false)).isEqualTo(root.resolve("new/deep/x.txt"));
    assertThat(saved("other/folder/", "b", false))
        .isEqualTo(root.resolve("other/folder/from-jetty.txt"));
    assertThat(saved(root.resolve("abs/x").toString(), "c", false)).hasContent("c");
  }

  @Test
  void discardedFileLeavesNothing() throws Exception {
    List<String> before = everything();
    PendingFile file = begin("new/deep/x.txt");
    Files.writeString(file.part(), "half");
    file.discard();
    file.discard();
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void foldersWithOtherFilesAreKept() throws Exception {
    PendingFile file = begin("new/deep/x.txt");
    Files.writeString(root.resolve("new/theirs"), "theirs");
    file.discard();
    assertThat(root.resolve("new/theirs")).exists();
    assertThat(root.resolve("new/deep")).doesNotExist();
  }

  @Test
  void longestNameHasAPartialFile() throws Exception {
    assertThat(saved("漢".repeat(85), "text", false)).hasContent("text");
    assertThat(whyNot("x".repeat(256))).contains("too long");
  }

  @Test
  void existingFileIsReplacedOnlyOnRequest() throws Exception {
    assertThat(whyNot("data/old.txt", false)).contains("\"overwrite\"");
    assertThat(saved("data/old.txt", "new", true)).hasContent("new");
  }

  @Test
  void pathsOutsideAreRejected() throws Exception {
    Files.createDirectories(base.resolve("work-2"));
    Files.createSymbolicLink(root.resolve("up"), base);
    List<String> before = everything();
    for (String path :
        List.of(
            "..",
            "../",
            "../x.txt",
            "data/../../x.txt",
            base + "/x.txt",
            "/x.txt",
            "/no/such/x",
            "../work-2/x.txt",
            "up",
            "up/x.txt",
            "up/new/x.txt",
            "up/work-2/")) {
      assertThat(whyNot(path)).as(path).startsWith("is outside --files-root");
    }
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void linkAtTheTargetIsRejected() throws Exception {
    Path outside = Files.writeString(base.resolve("outside.txt"), "outside");
    Files.createSymbolicLink(root.resolve("link.txt"), outside);
    Files.createSymbolicLink(root.resolve("dangling.txt"), base.resolve("none.txt"));
    Files.createSymbolicLink(root.resolve("inside.txt"), root.resolve("data/old.txt"));
    for (String path : List.of("link.txt", "dangling.txt", "inside.txt")) {
      assertThat(whyNot(path)).startsWith("is not a regular file");
      assertThat(whyNot(path, false)).startsWith("is not a regular file");
    }
    assertThat(outside).hasContent("outside");
    assertThat(base.resolve("none.txt")).doesNotExist();
  }

  @Test
  void linksToFoldersInsideAreAccepted() throws Exception {
    Files.createSymbolicLink(root.resolve("short"), root.resolve("data"));
    assertThat(saved("short", "a", false)).isEqualTo(root.resolve("data/from-jetty.txt"));
    Path link = Files.createSymbolicLink(base.resolve("link"), root);
    files = new FilesRoot(link, new ProcessEnvironment(Map.of(), base, link), Optional.empty());
    assertThat(saved("x.txt", "b", false)).isEqualTo(root.resolve("x.txt"));
    assertThat(saved(root.resolve("y.txt").toString(), "c", false)).hasContent("c");
    assertThat(saved(link.resolve("z.txt").toString(), "d", false)).hasContent("d");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".env",
        ".ENV",
        ".env.local",
        "data/.EnvRc",
        "prod.env",
        "prod.ENV. ",
        ".e\u200bnv",
        "new/.env"
      })
  void dotEnvFilesAreRejected(String path) throws Exception {
    List<String> before = everything();
    assertThat(whyNot(path)).contains("holds secrets");
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void dotEnvNamesFromJettyAreRejected() {
    FilesRoot.Denied denied =
        catchThrowableOfType(
            FilesRoot.Denied.class,
            () -> files.savable(Optional.empty(), "acme/t/0000/prod.env", true));
    assertThat(denied.why()).contains("holds secrets");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {".git", ".git/hooks/pre-commit", "sub/.GIT/info", ".g\u200bit/hooks/x", ".git./x"})
  void gitDirectoryIsRejected(String path) {
    assertThat(whyNot(path)).contains("hidden files and everything in hidden directories");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".ssh/authorized_keys",
        ".npmrc",
        "server.pem",
        "sub/.mcp.json",
        "sub/.GIT/config",
        ".docker/config.json",
        "mcp.json",
        "mcp.json.bak.2",
        "server.pem~"
      })
  void filesThatHoldSecretsAreRejected(String path) throws Exception {
    List<String> before = everything();
    assertThat(whyNot(path)).contains("holds secrets");
    assertThat(everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".bashrc",
        ".profile",
        ".husky/pre-commit",
        ".github/workflows/ci.yml",
        ".vscode/tasks.json",
        ".claude/commands/x.md",
        "CLAUDE.md",
        "sub/agents.md",
        "makefile",
        "package.json",
        "vite.config.ts",
        "node_modules/x/index.js",
        "jetty-mcp",
        "jetty-mcp.cmd",
        "target/jetty-mcp.jar",
        "src/launch/archive",
        "compose.yaml",
        "compose.override.yml",
        "BUILD.bazel",
        "bin/start.desktop"
      })
  void filesThatProgramsRunOrReadAreRejected(String path) throws Exception {
    List<String> before = everything();
    assertThat(whyNot(path))
        .contains("programs run or read by themselves")
        .endsWith("so it is never saved: choose another name");
    assertThat(everything()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.pth", "build", "workspace", "compose_results.yaml", "lib/archive"})
  void similarNamesAreAccepted(String path) throws Exception {
    assertThat(saved(path, "text", false)).isEqualTo(root.resolve(path));
  }

  @Test
  void filesThatTheLauncherReadsNextToTheJarAreRejected() throws Exception {
    Files.createDirectories(root.resolve("lib"));
    Files.writeString(root.resolve("lib/jetty-mcp.jar"), "jar");
    for (String file : List.of("lib/Archive", "lib/java-options")) {
      assertThat(whyNot(file)).contains("programs run or read by themselves (this program)");
    }
  }

  @Test
  void stateOfProgramsInTheHomeIsRejected() {
    files =
        new FilesRoot(
            base,
            new ProcessEnvironment(Map.of(), base, base),
            Optional.empty(),
            NameEncoding.ofProcess(),
            "Mac OS X");
    assertThat(whyNot("Library/Application Support/x")).contains("programs run or read");
  }

  @Test
  void rootInAHiddenDirectoryIsAccepted() throws Exception {
    root = Files.createDirectories(base.resolve(".codex/worktrees/a"));
    files = new FilesRoot(root, new ProcessEnvironment(Map.of(), base, root), Optional.empty());
    assertThat(saved("x.txt", "text", false)).isEqualTo(root.resolve("x.txt"));
  }

  @Test
  void linkedGitDirectoryIsRejected() throws Exception {
    Files.createDirectories(root.resolve(".git/hooks"));
    Files.createSymbolicLink(root.resolve("innocent"), root.resolve(".git/hooks"));
    assertThat(whyNot("innocent/pre-commit"))
        .contains("hidden files and everything in hidden directories");
  }

  @Test
  void settingsDirectoryOfJettyIsRejected() throws Exception {
    files = new FilesRoot(base, new ProcessEnvironment(Map.of(), base, base), Optional.empty());
    for (String path : List.of(".config/jetty/token", ".CONFIG/Jetty/token", ".config/jetty")) {
      assertThat(whyNot(path)).contains("Jetty's own configuration directory");
    }
    Files.createDirectories(base.resolve(".config/jetty"));
    Files.writeString(base.resolve(".config/jetty/token"), "the token");
    Files.createSymbolicLink(base.resolve("conf"), base.resolve(".config"));
    for (String path : List.of(".config/jetty/token", "conf/jetty/", "conf/jetty/new/x")) {
      assertThat(whyNot(path)).contains("Jetty's own configuration directory");
    }
    assertThat(base.resolve(".config/jetty/token")).hasContent("the token");
  }

  @Test
  void rootDirectoryIsRejected() {
    files =
        new FilesRoot(
            root.getRoot(), new ProcessEnvironment(Map.of(), base, root), Optional.empty());
    assertThat(whyNot(root.resolve("x.txt").toString()))
        .isEqualTo("is not saved: --files-root must be a directory below " + root.getRoot());
  }

  @Test
  void invalidFileNamesAreRejected() throws Exception {
    List<String> before = everything();
    assertThat(whyNot("data/old.txt/x"))
        .isEqualTo("cannot be saved there: " + root.resolve("data/old.txt") + " is not a folder");
    assertThat(whyNot("data/old.txt/new/x")).contains("is not a folder");
    assertThat(whyNot("a\0b")).contains("control characters");
    assertThat(whyNot("a\nb")).contains("control characters");
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void unwritableDirectoryIsNamed() throws Exception {
    Path locked = Files.createDirectories(root.resolve("locked"));
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeThat(Files.isWritable(locked)).as("rights do not bind this user").isFalse();
    assertThat(whyNot("locked/x.txt")).contains("has no permission to write there");
    assertThat(whyNot("locked/new/x.txt")).contains("has no permission to write there");
  }
}
