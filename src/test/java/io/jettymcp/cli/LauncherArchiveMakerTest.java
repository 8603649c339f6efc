package io.jettymcp.cli;

import static java.util.regex.Matcher.quoteReplacement;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the processes, locks and leftovers of making an archive. */
class LauncherArchiveMakerTest {
  private static final String TRAINING = "-XX:ArchiveClassesAtExit=*";
  private static final String CHECK = "-Xshare:on";

  @RegisterExtension final Checkout checkout = new Checkout();
  private Path lock = Path.of("");

  @BeforeEach
  void prepare() throws IOException {
    checkout.installArchivingJava("17.0.9");
    checkout.writeJar();
    checkout.preventBackgroundArchives();
    lock = checkout.target().resolve("jetty-mcp-archive.lock");
  }

  private Checkout.Result make() throws Exception {
    return checkout.run(Map.of("JETTY_MCP_ARCHIVE", "make"));
  }

  private void assertMade(Checkout.Result result) throws IOException {
    assertThat(result.err()).isEmpty();
    assertThat(result.exit()).isZero();
    assertThat(Checkout.archivesIn(checkout.target())).hasSize(1);
    assertNothingIsLeft();
  }

  private void assertNothingIsLeft() {
    assertThat(checkout.target()).isDirectoryNotContaining("glob:**jetty-mcp-archive*");
  }

  /** Makes a pipe, at which the fake commands wait for each other. */
  private Path makePipe(String name) throws Exception {
    Path pipe = checkout.directory().resolve(name);
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    return pipe;
  }

  /** Makes Java run a body first if it is started with an option. */
  private void onJavaOption(String option, String body) throws IOException {
    Path java = checkout.directory().resolve("bin/java");
    String first =
        """
        #!/bin/sh
        for argument; do
          case $argument in
            OPTION) cd 'DIRECTORY' && { BODY; } ;;
          esac
        done
        """
            .replace("DIRECTORY", checkout.directory().toString())
            .replace("OPTION", option)
            .replace("BODY", body);
    checkout.writeExecutable(
        java, Files.readString(java).replaceFirst("#!/bin/sh\n", quoteReplacement(first)));
  }

  private long readPid(String file) throws IOException {
    return Long.parseLong(Files.readString(checkout.directory().resolve(file)).strip());
  }

  @Test
  void serverEndsWhileItsArchiveIsMadeInTheBackground() throws Exception {
    makePipe("begun");
    Path finish = makePipe("finish");
    onJavaOption("-Xlog:all=off:stdout", "read -r line <begun; exit");
    onJavaOption(TRAINING, "echo begun >begun; read -r line <finish");
    checkout.fakeSleep("5", "");
    // Opens more than stdout and stderr, as a host may do.
    Path host = checkout.directory().resolve("host");
    checkout.writeExecutable(host, "exec sh '" + checkout.launcher() + "' 3>&1 9>&2\n");

    Checkout.Result result = Checkout.waitFor(checkout.start(host, Map.of()));

    assertThat(result.exit()).isZero();
    assertThat(lock).isSymbolicLink();
    ProcessHandle maker =
        ProcessHandle.of(Long.parseLong(Files.readSymbolicLink(lock).toString())).orElseThrow();
    assertThat(Checkout.archivesIn(checkout.target())).isEmpty();
    Files.writeString(finish, "\n");
    maker.onExit().get(10, TimeUnit.SECONDS);
    assertThat(Checkout.archivesIn(checkout.target())).hasSize(1);
    assertNothingIsLeft();
  }

  /** Classes that calls need would be missing otherwise. */
  @Test
  void busyMachineAnswersAllCallsBeforeTheTrainingEnds() throws Exception {
    checkout.fakeSleep("1", "echo >>'" + checkout.directory().resolve("polls") + "'");
    onJavaOption(
        TRAINING,
        """
        for request in 1 2 3 4 5 6 7 8 9 10 11; do read -r line; done
        exec 3<&0
        { cat <&3 >/dev/null; : >ended; } &
        until [ -e polls ] && [ "$(wc -l <polls)" -ge 5 ]; do /bin/sleep 0.01; done
        [ ! -e ended ] || : >early
        for response in 0 1 2 3 4 5 6 7 8 9; do echo "{\\"id\\":$response}"; done
        wait""");

    assertMade(make());

    assertThat(checkout.directory().resolve("early")).doesNotExist();
  }

  @Test
  void trainingEndsWithAJavaThatEndsEarly() throws Exception {
    onJavaOption(TRAINING, "exit 1");

    assertThat(make().err())
        .isEqualTo("jetty-mcp: made no archive: Java wrote none that it loads\n");
  }

  @Nested
  class Lock {
    @Test
    void lockOfADeadMakerIsBroken() throws Exception {
      String dead = Long.toString(Checkout.deadPid());
      Files.createSymbolicLink(lock, Path.of(dead));
      Path work = Files.createDirectory(checkout.target().resolve("jetty-mcp-archive." + dead));
      Files.writeString(work.resolve("new.jsa"), "half an archive");

      assertMade(make());
    }

    /** A restarted container gives its processes the same pids. */
    @Test
    void lockWithTheMakersOwnPidIsBroken() throws Exception {
      Path restart = checkout.directory().resolve("restart");
      checkout.writeExecutable(
          restart, "ln -s $$ '" + lock + "'; exec sh '" + checkout.launcher() + "'\n");

      assertMade(Checkout.waitFor(checkout.start(restart, Map.of("JETTY_MCP_ARCHIVE", "make"))));
    }

    @Test
    void lockOfARunningMakerIsRespected() throws Exception {
      assertRespected();
    }

    /** The maker has no right to signal that one. */
    @Test
    void lockOfAnotherUsersRunningMakerIsRespected() throws Exception {
      assumeThat(checkout.isRoot()).as("root, who can become another user").isTrue();
      assumeThat(checkout.linkTool("ps")).as("ps is installed").isTrue();
      Path home = checkout.makeTargetReadOnly();
      Files.setPosixFilePermissions(
          checkout.target(), Files.getPosixFilePermissions(checkout.directory()));
      Files.setOwner(checkout.target(), Files.getOwner(home));

      assertRespected();
    }

    private void assertRespected() throws Exception {
      Path holder = Path.of(Long.toString(ProcessHandle.current().pid()));
      Files.createSymbolicLink(lock, holder);

      Checkout.Result result = make();

      assertThat(result.exit()).isEqualTo(1);
      assertThat(result.err())
          .isEqualTo(
              "jetty-mcp: timed out waiting for another archive; if none is being made, remove "
                  + lock
                  + "\n");
      assertThat(Files.readSymbolicLink(lock)).isEqualTo(holder);
      assertThat(Checkout.archivesIn(checkout.target())).isEmpty();
      assertThat(checkout.target()).isDirectoryNotContaining("glob:**jetty-mcp-archive.[0-9]*");
    }
  }

  @Nested
  class Watchdog {
    @ParameterizedTest
    @ValueSource(strings = {TRAINING, CHECK})
    void hangingJavaIsKilledAfterAMinute(String option) throws Exception {
      endMinuteOnceJavaHangs();
      onJavaOption(option, "echo $$ >java; echo hangs >hangs; exec /bin/sleep 100");

      Checkout.Result result = make();

      assertThat(result.exit()).isEqualTo(1);
      assertThat(result.err())
          .endsWith("jetty-mcp: made no archive: Java took longer than a minute\n");
      Checkout.waitForExit(readPid("java"));
      assertNothingIsLeft();
    }

    /** The machine may only have been busy. */
    @ParameterizedTest
    @ValueSource(strings = {TRAINING, CHECK})
    void hangingJavaIsNotRecordedAsUnableToMakeArchives(String option) throws Exception {
      endMinuteOnceJavaHangs();
      onJavaOption(option, "echo hangs >hangs; exec /bin/sleep 100");

      make();

      assertThat(Checkout.archivesIn(checkout.target())).isEmpty();
    }

    /** Java 25 writes its archive in a child process. */
    @Test
    void childOfAHangingJavaIsKilled() throws Exception {
      assumeThat(checkout.linkTool("pkill")).as("pkill is installed").isTrue();
      endMinuteOnceJavaHangs();
      onJavaOption(TRAINING, "/bin/sleep 100 & echo $! >child; echo hangs >hangs; wait");

      assertThat(make().exit()).isEqualTo(1);

      Checkout.waitForExit(readPid("child"));
    }

    private void endMinuteOnceJavaHangs() throws Exception {
      checkout.fakeSleep("60", "read -r line <'" + makePipe("hangs") + "'");
    }

    @Test
    void watchdogEndsOnceTheArchiveIsMade() throws Exception {
      Path watchdog = makePipe("watchdog");
      onJavaOption(TRAINING, "read -r pid <watchdog; echo $pid >waiting");
      checkout.fakeSleep("60", "echo $$ >'" + watchdog + "'; exec /bin/sleep 60");

      assertMade(make());

      Checkout.waitForExit(readPid("waiting"));
    }
  }
}
