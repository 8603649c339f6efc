package io.jettymcp.cli;

import io.jettymcp.config.SettingDefinition;
import io.jettymcp.config.Settings;
import io.jettymcp.config.Surroundings;
import io.jettymcp.config.TokenStore;
import io.jettymcp.shape.KnownSecrets;
import io.jettymcp.shape.Redactor;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A command in a home of its own, with its environment, run inside this process. */
final class Workplace {
  static final String TOKEN = "mlc_" + "a".repeat(32);

  final KnownSecrets secrets = new KnownSecrets();
  final Map<String, String> environment = new HashMap<>();
  private final Path home;

  record Ended(int exit, String out, String err) {}

  Workplace(Path directory) throws IOException {
    home = Files.createDirectories(directory.resolve("home")).toRealPath();
  }

  /** With Jetty at this address, and a token. */
  Workplace at(String url) {
    environment.put("JETTY_API_URL", url);
    environment.put("JETTY_API_TOKEN", TOKEN);
    return this;
  }

  Surroundings surroundings() {
    return new Surroundings(environment, home, home);
  }

  Settings settings(Map<SettingDefinition, String> flags) {
    return Settings.read(flags, surroundings());
  }

  TokenStore tokens() {
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
                    surroundings(), new Redactor(secrets)::redact, Assembly::requireKnownNames),
                server,
                List.of(server, command))
            .printingTo(new PrintWriter(out), new PrintWriter(err))
            .run(arguments);
    return new Ended(exit, out.toString(), err.toString());
  }
}
