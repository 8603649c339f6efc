package io.jettymcp.cli.install;

import io.jettymcp.cli.install.TomlStatement.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Edits servers in tables of Codex's TOML file, statement by statement to keep its comments. */
record TomlHostConfig() implements HostConfigFormat {
  private static final String SERVERS = "mcp_servers";
  private static final List<String> TABLE = List.of(SERVERS, SERVER);

  /** Keys that this server sets, and keys of a remote server, which would contradict a command. */
  private static final Set<String> REPLACED_KEYS =
      Set.of(
          "command",
          "args",
          "url",
          "bearer_token_env_var",
          "http_headers",
          "env_http_headers",
          "oauth_resource",
          "scopes");

  @Override
  public String alone(LaunchCommand launch) {
    return "[" + SERVERS + "." + SERVER + "]\n" + keys(launch);
  }

  @Override
  public String merged(String text, LaunchCommand launch) throws Unmergeable {
    StringBuilder merged = new StringBuilder();
    List<String> table = List.of();
    boolean found = false;
    for (TomlStatement statement : TomlStatement.parse(text)) {
      boolean opens = statement.kind() == Kind.TABLE || statement.kind() == Kind.TABLE_ARRAY;
      table = opens ? statement.path() : table;
      rejectOtherForms(statement, table);
      if (opens && table.equals(TABLE)) {
        found = true;
        merged.append(endingInNewline(statement.text())).append(keys(launch));
      } else if (!isReplaced(statement, table)) {
        merged.append(statement.text());
      }
    }
    if (!found) {
      String before = endingInNewline(merged.toString());
      return before + (before.isBlank() ? "" : "\n") + alone(launch);
    }
    return merged.toString();
  }

  private static boolean isReplaced(TomlStatement statement, List<String> table) {
    return statement.kind() == Kind.KEY
        && table.equals(TABLE)
        && REPLACED_KEYS.contains(statement.path().get(0));
  }

  /** Rejects inline tables and dotted keys: TOML forbids defining the same table twice. */
  private static void rejectOtherForms(TomlStatement statement, List<String> table)
      throws Unmergeable {
    List<String> full = new ArrayList<>(table);
    if (statement.kind() == Kind.KEY) {
      full.addAll(statement.path());
    }
    boolean inline =
        statement.kind() == Kind.KEY
            && !startsWith(table, TABLE)
            && (full.equals(List.of(SERVERS)) || startsWith(full, TABLE));
    boolean array = statement.kind() == Kind.TABLE_ARRAY && startsWith(TABLE, table);
    if (inline || array) {
      throw new Unmergeable(
          "does not keep this server in a table of its own, [" + SERVERS + "." + SERVER + "]");
    }
  }

  private static boolean startsWith(List<String> path, List<String> start) {
    return path.size() >= start.size() && path.subList(0, start.size()).equals(start);
  }

  private static String keys(LaunchCommand launch) {
    return "command = "
        + quoted(launch.command())
        + "\nargs = "
        + launch.arguments().stream()
            .map(TomlHostConfig::quoted)
            .collect(Collectors.joining(", ", "[", "]"))
        + "\n";
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (Character.isISOControl(c)) {
        out.append("\\u%04X".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }

  private static String endingInNewline(String text) {
    return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
  }
}
