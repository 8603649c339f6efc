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
 * The one directory whose files may be read for Jetty, and in which what comes from there may be
 * saved. Links are resolved before anything is compared; what usually holds secrets is never given
 * away and never overwritten.
 */
public final class FilesRoot {
  private final Path root;
  private final Path jettyDirectory;

  /**
   * @param root an existing directory; the root of a file system gives nothing away, because some
   *     hosts start servers there and nobody meant it
   */
  public FilesRoot(Path root, ProcessEnvironment surroundings) {
    this.root = root;
    this.jettyDirectory = surroundings.jettyDirectory();
  }

  /**
   * A file may not be read or saved. The message is the rest of a sentence that began with the
   * file.
   */
  public static final class Denied extends Exception {
    private static final long serialVersionUID = 1L;

    private final String why;

    Denied(String why) {
      super(why);
      this.why = why;
    }

    /** For example {@code is outside --files-root}. */
    public String why() {
      return why;
    }
  }

  /**
   * A file that may be read.
   *
   * @param path absolute, or relative to the root
   * @return the file with all links resolved
   * @throws Denied if it may not be read, or is no file
   */
  public Path readable(String path) throws Denied {
    if (whereItIs(root).getParent() == null) {
      throw new Denied("is not sent: --files-root must be a directory below " + root);
    }
    Path named = named(path);
    Path file = real(named);
    if (!file.startsWith(whereItIs(root))) {
      throw outside();
    }
    if (file.startsWith(whereItIs(jettyDirectory)) || isDotEnv(named) || isDotEnv(file)) {
      throw new Denied("may hold secrets, so it is never sent");
    }
    if (!Files.isRegularFile(file)) {
      throw new Denied("is not a file");
    }
    LegacyToken legacy = new LegacyToken(folderOf(file));
    if (legacy.file().equals(file) && legacy.read().isPresent()) {
      throw new Denied("holds a Jetty API token, so it is never sent");
    }
    if (!Files.isReadable(file)) {
      throw new Denied("may not be read by this process");
    }
    return file;
  }

  /**
   * A place where a file may be saved. Folders that are missing on the way are made.
   *
   * @param path the file, an existing folder, or any folder if it ends with a slash; absolute, or
   *     relative to the root, which it is if empty
   * @param name the file's name, from anywhere, where the path is a folder
   * @param overwrite whether a file may be there already
   * @throws Denied if nothing may be saved there
   */
  public PendingFile savable(Optional<String> path, String name, boolean overwrite) throws Denied {
    Path top = whereItIs(root);
    if (top.getParent() == null) {
      throw new Denied("is not saved: --files-root must be a directory below " + root);
    }
    Path named = fileNamed(path.orElse(""), name);
    Path folder = whereItIs(folderOf(named));
    if (!folder.startsWith(top)) {
      throw outside();
    }
    Path place = folder.resolve(named.getFileName());
    refuseSpecial(top.relativize(place));
    refuseSpecial(named.startsWith(root) ? root.relativize(named) : named);
    if (isWithin(whereItIs(jettyDirectory), place)) {
      throw new Denied("would lie among Jetty's own settings, so it is never saved there");
    }
    if (FileName.isTooLong(String.valueOf(place.getFileName()))) {
      throw new Denied("has a name that is too long");
    }
    PendingFile.refuseWhatIsNoFile(place);
    if (!overwrite && Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      throw PendingFile.taken(place);
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
      throw new Denied("cannot be saved there: " + existing + " is no folder");
    }
    boolean done = false;
    try {
      Files.createDirectories(folder);
      // Somebody may have put a link there since it was looked at.
      if (!folder.toRealPath().startsWith(top)) {
        throw new Denied("leads out of --files-root");
      }
      PendingFile file = new PendingFile(place, overwrite, made);
      done = true;
      return file;
    } catch (IOException e) {
      throw PendingFile.unsaved(e);
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
      throw new Denied("is no name that a file can have here");
    }
  }

  /** What programs take secrets from, and what git would carry out. */
  private static void refuseSpecial(Path place) throws Denied {
    if (isDotEnv(place)) {
      throw new Denied("has the name of a file that holds secrets, so it is never saved");
    }
    for (Path part : place) {
      if (FileName.plain(part.toString()).equals(".git")) {
        throw new Denied("would lie inside a .git directory, so it is never saved there");
      }
    }
  }

  /** The path with the links of all that exists of it resolved. */
  private static Path whereItIs(Path path) {
    Path whole = path.toAbsolutePath().normalize();
    Path existing = whole;
    while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    try {
      return existing.toRealPath().resolve(existing.relativize(whole));
    } catch (IOException leadsNowhere) {
      return whole;
    }
  }

  /** Whether a place is below a directory, or would be where case makes no difference. */
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

  /** Of what is outside, nobody learns whether it exists. */
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
    return new Denied("is outside of --files-root (" + root + ")");
  }

  /** {@code .env}, {@code .env.local}, {@code .envrc}, {@code prod.env} and the like. */
  private static boolean isDotEnv(Path file) {
    String name = FileName.plain(String.valueOf(file.getFileName()));
    return name.startsWith(".env") || name.endsWith(".env");
  }
}
