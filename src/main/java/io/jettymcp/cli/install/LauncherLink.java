package io.jettymcp.cli.install;

import io.jettymcp.config.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.UUID;

/** Links the launcher into ~/.local/bin, so that jetty-mcp can be run from any directory. */
final class LauncherLink {
  private static final String NAME = "jetty-mcp";

  private final HostPlaces places;
  private final LaunchCommand program;

  LauncherLink(HostPlaces places, LaunchCommand program) {
    this.places = places;
    this.program = program;
  }

  /**
   * Creates the link, or updates one to another copy of this program.
   *
   * @throws UsageException if there is something else at its place, or links are not usual here
   */
  void create(PrintWriter out) throws IOException {
    if (places.isWindows()) {
      throw new UsageException(
          "On Windows, add the directory of jetty-mcp.cmd to the PATH instead: Settings, System,"
              + " About, Advanced system settings, Environment Variables.");
    }
    if (!program.arguments().isEmpty()) {
      throw new UsageException(
          "--link needs the launcher: run it as ./jetty-mcp from the checkout or installation.");
    }
    Path directory = places.home(".local", "bin");
    List<Path> others =
        places.environment().programDirectories().stream()
            .filter(place -> !place.equals(directory))
            .toList();
    Path launcher = Path.of(program.onPath(others).command());
    Path link = directory.resolve(NAME);
    if (Files.isSymbolicLink(link)) {
      update(link, launcher, out);
    } else if (Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
      throw new UsageException(
          link + " exists and is not a link of jetty-mcp; it was not changed.");
    } else {
      Files.createDirectories(directory);
      Files.createSymbolicLink(link, launcher);
      out.println("Linked " + link + " to " + launcher + ".");
    }
    if (!isOnPath(directory)) {
      out.println(
          directory + " is not on your PATH. Add this line to ~/.profile, and sign in again:");
      out.println("  export PATH=\"$HOME/.local/bin:$PATH\"");
    }
  }

  private static void update(Path link, Path launcher, PrintWriter out) throws IOException {
    Path target = link.resolveSibling(Files.readSymbolicLink(link));
    // The launcher may itself be a link to this one.
    boolean isSame =
        Files.exists(link) && Files.exists(launcher) && Files.isSameFile(link, launcher);
    if (isSame || target.equals(launcher)) {
      out.println(link + " is up to date; nothing was changed.");
      return;
    }
    if (!NAME.equals(String.valueOf(target.getFileName()))) {
      throw new UsageException(
          link + " is a link to " + target + ", which is not jetty-mcp; it was not changed.");
    }
    Path temporary = link.resolveSibling("." + NAME + "." + UUID.randomUUID());
    Files.createSymbolicLink(temporary, launcher);
    Files.move(
        temporary, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    out.println("Linked " + link + " to " + launcher + " (was " + target + ").");
  }

  private boolean isOnPath(Path directory) {
    return places.environment().programDirectories().contains(directory);
  }
}
