package io.jettymcp.cli;

import io.jettymcp.TemporaryHome;
import io.jettymcp.app.Invocation;
import io.jettymcp.app.ServerComponents;
import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.ProcessEnvironment;
import io.jettymcp.config.Setting;
import io.jettymcp.config.Settings;
import io.jettymcp.config.TokenStore;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.redact.Redactor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import picocli.CommandLine.Command;

/**
 * Runs command lines inside this process, in a temporary home and with an environment of their own.
 * The server only records that it was started.
 */
public final class CliFixture implements AfterEachCallback {
  public static final String TOKEN = "mlc_" + "a".repeat(32);

  public final KnownSecrets secrets = new KnownSecrets();
  public final Map<String, String> environment = new HashMap<>();
  public final Path home;
  public final Path work;
  final List<Invocation> started = new ArrayList<>();
  Consumer<Settings> check = ServerComponents::requireKnownNames;
  private final TemporaryHome directory = new TemporaryHome();

  public record Ended(int exit, String out, String err) {}

  public CliFixture() {
    home = directory.home;
    work = directory.work;
  }

  /** Sets the address of Jetty, and a token. */
  public CliFixture against(String url) {
    environment.put("JETTY_API_URL", url);
    environment.put("JETTY_API_TOKEN", TOKEN);
    return this;
  }

  public CliFixture simulated() {
    environment.put("JETTY_API_URL", "simulator");
    return this;
  }

  public ProcessEnvironment processEnvironment() {
    return new ProcessEnvironment(environment, home, work);
  }

  public Settings settings(Map<Setting<?>, String> flags) {
    return GeneralSettings.read(flags, processEnvironment());
  }

  public TokenStore tokens() {
    return new TokenStore(processEnvironment(), () -> "jetty-mcp", warning -> {});
  }

  /** Runs a command, whose name is the first argument. */
  public Ended run(Subcommand command, String... arguments) {
    return run(List.of(command), arguments);
  }

  Ended runServer(String... arguments) {
    return run(List.of(), arguments);
  }

  public Ended run(List<Subcommand> commands, String... arguments) {
    RecordingServer server = new RecordingServer();
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        new JettyMcp(
                new Execution(processEnvironment(), new Redactor(secrets)::redact, check),
                server,
                Stream.concat(Stream.of(server), commands.stream()).toList())
            .printingTo(new PrintWriter(out), new PrintWriter(err))
            .run(arguments);
    return new Ended(exit, out.toString(), err.toString());
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    directory.delete();
  }

  @Command(name = "stdio", description = "The server.")
  private final class RecordingServer implements Subcommand {
    @Override
    public int run(Invocation invocation) {
      started.add(invocation);
      return OK;
    }
  }
}
