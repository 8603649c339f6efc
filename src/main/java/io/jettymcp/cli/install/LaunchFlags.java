package io.jettymcp.cli.install;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Holds the flags of a command line by name, each with all its words. */
record LaunchFlags(Map<String, List<String>> byName) {
  LaunchFlags {
    byName = new LinkedHashMap<>(byName);
  }

  /** Reads words: a value follows its flag behind = or as the next word. */
  static LaunchFlags of(List<String> words) {
    Map<String, List<String>> byName = new LinkedHashMap<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      List<String> found = byName.computeIfAbsent(name(word), name -> new ArrayList<>());
      found.add(word);
      boolean takesNext =
          word.startsWith("--")
              && !word.contains("=")
              && i + 1 < words.size()
              && !words.get(i + 1).startsWith("-");
      if (takesNext) {
        found.add(words.get(++i));
      }
    }
    return new LaunchFlags(byName);
  }

  /** Returns these with others, which replace those of the same name in their place. */
  LaunchFlags with(List<String> words) {
    Map<String, List<String>> merged = new LinkedHashMap<>(byName);
    merged.putAll(of(words).byName());
    return new LaunchFlags(merged);
  }

  boolean has(String name) {
    return byName.containsKey(name);
  }

  List<String> words() {
    return byName.values().stream().flatMap(List::stream).toList();
  }

  private static String name(String word) {
    int equals = word.indexOf('=');
    return word.startsWith("--") && equals > 0 ? word.substring(0, equals) : word;
  }
}
