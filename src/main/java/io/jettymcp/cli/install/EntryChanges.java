package io.jettymcp.cli.install;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists for people what differs between two entries of a server, by flag, variable and field. */
record EntryChanges(
    List<String> added, List<String> changed, List<String> removed, List<String> kept) {

  static EntryChanges between(ServerEntry before, ServerEntry after) {
    Map<String, String> old = items(before);
    Map<String, String> now = items(after);
    List<String> added = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    now.forEach(
        (name, value) -> {
          String was = old.get(name);
          if (was == null) {
            added.add(shown(name, value));
          } else if (was.equals(value)) {
            kept.add(shown(name, value));
          } else {
            changed.add(shown(name, value) + wording(name, was));
          }
        });
    List<String> removed =
        old.entrySet().stream()
            .filter(item -> !now.containsKey(item.getKey()))
            .map(item -> shown(item.getKey(), item.getValue()))
            .toList();
    return new EntryChanges(added, changed, removed, kept);
  }

  /** Returns a line for each kind of change that there is. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    line(lines, "added:   ", added);
    line(lines, "changed: ", changed);
    line(lines, "removed: ", removed);
    line(lines, "kept:    ", kept);
    return lines;
  }

  private static void line(List<String> lines, String title, List<String> items) {
    if (!items.isEmpty()) {
      lines.add("  " + title + String.join(", ", items));
    }
  }

  /** Returns flags with their words; variables and other fields may hold secrets. */
  private static String shown(String name, String value) {
    return name.startsWith("--") ? value : name;
  }

  private static String wording(String name, String was) {
    return name.startsWith("--") || name.equals("command") ? " (was " + was + ")" : "";
  }

  private static Map<String, String> items(ServerEntry entry) {
    EntryShape shape = entry.shape();
    Map<String, String> items = new LinkedHashMap<>();
    entry
        .fields()
        .forEach(
            (name, value) -> {
              if (name.equals(shape.command())) {
                CommandLineParts parts = entry.parts();
                items.put("command", String.join(" ", parts.program()));
                parts.flags().byName().forEach((flag, words) -> items.put(flag, flag(words)));
              } else if (!name.equals(shape.args())
                  && !name.equals(shape.env())
                  && !name.equals("type")) {
                items.put(name, String.valueOf(value));
              }
            });
    entry.variables().forEach((key, item) -> items.put("variable " + key, String.valueOf(item)));
    return items;
  }

  private static String flag(List<String> words) {
    return String.join(" ", words);
  }
}
