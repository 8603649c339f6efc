package io.jettymcp.cli.install;

import io.jettymcp.cli.CliFixture;
import io.jettymcp.cli.CliFixture.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs install and uninstall in a temporary home with a token. */
final class InstallFixture implements BeforeEachCallback, AfterEachCallback {
  static final String PROGRAM = "/opt/jetty mcp/jetty-mcp";

  final CliFixture cli = new CliFixture();
  OperatingSystem system = OperatingSystem.OTHER;
  LaunchCommand program = new LaunchCommand(PROGRAM, List.of());

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    Path token = cli.home.resolve(".config/jetty/token");
    Files.createDirectories(token.resolveSibling(""));
    Files.writeString(token, CliFixture.TOKEN);
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    cli.afterEach(context);
  }

  Ended install(String... arguments) {
    return cli.run(new InstallCommand(() -> program, system), with("install", arguments));
  }

  Ended uninstall(String... arguments) {
    return cli.run(new UninstallCommand(system), with("uninstall", arguments));
  }

  HostPlaces places() {
    return new HostPlaces(cli.processEnvironment(), system);
  }

  /** Returns the file of the user. */
  Path file(Host host) {
    return host.file(InstallScope.USER, places()).orElseThrow();
  }

  ServerEntry entry(Host host) {
    try {
      return new ConfiguredHost(host, file(host), HostChoice.DEFAULT_NAME).entry();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Returns a path next to the directories {@code home} and {@code work}. */
  Path at(String file) {
    return cli.home.resolveSibling(file);
  }

  static Path write(Path path, String text) throws IOException {
    Files.createDirectories(path.resolveSibling(""));
    return Files.writeString(path, text);
  }

  static List<Path> filesBeside(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path.resolveSibling(""))) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static String[] with(String command, String... arguments) {
    return Stream.concat(Stream.of(command), Stream.of(arguments)).toArray(String[]::new);
  }
}
