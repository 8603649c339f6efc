package io.jettymcp.cli;

import io.jettymcp.app.Invocation;
import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.Setting;
import io.jettymcp.config.Source;
import io.jettymcp.config.TokenStore;
import java.util.List;
import picocli.CommandLine.Command;

/** Removes the token that {@link LoginCommand} stores. */
@Command(
    name = "logout",
    description = "Remove the token that login stored. It remains valid at Jetty.")
public final class LogoutCommand implements Subcommand {

  @Override
  public List<Setting<?>> flags() {
    return List.of(GeneralSettings.LOG_LEVEL);
  }

  @Override
  public int run(Invocation invocation) {
    TokenStore tokens = invocation.tokens();
    invocation
        .out()
        .println(
            tokens.remove()
                ? "Removed the token from " + tokens.path() + "."
                : "There was no token in " + tokens.path() + ".");
    for (Source place : tokens.elsewhere()) {
      invocation
          .err()
          .println(
              "Note: the "
                  + place.words()
                  + " still contains a token, which will be used from now on.");
    }
    return OK;
  }
}
