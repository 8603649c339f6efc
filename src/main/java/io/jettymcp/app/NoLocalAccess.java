package io.jettymcp.app;

import static io.jettymcp.config.GeneralSettings.API_URL;
import static io.jettymcp.config.GeneralSettings.AUTHOR;

import io.jettymcp.config.Settings;
import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.LocalFile;
import io.jettymcp.secret.Secret;
import io.jettymcp.tool.Destination;
import io.jettymcp.tool.LocalAccess;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * Denies callers on other machines access to this process and its files. No tool that is enabled
 * for them asks for a file or a variable; should one do so, its arguments are rejected.
 */
final class NoLocalAccess implements LocalAccess {
  private static final String FILES =
      "Callers cannot access files on the server's machine. Pass the content itself; upload-file"
          + " stores a file at Jetty and returns its path.";
  private static final String VARIABLES =
      "Callers cannot access environment variables of the server.";

  private final Settings settings;
  private final Optional<String> collection;
  private final Supplier<ObjectNode> token;

  /**
   * @param collection the default for calls that name none
   * @param token describes the token in use, as far as the caller is allowed to know it
   */
  public NoLocalAccess(Settings settings, Optional<String> collection, Supplier<ObjectNode> token) {
    this.settings = settings;
    this.collection = collection;
    this.token = token;
  }

  @Override
  public boolean isOfCaller() {
    return false;
  }

  @Override
  public Secret environment(String argument, String variable) {
    throw new BadArguments(argument, VARIABLES);
  }

  @Override
  public boolean isSet(String variable) {
    return false;
  }

  @Override
  public Map<String, Boolean> allowedVariables() {
    return Map.of();
  }

  @Override
  public LocalFile readable(String argument, String path) {
    throw new BadArguments(argument, FILES);
  }

  @Override
  public Destination destination(
      String argument, Optional<String> path, String name, boolean overwrite) {
    throw new BadArguments(argument, FILES);
  }

  @Override
  public Optional<String> author() {
    return settings.get(AUTHOR);
  }

  @Override
  public ObjectNode identity() {
    ObjectNode identity = token.get();
    identity.put("api_url", settings.get(API_URL).toString());
    collection.ifPresent(name -> identity.put("default_collection", name));
    return identity.put("server_version", Version.current());
  }
}
