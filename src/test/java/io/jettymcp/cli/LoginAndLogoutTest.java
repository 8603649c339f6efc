package io.jettymcp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.app.TokenCheck;
import io.jettymcp.cli.CliFixture.Ended;
import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.Settings;
import io.jettymcp.secret.Secret;
import io.jettymcp.simulator.http.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LoginAndLogoutTest {
  private static final String TOKEN = "mlc_" + "a".repeat(32);

  private final List<Secret> checked = new ArrayList<>();
  @RegisterExtension final CliFixture cli = new CliFixture();
  private final Path file = cli.home.resolve(".config/jetty/token");

  @Test
  void acceptedTokenIsStored() throws IOException {
    Ended ended = login(" " + TOKEN + "\n", new TokenCheck.Accepted("collection acme"));

    assertThat(ended.exit()).isZero();
    assertThat(ended.out().lines())
        .containsExactly(
            "Signed in: collection acme.", "Saved the token mlc_...aaaa in " + file + ".");
    assertThat(ended.err()).isEmpty();
    assertThat(checked).containsExactly(Secret.of(TOKEN));
    assertThat(file).hasContent(TOKEN);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void rejectedTokenIsNotStored() {
    Ended ended = login(TOKEN, new TokenCheck.Rejected("It is switched off."));

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .contains("Jetty rejected this token; it was not saved. It is switched off.")
        .doesNotContain(TOKEN);
    assertThat(file).doesNotExist();
  }

  @Test
  void unverifiedTokenIsStoredOnlyOnRequest() {
    Ended ended = login(TOKEN, new TokenCheck.Unverified("no network"));

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err())
        .contains(
            "Could not verify the token: no network. It was not saved.",
            "To save it anyway: jetty-mcp login --no-check");
    assertThat(file).doesNotExist();

    checked.clear();
    assertThat(login(TOKEN, new TokenCheck.Unverified(""), "--no-check").exit()).isZero();
    assertThat(checked).isEmpty();
    assertThat(file).hasContent(TOKEN);
  }

  @Test
  void invalidTokenIsNeitherSentNorStoredNorQuoted() {
    Ended ended = login("sesame open", new TokenCheck.Accepted("all"));

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("A token cannot contain spaces").doesNotContain("sesame");
    assertThat(login("", new TokenCheck.Accepted("all")).exit()).isEqualTo(2);
    assertThat(checked).isEmpty();
    assertThat(file).doesNotExist();
  }

  @Test
  void simulatorDoesNotReplaceTheToken() throws IOException {
    login(TOKEN, new TokenCheck.Accepted("collection acme"));
    cli.environment.put("JETTY_API_URL", "simulator");

    for (String[] flags : new String[][] {{}, {"--no-check"}}) {
      Ended ended = login("mlc_" + "b".repeat(32), new TokenCheck.Accepted("all"), flags);

      assertThat(ended.exit()).isEqualTo(2);
      assertThat(ended.err())
          .contains(
              "The simulator needs no token",
              "nothing was saved",
              "from the environment variable JETTY_API_URL.");
      assertThat(file).hasContent(TOKEN);
    }
  }

  @Test
  void linkedTokenFileStaysALink() throws IOException {
    Path real = Files.writeString(cli.home.resolve("secret"), "old");
    Files.createDirectories(file.getParent());
    Files.createSymbolicLink(file, real);

    login(TOKEN, new TokenCheck.Accepted("collection acme"));

    assertThat(file).isSymbolicLink();
    assertThat(real).hasContent(TOKEN);
  }

  @Test
  void addressFileThatAllCanChangeIsReported() throws IOException {
    Path address = file.resolveSibling("api_base");
    Files.createDirectories(address.getParent());
    Files.writeString(address, "https://jetty.example");
    assertThat(logout().err()).isEmpty();

    Files.setPosixFilePermissions(address, PosixFilePermissions.fromString("rw-rw-rw-"));
    assertThat(logout().err())
        .contains("Every user can change the file " + address, "chmod go-w " + address);

    Files.setPosixFilePermissions(address, PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(
        address.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(logout().err()).contains("Every user can change the file " + address);
  }

  @Test
  void loginNamesTheOverridingTokens() throws IOException {
    cli.environment.put("JETTY_API_TOKEN", "mlc_" + "b".repeat(32));
    Path notes = cli.work.resolve("CLAUDE.md");
    Files.writeString(notes, "mlc_" + "c".repeat(32));

    Ended ended = login(TOKEN, new TokenCheck.Accepted("collection acme"));

    assertThat(ended.err().lines())
        .containsExactly(
            "Note: the environment variable JETTY_API_TOKEN is set and overrides this token.",
            "Note: the file " + notes + " contains a token too. Delete it there.");
  }

  @Test
  void connectionFlagsApplyToTheCheck() throws Exception {
    Path authority = new CertificateAuthority("CN=test").writeTo(cli.work.resolve("ca.pem"));
    List<Settings> used = new ArrayList<>();

    Ended ended =
        cli.run(
            new LoginCommand(
                () -> TOKEN,
                (token, settings) -> {
                  used.add(settings);
                  return new TokenCheck.Accepted("collection acme");
                }),
            "login",
            "--proxy=proxy.corp:3128",
            "--ca-file=" + authority,
            "--connect-timeout=7");

    assertThat(ended.exit()).isZero();
    Settings settings = used.get(0);
    assertThat(settings.get(GeneralSettings.PROXY)).hasToString("Optional[http://proxy.corp:3128]");
    assertThat(settings.get(GeneralSettings.CA_FILE)).contains(authority);
    assertThat(settings.get(GeneralSettings.CONNECT_TIMEOUT)).hasSeconds(7);
  }

  @Test
  void tokenArgumentIsRejectedWithoutBeingQuoted() {
    Ended ended =
        cli.run(
            new LoginCommand(() -> "", (token, settings) -> new TokenCheck.Rejected("")),
            "login",
            TOKEN);

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).doesNotContain(TOKEN);
  }

  @Test
  void writeErrorNamesTheFile() throws IOException {
    Files.createFile(cli.home.resolve(".config"));

    Ended ended = login(TOKEN, new TokenCheck.Accepted("collection acme"));

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .isEqualTo(
            "jetty-mcp: Cannot write the token file "
                + file
                + ": Not a directory"
                + System.lineSeparator());
  }

  @Test
  void logoutRemovesTheToken() {
    login(TOKEN, new TokenCheck.Accepted("collection acme"));

    assertThat(logout().out().lines()).containsExactly("Removed the token from " + file + ".");
    assertThat(file).doesNotExist();
    assertThat(logout().out().lines()).containsExactly("There was no token in " + file + ".");
  }

  @Test
  void logoutNamesTheRemainingTokens() {
    cli.environment.put("JETTY_API_TOKEN", TOKEN);

    Ended ended = logout();

    assertThat(ended.exit()).isZero();
    assertThat(ended.err())
        .contains(
            "Note: the environment variable JETTY_API_TOKEN still contains a token, which will be"
                + " used from now on.");
  }

  private Ended login(String typed, TokenCheck.Outcome outcome, String... more) {
    List<String> arguments = new ArrayList<>(List.of("login"));
    arguments.addAll(List.of(more));
    return cli.run(
        new LoginCommand(
            () -> typed,
            (token, settings) -> {
              checked.add(token);
              return outcome;
            }),
        arguments.toArray(String[]::new));
  }

  private Ended logout() {
    return cli.run(new LogoutCommand(), "logout");
  }
}
