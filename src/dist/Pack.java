import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs a folder that {@code src/dist/build} made into a {@code .tar.gz} and an MCPB bundle, and
 * writes a {@code server.json}. The packages are reproducible and keep executable files so, which
 * the tar and zip of all systems do not.
 *
 * <p>Arguments: the folder, the version, MCPB's name of the operating system, the time of all
 * files, the name in the registry, the URL prefix of the bundles, the image.
 */
final class Pack {
  /** The size of a tar block, to which each file is padded. */
  private static final int BLOCK = 512;

  private final Path folder;
  private final Instant time;

  private Pack(Path folder, Instant time) {
    this.folder = folder;
    this.time = time;
  }

  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    String version = arguments[1];
    Pack pack = new Pack(folder, Instant.parse(arguments[3]));
    pack.tar(sibling(folder, ".tar.gz"));
    Path bundle = sibling(folder, ".mcpb");
    pack.bundle(
        bundle, fillTemplate("manifest.json", Map.of("version", version, "os", arguments[2])));
    Files.writeString(
        folder.resolveSibling("server.json"),
        fillTemplate(
            "server.json",
            Map.of(
                "version", version,
                "name", arguments[4],
                "bundle", arguments[5] + "/" + bundle.getFileName(),
                "sha256", sha256(bundle),
                "image", arguments[6] + ":" + version)));
  }

  private static Path sibling(Path folder, String ending) {
    return folder.resolveSibling(folder.getFileName() + ending);
  }

  /** Reads a template of this directory and replaces each {@code @name@} by its value. */
  private static String fillTemplate(String file, Map<String, String> values) throws IOException {
    String text = Files.readString(Path.of("src", "dist", file));
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace("@" + value.getKey() + "@", value.getValue());
    }
    return text;
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }

  /**
   * Lists what to pack. Omits an archive of classes that Java before 25 loads only in the directory
   * that its name holds; the launcher makes another one.
   */
  private List<Path> contents() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(file -> !isBound(file)).sorted().toList();
    }
  }

  private static boolean isBound(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".jsa") && name.contains("%");
  }

  /** Writes the folder, including its own name. */
  private void tar(Path to) throws IOException {
    try (OutputStream tar = new BufferedOutputStream(new SmallestGzip(Files.newOutputStream(to)))) {
      for (Path file : contents()) {
        boolean isDirectory = Files.isDirectory(file);
        long size = isDirectory ? 0 : Files.size(file);
        String name = folder.toAbsolutePath().getParent().relativize(file.toAbsolutePath()) + "";
        tar.write(header(isDirectory ? name + "/" : name, mode(file), size, isDirectory));
        if (!isDirectory) {
          Files.copy(file, tar);
          tar.write(new byte[(int) (-size & (BLOCK - 1))]);
        }
      }
      tar.write(new byte[2 * BLOCK]);
    }
  }

  /** Makes a POSIX header ("ustar"), with octal numbers and user 0 as the owner. */
  private byte[] header(String name, int mode, long size, boolean isDirectory) {
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
    put(header, 156, 1, isDirectory ? "5" : "0");
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

  private static int mode(Path file) throws IOException {
    int mode = 0;
    Set<PosixFilePermission> granted = Files.getPosixFilePermissions(file);
    for (PosixFilePermission each : PosixFilePermission.values()) {
      mode = mode << 1 | (granted.contains(each) ? 1 : 0);
    }
    return mode;
  }

  /**
   * Writes the manifest, which a host reads first, and the files of the folder. Omits entries for
   * directories, as MCPB's own program cannot unpack them.
   */
  private void bundle(Path to, String manifest) throws IOException {
    List<Path> files = contents().stream().filter(Files::isRegularFile).toList();
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(to))) {
      zip.setLevel(Deflater.BEST_COMPRESSION);
      add(zip, "manifest.json", manifest.getBytes(UTF_8));
      for (Path file : files) {
        add(zip, folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    // ZipOutputStream cannot set permissions.
    URI address = URI.create("jar:" + to.toUri());
    try (FileSystem zip =
        FileSystems.newFileSystem(address, Map.of("enablePosixFileAttributes", true))) {
      Files.setPosixFilePermissions(
          zip.getPath("manifest.json"), PosixFilePermissions.fromString("rw-r--r--"));
      for (Path file : files) {
        Files.setPosixFilePermissions(
            zip.getPath(folder.relativize(file).toString()), Files.getPosixFilePermissions(file));
      }
    }
  }

  private void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
    zip.putNextEntry(entry);
    zip.write(content);
  }

  private static final class SmallestGzip extends GZIPOutputStream {
    SmallestGzip(OutputStream to) throws IOException {
      super(to);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
