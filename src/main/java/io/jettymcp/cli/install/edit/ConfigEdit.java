package io.jettymcp.cli.install.edit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Edits one entry of a configuration, and proves that nothing else changed: the edited text is read
 * again and compared with the tree that was intended.
 */
public final class ConfigEdit {
  private final HostConfigFormat format;
  private final String text;
  private final List<String> path;
  private final Map<String, Object> tree;

  /**
   * @param path the names that lead to the entry
   * @throws UneditableException if the text is not of the format
   */
  public ConfigEdit(HostConfigFormat format, String text, List<String> path)
      throws UneditableException {
    this.format = format;
    this.text = text;
    this.path = List.copyOf(path);
    this.tree = format.read(text);
  }

  /** Returns the entry; empty if there is none. */
  public Optional<Map<String, Object>> entry() throws UneditableException {
    Map<String, Object> at = tree;
    for (String name : path) {
      Object child = at.get(name);
      if (child == null || (child instanceof Literal literal && literal.isNull())) {
        return Optional.empty();
      }
      at = map(child, name);
    }
    return Optional.of(at);
  }

  /** Returns the text with an entry, which is added or changed where it differs. */
  public String with(Map<String, Object> entry) throws UneditableException {
    Optional<Map<String, Object>> old = entry();
    String edited =
        old.isPresent() && !old.get().isEmpty()
            ? changed(text, path, old.get(), entry)
            : format.set(text, path, entry);
    Map<String, Object> intended = copy(tree);
    put(intended, path, entry);
    return checked(edited, intended);
  }

  /**
   * Returns the text without the entry, and without maps that contained nothing else, not even
   * comments.
   *
   * @param kept how many of the outermost maps remain even if they are empty
   */
  public String without(int kept) throws UneditableException {
    if (entry().isEmpty()) {
      return text;
    }
    List<String> removed = path;
    while (removed.size() > kept + 1
        && mapAt(tree, parent(removed)).size() == 1
        && !format.isCommented(text, parent(removed))) {
      removed = parent(removed);
    }
    Map<String, Object> intended = copy(tree);
    mapAt(intended, parent(removed)).remove(removed.get(removed.size() - 1));
    return checked(format.remove(text, removed), intended);
  }

  private String changed(
      String from, List<String> at, Map<String, Object> old, Map<String, Object> entry)
      throws UneditableException {
    String edited = from;
    for (String name : old.keySet()) {
      if (!entry.containsKey(name)) {
        edited = format.remove(edited, child(at, name));
      }
    }
    for (Map.Entry<String, Object> field : entry.entrySet()) {
      List<String> place = child(at, field.getKey());
      Object before = old.get(field.getKey());
      Object after = field.getValue();
      if (before instanceof Map<?, ?> && after instanceof Map<?, ?> map && !map.isEmpty()) {
        edited = changed(edited, place, map(before, field.getKey()), map(after, field.getKey()));
      } else if (!after.equals(before)) {
        edited = format.set(edited, place, after);
      }
    }
    return edited;
  }

  private String checked(String edited, Map<String, Object> intended) throws UneditableException {
    if (!format.read(edited).equals(intended)) {
      throw new UneditableException("is written in a way that cannot be edited safely");
    }
    return edited;
  }

  private static List<String> child(List<String> path, String name) {
    return Stream.concat(path.stream(), Stream.of(name)).toList();
  }

  private static List<String> parent(List<String> path) {
    return path.subList(0, path.size() - 1);
  }

  private static Map<String, Object> mapAt(Map<String, Object> tree, List<String> path)
      throws UneditableException {
    Map<String, Object> at = tree;
    for (String name : path) {
      at = map(at.getOrDefault(name, Map.of()), name);
    }
    return at;
  }

  private static void put(Map<String, Object> tree, List<String> path, Map<String, Object> entry)
      throws UneditableException {
    Map<String, Object> at = tree;
    for (String name : parent(path)) {
      if (!(at.get(name) instanceof Map)) {
        at.put(name, new LinkedHashMap<String, Object>());
      }
      at = map(at.getOrDefault(name, Map.of()), name);
    }
    at.put(path.get(path.size() - 1), entry);
  }

  /** Names of maps are strings in all formats. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value, String name) throws UneditableException {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new UneditableException("has a \"" + name + "\" that is not an object");
  }

  private static Map<String, Object> copy(Map<String, Object> map) {
    Map<String, Object> copy = new LinkedHashMap<>(map);
    copy.replaceAll(
        (name, value) -> {
          if (!(value instanceof Map<?, ?> inner)) {
            return value;
          }
          Map<String, Object> typed = new LinkedHashMap<>();
          inner.forEach((key, item) -> typed.put(String.valueOf(key), item));
          return copy(typed);
        });
    return copy;
  }
}
