package io.jettymcp.cli;

import io.jettymcp.api.Failure.BadArguments;
import io.jettymcp.config.EnvSecrets;
import io.jettymcp.config.FilesRoot;
import io.jettymcp.config.Setting;
import io.jettymcp.config.Settings;
import io.jettymcp.config.Surroundings;
import io.jettymcp.secret.Secret;
import io.jettymcp.tool.Json;
import io.jettymcp.tool.LocalSide;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** The process that tools run in, as the settings allow them to use it. */
final class LocalDesk implements LocalSide {
  private final Settings settings;
  private final EnvSecrets variables;
  private final FilesRoot files;
  private final Supplier<Optional<Setting<Secret>>> token;

  LocalDesk(
      Settings settings, Surroundings surroundings, Supplier<Optional<Setting<Secret>>> token) {
    this.settings = settings;
    this.variables = new EnvSecrets(surroundings, settings.secretEnv().value());
    this.files = new FilesRoot(settings.filesRoot().value(), surroundings);
    this.token = token;
  }

  @Override
  public Secret environment(String argument, String variable) {
    EnvSecrets.Lookup lookup = variables.find(variable);
    if (lookup instanceof EnvSecrets.Found found) {
      return found.value();
    }
    throw new BadArguments(
        argument,
        lookup instanceof EnvSecrets.Denied
            ? "The variable "
                + variable
                + " may not be read. The user can allow it: start the server with --secret-env "
                + variable
                + "."
            : "The variable "
                + variable
                + " is not set in this server's process. The user can set it and restart.");
  }

  @Override
  public Path readable(String argument, String path) {
    try {
      return files.readable(path);
    } catch (FilesRoot.Denied denied) {
      throw new BadArguments(argument, "The file " + path + " " + denied.why() + ".");
    }
  }

  @Override
  public Optional<String> author() {
    return settings.author().value();
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
    identity.put("api_url", settings.apiAddress().value().toString());
    settings.collection().value().ifPresent(name -> identity.put("default_collection", name));
    return identity.put("server_version", Version.current());
  }
}
