package io.jettymcp.app;

import static io.jettymcp.config.GeneralSettings.API_URL;
import static io.jettymcp.config.GeneralSettings.AUTHOR;
import static io.jettymcp.config.GeneralSettings.COLLECTION;
import static io.jettymcp.config.GeneralSettings.FILES_ROOT;
import static io.jettymcp.config.GeneralSettings.SECRET_ENV;
import static io.jettymcp.config.GeneralSettings.STATE_KEY_FILE;

import io.jettymcp.config.EnvSecrets;
import io.jettymcp.config.ProcessEnvironment;
import io.jettymcp.config.SettingValue;
import io.jettymcp.config.Settings;
import io.jettymcp.files.FilesRoot;
import io.jettymcp.files.PendingFile;
import io.jettymcp.files.ReadableFile;
import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.LocalFile;
import io.jettymcp.json.Json;
import io.jettymcp.secret.Secret;
import io.jettymcp.tool.Destination;
import io.jettymcp.tool.LocalAccess;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** Grants the access to this process and its files that the settings allow. */
final class AllowedLocalAccess implements LocalAccess {
  private final Settings settings;
  private final EnvSecrets variables;
  private final FilesRoot files;
  private final Supplier<Optional<SettingValue<Secret>>> token;

  AllowedLocalAccess(
      Settings settings,
      ProcessEnvironment environment,
      Supplier<Optional<SettingValue<Secret>>> token) {
    this.settings = settings;
    this.variables = new EnvSecrets(environment, settings.get(SECRET_ENV));
    this.files = new FilesRoot(settings.get(FILES_ROOT), environment, settings.get(STATE_KEY_FILE));
    this.token = token;
  }

  @Override
  public boolean isOfCaller() {
    return true;
  }

  @Override
  public Secret environment(String argument, String variable) {
    EnvSecrets.Lookup lookup = variables.find(variable);
    if (lookup instanceof EnvSecrets.Found found) {
      return found.value();
    }
    if (lookup instanceof EnvSecrets.Unreadable unreadable) {
      throw new BadArguments(
          argument,
          "The value of the variable " + variable + " is not passed: " + unreadable.reason() + ".");
    }
    throw new BadArguments(
        argument,
        lookup instanceof EnvSecrets.Denied
            ? "Reading the variable "
                + variable
                + " is not allowed. The user can allow it by starting the server with --secret-env "
                + variable
                + "."
            : "The variable "
                + variable
                + " is not set in this server's environment. The user can set it and restart the server.");
  }

  @Override
  public boolean isSet(String variable) {
    return variables.isSet(variable);
  }

  @Override
  public Map<String, Boolean> allowedVariables() {
    return variables.allowed();
  }

  @Override
  public LocalFile readable(String argument, String path) {
    try {
      return new CheckedFile(files.readable(path));
    } catch (FilesRoot.Denied e) {
      throw denied(argument, path, e);
    }
  }

  @Override
  public Destination destination(
      String argument, Optional<String> path, String name, boolean overwrite) {
    try {
      return new NamedDestination(
          argument, path.orElse(name), files.savable(path, name, overwrite));
    } catch (FilesRoot.Denied e) {
      throw denied(argument, path.orElse(name), e);
    }
  }

  private static BadArguments denied(String argument, String path, FilesRoot.Denied denied) {
    return new BadArguments(argument, "The file " + path + " " + denied.why() + ".");
  }

  private record CheckedFile(ReadableFile file) implements LocalFile {
    @Override
    public String name() {
      return String.valueOf(file.path().getFileName());
    }

    @Override
    public SeekableByteChannel open() throws IOException {
      return file.open();
    }
  }

  /** Reports a denial with the argument and path that the call named. */
  private record NamedDestination(String argument, String path, PendingFile file)
      implements Destination {
    @Override
    public Path part() {
      return file.part();
    }

    @Override
    public Optional<String> replaced() {
      return file.replaced().map(Path::toString);
    }

    @Override
    public String keep() {
      try {
        return file.keep().toString();
      } catch (FilesRoot.Denied e) {
        throw denied(argument, path, e);
      }
    }

    @Override
    public void discard() {
      file.discard();
    }
  }

  @Override
  public Optional<String> author() {
    return settings.get(AUTHOR);
  }

  @Override
  public ObjectNode identity() {
    ObjectNode identity = Json.object();
    token
        .get()
        .ifPresent(
            found ->
                identity
                    .put("token", found.value().redacted())
                    .put("token_source", found.source().words()));
    identity.put("api_url", settings.get(API_URL).toString());
    settings.get(COLLECTION).ifPresent(name -> identity.put("default_collection", name));
    return identity.put("server_version", Version.current());
  }
}
