package io.jettymcp.cli;

import io.jettymcp.app.ServerComponents;
import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.ProcessEnvironment;
import io.jettymcp.config.Setting;
import io.jettymcp.config.Settings;
import io.jettymcp.config.TokenStore;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.redact.Redactor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A command in a home of its own, with its environment, run inside this process. */
public final class CliFixture {
  public static final String TOKEN = "mlc_" + "a".repeat(32);

  public final KnownSecrets secrets = new KnownSecrets();
  public final Map<String, String> environment = new HashMap<>();
  private final Path home;

  record Ended(int exit, String out, String err) {}

  public CliFixture(Path directory) throws IOException {
    home = Files.createDirectories(directory.resolve("home")).toRealPath();
  }

  /** With Jetty at this address, and a token. */
  public CliFixture at(String url) {
    environment.put("JETTY_API_URL", url);
    environment.put("JETTY_API_TOKEN", TOKEN);
    return this;
  }

  public ProcessEnvironment surroundings() {
    return new ProcessEnvironment(environment, home, home);
  }

  public Settings settings(Map<Setting<?>, String> flags) {
    return GeneralSettings.read(flags, surroundings());
  }

  public TokenStore tokens() {
    return new TokenStore(surroundings(), warning -> {});
  }

  /** The command line with this command; {@code stdio} is there only to be there. */
  Ended run(Subcommand command, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLineFixture.Stdio server = new CommandLineFixture.Stdio(new java.util.ArrayList<>());
    int exit =
        new JettyMcp(
                new Execution(
                    surroundings(),
                    new Redactor(secrets)::redact,
                    ServerComponents::requireKnownNames),
                server,
                List.of(server, command))
            .printingTo(new PrintWriter(out), new PrintWriter(err))
            .run(arguments);
    return new Ended(exit, out.toString(), err.toString());
  }
}
