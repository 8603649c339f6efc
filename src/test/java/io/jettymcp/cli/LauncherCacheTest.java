package io.jettymcp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the launcher keeps its archive when it may not write where the jar lies. */
class LauncherCacheTest {
  @TempDir Path directory;
  private Checkout checkout;
  private Path home;

  @BeforeEach
  void layOut() throws Exception {
    directory = directory.toRealPath();
    checkout = new Checkout(directory);
    checkout.makesNoArchiveInTheBackground();
    checkout.archivingJava(directory, "17.0.9");
    checkout.jarIsBuilt();
    home = checkout.mayNotWriteBesideTheJar();
  }

  private Checkout.Ended start(String mode, Path cacheHome) throws Exception {
    return checkout.start(
        List.of(),
        Map.of(
            "JETTY_MCP_ARCHIVE",
            mode,
            "HOME",
            home.toString(),
            "XDG_CACHE_HOME",
            cacheHome.toString()));
  }

  private void isMadeIn(Path folder, Path cacheHome) throws Exception {
    Checkout.Ended ended = start("make", cacheHome);

    assertThat(ended.err()).isEmpty();
    assertThat(ended.exit()).isZero();
    assertThat(Checkout.archives(checkout.target)).isEmpty();
    assertThat(Checkout.archives(folder)).hasSize(1);
    assertThat(start("auto", cacheHome).out())
        .contains("\n-XX:SharedArchiveFile=" + Checkout.archives(folder).get(0) + "\n");
  }

  @Test
  void theArchiveGoesToTheCacheOfTheUserAndIsTakenFromThere() throws Exception {
    Path cacheHome = home.resolve("my cache");
    isMadeIn(cacheHome.resolve("jetty-mcp"), cacheHome);
    assertThat(Files.getPosixFilePermissions(cacheHome.resolve("jetty-mcp")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void withoutAPlaceForCachesItGoesToTheUsualOne() throws Exception {
    isMadeIn(home.resolve(".cache/jetty-mcp"), Path.of(""));
  }

  @Test
  void aRelativePlaceForCachesIsNone() throws Exception {
    isMadeIn(home.resolve(".cache/jetty-mcp"), Path.of("relative"));
  }

  /** It is readable, and writable even, but what others put there could do anything. */
  @Test
  void theCacheOfSomebodyElseIsNotTrusted() throws Exception {
    assumeThat(checkout.isRoot()).as("root, who can give files away").isTrue();
    Path cache = home.resolve(".cache/jetty-mcp");
    isMadeIn(cache, Path.of(""));
    Files.setAttribute(cache, "unix:uid", 0);
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThat(start("auto", Path.of("")).out())
        .contains("version 17.0.9\n")
        .doesNotContain("SharedArchiveFile");
    Checkout.Ended ended = start("make", Path.of(""));
    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err())
        .isEqualTo(
            "jetty-mcp: no archive can be written to " + checkout.target + " or " + cache + "\n");
  }

  @Test
  void withNoPlaceForAnArchiveTheServerStartsAsEver() throws Exception {
    Files.writeString(home.resolve(".cache"), "no folder");

    Checkout.Ended ended = start("auto", Path.of(""));

    assertThat(ended.exit()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out()).contains("version 17.0.9\n").doesNotContain("SharedArchiveFile");
  }
}
