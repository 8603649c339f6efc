package io.jettymcp.tool;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.LocalFile;
import io.jettymcp.jetty.UncheckedFile;
import io.jettymcp.json.Json;
import io.jettymcp.secret.Secret;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Provides fixed variables, files and an author. */
public final class FakeLocalAccess implements LocalAccess {
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final Map<String, Path> files = new LinkedHashMap<>();
  private final Map<String, FakeDestination> saved = new LinkedHashMap<>();
  private Optional<Path> folder = Optional.empty();
  private Optional<String> author = Optional.empty();
  private boolean ofCaller = true;

  public FakeLocalAccess variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /** Makes a file readable under this name. */
  public FakeLocalAccess file(String name, Path path) {
    files.put(name, path);
    return this;
  }

  public FakeLocalAccess author(String name) {
    author = Optional.of(name);
    return this;
  }

  /** Returns access of a remote server, which reads and saves no files. */
  public FakeLocalAccess remote() {
    ofCaller = false;
    return this;
  }

  @Override
  public boolean isOfCaller() {
    return ofCaller;
  }

  @Override
  public Secret environment(String argument, String variable) {
    String value = variables.get(variable);
    if (value == null) {
      throw new BadArguments(argument, "The variable " + variable + " is not allowed.");
    }
    return Secret.of(value);
  }

  @Override
  public boolean isSet(String variable) {
    return variables.containsKey(variable);
  }

  @Override
  public Map<String, Boolean> allowedVariables() {
    Map<String, Boolean> allowed = new LinkedHashMap<>();
    variables.keySet().forEach(name -> allowed.put(name, true));
    return allowed;
  }

  @Override
  public LocalFile readable(String argument, String path) {
    Path file = files.get(path);
    if (file == null) {
      throw new BadArguments(argument, "The file " + path + " must not be read.");
    }
    return UncheckedFile.of(file);
  }

  /** Allows saving to this folder. */
  public FakeLocalAccess savingTo(Path place) {
    folder = Optional.of(place);
    return this;
  }

  /** Returns the save targets by requested path. */
  public Map<String, FakeDestination> saved() {
    return Map.copyOf(saved);
  }

  @Override
  public Destination destination(
      String argument, Optional<String> path, String name, boolean overwrite) {
    Path place = folder.orElseThrow(() -> new BadArguments(argument, "Saving is disabled here."));
    FakeDestination destination = new FakeDestination(place.resolve(path.orElse(name)), overwrite);
    saved.put(path.orElse(name), destination);
    return destination;
  }

  @Override
  public Optional<String> author() {
    return author;
  }

  @Override
  public ObjectNode identity() {
    return Json.object()
        .put("token", "mlc_...wxyz")
        .put("token_source", "JETTY_API_TOKEN")
        .put("api_url", "https://flows-api.jetty.io")
        .put("server_version", "0.1.0");
  }
}
