package io.jettymcp.files;

import io.jettymcp.config.LegacyToken;
import io.jettymcp.config.NameEncoding;
import io.jettymcp.config.ProcessEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Confines the files that tools read and save to one directory, without those of {@link
 * ProtectedFiles}. Links are resolved before paths are compared.
 */
public final class FilesRoot {
  private final Path root;
  private final Path home;
  private final Path jettyDirectory;
  private final Optional<Path> key;
  private final NameEncoding encoding;
  private final String system;

  /**
   * @param root an existing directory; in the root of a file system no file can be read, because
   *     some hosts start servers there without anyone's intent
   * @param key the file with the key of this server, which is neither read nor saved
   */
  public FilesRoot(Path root, ProcessEnvironment environment, Optional<Path> key) {
    this(root, environment, key, NameEncoding.ofProcess(), System.getProperty("os.name", ""));
  }

  FilesRoot(
      Path root,
      ProcessEnvironment environment,
      Optional<Path> key,
      NameEncoding encoding,
      String system) {
    this.root = root;
    this.home = environment.home();
    this.jettyDirectory = environment.jettyDirectory();
    this.key = key;
    this.encoding = encoding;
    this.system = system.toLowerCase(Locale.ROOT);
  }

  /**
   * Reports that a file must not be read or saved. The message continues a sentence that begins
   * with the file.
   */
  public static final class Denied extends Exception {
    private static final long serialVersionUID = 1L;

    private final String why;

    Denied(String why) {
      super(why);
      this.why = why;
    }

    /** Returns for example {@code is outside --files-root}. */
    public String why() {
      return why;
    }
  }

  /**
   * Resolves a file to read.
   *
   * @param path absolute, or relative to the root
   * @throws Denied if it must not be read, or is not a file
   */
  public ReadableFile readable(String path) throws Denied {
    Path top = resolved(root);
    if (top.getParent() == null) {
      throw new Denied("is not sent: --files-root must be a directory below " + root);
    }
    rejectLackingLetters(path);
    Path named = named(path);
    Path file = real(named);
    if (!file.startsWith(top)) {
      throw outside();
    }
    Optional<ProtectedFiles> secret =
        ProtectedFiles.secret(named).or(() -> ProtectedFiles.secret(file));
    if (secret.isPresent()) {
      throw new Denied(
          "may contain secrets (%s), so it is never sent: if it contains none, ask the user for a copy with another name"
              .formatted(secret.get().title()));
    }
    if (file.startsWith(resolved(jettyDirectory)) || isStateInHome(top, file) || isKey(file)) {
      throw new Denied("may contain secrets, so it is never sent");
    }
    if (!Files.isRegularFile(file)) {
      throw new Denied("is not a file");
    }
    LegacyToken legacy = new LegacyToken(folderOf(file));
    if (legacy.file().equals(file) && legacy.read().isPresent()) {
      throw new Denied("contains a Jetty API token, so it is never sent");
    }
    if (!Files.isReadable(file)) {
      throw new Denied("is not readable by this process");
    }
    return new ReadableFile(top, file);
  }

  /**
   * Prepares a file to save. Missing parent folders are created.
   *
   * @param path the file, an existing folder, or any folder if it ends with a slash; absolute, or
   *     relative to the root; the root if empty
   * @param name the file's name, from an untrusted source, where the path is a folder
   * @param overwrite whether a file that is there already may be replaced
   * @throws Denied if nothing must be saved there
   */
  public PendingFile savable(Optional<String> path, String name, boolean overwrite) throws Denied {
    Path top = resolved(root);
    if (top.getParent() == null) {
      throw new Denied("is not saved: --files-root must be a directory below " + root);
    }
    rejectLackingLetters(path.orElse("") + name);
    Path named = fileNamed(path.orElse(""), name);
    Path folder = resolved(folderOf(named));
    if (!folder.startsWith(top)) {
      throw outside();
    }
    Path place = folder.resolve(named.getFileName());
    if (isWithin(resolved(jettyDirectory), place)) {
      throw new Denied(
          "would be in Jetty's own configuration directory, so it is never saved there");
    }
    if (isKey(place)) {
      throw new Denied("is the file with this server's key, so it is never saved there");
    }
    rejectProtected(place, top.relativize(place));
    rejectProtected(named, named.startsWith(root) ? root.relativize(named) : named.getFileName());
    if (isStateInHome(top, place)) {
      throw new Denied(
          "would be among files that programs run or read by themselves, so it is never saved there");
    }
    if (FileName.isTooLong(String.valueOf(place.getFileName()))) {
      throw new Denied("has a name that is too long");
    }
    PendingFile.rejectNonFile(place);
    boolean exists = Files.exists(place, LinkOption.NOFOLLOW_LINKS);
    if (exists && !overwrite) {
      throw PendingFile.exists(place);
    }
    return pending(top, place, exists);
  }

  private static PendingFile pending(Path top, Path place, boolean replaces) throws Denied {
    Path folder = folderOf(place);
    List<Path> made = new ArrayList<>();
    Path existing = folder;
    while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
      made.add(0, existing);
      existing = folderOf(existing);
    }
    if (!Files.isDirectory(existing)) {
      throw new Denied("cannot be saved there: " + existing + " is not a folder");
    }
    Optional<HeldFolder> held = Optional.empty();
    boolean done = false;
    try {
      Files.createDirectories(folder);
      held = Optional.of(HeldFolder.open(top, folder));
      PendingFile file = new PendingFile(place, replaces, held.get(), made);
      done = true;
      return file;
    } catch (IOException e) {
      throw PendingFile.failed(e);
    } finally {
      if (!done) {
        held.ifPresent(PendingFile::closeQuietly);
        PendingFile.removeFolders(made);
      }
    }
  }

  private static Path folderOf(Path file) {
    return Objects.requireNonNull(file.getParent(), "only a root has no parent");
  }

  private Path fileNamed(String path, String name) throws Denied {
    if (path.chars().anyMatch(Character::isISOControl)) {
      throw new Denied("has control characters in its name");
    }
    try {
      Path at = root.resolve(path).normalize();
      boolean folder =
          path.isEmpty()
              || path.endsWith("/")
              || path.endsWith(at.getFileSystem().getSeparator())
              || Files.isDirectory(at);
      return folder ? at.resolve(FileName.safe(name)) : at;
    } catch (InvalidPathException e) {
      throw new Denied("is not a valid file name");
    }
  }

  private void rejectLackingLetters(String path) throws Denied {
    if (encoding.lacks(path)) {
      throw new Denied("cannot be named: " + encoding.reason());
    }
  }

  /**
   * @param path from the root, where hidden files count from
   */
  private static void rejectProtected(Path file, Path path) throws Denied {
    Optional<ProtectedFiles> secret = ProtectedFiles.secret(file);
    if (secret.isPresent()) {
      throw new Denied(
          "has the name of a file that holds secrets (%s), so it is never saved: choose another name"
              .formatted(secret.get().title()));
    }
    Optional<ProtectedFiles> started =
        isOfLauncher(file) ? Optional.of(ProtectedFiles.OURSELVES) : ProtectedFiles.started(path);
    if (started.isPresent()) {
      throw new Denied(
          "has the name of a file that programs run or read by themselves (%s), so it is never saved: choose another name"
              .formatted(started.get().title()));
    }
  }

  /**
   * Returns true for what the launcher of a package reads next to the jar: names alone are common.
   */
  private static boolean isOfLauncher(Path file) {
    String name = FileName.folded(String.valueOf(file.getFileName()));
    return (name.equals("archive") || name.equals("java-options"))
        && Files.exists(file.resolveSibling("jetty-mcp.jar"));
  }

  /**
   * Returns true for the files in which programs keep their state, where the root includes the home
   * directory: hosts start servers there without anyone's intent.
   */
  private boolean isStateInHome(Path top, Path file) {
    Path start = resolved(home);
    if (!start.startsWith(top) || !file.startsWith(start) || file.equals(start)) {
      return false;
    }
    String first = FileName.folded(start.relativize(file).getName(0).toString());
    return first.startsWith(".")
        || (first.equals("library") && system.startsWith("mac"))
        || (first.equals("appdata") && system.startsWith("windows"));
  }

  private boolean isKey(Path file) {
    return key.filter(known -> isSame(known, file)).isPresent();
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException ignored) { // one of them does not exist
      return resolved(one).equals(other);
    }
  }

  /** Resolves the links in the part of a path that exists. */
  private static Path resolved(Path path) {
    Path full = path.toAbsolutePath().normalize();
    Path existing = full;
    while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    try {
      return existing.toRealPath().resolve(existing.relativize(full));
    } catch (IOException e) {
      return full;
    }
  }

  /** Returns true if a place is below a directory on a file system that ignores case. */
  private static boolean isWithin(Path directory, Path place) {
    return Path.of(place.toString().toLowerCase(Locale.ROOT))
        .startsWith(Path.of(directory.toString().toLowerCase(Locale.ROOT)));
  }

  private Path named(String path) throws Denied {
    try {
      return root.resolve(path).normalize();
    } catch (InvalidPathException e) {
      throw missing();
    }
  }

  /** Does not reveal whether files outside the root exist. */
  private Path real(Path named) throws Denied {
    try {
      return named.toRealPath();
    } catch (IOException e) {
      throw named.startsWith(root.normalize()) ? missing() : outside();
    }
  }

  private Denied missing() {
    return new Denied("does not exist below --files-root (" + root + ")");
  }

  private Denied outside() {
    return new Denied("is outside --files-root (" + root + ")");
  }
}
