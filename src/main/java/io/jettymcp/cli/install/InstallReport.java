package io.jettymcp.cli.install;

import static io.jettymcp.config.GeneralSettings.API_URL;

import io.jettymcp.app.Invocation;
import io.jettymcp.config.SettingValue;
import io.jettymcp.config.Source;
import io.jettymcp.config.TokenStore;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.redact.Redactor;
import io.jettymcp.secret.Secret;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.Supplier;

/** Prints what an installation changed, and what would be missing when the host starts. */
final class InstallReport {
  private static final String SIMULATOR = "simulator";

  private final Redactor redactor = new Redactor(new KnownSecrets());
  private final Invocation invocation;
  private final String program;
  private final HostChoice choice;

  InstallReport(Invocation invocation, HostChoice choice) {
    this.invocation = invocation;
    this.program = invocation.program();
    this.choice = choice;
  }

  /**
   * @param planned whether nothing was written
   */
  void changes(ConfiguredHost.Edited edited, boolean planned) {
    PrintWriter out = invocation.out();
    String path = choice.configured().path().toString();
    if (edited.isUnchanged()) {
      out.println(path + " is up to date; nothing was changed.");
    } else {
      String verb =
          edited.isNew()
              ? planned ? "Would add the server \"%s\" to %s" : "Added the server \"%s\" to %s"
              : planned
                  ? "Would change the server \"%s\" in %s"
                  : "Changed the server \"%s\" in %s";
      out.println(verb.formatted(choice.configured().server(), path) + ".");
    }
    EntryChanges.between(edited.before(), edited.after())
        .lines()
        .forEach(line -> out.println(redactor.redact(line)));
    edited.backup().ifPresent(copy -> out.println("Backup: " + copy));
  }

  /** Points out what the user may not expect. */
  void notes(ConfiguredHost.Edited edited, ServerRequest request, Supplier<LaunchCommand> launch) {
    PrintWriter err = invocation.err();
    boolean wasReadOnly =
        edited.before().isReadOnly() || edited.before().parts().mentionsReadOnly();
    if (wasReadOnly && !edited.after().isReadOnly()) {
      err.println("Note: this server was read-only and no longer is.");
    }
    edited
        .after()
        .disabledBy()
        .ifPresent(
            field ->
                err.println(
                    "Note: this server remains disabled. To enable it, set \"%s\" to %s in its entry."
                        .formatted(field, field.equals("enabled"))));
    if (request instanceof ServerRequest.Remote) {
      err.println(
          "Note: if that server asks for a token, open its address in a browser: the page shows the"
              + " header to add.");
      return;
    }
    if (choice.scope() == InstallScope.PROJECT
        && launch.get().isIn(invocation.environment().workingDirectory())) {
      err.println(
          "Note: this directory contains jetty-mcp itself, and the host uses the server only here."
              + " To use it in all your projects: "
              + program
              + " install "
              + choice.host().id());
    }
    Object address = edited.after().variables().get(API_URL.variable().orElseThrow());
    if (SIMULATOR.equals(address)) {
      err.println(
          "Note: this server uses the simulator, not your account. To change that: "
              + choice.hint(program, "install")
              + " --env JETTY_API_URL=");
      return;
    }
    if (!edited.after().variables().containsKey(TokenStore.VARIABLE)) {
      token(err);
    }
  }

  private void token(PrintWriter err) {
    Optional<SettingValue<Secret>> token = invocation.tokens().current();
    if (token.isEmpty()) {
      err.println("Note: there is no token yet. Run: " + program + " login");
    } else if (token.get().source() instanceof Source.Environment variable) {
      err.println(
          "Note: the token comes from %s, which the host might not pass on. Run: %s login"
              .formatted(variable.name(), program));
    }
  }
}
