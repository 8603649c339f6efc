package io.jettymcp.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.Slow;
import io.jettymcp.jetty.FaultAnswer;
import io.jettymcp.jetty.FaultServer;
import io.jettymcp.simulator.SimulatorExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests login, doctor and logout. */
@Timeout(120)
class SignInIT {
  @RegisterExtension final SimulatorExtension jetty = SimulatorExtension.withDefaults();
  @RegisterExtension final Program program = new Program();
  private final Path tokenFile = program.home.resolve(".config/jetty/token");

  @BeforeEach
  void useSimulator() {
    program.with("JETTY_API_URL", jetty.url());
  }

  @Test
  void loginStoresATokenWithMode0600AndLogoutRemovesIt() throws Exception {
    Program.Ended login = program.runWithInput(jetty.token() + "\n", "login");
    assertThat(login.exit()).as(login.err()).isZero();
    assertThat(login.out()).contains("acme", "mlc_...");
    assertThat(login.out() + login.err()).doesNotContain(jetty.token());
    assertThat(Files.readString(tokenFile).strip()).isEqualTo(jetty.token());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokenFile)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokenFile.getParent())))
        .isEqualTo("rwx------");
    assertThat(program.run("call", "list-tasks").exit()).isZero();

    Program.Ended logout = program.run("logout");
    assertThat(logout.exit()).isZero();
    assertThat(tokenFile).doesNotExist();
    assertThat(program.run("logout").exit()).isZero();
    Program.Ended call = program.run("call", "list-tasks");
    assertThat(call.exit()).isEqualTo(1);
    assertThat(call.err()).contains("JETTY_API_TOKEN", "~/.config/jetty/token", "jetty-mcp login");
  }

  @Test
  void loginDoesNotStoreARejectedToken() throws Exception {
    Program.Ended login = program.runWithInput(Program.TOKEN + "\n", "login");
    assertThat(login.exit()).isEqualTo(1);
    assertThat(login.err()).contains("not saved").doesNotContain(Program.TOKEN);
    assertThat(tokenFile).doesNotExist();
  }

  @Test
  void loginDoesNotStoreAnUnverifiedTokenByDefault() throws Exception {
    program.withUnreachableJetty();
    assertThat(program.runWithInput(Program.TOKEN + "\n", "login").exit()).isEqualTo(1);
    assertThat(tokenFile).doesNotExist();
    assertThat(program.runWithInput(Program.TOKEN + "\n", "login", "--no-check").exit()).isZero();
    assertThat(tokenFile).exists();
  }

  @Test
  void loginRejectsAMalformedToken() throws Exception {
    assertThat(program.runWithInput("\n", "login").exit()).isEqualTo(2);
    assertThat(program.runWithInput("two words\n", "login").exit()).isEqualTo(2);
    assertThat(tokenFile).doesNotExist();
  }

  @Test
  void tokenInClaudeMdIsUsedAndCopiedWithAWarning() throws Exception {
    Files.writeString(program.work.resolve("CLAUDE.md"), "# Notes\ntoken: " + jetty.token() + "\n");
    Program.Ended call = program.run("call", "list-tasks");
    assertThat(call.exit()).as(call.err()).isZero();
    assertThat(call.err()).contains("CLAUDE.md", "mlc_...").doesNotContain(jetty.token());
    assertThat(Files.readString(tokenFile).strip()).isEqualTo(jetty.token());
  }

  @Test
  void doctorSucceeds() throws Exception {
    Program.Ended doctor = program.with("JETTY_API_TOKEN", jetty.token()).run("doctor");
    assertThat(doctor.exit()).as(doctor.out()).isZero();
    assertThat(doctor.out())
        .contains("Java", "acme", "mlc_...", "environment variable JETTY_API_TOKEN", jetty.url())
        .doesNotContain("FAIL", jetty.token());
    assertThat(program.simulated().run("doctor").exit()).isZero();
  }

  @Test
  void doctorExplainsAMissingToken() throws Exception {
    assertBad(program.run("doctor"), "Token", "jetty-mcp login");
  }

  @Slow
  @Test
  void doctorReportsARejectedToken() throws Exception {
    program.with("JETTY_API_TOKEN", Program.TOKEN);
    assertBad(program.run("doctor"), "Token", "create a new one");
  }

  @Test
  void doctorReportsAnUnreachableJetty() throws Exception {
    program.withUnreachableJetty().with("JETTY_API_TOKEN", Program.TOKEN);
    assertBad(program.run("doctor", "--retries", "0"), "Connection", "JETTY_API_URL");
  }

  @Slow
  @Test
  void doctorReportsAServerError() throws Exception {
    try (FaultServer ill =
        FaultServer.withRoutes()
            .on("GET /api/v1/health", FaultAnswer.status(503, "text/plain", "database"))) {
      program.against(ill.url());
      assertBad(program.run("doctor", "--retries", "0"), "Connection", "503");
    }
  }

  @Slow
  @Test
  void doctorReportsAnInaccessibleCollection() throws Exception {
    program.with("JETTY_API_TOKEN", jetty.token()).with("JETTY_COLLECTION", "acme-lab");
    assertBad(program.run("doctor"), "Collections", "not acme-lab");
  }

  private static void assertBad(Program.Ended doctor, String what, String word) {
    assertThat(doctor.exit()).isEqualTo(1);
    assertThat(doctor.out()).contains("FAIL " + what, "Fix: ", word);
    assertThat(doctor.out() + doctor.err()).doesNotContain(Program.TOKEN, "\tat ");
  }
}
