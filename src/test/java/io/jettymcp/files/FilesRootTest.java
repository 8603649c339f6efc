package io.jettymcp.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jettymcp.config.NameEncoding;
import io.jettymcp.config.ProcessEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    files = new FilesRoot(root, new ProcessEnvironment(Map.of(), base, root), Optional.empty());
  }

  private String whyNot(String path) {
    return catchThrowableOfType(FilesRoot.Denied.class, () -> files.readable(path)).why();
  }

  @ParameterizedTest
  @ValueSource(strings = {"data/in.csv", "./data/in.csv", "data/../data/in.csv"})
  void relativePathInsideIsAccepted(String path) throws Exception {
    assertThat(files.readable(path).path()).isEqualTo(root.resolve("data/in.csv"));
  }

  @Test
  void absolutePathInsideIsAccepted() throws Exception {
    Path file = root.resolve("data/in.csv");
    assertThat(files.readable(file.toString()).path()).isEqualTo(file);
  }

  @Test
  void keyOfThisServerIsNeverSent() throws Exception {
    Path key = Files.writeString(root.resolve("data/state"), "0123456789abcdef0123456789abcdef");
    Files.createSymbolicLink(root.resolve("link"), key);
    files = new FilesRoot(root, new ProcessEnvironment(Map.of(), root, root), Optional.of(key));
    assertThat(whyNot("data/state")).startsWith("may contain secrets");
    assertThat(whyNot("link")).startsWith("may contain secrets");
    assertThat(files.readable("data/in.csv").path()).isEqualTo(root.resolve("data/in.csv"));
  }

  @Test
  void rootDirectoryAllowsNothing() {
    Path top = root.getRoot();
    files = new FilesRoot(top, new ProcessEnvironment(Map.of(), directory, top), Optional.empty());
    assertThat(whyNot(root.resolve("data/in.csv").toString()))
        .isEqualTo("is not sent: --files-root must be a directory below " + top);
  }

  @Test
  void linkedRootHasTwoNames() throws Exception {
    Path link = Files.createSymbolicLink(directory.toRealPath().resolve("link"), root);
    FilesRoot linked =
        new FilesRoot(link, new ProcessEnvironment(Map.of(), directory, link), Optional.empty());
    Path file = root.resolve("data/in.csv");
    assertThat(linked.readable("data/in.csv").path()).isEqualTo(file);
    assertThat(linked.readable(link.resolve("data/in.csv").toString()).path()).isEqualTo(file);
    assertThat(linked.readable(file.toString()).path()).isEqualTo(file);
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
    FilesRoot wide =
        new FilesRoot(home, new ProcessEnvironment(Map.of(), home, home), Optional.empty());
    Files.createSymbolicLink(home.resolve("notes.txt"), home.resolve(".config/jetty/token"));
    for (String path : new String[] {".config/jetty/token", "notes.txt"}) {
      assertThat(catchThrowableOfType(FilesRoot.Denied.class, () -> wide.readable(path)).why())
          .startsWith("may contain secrets (credentials of programs), so it is never sent");
    }
  }

  @Test
  void claudeMdWithATokenIsRejected() throws Exception {
    Path notes = Files.writeString(root.resolve("CLAUDE.md"), "Use mlc_put_your_token_here.");
    assertThat(files.readable("CLAUDE.md").path()).isEqualTo(notes);
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".ssh/config",
        "sub/.SSH/known_hosts",
        "id_ed25519",
        "Server.PEM",
        "tls.key",
        ".netrc",
        ".npmrc",
        ".pypirc",
        ".aws/credentials",
        ".azure/msal_token_cache.json",
        ".config/gcloud/credentials.db",
        ".git-credentials",
        ".git/config",
        ".docker/config.json",
        ".kube/config",
        ".pgpass",
        "terraform.tfstate",
        "terraform.tfstate.backup",
        ".bash_history",
        ".python_history",
        ".mcp.json",
        ".claude.json",
        ".claude/settings.local.json",
        ".cursor/mcp.json",
        ".vscode/mcp.json",
        "claude_desktop_config.json",
        ".codex/auth.json",
        ".gemini/settings.json",
        "id_work",
        "id_ed25519_sk",
        ".config/pip/pip.conf",
        "pip.ini",
        ".condarc",
        ".streamlit/secrets.toml",
        ".git/modules/libs/x/config",
        ".envs/.production/.django"
      })
  void filesThatHoldSecretsAreRejected(String name) throws Exception {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "secret");
    Files.createSymbolicLink(root.resolve("notes.txt"), file);
    assertThat(whyNot(name)).startsWith("may contain secrets (");
    assertThat(whyNot("notes.txt")).isEqualTo(whyNot(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".mcp.json.bak",
        ".vscode/mcp.json.bak",
        ".codex/config.toml.bak",
        ".codex/config.toml.bak.2",
        "claude_desktop_config.json.BAK.12",
        ".claude_desktop_config.json.swp",
        "goose/.config.yaml.swp",
        ".netrc.old",
        ".npmrc~",
        "server.pem.orig",
        "id_rsa.save",
        ".aws.bak/credentials"
      })
  void backupsOfFilesThatHoldSecretsAreRejected(String name) throws Exception {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "secret");
    assertThat(whyNot(name)).startsWith("may contain secrets (");
  }

  @Test
  void refusalOfANameProposesACopy() throws Exception {
    Files.writeString(root.resolve("slides.key"), "slides");
    assertThat(whyNot("slides.key"))
        .isEqualTo(
            "may contain secrets (private keys and key stores), so it is never sent: if it contains"
                + " none, ask the user for a copy with another name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keys.csv",
        "environment.md",
        ".github/workflows/ci.yml",
        "mcp.md",
        "id_mapping.csv",
        "id_photo.png",
        "id_ed25519.pub",
        "report.bak",
        "notes~"
      })
  void similarNamesAreAccepted(String name) throws Exception {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    assertThat(files.readable(Files.writeString(file, "x").toString()).path()).isEqualTo(file);
  }

  @Test
  void rootInADirectoryOfSecretsAllowsNothing() throws Exception {
    Path keys = Files.createDirectories(root.resolve(".ssh"));
    Files.writeString(keys.resolve("work"), "key");
    files = new FilesRoot(keys, new ProcessEnvironment(Map.of(), root, keys), Optional.empty());
    assertThat(whyNot("work")).startsWith("may contain secrets");
  }

  private static FilesRoot rootInHome(Path home, String system) {
    return new FilesRoot(
        home,
        new ProcessEnvironment(Map.of(), home, home),
        Optional.empty(),
        NameEncoding.ofProcess(),
        system);
  }

  @ParameterizedTest
  @CsvSource({
    ".local/share/app/state, Linux",
    ".cache/x, Linux",
    ".face, Mac OS X",
    "Library/x, Mac OS X",
    "AppData/x, Windows 11"
  })
  void stateOfProgramsInTheHomeIsRejected(String name, String system) throws Exception {
    Path home = directory.toRealPath();
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "state");
    files = rootInHome(home, system);
    assertThat(whyNot(name)).isEqualTo("may contain secrets, so it is never sent");
    assertThat(files.readable("work/data/in.csv").path()).hasContent("a,b");

    files =
        new FilesRoot(
            file.resolveSibling(""),
            new ProcessEnvironment(Map.of(), root, home),
            Optional.empty());
    assertThat(files.readable(file.toString()).path()).isEqualTo(file);
  }

  @ParameterizedTest
  @CsvSource({"Library/report.pdf, Linux", "AppData/x, Mac OS X", "Library/x, Windows 11"})
  void foldersOfOtherSystemsInTheHomeAreAccepted(String name, String system) throws Exception {
    Path home = directory.toRealPath();
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "report");
    assertThat(rootInHome(home, system).readable(name).path()).isEqualTo(file);
  }

  @Test
  void fileReplacedByALinkIsNotOpened() throws Exception {
    ReadableFile file = files.readable("data/in.csv");
    Files.delete(file.path());
    Files.createSymbolicLink(file.path(), outside);
    assertThatThrownBy(file::open).isInstanceOf(IOException.class);
  }

  /** Opening a pipe would wait for a writer. */
  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void fileReplacedByAPipeIsNotOpened() throws Exception {
    ReadableFile file = files.readable("data/in.csv");
    Files.delete(file.path());
    assertThat(new ProcessBuilder("mkfifo", file.path().toString()).start().waitFor()).isZero();
    assertThatThrownBy(file::open)
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("is no longer a regular file");
  }

  @Test
  void folderReplacedByALinkIsNotFollowed() throws Exception {
    Files.writeString(outside.resolveSibling("in.csv"), "outside");
    ReadableFile file = files.readable("data/in.csv");
    Files.move(root.resolve("data"), root.resolve("moved"));
    Files.createSymbolicLink(root.resolve("data"), outside.getParent());
    assertThatThrownBy(file::open).isInstanceOf(IOException.class);
  }

  @Test
  void nameThatCannotBeEncodedIsReported() {
    files =
        new FilesRoot(
            root,
            new ProcessEnvironment(Map.of(), root, root),
            Optional.empty(),
            NameEncoding.of("ANSI_X3.4-1968", false),
            "Linux");
    assertThat(whyNot("gr\u00fcn.txt")).startsWith("cannot be named: the locale of this process");
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
