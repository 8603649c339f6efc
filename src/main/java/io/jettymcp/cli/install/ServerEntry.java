package io.jettymcp.cli.install;

import io.jettymcp.cli.install.edit.Literal;
import io.jettymcp.config.GeneralSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the entry of a server from the one that is there and what is requested. */
record ServerEntry(EntryShape shape, Map<String, Object> fields) {
  /** Fields of a remote server in any host, which would contradict a command. */
  private static final Set<String> REMOTE =
      Set.of(
          "url",
          "httpUrl",
          "serverUrl",
          "uri",
          "headers",
          "http_headers",
          "env_http_headers",
          "bearer_token_env_var",
          "oauth",
          "oauth_resource",
          "scopes",
          "authProviderType");

  /** Fields of a started server in any host, which would contradict an address. */
  private static final Set<String> LOCAL =
      Set.of(
          "command",
          "cmd",
          "args",
          "env",
          "environment",
          "envs",
          "env_keys",
          "env_vars",
          "envFile",
          "cwd");

  private static final Set<String> ON = Set.of("true", "yes", "on", "1");

  /**
   * Returns the entry for a request. Whatever this one has and the request does not name remains.
   *
   * @param name of the server
   */
  ServerEntry with(ServerRequest request, String name) {
    Map<String, Object> merged = new LinkedHashMap<>(fields);
    merged.keySet().removeAll(request instanceof ServerRequest.Local ? REMOTE : LOCAL);
    if (request instanceof ServerRequest.Local local) {
      if (!fields.containsKey(shape.command())) {
        merged.remove("type");
      }
      merged.putAll(shape.ofCommandLine(commandLine(local)));
      Map<String, Object> variables = variables(local);
      if (!variables.isEmpty()) {
        merged.put(shape.env(), variables);
      } else if (!variables().isEmpty()) {
        merged.remove(shape.env());
      }
    } else if (request instanceof ServerRequest.Remote remote) {
      if (fields.containsKey(shape.command())) {
        merged.remove("type");
      }
      merged.putAll(shape.remote());
      merged.put(shape.url(), remote.url());
    }
    if (fields.isEmpty()) {
      shape
          .initial()
          .forEach((key, value) -> merged.put(key, value == EntryShape.SERVER_NAME ? name : value));
    }
    return new ServerEntry(shape, merged);
  }

  private List<String> commandLine(ServerRequest.Local local) {
    LaunchFlags flags = parts().flags().with(local.flags());
    for (ServerRequest.DefaultFlag given : local.defaults()) {
      if (!flags.has(given.name()) && !variables().containsKey(given.variable())) {
        flags = flags.with(List.of(given.word()));
      }
    }
    List<String> line = new ArrayList<>(local.program());
    line.add(CommandLineParts.STDIO);
    line.addAll(flags.words());
    return line;
  }

  private Map<String, Object> variables(ServerRequest.Local local) {
    Map<String, Object> variables = variables();
    local.defaultVariables().forEach(variables::putIfAbsent);
    variables.putAll(local.variables());
    variables.values().removeIf(""::equals);
    return variables;
  }

  CommandLineParts parts() {
    return CommandLineParts.of(shape.commandLine(fields));
  }

  /** Returns the variables that the entry or its command line sets. */
  Map<String, Object> variables() {
    Map<String, Object> variables = parts().variables();
    variables.putAll(shape.variables(fields));
    return variables;
  }

  /** Returns the field that keeps the host from starting the server, if there is one. */
  Optional<String> disabledBy() {
    if (Literal.TRUE.equals(fields.get("disabled"))) {
      return Optional.of("disabled");
    }
    return Literal.FALSE.equals(fields.get("enabled")) ? Optional.of("enabled") : Optional.empty();
  }

  /** Returns true if it starts a server whose tools change nothing. */
  boolean isReadOnly() {
    String flag = GeneralSettings.READ_ONLY.title();
    List<String> words = parts().flags().byName().get(flag);
    String value =
        words == null
            ? String.valueOf(variables().get(GeneralSettings.READ_ONLY.variable().orElseThrow()))
            : words.get(words.size() - 1);
    return value.equals(flag)
        || ON.contains(value.replace(flag + "=", "").toLowerCase(Locale.ROOT));
  }
}
