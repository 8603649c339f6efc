package io.jettymcp.files;

import io.jettymcp.files.FilesRoot.Denied;
import io.jettymcp.text.Truncate;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
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
  private final Path name;
  private final boolean replaces;
  private final List<Path> newFolders;
  private final HeldFolder folder;
  private final Path part;
  private final Optional<Set<PosixFilePermission>> usualPermissions;
  private boolean kept;
  private boolean discarded;

  /**
   * @param place with all links resolved up to the file's folder
   * @param folder that of the file, which is closed with this
   * @param newFolders created for it, outermost first; removed if the file is not kept
   */
  PendingFile(Path place, boolean replaces, HeldFolder folder, List<Path> newFolders)
      throws IOException {
    this.place = place;
    this.name = place.getFileName();
    this.replaces = replaces;
    this.folder = folder;
    this.newFolders = List.copyOf(newFolders);
    String random = UUID.randomUUID().toString().replace("-", "");
    String shortened = Truncate.toBytes(name.toString(), MAX_NAME_BYTES);
    this.part = place.resolveSibling("." + shortened + "." + random + ".part");
    folder.create(part.getFileName());
    boolean done = false;
    try {
      this.usualPermissions = restrict();
      done = true;
    } finally {
      if (!done) {
        deletePart();
      }
    }
  }

  /** Returns the file to write to until it is complete. */
  public Path part() {
    return part;
  }

  /** Returns the file that {@link #keep} replaces; empty if none was there. */
  public Optional<Path> replaced() {
    return replaces ? Optional.of(place) : Optional.empty();
  }

  /**
   * Moves the file to its place. A link there is never followed, and a file that has appeared there
   * meanwhile is kept.
   *
   * @throws Denied if it cannot be moved there
   */
  public synchronized Path keep() throws Denied {
    try {
      if (discarded || !folder.isInPlace() || !folder.isRegularFile(part.getFileName())) {
        throw new NoSuchFileException(part.toString());
      }
      if (usualPermissions.isPresent()) {
        setPermissions(replacedPermissions().orElse(usualPermissions.get()));
      }
      if (replaces) {
        rejectNonFile(place);
        folder.move(part.getFileName(), name);
      } else {
        moveOntoOwnFile();
      }
    } catch (FileAlreadyExistsException e) {
      throw exists(place);
    } catch (IOException e) {
      throw failed(e);
    }
    kept = true;
    closeQuietly(folder);
    return place;
  }

  /** Deletes the part and the folders created for it, unless the file was kept. */
  public synchronized void discard() {
    if (kept || discarded) {
      return;
    }
    discarded = true;
    deletePart();
    closeQuietly(folder);
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

  /**
   * Reserves the place with an empty file until the move, as no other operation fails if the name
   * is taken.
   */
  private void moveOntoOwnFile() throws IOException {
    folder.create(name);
    try {
      folder.move(part.getFileName(), name);
    } catch (IOException e) {
      folder.delete(name);
      throw e;
    }
  }

  /** Restricts a part that is still empty to its owner, and returns the permissions it had. */
  private Optional<Set<PosixFilePermission>> restrict() throws IOException {
    Optional<PosixFileAttributeView> view = folder.permissions(part.getFileName());
    if (view.isEmpty()) {
      return Optional.empty();
    }
    Set<PosixFilePermission> previous = view.get().readAttributes().permissions();
    setPermissions(OWNER_ONLY);
    return Optional.of(previous);
  }

  /** Returns the permissions of the file to replace; empty if there is none, or no longer. */
  private Optional<Set<PosixFilePermission>> replacedPermissions() throws IOException {
    return replaces && folder.isRegularFile(name)
        ? Optional.of(folder.permissions(name).orElseThrow().readAttributes().permissions())
        : Optional.empty();
  }

  private void setPermissions(Set<PosixFilePermission> permissions) throws IOException {
    folder.permissions(part.getFileName()).orElseThrow().setPermissions(permissions);
  }

  private void deletePart() {
    try {
      folder.delete(part.getFileName());
    } catch (IOException ignored) {
      // It is no longer there, or in use; its name shows what it is.
    }
  }

  static void closeQuietly(HeldFolder folder) {
    try {
      folder.close();
    } catch (IOException ignored) {
      // It was only read.
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
