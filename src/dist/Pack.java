import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs a folder into a tar or zip file. The packages are reproducible and keep executable files so
 * on every system, which the tar and zip of all systems do not.
 *
 * <p>Arguments: the package, whose ending says what it is; the folder; the name of the folder in
 * the package, or nothing; the time of all files.
 */
final class Pack {
  /** The size of a tar block, to which each file is padded. */
  private static final int BLOCK = 512;

  private final Path folder;
  private final String prefix;
  private final Instant time;

  private Pack(Path folder, String prefix, Instant time) {
    this.folder = folder;
    this.prefix = prefix.isEmpty() ? "" : prefix + "/";
    this.time = time;
  }

  public static void main(String[] arguments) throws IOException {
    Path to = Path.of(arguments[0]);
    Pack pack = new Pack(Path.of(arguments[1]), arguments[2], Instant.parse(arguments[3]));
    if (to.toString().endsWith("gz")) {
      pack.tar(to);
    } else {
      pack.zip(to);
    }
  }

  /** Lists the files. Omits directories, as MCPB's own program cannot unpack their entries. */
  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private String name(Path file) {
    return prefix + folder.relativize(file).toString().replace('\\', '/');
  }

  private void tar(Path to) throws IOException {
    try (OutputStream tar =
        new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(to)))) {
      for (Path file : files()) {
        long size = Files.size(file);
        tar.write(header(name(file), Files.isExecutable(file) ? 0755 : 0644, size));
        Files.copy(file, tar);
        tar.write(new byte[(int) (-size & (BLOCK - 1))]);
      }
      tar.write(new byte[2 * BLOCK]);
    }
  }

  /** Makes a POSIX header ("ustar"), with octal numbers and user 0 as the owner. */
  private byte[] header(String name, int mode, long size) {
    byte[] header = new byte[BLOCK];
    // A name longer than 100 bytes is split at a slash; its start goes into the prefix field.
    int split = name.length() <= 100 ? -1 : name.indexOf('/', name.length() - 101);
    put(header, 0, 100, name.substring(split + 1));
    put(header, 345, 155, name.substring(0, Math.max(split, 0)));
    put(header, 100, 8, "%07o".formatted(mode));
    put(header, 108, 8, "%07o".formatted(0));
    put(header, 116, 8, "%07o".formatted(0));
    put(header, 124, 12, "%011o".formatted(size));
    put(header, 136, 12, "%011o".formatted(time.getEpochSecond()));
    put(header, 156, 1, "0");
    put(header, 257, 8, "ustar\00000");
    put(header, 148, 8, " ".repeat(8));
    int sum = 0;
    for (byte each : header) {
      sum += each;
    }
    put(header, 148, 8, "%06o\0 ".formatted(sum));
    return header;
  }

  private static void put(byte[] header, int at, int maxLength, String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    if (bytes.length > maxLength) {
      throw new IllegalStateException("too long for a tar file: " + text);
    }
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private void zip(Path to) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(to))) {
      for (Path file : files()) {
        ZipEntry entry = new ZipEntry(name(file));
        entry.setTimeLocal(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
        zip.putNextEntry(entry);
        Files.copy(file, zip);
      }
    }
    // ZipOutputStream cannot set permissions.
    URI address = URI.create("jar:" + to.toUri());
    try (FileSystem zip =
        FileSystems.newFileSystem(address, Map.of("enablePosixFileAttributes", true))) {
      for (Path file : files()) {
        Files.setPosixFilePermissions(
            zip.getPath(name(file)),
            PosixFilePermissions.fromString(Files.isExecutable(file) ? "rwxr-xr-x" : "rw-r--r--"));
      }
    }
  }
}
