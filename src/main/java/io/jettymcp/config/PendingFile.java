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
 * A file on its way: written beside its place under a name nobody can guess, for the owner alone,
 * and moved there when it is whole. What a killed process leaves is called {@code
 * .name.random.part}.
 */
public final class PendingFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  /** Leaves room for the rest of the part's name. */
  private static final int MAX_BYTES_OF_NAME = 200;

  private final Path place;
  private final boolean overwrite;
  private final List<Path> newFolders;
  private final Path part;
  private final Optional<Set<PosixFilePermission>> usualRights;
  private boolean kept;

  /**
   * @param place with all links resolved up to the file's folder, which exists
   * @param newFolders that were made for it, outermost first; they go if the file is not kept
   */
  PendingFile(Path place, boolean overwrite, List<Path> newFolders) throws IOException {
    this.place = place;
    this.overwrite = overwrite;
    this.newFolders = List.copyOf(newFolders);
    String random = UUID.randomUUID().toString().replace("-", "");
    String name = Truncate.toBytes(String.valueOf(place.getFileName()), MAX_BYTES_OF_NAME);
    this.part = Files.createFile(place.resolveSibling("." + name + "." + random + ".part"));
    this.usualRights = closed(part);
  }

  /** The file to write to until it is whole. */
  public Path part() {
    return part;
  }

  /**
   * Moves the file to its place. A link in that place is never followed, and a file that came there
   * meanwhile is left alone unless it may be overwritten.
   *
   * @throws Denied if it cannot be moved there
   */
  public synchronized Path keep() throws Denied {
    try {
      if (!Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS)) {
        throw new NoSuchFileException(part.toString());
      }
      if (usualRights.isPresent()) {
        Files.setPosixFilePermissions(part, usualRights.get());
      }
      if (overwrite) {
        refuseWhatIsNoFile(place);
        Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
      } else {
        moveToFreePlace();
      }
    } catch (FileAlreadyExistsException e) {
      throw taken(place);
    } catch (IOException e) {
      throw unsaved(e);
    }
    kept = true;
    return place;
  }

  /** Deletes the part and the folders made for it, unless the file was kept. */
  public synchronized void discard() {
    if (kept) {
      return;
    }
    deleteQuietly(part);
    removeFolders(newFolders);
  }

  /** Removes those of the folders, outermost first, in which there is nothing. */
  static void removeFolders(List<Path> folders) {
    for (int i = folders.size() - 1; i >= 0; i--) {
      deleteQuietly(folders.get(i));
    }
  }

  static void refuseWhatIsNoFile(Path place) throws Denied {
    if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(place, LinkOption.NOFOLLOW_LINKS)) {
      throw new Denied("is a link or otherwise no plain file, so it is never replaced");
    }
  }

  static Denied taken(Path place) {
    return new Denied(
        "is there already (" + place + "): choose another place, or set \"overwrite\" to true");
  }

  /** Why something could not be written, in words. */
  static Denied unsaved(IOException fault) {
    if (fault instanceof AccessDeniedException) {
      return new Denied("cannot be saved: this process may not write there");
    }
    String reason = fault instanceof FileSystemException system ? system.getReason() : null;
    return new Denied("cannot be saved there" + (reason == null ? "" : ": " + reason));
  }

  /** Only a link is made by the system in one go with the check that its place is free. */
  private void moveToFreePlace() throws IOException {
    try {
      Files.createLink(place, part);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException withoutLinks) {
      moveOntoOwnFile();
      return;
    }
    deleteQuietly(part);
  }

  /** For file systems without hard links: an empty file keeps the place free until the move. */
  void moveOntoOwnFile() throws IOException {
    Files.createFile(place);
    try {
      Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      deleteQuietly(place);
      throw e;
    }
  }

  /** Takes a file that is still empty away from others; gives the rights that it had. */
  private static Optional<Set<PosixFilePermission>> closed(Path file) throws IOException {
    try {
      Set<PosixFilePermission> usual = Files.getPosixFilePermissions(file);
      Files.setPosixFilePermissions(file, OWNER_ONLY);
      return Optional.of(usual);
    } catch (UnsupportedOperationException withoutRights) {
      return Optional.empty();
    }
  }

  private static void deleteQuietly(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException leftBehind) {
      // It is in use or no longer ours; its name tells what it is.
    }
  }
}
