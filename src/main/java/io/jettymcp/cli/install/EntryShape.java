package io.jettymcp.cli.install;

import io.jettymcp.cli.install.edit.Literal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Declares how a host writes a server into its configuration.
 *
 * @param servers the names that lead to the map of servers
 * @param command the key of the program to start
 * @param args the key of its arguments; empty where the command is a list that contains them
 * @param env the key of its environment variables
 * @param url the key of a remote server's address; empty where the file can hold none
 * @param local fields of a server that the host starts
 * @param remote fields of a remote server
 * @param initial fields that only a new entry gets, because users change them
 */
record EntryShape(
    List<String> servers,
    String command,
    String args,
    String env,
    String url,
    Map<String, Object> local,
    Map<String, Object> remote,
    Map<String, Object> initial) {

  /** Stands for the name of the server among the initial fields. */
  static final Literal SERVER_NAME = new Literal("");

  /** Keys of the object that older versions of Zed write as the command. */
  private static final String OLDER_PATH = "path";

  private static final String OLDER_ARGS = "args";
  private static final String OLDER_ENV = "env";

  /** Declares the common form, in which the kind of a server follows from its fields. */
  static EntryShape in(String... servers) {
    return new EntryShape(
        List.of(servers), "command", "args", "env", "url", Map.of(), Map.of(), Map.of());
  }

  EntryShape keys(String newCommand, String newArgs, String newEnv) {
    return new EntryShape(servers, newCommand, newArgs, newEnv, url, local, remote, initial);
  }

  EntryShape url(String key) {
    return new EntryShape(servers, command, args, env, key, local, remote, initial);
  }

  EntryShape types(String localType, String remoteType) {
    return new EntryShape(
        servers, command, args, env, url, type(localType), type(remoteType), initial);
  }

  private static Map<String, Object> type(String type) {
    return type.isEmpty() ? Map.of() : Map.of("type", type);
  }

  EntryShape initially(String key, Object value) {
    Map<String, Object> fields = new LinkedHashMap<>(initial);
    fields.put(key, value);
    return new EntryShape(servers, command, args, env, url, local, remote, fields);
  }

  /** Returns the same form in another map, where new entries get no further fields. */
  EntryShape movedTo(String... path) {
    return new EntryShape(List.of(path), command, args, env, url, local, remote, Map.of());
  }

  boolean hasRemote() {
    return !url.isEmpty();
  }

  /** Returns the command and arguments of an entry; empty if it starts nothing. */
  List<String> commandLine(Map<String, Object> entry) {
    List<String> line = new ArrayList<>();
    words(entry)
        .forEach(
            word -> {
              if (word instanceof Literal literal) {
                line.add(literal.text());
              } else if (word instanceof String text) {
                line.add(text);
              }
            });
    return line;
  }

  /** Returns true if the command and arguments of an entry are not all text. */
  boolean hasOtherArguments(Map<String, Object> entry) {
    return words(entry).stream().anyMatch(word -> word instanceof Map || word instanceof List);
  }

  private List<?> words(Map<String, Object> entry) {
    if (entry.get(command) instanceof Map<?, ?> older) {
      return words(older.get(OLDER_PATH), older.get(OLDER_ARGS));
    }
    return words(entry.get(command), args.isEmpty() ? null : entry.get(args));
  }

  private static List<?> words(@Nullable Object program, @Nullable Object arguments) {
    List<Object> words = new ArrayList<>();
    if (program instanceof List<?> list) {
      words.addAll(list);
    } else if (program instanceof String) {
      words.add(program);
    }
    if (!words.isEmpty() && arguments instanceof List<?> list) {
      words.addAll(list);
    } else if (!words.isEmpty() && arguments instanceof String) {
      words.add(arguments);
    }
    return words;
  }

  /** Returns the fields of a command line. */
  Map<String, Object> ofCommandLine(List<String> line) {
    Map<String, Object> fields = new LinkedHashMap<>(local);
    if (args.isEmpty()) {
      fields.put(command, line);
    } else {
      fields.put(command, line.get(0));
      fields.put(args, List.copyOf(line.subList(1, line.size())));
    }
    return fields;
  }

  /** Returns the environment variables of an entry. */
  Map<String, Object> variables(Map<String, Object> entry) {
    Map<String, Object> variables = new LinkedHashMap<>();
    if (entry.get(command) instanceof Map<?, ?> older) {
      putAll(older.get(OLDER_ENV), variables);
    }
    putAll(entry.get(env), variables);
    return variables;
  }

  private static void putAll(@Nullable Object map, Map<String, Object> variables) {
    if (map instanceof Map<?, ?> fields) {
      fields.forEach((name, value) -> variables.put(String.valueOf(name), value));
    }
  }
}
