package io.jettymcp.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jettymcp.secret.Secret;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenStoreTest {
  private static final String A = "mlc_" + "a".repeat(32);
  private static final String B = "mlc_" + "b".repeat(32);

  @TempDir Path directory;

  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
  private Path home;
  private Path work;
  private Path jetty;
  private Path file;

  @BeforeEach
  void makeDirectories() throws IOException {
    home = Files.createDirectory(directory.resolve("home"));
    work = Files.createDirectory(directory.resolve("work"));
    jetty = home.resolve(".config/jetty");
    file = jetty.resolve("token");
  }

  @Test
  void noTokenIsFoundWithoutASource() {
    assertThat(store().current()).isEmpty();
    assertThat(warnings).isEmpty();
    assertThat(file).doesNotExist();
  }

  @Test
  void environmentOverridesTheFile() throws IOException {
    keep(B);

    assertThat(store(A).current()).contains(found(A, new Source.Environment("JETTY_API_TOKEN")));
  }

  @Test
  void blankVariableIsUnset() throws IOException {
    keep(B);

    assertThat(token(store(" " + A + "\n"))).contains(A);
    assertThat(token(store("  "))).contains(B);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"%s\"",
        "'%s'",
        "\u201c%s\u201d",
        "Bearer %s",
        "bearer  \"%s\"",
        "\"Bearer %s\"",
        "\u00a0%s\u00a0",
        "\ufeff%s\r\n",
        " ' %s\u200b' \n"
      })
  void whatIsAroundATokenIsRemoved(String form) throws IOException {
    assertThat(token(store(form.formatted(A)))).contains(A);
    keep(form.formatted(B));
    assertThat(token(store())).contains(B);
    assertThat(TokenStore.parse(form.formatted(A)).reveal()).isEqualTo(A);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${user_config.jetty_token}",
        "${JETTY_API_TOKEN}",
        "\"${input:token}\"",
        "$JETTY_API_TOKEN",
        "%JETTY_API_TOKEN%",
        "{{token}}",
        "<your token>",
        "<TOKEN>",
        "YOUR_API_KEY",
        "your-api-key",
        "mlc_your_token_here",
        "mlc_xxxxxxxx",
        "Bearer ${TOKEN}",
        "undefined",
        "null"
      })
  void placeholderInsteadOfATokenCountsAsUnset(String placeholder) throws IOException {
    assertThat(store(placeholder).current()).isEmpty();
    keep(B);
    assertThat(store(placeholder).current()).contains(found(B, new Source.File(file)));
    assertThat(store(placeholder).elsewhere()).isEmpty();
    keep(placeholder);
    assertThat(store(A).current()).contains(found(A, new Source.Environment("JETTY_API_TOKEN")));
    assertThat(store().current()).isEmpty();
    assertThat(warnings)
        .containsExactly(
            "The token from the file "
                + file
                + " is ignored. It is a placeholder that was not filled in, not a token.");
  }

  @Test
  void changedFileIsReadAgain() throws IOException {
    TokenStore store = store();
    assertThat(store.current()).isEmpty();

    keep(A);
    assertThat(store.current()).contains(found(A, new Source.File(file)));
    keep(B);
    assertThat(token(store)).contains(B);
    Files.delete(file);
    assertThat(store.current()).isEmpty();
  }

  @Test
  void emptyFileIsMissing() throws IOException {
    keep(" \n");

    assertThat(store().current()).isEmpty();
    assertThat(warnings).isEmpty();
  }

  @Test
  void unusableVariableIsReportedOnce() throws IOException {
    keep(A);
    TokenStore store = store("two words");

    assertThat(store.current()).isEmpty();
    assertThat(store.current()).isEmpty();
    assertThat(warnings)
        .containsExactly(
            "The token from the environment variable JETTY_API_TOKEN is ignored. A token cannot"
                + " contain spaces, control or non-ASCII characters.");
  }

  @Test
  void unusableFileIsReportedWithoutItsContent() throws IOException {
    keep("two words");
    Files.writeString(work.resolve("CLAUDE.md"), A);

    assertThat(store().current()).isEmpty();
    assertThat(warnings).singleElement().asString().contains(file.toString()).doesNotContain("two");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE"})
  void fileMayStartWithAByteOrderMark(Charset charset) throws IOException {
    keep(B);
    Files.writeString(file, "\uFEFF" + A + "\r\n", charset);

    assertThat(token(store())).contains(A);
  }

  @Test
  void unreadableFileIsReportedAndIgnored() throws IOException {
    Files.createDirectories(file);

    assertThat(store().current()).isEmpty();
    assertThat(warnings).containsExactly("Cannot read the token file " + file + "; it is ignored.");
  }

  @Test
  @Timeout(10)
  void endlessFileIsReportedAndIgnored() throws Exception {
    Files.createDirectories(jetty);
    Files.createSymbolicLink(file, Path.of("/dev/zero"));
    assertThat(store().current()).isEmpty();

    Files.delete(file);
    assumeThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    assertThat(store().current()).isEmpty();
    assertThat(warnings).hasSize(2).allMatch(line -> line.contains("Cannot read the token file"));
  }

  @Test
  void hugeFileIsReportedAndIgnored() throws IOException {
    keep(A);
    try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
      huge.setLength(3L << 30);
    }
    assertThat(store().current()).isEmpty();
    assertThat(warnings).singleElement().asString().contains("Cannot read the token file");
  }

  @Test
  void createdDirectoriesArePrivate() throws IOException {
    store().store(Secret.of(A));
    assertThat(rights(jetty.resolveSibling(""))).isEqualTo("rwx------");
  }

  @Test
  void fileReadableByOthersIsUsedWithAWarning() throws IOException {
    keep(A);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    TokenStore store = store();

    assertThat(token(store)).contains(A);
    assertThat(token(store)).contains(A);
    assertThat(warnings)
        .containsExactly(
            "Other users can read the token file " + file + ". To fix: chmod 600 " + file);
  }

  @Test
  void storedTokenIsPrivate() throws IOException {
    store().store(Secret.of(A));

    assertThat(Files.readString(file)).isEqualTo(A + "\n");
    assertThat(rights(file)).isEqualTo("rw-------");
    assertThat(rights(jetty)).isEqualTo("rwx------");
    assertThat(token(store())).contains(A);
    assertThat(filesIn(jetty)).containsExactly(file);
  }

  @Test
  void storingRemovesThePermissionsOfOthers() throws IOException {
    keep(B);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(jetty, PosixFilePermissions.fromString("rwxr-xr-x"));

    store().store(Secret.of(A));

    assertThat(rights(file)).isEqualTo("rw-------");
    assertThat(rights(jetty)).isEqualTo("rwx------");
    assertThat(token(store())).contains(A);
  }

  @Test
  void directoryMayBeALink() throws IOException {
    Path elsewhere = Files.createDirectory(directory.resolve("dotfiles"));
    Files.createDirectories(jetty.getParent());
    Files.createSymbolicLink(jetty, elsewhere);

    store().store(Secret.of(A));

    assertThat(elsewhere.resolve("token")).hasContent(A);
  }

  @Test
  void unsendableTokenIsNotStored() {
    assertThatThrownBy(() -> store().store(Secret.of("a\nb"))).isInstanceOf(UsageException.class);
    assertThat(file).doesNotExist();
  }

  @Test
  void failedStoreNamesTheFileAndLeavesNothing() throws IOException {
    Files.createFile(home.resolve(".config"));

    assertThatThrownBy(() -> store().store(Secret.of(A)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageNotContaining(A);
  }

  @Test
  void removeReturnsWhetherATokenExisted() throws IOException {
    keep(A);

    assertThat(store().remove()).isTrue();
    assertThat(file).doesNotExist();
    assertThat(store().remove()).isFalse();
  }

  @Test
  void emptyTokenIsRejected() {
    assertThatThrownBy(() -> TokenStore.parse(" "))
        .isInstanceOf(UsageException.class)
        .hasMessage("No token entered.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a\tb", "a\u0000b", "caf\u00e9", "\u201cmlc"})
  void invalidTokenIsRejectedWithoutBeingQuoted(String text) {
    assertThatThrownBy(() -> TokenStore.parse(text))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("A token cannot ");
  }

  @Test
  void tokenHasAtMost4096Characters() {
    assertThat(TokenStore.parse("x".repeat(4_096)).reveal()).hasSize(4_096);
    assertThatThrownBy(() -> TokenStore.parse("x".repeat(4_097)))
        .hasMessage("A token cannot be longer than 4096 characters.");
  }

  @Test
  void tokenInClaudeMdIsCopiedOnce() throws IOException {
    Path notes = work.resolve("CLAUDE.md");
    Files.writeString(notes, "# Notes\nJETTY_API_TOKEN=" + A + "\nand more");
    TokenStore store = store();

    assertThat(store.current()).contains(found(A, new Source.File(file)));
    assertThat(store.current()).contains(found(A, new Source.File(file)));
    assertThat(file).hasContent(A);
    assertThat(rights(file)).isEqualTo("rw-------");
    assertThat(rights(jetty)).isEqualTo("rwx------");
    assertThat(notes).content().contains(A);
    assertThat(warnings)
        .containsExactly(
            "Copied the token mlc_...aaaa from %s to %s. Delete it from %s, where other users may read it."
                .formatted(notes, file, notes));
  }

  @Test
  void tokenThatCannotBeCopiedIsUsedWithTheCommandThatStoresIt() throws IOException {
    Files.createDirectories(jetty.getParent());
    Files.createSymbolicLink(jetty, Path.of("missing"));
    Path notes = work.resolve("CLAUDE.md");
    Files.writeString(notes, A);

    assertThat(store().current()).contains(found(A, new Source.File(notes)));
    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("could not be copied to")
        .endsWith("Run: ./jetty-mcp login");
  }

  @Test
  void concurrentFirstCallsCopyItOnce() throws IOException {
    Files.writeString(work.resolve("CLAUDE.md"), A);
    TokenStore store = store();

    List<Optional<String>> tokens =
        IntStream.range(0, 16).parallel().mapToObj(i -> token(store)).toList();

    assertThat(tokens).allMatch(Optional.of(A)::equals);
    assertThat(warnings).hasSize(1);
    assertThat(filesIn(jetty)).containsExactly(file);
  }

  @Test
  void claudeMdIsNotReadIfAnotherSourceHasAToken() throws IOException {
    Files.writeString(work.resolve("CLAUDE.md"), B);

    assertThat(token(store(A))).contains(A);
    assertThat(file).doesNotExist();
    keep(A);
    assertThat(token(store())).contains(A);
    assertThat(warnings).isEmpty();
  }

  @Test
  void tokenInClaudeMdIsUsedIfItCannotBeCopied() throws IOException {
    Files.createDirectories(jetty.getParent());
    Files.createSymbolicLink(jetty, directory.resolve("nowhere"));
    Path notes = work.resolve("CLAUDE.md");
    Files.writeString(notes, A);

    TokenStore store = store();
    Optional<SettingValue<Secret>> current = store.current();

    assertThat(current).contains(found(A, new Source.File(notes)));
    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("Using the token mlc_...aaaa from " + notes)
        .doesNotContain(A);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mlc_short",
        "mlc_your_jetty_token_goes_here",
        "mlc_YOUR-JETTY-TOKEN-GOES-HERE",
        "xmlc_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "mlc_... or mlc_*",
      })
  void textSimilarToATokenIsIgnored(String text) throws IOException {
    Files.writeString(work.resolve("CLAUDE.md"), text);

    assertThat(store().current()).isEmpty();
    assertThat(file).doesNotExist();
  }

  @Test
  void tokenAfterAPlaceholderIsFound() throws IOException {
    Files.writeString(
        work.resolve("CLAUDE.md"), "like mlc_your_jetty_token_goes_here: \"" + A + "\".");

    assertThat(token(store())).contains(A);
  }

  @Test
  void claudeMdMayHaveAnyEncoding() throws IOException {
    Files.write(
        work.resolve("CLAUDE.md"), ("caf\u00e9 " + A).getBytes(StandardCharsets.ISO_8859_1));

    assertThat(token(store())).contains(A);
  }

  @Test
  void otherTokensAreListed() throws IOException {
    Path notes = work.resolve("CLAUDE.md");
    Files.writeString(notes, A);

    assertThat(store(B).elsewhere())
        .containsExactly(new Source.Environment("JETTY_API_TOKEN"), new Source.File(notes));
    Files.delete(notes);
    assertThat(store().elsewhere()).isEmpty();
  }

  private TokenStore store(String variable) {
    return new TokenStore(
        new ProcessEnvironment(Map.of("JETTY_API_TOKEN", variable), home, work),
        () -> "./jetty-mcp",
        warnings::add);
  }

  private TokenStore store() {
    return store("");
  }

  private void keep(String text) throws IOException {
    Files.createDirectories(jetty);
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private static Optional<String> token(TokenStore store) {
    return store.current().map(setting -> setting.value().reveal());
  }

  private static SettingValue<Secret> found(String token, Source source) {
    return new SettingValue<>(Secret.of(token), source);
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static List<Path> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
