package io.jettymcp.cli;

import io.jettymcp.app.Invocation;
import io.jettymcp.app.TokenCheck;
import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.Setting;
import io.jettymcp.config.Source;
import io.jettymcp.config.TokenStore;
import io.jettymcp.secret.Secret;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks for a token, checks it and keeps it. */
@Command(
    name = "login",
    description = {
      "Asks for a Jetty API token without showing it, checks it with Jetty, and keeps it in a file"
          + " that only you can read. Where there is no terminal, reads it from stdin."
    })
public final class LoginCommand implements Subcommand {
  private final TokenInput input;
  private final TokenCheck check;

  @Option(names = "--no-check", description = "Keeps the token without asking Jetty about it.")
  private boolean unchecked;

  public LoginCommand(TokenInput input, TokenCheck check) {
    this.input = input;
    this.check = check;
  }

  @Override
  public List<Setting<?>> flags() {
    return List.of(GeneralSettings.TIMEOUT, GeneralSettings.LOG_LEVEL);
  }

  @Override
  public int run(Invocation invocation) throws IOException {
    PrintWriter err = invocation.err();
    Secret token = TokenStore.parse(input.read());
    if (!unchecked) {
      TokenCheck.Outcome outcome = check.check(token, invocation.settings());
      if (outcome instanceof TokenCheck.Refused refused) {
        err.println("Jetty does not take this token, so it was not kept. " + refused.why());
        return FAILED;
      }
      if (outcome instanceof TokenCheck.Unanswered unanswered) {
        err.println("The token could not be checked, so it was not kept. " + unanswered.why());
        err.println("To keep it all the same: jetty-mcp login --no-check");
        return FAILED;
      }
      if (outcome instanceof TokenCheck.Accepted accepted) {
        invocation.out().println("Signed in: " + accepted.whose() + ".");
      }
    }
    invocation.tokens().store(token);
    invocation
        .out()
        .println("Kept the token " + token.redacted() + " in " + invocation.tokens().path() + ".");
    for (Source place : invocation.tokens().elsewhere()) {
      err.println(
          place instanceof Source.Environment
              ? "Note: the " + place.words() + " is set and wins over this token."
              : "Note: the " + place.words() + " holds a token too. Delete it there.");
    }
    return OK;
  }
}
