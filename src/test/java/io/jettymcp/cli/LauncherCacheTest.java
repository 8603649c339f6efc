package io.jettymcp.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests where the launcher writes its archive if the directory of the jar is read-only. */
class LauncherCacheTest {
  private static final String UNSET = "";

  @RegisterExtension final Checkout checkout = new Checkout();
  private Path home = Path.of("");

  @BeforeEach
  void prepare() throws Exception {
    checkout.preventBackgroundArchives();
    checkout.installArchivingJava("17.0.9");
    checkout.writeJar();
    home = checkout.makeTargetReadOnly();
  }

  private Checkout.Result run(String mode, String cacheHome) throws Exception {
    return checkout.run(
        Map.of("JETTY_MCP_ARCHIVE", mode, "HOME", home.toString(), "XDG_CACHE_HOME", cacheHome));
  }

  private void assertMadeIn(Path cache, String cacheHome) throws Exception {
    Checkout.Result result = run("make", cacheHome);

    assertThat(result.err()).isEmpty();
    assertThat(result.exit()).isZero();
    assertThat(Checkout.archivesIn(checkout.target())).isEmpty();
    assertThat(Checkout.archivesIn(cache)).hasSize(1);
  }

  private void assertNoneUsed() throws Exception {
    Checkout.Result result = run("auto", UNSET);

    assertThat(result.exit()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out()).contains("version 17.0.9\n").doesNotContain("SharedArchiveFile");
  }

  @Test
  void archiveIsMadeInTheUsersCache() throws Exception {
    Path cacheHome = home.resolve("my cache");

    assertMadeIn(cacheHome.resolve("jetty-mcp"), cacheHome.toString());
  }

  @Test
  void archiveInTheUsersCacheIsUsed() throws Exception {
    Path cache = home.resolve(".cache/jetty-mcp");
    assertMadeIn(cache, UNSET);

    assertThat(run("auto", UNSET).out())
        .contains("\n-XX:SharedArchiveFile=" + Checkout.archivesIn(cache).get(0) + "\n");
  }

  @Test
  void cacheIsReadableByItsUserOnly() throws Exception {
    Path cache = home.resolve(".cache/jetty-mcp");
    assertMadeIn(cache, UNSET);

    assertThat(Files.getPosixFilePermissions(cache))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void cacheOfTheXdgDefaultIsUsedIfNoneIsSet() throws Exception {
    assertMadeIn(home.resolve(".cache/jetty-mcp"), UNSET);
  }

  /** XDG's specification says so. */
  @Test
  void relativeCacheHomeIsIgnored() throws Exception {
    assertMadeIn(home.resolve(".cache/jetty-mcp"), "relative");
  }

  /** An archive that another user wrote could run any code. */
  @Test
  void cacheOfAnotherUserIsNotUsed() throws Exception {
    giveCacheAway();

    assertNoneUsed();
  }

  @Test
  void archiveOfAnotherUserInAnOpenCacheIsNotUsed() throws Exception {
    assumeThat(checkout.isRoot()).as("root, who can change owners").isTrue();
    Path cache = home.resolve(".cache/jetty-mcp");
    assertMadeIn(cache, UNSET);
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
    Files.setAttribute(Checkout.archivesIn(cache).get(0), "unix:uid", 0);

    assertNoneUsed();
  }

  @Test
  void cacheOfAnotherUserIsNotWritten() throws Exception {
    Path cache = giveCacheAway();

    Checkout.Result result = run("make", UNSET);

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.err())
        .isEqualTo(
            "jetty-mcp: cannot write an archive to " + checkout.target() + " or " + cache + "\n");
  }

  /** Makes another user own the cache, which everyone can read and write. */
  private Path giveCacheAway() throws Exception {
    assumeThat(checkout.isRoot()).as("root, who can change owners").isTrue();
    Path cache = home.resolve(".cache/jetty-mcp");
    assertMadeIn(cache, UNSET);
    Files.setAttribute(cache, "unix:uid", 0);
    Files.setPosixFilePermissions(cache, PosixFilePermissions.fromString("rwxrwxrwx"));
    return cache;
  }

  @Test
  void serverStartsIfNoArchiveCanBeWritten() throws Exception {
    Files.writeString(home.resolve(".cache"), "not a directory");

    assertNoneUsed();
  }
}
