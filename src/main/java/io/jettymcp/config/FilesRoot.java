package io.jettymcp.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The one directory whose files may be read for Jetty. Links are resolved before anything is
 * compared, and what usually holds secrets is never given away.
 */
public final class FilesRoot {
  private final Path root;
  private final Path jettyDirectory;

  /**
   * @param root an existing directory; the root of a file system gives nothing away, because some
   *     hosts start servers there and nobody meant it
   */
  public FilesRoot(Path root, Surroundings surroundings) {
    this.root = root;
    this.jettyDirectory = surroundings.jettyDirectory();
  }

  /** A file may not be read. The message is the rest of a sentence that began with the file. */
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
    if (realOrSelf(root).getParent() == null) {
      throw new Denied("is not sent: --files-root must be a directory below " + root);
    }
    Path named = named(path);
    Path file = real(named);
    if (!file.startsWith(realOrSelf(root))) {
      throw outside();
    }
    if (file.startsWith(realOrSelf(jettyDirectory)) || isDotEnv(named) || isDotEnv(file)) {
      throw new Denied("may hold secrets, so it is never sent");
    }
    if (!Files.isRegularFile(file)) {
      throw new Denied("is not a file");
    }
    if (!Files.isReadable(file)) {
      throw new Denied("may not be read by this process");
    }
    return file;
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

  private static Path realOrSelf(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }

  /** {@code .env}, {@code .env.local}, {@code .envrc}, {@code prod.env} and the like. */
  private static boolean isDotEnv(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return name.startsWith(".env") || name.endsWith(".env");
  }
}
