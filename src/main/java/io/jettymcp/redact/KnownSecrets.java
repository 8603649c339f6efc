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
 * read. Values stay known after they change, because the old value of a variable is still a secret.
 *
 * <p>Bounds keep a hostile environment from pushing out the values of another collection: each
 * source has the {@value #VALUES_PER_SOURCE} values learned last, for the most recent {@value
 * #SOURCES} sources with {@value #VALUES} values together, whose index takes 25 KB for each, and up
 * to 45 KB with characters that JSON escapes. The bounds are far above what people have: forgetting
 * a value shows it, which is worse than running out of memory. Values under {@value #MIN_LENGTH}
 * characters are not secrets and are ignored.
 *
 * <p>Safe for use by several threads.
 */
public final class KnownSecrets {
  static final int MIN_LENGTH = 8;
  static final int VALUES_PER_SOURCE = 2_000;
  static final int SOURCES = 1_000;
  static final int VALUES = 40_000;

  /** The source of values that calls pass, which no source is named; it is never evicted. */
  private static final String CALLS = "\0calls";

  /** The source of values of the process, apart from those of calls, which are many. */
  private static final String PROCESS = "\0process";

  private final Map<String, Set<KnownValue>> bySource = new LinkedHashMap<>();
  private volatile @Nullable ValueIndex index;

  /** The value of the process that was added last. */
  private volatile @Nullable String newest;

  /**
   * Adds the values of one source; its earlier values stay known.
   *
   * @param source what the values belong to, such as the name of a collection, or empty for no
   *     particular one
   */
  public synchronized void learn(String source, Collection<Secret> values) {
    @Nullable Set<KnownValue> earlier = bySource.remove(source);
    Set<KnownValue> known = earlier == null ? new LinkedHashSet<>() : earlier;
    boolean changed = false;
    for (Secret secret : values) {
      for (KnownValue value : KnownValue.of(secret.reveal().strip())) {
        changed |= !known.remove(value);
        known.add(value);
      }
    }
    changed |= forgetOldest(known);
    bySource.put(source, known);
    changed |= forgetOldestSources(source);
    if (changed) {
      index = null;
    }
  }

  /** Adds one value that a call passes. */
  public void learn(Secret value) {
    learn(CALLS, List.of(value));
  }

  /** Adds a value of the process, such as its token; those of calls do not push it out. */
  public void learnOfProcess(Secret value) {
    // The token is looked up for every request, and is nearly always the same.
    if (!value.reveal().equals(newest)) {
      learn(PROCESS, List.of(value));
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
      Set<KnownValue> all = new LinkedHashSet<>();
      bySource.values().forEach(all::addAll);
      current = ValueIndex.of(all);
      index = current;
    }
    return current;
  }

  private static boolean forgetOldest(Set<KnownValue> known) {
    Iterator<KnownValue> oldest = known.iterator();
    boolean forgotten = false;
    for (int extra = known.size() - VALUES_PER_SOURCE; extra > 0; extra--) {
      oldest.next();
      oldest.remove();
      forgotten = true;
    }
    return forgotten;
  }

  private boolean forgetOldestSources(String keep) {
    int values = bySource.values().stream().mapToInt(Set::size).sum();
    Iterator<Map.Entry<String, Set<KnownValue>>> oldest = bySource.entrySet().iterator();
    boolean forgotten = false;
    while (oldest.hasNext() && (bySource.size() > SOURCES || values > VALUES)) {
      Map.Entry<String, Set<KnownValue>> source = oldest.next();
      if (!source.getKey().equals(CALLS)
          && !source.getKey().equals(PROCESS)
          && !source.getKey().equals(keep)) {
        values -= source.getValue().size();
        oldest.remove();
        forgotten = true;
      }
    }
    return forgotten;
  }
}
