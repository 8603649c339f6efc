package io.jettymcp.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Accesses the files of an open directory: no other directory, and no link, can be put in its place
 * between two steps. Works with paths where the platform has no such access (Windows, older macOS).
 */
final class HeldFolder implements Closeable {
  private final Path path;
  private final DirectoryStream<Path> directory;
  private final @Nullable SecureDirectoryStream<Path> secure;

  private HeldFolder(Path path, DirectoryStream<Path> directory) {
    this.path = path;
    this.directory = directory;
    this.secure = directory instanceof SecureDirectoryStream<Path> held ? held : null;
  }

  /**
   * Opens a directory by way of all directories above it.
   *
   * @param top trusted to stay where it is
   * @param path without links, equal to the top or below it
   * @throws IOException also if a directory has become a link meanwhile
   */
  @SuppressWarnings("StreamResourceLeak") // closed with the folder, or in the loop
  static HeldFolder open(Path top, Path path) throws IOException {
    DirectoryStream<Path> current = Files.newDirectoryStream(top);
    if (path.equals(top)) {
      return new HeldFolder(path, current);
    }
    for (Path name : top.relativize(path)) {
      if (!(current instanceof SecureDirectoryStream<Path> parent)) {
        break;
      }
      try (parent) {
        current = parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
      }
    }
    return new HeldFolder(path, current);
  }

  /** Opens a regular file. Anything else is not opened, as a pipe would wait for its writer. */
  SeekableByteChannel read(Path name) throws IOException {
    if (!isRegularFile(name)) {
      throw new FileSystemException(
          path.resolve(name).toString(), null, "is no longer a regular file");
    }
    return open(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
  }

  /** Creates an empty file; fails if the name is taken, be it by a link. */
  void create(Path name) throws IOException {
    open(name, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)).close();
  }

  private SeekableByteChannel open(Path name, Set<OpenOption> options) throws IOException {
    return secure == null
        ? Files.newByteChannel(path.resolve(name), options)
        : secure.newByteChannel(name, options);
  }

  /** Moves a file in one step, and replaces what is there. */
  void move(Path from, Path to) throws IOException {
    if (secure == null) {
      Files.move(path.resolve(from), path.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    } else {
      secure.move(from, secure, to);
    }
  }

  void delete(Path name) throws IOException {
    if (secure == null) {
      Files.delete(path.resolve(name));
    } else {
      secure.deleteFile(name);
    }
  }

  boolean isRegularFile(Path name) throws IOException {
    BasicFileAttributeView view = view(name, BasicFileAttributeView.class);
    try {
      return view.readAttributes().isRegularFile();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Returns the permissions of a file itself; empty where there are none. */
  Optional<PosixFileAttributeView> permissions(Path name) {
    return Optional.ofNullable(view(name, PosixFileAttributeView.class));
  }

  private <V extends BasicFileAttributeView> V view(Path name, Class<V> type) {
    return secure == null
        ? Files.getFileAttributeView(path.resolve(name), type, LinkOption.NOFOLLOW_LINKS)
        : secure.getFileAttributeView(name, type, LinkOption.NOFOLLOW_LINKS);
  }

  /** Checks that the directory is still the one at its path. */
  boolean isInPlace() throws IOException {
    if (secure == null) {
      return true;
    }
    Object held =
        secure.getFileAttributeView(BasicFileAttributeView.class).readAttributes().fileKey();
    return held.equals(
        Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .readAttributes()
            .fileKey());
  }

  @Override
  public void close() throws IOException {
    directory.close();
  }
}
