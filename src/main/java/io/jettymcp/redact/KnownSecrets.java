package io.jettymcp.redact;

import io.jettymcp.secret.Secret;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds the secret values known of one caller: its tokens and the values of the environments it has
 * read. Values are never forgotten, because the old value of a variable is still a secret.
 *
 * <p>Bounds keep a hostile environment from filling the memory or pushing out the values of another
 * collection: each source keeps the {@value #VALUES_PER_SOURCE} values and {@value
 * #CHARACTERS_PER_SOURCE} characters learned last, for the {@value #SOURCES} most recent sources.
 * Values under {@value #MIN_LENGTH} characters are not secrets and are ignored.
 *
 * <p>Safe for use by several threads.
 */
public final class KnownSecrets {
  static final int MIN_LENGTH = 8;
  static final int VALUES_PER_SOURCE = 2_000;
  static final int CHARACTERS_PER_SOURCE = 200_000;
  static final int SOURCES = 100;

  /** The source of single values, which no source is named; it is never evicted. */
  private static final String OWN = "\0";

  private final Map<String, Set<String>> bySource = new LinkedHashMap<>();
  private volatile @Nullable ValueIndex index;

  /** The single value that was added last. */
  private volatile @Nullable String newest;

  /**
   * Adds the values of one source; its earlier values stay known.
   *
   * @param source what the values belong to, such as the name of a collection, or empty for no
   *     particular one
   */
  public synchronized void learn(String source, Collection<Secret> values) {
    @Nullable Set<String> earlier = bySource.remove(source);
    Set<String> known = earlier == null ? new LinkedHashSet<>() : earlier;
    boolean changed = false;
    for (Secret secret : values) {
      String value = secret.reveal().strip();
      if (value.length() >= MIN_LENGTH && value.length() <= CHARACTERS_PER_SOURCE) {
        changed |= !known.remove(value);
        known.add(value);
      }
    }
    changed |= forgetOldest(known);
    bySource.put(source, known);
    changed |= forgetOldestSource();
    if (changed) {
      index = null;
    }
  }

  /** Adds one value, such as the token of the caller. */
  public void learn(Secret value) {
    // The token is looked up for every request, and is nearly always the same.
    if (!value.reveal().equals(newest)) {
      learn(OWN, List.of(value));
      newest = value.reveal();
    }
  }

  /** Finds the values known now; the same object until a new value is learned. */
  ValueIndex index() {
    ValueIndex current = index;
    return current == null ? build() : current;
  }

  private synchronized ValueIndex build() {
    ValueIndex current = index;
    if (current == null) {
      Set<String> all = new LinkedHashSet<>();
      bySource.values().forEach(all::addAll);
      current = ValueIndex.of(all);
      index = current;
    }
    return current;
  }

  private static boolean forgetOldest(Set<String> known) {
    long characters = 0;
    for (String value : known) {
      characters += value.length();
    }
    boolean forgotten = false;
    Iterator<String> oldest = known.iterator();
    while (known.size() > VALUES_PER_SOURCE || characters > CHARACTERS_PER_SOURCE) {
      characters -= oldest.next().length();
      oldest.remove();
      forgotten = true;
    }
    return forgotten;
  }

  private boolean forgetOldestSource() {
    Iterator<String> oldest = bySource.keySet().iterator();
    while (bySource.size() > SOURCES) {
      if (!oldest.next().equals(OWN)) {
        oldest.remove();
        return true;
      }
    }
    return false;
  }
}
