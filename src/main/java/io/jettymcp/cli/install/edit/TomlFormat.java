package io.jettymcp.cli.install.edit;

import io.jettymcp.cli.install.edit.TomlStatement.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Edits TOML in place, statement by statement: tables with a key a line, and inline tables. */
public record TomlFormat() implements HostConfigFormat {
  /** The number of names that lead to a server, which gets a table of its own. */
  private static final int SERVER_DEPTH = 2;

  @Override
  public String alone(List<String> path, Map<String, Object> value) {
    return appended("", path, value, "\n");
  }

  @Override
  public Map<String, Object> read(String text) throws UneditableException {
    return TomlTree.of(TomlStatement.parse(text));
  }

  @Override
  public String set(String text, List<String> path, Object value) throws UneditableException {
    List<Located> statements = located(text);
    if (value instanceof Map<?, ?> fields && statements.stream().anyMatch(at -> at.opens(path))) {
      String edited = text;
      for (Map.Entry<?, ?> field : fields.entrySet()) {
        String name = String.valueOf(field.getKey());
        edited =
            set(edited, Stream.concat(path.stream(), Stream.of(name)).toList(), field.getValue());
      }
      return edited;
    }
    for (int i = 0; i < statements.size(); i++) {
      Located at = statements.get(i);
      if (at.isKey() && startsWith(path, at.path())) {
        List<String> rest = path.subList(at.path().size(), path.size());
        Object old = at.statement().value().value();
        Object set = rest.isEmpty() ? value : with(old, rest, value);
        return replaced(statements, i, at.statement().withValue(set).text());
      }
    }
    return added(text, statements, path, value);
  }

  /** Adds a key to its table, or a table of its own for a server. */
  private static String added(
      String text, List<Located> statements, List<String> path, Object value)
      throws UneditableException {
    List<String> table = path.subList(0, path.size() - 1);
    String lineEnd = TextStyle.lineEndOf(text);
    int last = -1;
    for (int i = 0; i < statements.size(); i++) {
      Located at = statements.get(i);
      last = at.table().equals(table) && at.statement().kind() != Kind.TRIVIA ? i : last;
    }
    boolean isServer = value instanceof Map && path.size() == SERVER_DEPTH;
    if (last >= 0 && !isServer) {
      String before = statements.get(last).statement().text();
      String line = TomlValue.key(path.get(path.size() - 1)) + " = " + TomlValue.write(value);
      return replaced(
          statements,
          last,
          before.endsWith("\n") ? before + line + lineEnd : before + lineEnd + line);
    }
    List<String> opened = value instanceof Map ? path : table;
    if (statements.stream().anyMatch(at -> at.defines(opened))) {
      throw new UneditableException(
          "sets this server with dotted keys; write a table [" + String.join(".", opened) + "]");
    }
    return appended(text, path, value, lineEnd);
  }

  /** Appends a table of its own, which is valid behind any statement. */
  private static String appended(String text, List<String> path, Object value, String lineEnd) {
    boolean isTable = value instanceof Map;
    List<String> table = isTable ? path : path.subList(0, path.size() - 1);
    Map<?, ?> fields = isTable ? (Map<?, ?>) value : Map.of(path.get(path.size() - 1), value);
    String header = table.stream().map(TomlValue::key).collect(Collectors.joining(".", "[", "]"));
    String block =
        Stream.concat(
                Stream.of(header),
                fields.entrySet().stream()
                    .map(
                        field ->
                            TomlValue.key(String.valueOf(field.getKey()))
                                + " = "
                                + TomlValue.write(field.getValue())))
            .collect(Collectors.joining(lineEnd));
    if (text.isEmpty()) {
      return block + lineEnd;
    }
    return text.endsWith("\n")
        ? text + lineEnd + block + lineEnd
        : text + lineEnd + lineEnd + block;
  }

  @Override
  public boolean isCommented(String text, List<String> path) throws UneditableException {
    return located(text).stream()
        .anyMatch(
            at -> (at.isTriviaOf(path) || at.opens(path)) && at.statement().text().contains("#"));
  }

  @Override
  public String remove(String text, List<String> path) throws UneditableException {
    List<Located> statements = located(text);
    for (int i = 0; i < statements.size(); i++) {
      Located at = statements.get(i);
      if (at.isKey() && path.size() > at.path().size() && startsWith(path, at.path())) {
        Object rest =
            without(at.statement().value().value(), path.subList(at.path().size(), path.size()));
        return replaced(statements, i, at.statement().withValue(rest).text());
      }
    }
    boolean[] gone = new boolean[statements.size()];
    for (int i = 0; i < gone.length; i++) {
      Located at = statements.get(i);
      gone[i] = at.statement().kind() != Kind.TRIVIA && startsWith(at.path(), path);
      boolean heading = at.statement().kind() != Kind.KEY;
      if (gone[i] && heading && i > 0 && statements.get(i - 1).statement().text().isBlank()) {
        gone[i - 1] = true;
      }
      if (gone[i] && !heading) {
        // Comments between the header and the last key belong to the table.
        for (int j = i - 1; j > 0 && statements.get(j).isTriviaOf(at.table()); j--) {
          gone[j] = startsWith(at.table(), path);
        }
      }
    }
    String kept =
        Stream.iterate(0, i -> i < gone.length, i -> i + 1)
            .filter(i -> !gone[i])
            .map(i -> statements.get(i).statement().text())
            .collect(Collectors.joining());
    boolean open = gone.length > 0 && gone[gone.length - 1] && !text.endsWith("\n");
    return open ? kept.substring(0, TextStyle.skipLineEndBack(kept, kept.length())) : kept;
  }

  /**
   * Holds a statement and the path that it sets or opens.
   *
   * @param table the table that it is in
   */
  private record Located(TomlStatement statement, List<String> table) {
    List<String> path() {
      return statement.kind() == Kind.KEY
          ? Stream.concat(table.stream(), statement.path().stream()).toList()
          : table;
    }

    boolean isKey() {
      return statement.kind() == Kind.KEY;
    }

    /** Returns true for the header of a table. */
    boolean opens(List<String> other) {
      return statement.kind() == Kind.TABLE && table.equals(other);
    }

    /** Returns true for a dotted key that defines a table, which no header may open then. */
    boolean defines(List<String> other) {
      return isKey() && table.size() < other.size() && startsWith(path(), other);
    }

    boolean isTriviaOf(List<String> other) {
      return statement.kind() == Kind.TRIVIA && table.equals(other);
    }
  }

  private static List<Located> located(String text) throws UneditableException {
    List<Located> located = new ArrayList<>();
    List<String> table = List.of();
    for (TomlStatement statement : TomlStatement.parse(text)) {
      boolean opens = statement.kind() == Kind.TABLE || statement.kind() == Kind.TABLE_ARRAY;
      table = opens ? statement.path() : table;
      located.add(new Located(statement, table));
    }
    return located;
  }

  private static String replaced(List<Located> statements, int index, String text) {
    StringBuilder edited = new StringBuilder();
    for (int i = 0; i < statements.size(); i++) {
      edited.append(i == index ? text : statements.get(i).statement().text());
    }
    return edited.toString();
  }

  private static boolean startsWith(List<String> path, List<String> start) {
    return path.size() >= start.size() && path.subList(0, start.size()).equals(start);
  }

  private static Object with(Object table, List<String> path, Object value) {
    Map<String, Object> copy = copy(table);
    String name = path.get(0);
    copy.put(
        name,
        path.size() == 1
            ? value
            : with(copy.getOrDefault(name, Map.of()), path.subList(1, path.size()), value));
    return copy;
  }

  private static Object without(Object table, List<String> path) {
    Map<String, Object> copy = copy(table);
    String name = path.get(0);
    if (path.size() == 1) {
      copy.remove(name);
    } else {
      copy.computeIfPresent(name, (key, inner) -> without(inner, path.subList(1, path.size())));
    }
    return copy;
  }

  private static Map<String, Object> copy(Object table) {
    Map<String, Object> copy = new LinkedHashMap<>();
    if (table instanceof Map<?, ?> map) {
      map.forEach((name, value) -> copy.put(String.valueOf(name), value));
    }
    return copy;
  }
}
