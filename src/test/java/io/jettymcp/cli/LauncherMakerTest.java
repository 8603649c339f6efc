package io.jettymcp.cli;

import static java.util.regex.Matcher.quoteReplacement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the launcher leaves to others, and takes from them, while it makes an archive. */
class LauncherMakerTest {
  private static final String TRAINING = "-XX:ArchiveClassesAtExit=*";
  private static final String TRIAL = "-Xshare:on";

  @TempDir Path directory;
  private Checkout checkout;
  private Path folder;
  private Path lock;

  @BeforeEach
  void layOut() throws IOException {
    directory = directory.toRealPath();
    checkout = new Checkout(directory);
    checkout.archivingJava(directory, "17.0.9");
    checkout.jarIsBuilt();
    checkout.makesNoArchiveInTheBackground();
    folder = checkout.target;
    lock = folder.resolve("jetty-mcp-archive.lock");
  }

  private Checkout.Ended make() throws Exception {
    return checkout.start(List.of(), Map.of("JETTY_MCP_ARCHIVE", "make"));
  }

  /** A pipe between stand-ins: who reads waits for who writes, and the other way round. */
  private Path pipe(String name) throws Exception {
    Path pipe = directory.resolve(name);
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    return pipe;
  }

  /** Has Java do something first when it is started with an option. */
  private void javaDoes(String option, String body) throws IOException {
    Path java = directory.resolve("bin/java");
    String first =
        """
        #!/bin/sh
        for argument; do
          case $argument in
            OPTION) cd 'DIRECTORY' && { BODY; } ;;
          esac
        done
        """
            .replace("DIRECTORY", directory.toString())
            .replace("OPTION", option)
            .replace("BODY", body);
    checkout.executable(
        java, Files.readString(java).replaceFirst("#!/bin/sh\n", quoteReplacement(first)));
  }

  private long pidIn(String file) throws IOException {
    return Long.parseLong(Files.readString(directory.resolve(file)).strip());
  }

  private static void isGone(long pid) throws Exception {
    Optional<ProcessHandle> left = ProcessHandle.of(pid);
    if (left.isPresent()) {
      left.get().onExit().get(10, TimeUnit.SECONDS);
    }
  }

  private void nothingIsLeftBehind() {
    assertThat(folder).isDirectoryNotContaining("glob:**jetty-mcp-archive*");
  }

  @Test
  void aHostSeesTheEndOfTheServerWhileTheArchiveIsStillBeingMade() throws Exception {
    pipe("begun");
    Path finish = pipe("finish");
    javaDoes("-Djetty-mcp.launcher=*", "read -r line <begun; exit");
    javaDoes(TRAINING, "echo begun >begun; read -r line <finish");
    checkout.sleep("5", "");
    // A host may have more open than stdout and stderr.
    Path host = directory.resolve("host");
    checkout.executable(host, "exec sh '" + checkout.root + "/jetty-mcp' 3>&1 9>&2\n");

    Checkout.Ended ended = checkout.end(checkout.process(host, List.of(), Map.of()));

    assertThat(ended.exit()).isZero();
    assertThat(lock).isSymbolicLink();
    ProcessHandle maker =
        ProcessHandle.of(Long.parseLong(Files.readSymbolicLink(lock).toString())).orElseThrow();
    assertThat(Checkout.archives(folder)).isEmpty();
    Files.writeString(finish, "\n");
    maker.onExit().get(10, TimeUnit.SECONDS);
    assertThat(Checkout.archives(folder)).hasSize(1);
    nothingIsLeftBehind();
  }

  @Test
  void theLockOfAMakerThatDiedIsBroken() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Files.createSymbolicLink(lock, Path.of(Long.toString(gone.pid())));
    Path half = Files.createDirectory(folder.resolve("jetty-mcp-archive." + gone.pid()));
    Files.writeString(half.resolve("new.jsa"), "half an archive");

    Checkout.Ended ended = make();

    assertThat(ended.err()).isEmpty();
    assertThat(ended.exit()).isZero();
    assertThat(Checkout.archives(folder)).hasSize(1);
    nothingIsLeftBehind();
  }

  /** In a container that is started again the same processes have the same pids. */
  @Test
  void aLockWithTheMakersOwnPidIsOfOneThatDied() throws Exception {
    Path again = directory.resolve("again");
    checkout.executable(
        again, "ln -s $$ '" + lock + "'; exec sh '" + checkout.root + "/jetty-mcp'\n");

    Checkout.Ended ended =
        checkout.end(checkout.process(again, List.of(), Map.of("JETTY_MCP_ARCHIVE", "make")));

    assertThat(ended.err()).isEmpty();
    assertThat(ended.exit()).isZero();
    assertThat(Checkout.archives(folder)).hasSize(1);
    nothingIsLeftBehind();
  }

  @Test
  void theLockOfALivingMakerIsRespected() throws Exception {
    isRespected();
  }

  /** That one may not even be asked whether it lives. */
  @Test
  void theLockOfALivingMakerOfAnotherUserIsRespectedToo() throws Exception {
    assumeThat(checkout.isRoot()).as("root, who can become another user").isTrue();
    assumeThat(checkout.offers("ps")).as("ps is there").isTrue();
    Path home = checkout.mayNotWriteBesideTheJar();
    Files.setPosixFilePermissions(folder, Files.getPosixFilePermissions(directory));
    Files.setOwner(folder, Files.getOwner(home));

    isRespected();
  }

  private void isRespected() throws Exception {
    Path holder = Path.of(Long.toString(ProcessHandle.current().pid()));
    Files.createSymbolicLink(lock, holder);

    Checkout.Ended ended = make();

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err())
        .isEqualTo(
            "jetty-mcp: gave up waiting for another archive; if none is made, remove "
                + lock
                + "\n");
    assertThat(Files.readSymbolicLink(lock)).isEqualTo(holder);
    assertThat(Checkout.archives(folder)).isEmpty();
    assertThat(folder).isDirectoryNotContaining("glob:**jetty-mcp-archive.[0-9]*");
  }

  @ParameterizedTest
  @ValueSource(strings = {TRAINING, TRIAL})
  void aJavaThatHangsIsEndedAfterAMinute(String run) throws Exception {
    pipe("hangs");
    javaDoes(run, "echo $$ >java; echo hangs >hangs; exec /bin/sleep 100");
    checkout.sleep("60", "read -r line <'" + directory.resolve("hangs") + "'");

    Checkout.Ended ended = make();

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err())
        .endsWith("jetty-mcp: Java took longer than a minute, so no archive was made\n");
    isGone(pidIn("java"));
    // Not even a note that none can be made: the machine may have been busy.
    assertThat(Checkout.archives(folder)).isEmpty();
    nothingIsLeftBehind();
  }

  /** Java 25 writes its archive in one. */
  @Test
  void aChildOfAJavaThatHangsIsEndedToo() throws Exception {
    assumeThat(checkout.offers("pkill")).as("pkill is there").isTrue();
    pipe("hangs");
    javaDoes(TRAINING, "/bin/sleep 100 & echo $! >child; echo hangs >hangs; wait");
    checkout.sleep("60", "read -r line <'" + directory.resolve("hangs") + "'");

    assertThat(make().exit()).isEqualTo(1);

    isGone(pidIn("child"));
  }

  @Test
  void nothingGoesOnWaitingOnceTheArchiveIsMade() throws Exception {
    Path watchdog = pipe("watchdog");
    javaDoes(TRAINING, "read -r pid <watchdog; echo $pid >waiting");
    checkout.sleep("60", "echo $$ >'" + watchdog + "'; exec /bin/sleep 60");

    assertThat(make().exit()).isZero();

    isGone(pidIn("waiting"));
    assertThat(Checkout.archives(folder)).hasSize(1);
    nothingIsLeftBehind();
  }
}
