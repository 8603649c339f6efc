package io.jettymcp.cli.install.edit;

import io.jettymcp.cli.install.edit.TomlStatement.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds the tree of statements. */
final class TomlTree {
  private TomlTree() {}

  static Map<String, Object> of(List<TomlStatement> statements) throws UneditableException {
    Map<String, Object> root = new LinkedHashMap<>();
    Map<String, Object> table = root;
    for (TomlStatement statement : statements) {
      if (statement.kind() == Kind.TABLE) {
        table = table(root, statement.path());
      } else if (statement.kind() == Kind.TABLE_ARRAY) {
        table = new LinkedHashMap<>();
        append(root, statement.path(), table);
      } else if (statement.kind() == Kind.KEY) {
        put(table, statement.path(), statement.value().value());
      }
    }
    return root;
  }

  /** Sets a value at a dotted key. */
  static void put(Map<String, Object> table, List<String> path, Object value)
      throws UneditableException {
    String name = path.get(path.size() - 1);
    if (table(table, path.subList(0, path.size() - 1)).putIfAbsent(name, value) != null) {
      throw new UneditableException("sets \"" + name + "\" twice in the same place");
    }
  }

  private static void append(Map<String, Object> root, List<String> path, Map<String, Object> table)
      throws UneditableException {
    String name = path.get(path.size() - 1);
    Map<String, Object> parent = table(root, path.subList(0, path.size() - 1));
    List<Object> tables = new ArrayList<>();
    if (parent.get(name) instanceof List<?> list) {
      tables.addAll(list);
    }
    tables.add(table);
    parent.put(name, tables);
  }

  /** Returns the table at a path; the last one of an array of tables. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> table(Map<String, Object> root, List<String> path)
      throws UneditableException {
    Map<String, Object> at = root;
    for (String name : path) {
      Object child = at.computeIfAbsent(name, missing -> new LinkedHashMap<String, Object>());
      if (child instanceof List<?> list && !list.isEmpty()) {
        child = list.get(list.size() - 1);
      }
      if (!(child instanceof Map<?, ?>)) {
        throw new UneditableException("sets \"" + name + "\" twice in the same place");
      }
      at = (Map<String, Object>) child;
    }
    return at;
  }
}
