package io.jettymcp.cli;

import io.jettymcp.app.Invocation;
import io.jettymcp.app.TokenCheck;
import io.jettymcp.config.ApiAddress;
import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.Setting;
import io.jettymcp.config.Source;
import io.jettymcp.config.TokenStore;
import io.jettymcp.config.UsageException;
import io.jettymcp.secret.Secret;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reads a token, verifies it and stores it. */
@Command(
    name = "login",
    description = {
      "Prompt for a Jetty API token without echoing it, verify it with Jetty, and store it in a file"
          + " that only you can read. Without a terminal, read it from stdin."
    })
public final class LoginCommand implements Subcommand {
  private final TokenInput input;
  private final TokenCheck check;

  @Option(names = "--no-check", description = "Store the token without verifying it.")
  private boolean noCheck;

  public LoginCommand(TokenInput input, TokenCheck check) {
    this.input = input;
    this.check = check;
  }

  @Override
  public List<Setting<?>> flags() {
    return List.of(
        GeneralSettings.PROXY,
        GeneralSettings.CA_FILE,
        GeneralSettings.CONNECT_TIMEOUT,
        GeneralSettings.TIMEOUT,
        GeneralSettings.LOG_LEVEL);
  }

  @Override
  public int run(Invocation invocation) throws IOException {
    PrintWriter err = invocation.err();
    if (invocation.settings().get(GeneralSettings.API_URL) instanceof ApiAddress.Simulator) {
      throw new UsageException(
          "The simulator needs no token, and would accept any: nothing was saved. To sign in to"
              + " Jetty, remove \"simulator\" from the "
              + invocation.settings().source(GeneralSettings.API_URL).words()
              + ".");
    }
    Secret token = TokenStore.parse(input.read());
    Optional<String> scope = Optional.empty();
    if (!noCheck) {
      TokenCheck.Outcome outcome = check.check(token, invocation.settings());
      if (outcome instanceof TokenCheck.Rejected rejected) {
        err.println("Jetty rejected this token; it was not saved. " + rejected.advice());
        return FAILED;
      }
      if (outcome instanceof TokenCheck.Unverified unverified) {
        err.println("Could not verify the token: " + unverified.reason() + ". It was not saved.");
        err.println("To save it anyway: " + invocation.program() + " login --no-check");
        return FAILED;
      }
      if (outcome instanceof TokenCheck.Accepted accepted) {
        scope = Optional.of(accepted.scope());
      }
    }
    invocation.tokens().store(token);
    scope.ifPresent(what -> invocation.out().println("Signed in: " + what + "."));
    invocation
        .out()
        .println("Saved the token " + token.redacted() + " in " + invocation.tokens().path() + ".");
    for (Source place : invocation.tokens().elsewhere()) {
      err.println(
          place instanceof Source.Environment
              ? "Note: the " + place.words() + " is set and overrides this token."
              : "Note: the " + place.words() + " contains a token too. Delete it there.");
    }
    return OK;
  }
}
