package io.jettymcp.app;

import static io.jettymcp.config.GeneralSettings.API_URL;
import static io.jettymcp.config.GeneralSettings.AUTHOR;

import io.jettymcp.config.Settings;
import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.secret.Secret;
import io.jettymcp.tool.Destination;
import io.jettymcp.tool.LocalAccess;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * The process that tools run in, closed to callers on other machines. No tool that they are offered
 * asks it for a file or a variable; should one do so, it is refused.
 */
public final class NoLocalAccess implements LocalAccess {
  private static final String FILES =
      "Files of this server's machine are not for callers. Pass the text itself; upload-file keeps"
          + " one at Jetty and gives its path.";
  private static final String VARIABLES = "Variables of this server's process are not for callers.";

  private final Settings settings;
  private final Optional<String> collection;
  private final Supplier<ObjectNode> token;

  /**
   * @param collection the one of calls that name none
   * @param token what a caller may know of the token that is used for it
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
  public Path readable(String argument, String path) {
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
