package io.jettymcp.config;

import io.jettymcp.config.FilesRoot.Denied;
import io.jettymcp.text.Truncate;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Writes a file under an unguessable name next to its place, for the owner alone, and moves it
 * there when it is complete. A killed process leaves {@code .name.random.part}.
 */
public final class PendingFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  /** Leaves room for the rest of the part's name. */
  private static final int MAX_NAME_BYTES = 200;

  private final Path place;
  private final boolean overwrite;
  private final List<Path> newFolders;
  private final Path part;
  private final Optional<Set<PosixFilePermission>> permissions;
  private boolean kept;

  /**
   * @param place with all links resolved up to the file's folder, which exists
   * @param newFolders created for it, outermost first; removed if the file is not kept
   */
  PendingFile(Path place, boolean overwrite, List<Path> newFolders) throws IOException {
    this.place = place;
    this.overwrite = overwrite;
    this.newFolders = List.copyOf(newFolders);
    String random = UUID.randomUUID().toString().replace("-", "");
    String name = Truncate.toBytes(String.valueOf(place.getFileName()), MAX_NAME_BYTES);
    this.part = Files.createFile(place.resolveSibling("." + name + "." + random + ".part"));
    this.permissions = restrict(part);
  }

  /** Returns the file to write to until it is complete. */
  public Path part() {
    return part;
  }

  /**
   * Moves the file to its place. A link there is never followed, and a file that has appeared there
   * meanwhile is kept unless overwriting is allowed.
   *
   * @throws Denied if it cannot be moved there
   */
  public synchronized Path keep() throws Denied {
    try {
      if (!Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS)) {
        throw new NoSuchFileException(part.toString());
      }
      if (permissions.isPresent()) {
        Files.setPosixFilePermissions(part, permissions.get());
      }
      if (overwrite) {
        rejectNonFile(place);
        Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
      } else {
        moveToFreePlace();
      }
    } catch (FileAlreadyExistsException e) {
      throw exists(place);
    } catch (IOException e) {
      throw failed(e);
    }
    kept = true;
    return place;
  }

  /** Deletes the part and the folders created for it, unless the file was kept. */
  public synchronized void discard() {
    if (kept) {
      return;
    }
    deleteQuietly(part);
    removeFolders(newFolders);
  }

  /** Removes the folders that are empty; they are listed outermost first. */
  static void removeFolders(List<Path> folders) {
    for (int i = folders.size() - 1; i >= 0; i--) {
      deleteQuietly(folders.get(i));
    }
  }

  static void rejectNonFile(Path place) throws Denied {
    if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS)) {
      throw new Denied("is not a regular file, so it is never overwritten");
    }
  }

  static Denied exists(Path place) {
    return new Denied(
        "exists already (" + place + "): choose another path, or set \"overwrite\" to true");
  }

  /** Why something could not be written, in words. */
  static Denied failed(IOException fault) {
    if (fault instanceof AccessDeniedException) {
      return new Denied("cannot be saved: this process has no permission to write there");
    }
    String reason = fault instanceof FileSystemException system ? system.getReason() : null;
    return new Denied("cannot be saved there" + (reason == null ? "" : ": " + reason));
  }

  /** Creates a hard link, the only operation that checks atomically that the place is free. */
  private void moveToFreePlace() throws IOException {
    try {
      Files.createLink(place, part);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException ignored) {
      // The file system has no hard links.
      moveOntoOwnFile();
      return;
    }
    deleteQuietly(part);
  }

  /** Reserves the place with an empty file until the move, for file systems without hard links. */
  void moveOntoOwnFile() throws IOException {
    Files.createFile(place);
    try {
      Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      deleteQuietly(place);
      throw e;
    }
  }

  /** Restricts a file that is still empty to its owner, and returns the permissions it had. */
  private static Optional<Set<PosixFilePermission>> restrict(Path file) throws IOException {
    try {
      Set<PosixFilePermission> previous = Files.getPosixFilePermissions(file);
      Files.setPosixFilePermissions(file, OWNER_ONLY);
      return Optional.of(previous);
    } catch (UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  private static void deleteQuietly(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException ignored) {
      // It is in use or no longer ours; its name shows what it is.
    }
  }
}
