package io.jettymcp.config;

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
 * Confines the files that tools read and save to one directory. Links are resolved before paths are
 * compared; files that usually hold secrets are never read and never overwritten.
 */
public final class FilesRoot {
  private final Path root;
  private final Path jettyDirectory;

  /**
   * @param root an existing directory; in the root of a file system no file can be read, because
   *     some hosts start servers there without anyone's intent
   */
  public FilesRoot(Path root, ProcessEnvironment environment) {
    this.root = root;
    this.jettyDirectory = environment.jettyDirectory();
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
   * @return the file with all links resolved
   * @throws Denied if it must not be read, or is not a file
   */
  public Path readable(String path) throws Denied {
    if (resolved(root).getParent() == null) {
      throw new Denied("is not sent: --files-root must be a directory below " + root);
    }
    Path named = named(path);
    Path file = real(named);
    if (!file.startsWith(resolved(root))) {
      throw outside();
    }
    if (file.startsWith(resolved(jettyDirectory)) || isDotEnv(named) || isDotEnv(file)) {
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
    return file;
  }

  /**
   * Prepares a file to save. Missing parent folders are created.
   *
   * @param path the file, an existing folder, or any folder if it ends with a slash; absolute, or
   *     relative to the root; the root if empty
   * @param name the file's name, from an untrusted source, where the path is a folder
   * @param overwrite whether a file may be there already
   * @throws Denied if nothing must be saved there
   */
  public PendingFile savable(Optional<String> path, String name, boolean overwrite) throws Denied {
    Path top = resolved(root);
    if (top.getParent() == null) {
      throw new Denied("is not saved: --files-root must be a directory below " + root);
    }
    Path named = fileNamed(path.orElse(""), name);
    Path folder = resolved(folderOf(named));
    if (!folder.startsWith(top)) {
      throw outside();
    }
    Path place = folder.resolve(named.getFileName());
    rejectReserved(top.relativize(place));
    rejectReserved(named.startsWith(root) ? root.relativize(named) : named);
    if (isWithin(resolved(jettyDirectory), place)) {
      throw new Denied(
          "would be in Jetty's own configuration directory, so it is never saved there");
    }
    if (FileName.isTooLong(String.valueOf(place.getFileName()))) {
      throw new Denied("has a name that is too long");
    }
    PendingFile.rejectNonFile(place);
    if (!overwrite && Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      throw PendingFile.exists(place);
    }
    return pending(top, place, overwrite);
  }

  private static PendingFile pending(Path top, Path place, boolean overwrite) throws Denied {
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
    boolean done = false;
    try {
      Files.createDirectories(folder);
      // A link may have been put there since the check.
      if (!folder.toRealPath().startsWith(top)) {
        throw new Denied("leads out of --files-root");
      }
      PendingFile file = new PendingFile(place, overwrite, made);
      done = true;
      return file;
    } catch (IOException e) {
      throw PendingFile.failed(e);
    } finally {
      if (!done) {
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

  /** Rejects files that programs read secrets from, and files that git would execute. */
  private static void rejectReserved(Path place) throws Denied {
    if (isDotEnv(place)) {
      throw new Denied("has the name of a file that holds secrets, so it is never saved");
    }
    for (Path part : place) {
      if (FileName.folded(part.toString()).equals(".git")) {
        throw new Denied("would be inside a .git directory, so it is never saved there");
      }
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

  /** {@code .env}, {@code .env.local}, {@code .envrc}, {@code prod.env} and the like. */
  private static boolean isDotEnv(Path file) {
    String name = FileName.folded(String.valueOf(file.getFileName()));
    return name.startsWith(".env") || name.endsWith(".env");
  }
}
