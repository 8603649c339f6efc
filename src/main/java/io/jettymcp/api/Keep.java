package io.jettymcp.api;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which parts of a JSON reply are worth memory. The rest is read off the wire and dropped, so that
 * a list of runs with megabytes of outputs costs only what a tool shows of it. Arrays are
 * transparent: their elements are kept by the rule of the array. Texts, numbers, booleans and nulls
 * are kept as they are under any rule.
 *
 * @param whole keep everything from here on
 * @param fields rules by field name
 * @param others the rule for fields that are not named, or null to drop them
 */
public record Keep(boolean whole, Map<String, Keep> fields, @Nullable Keep others) {
  /** Everything. */
  public static final Keep ALL = new Keep(true, Map.of(), null);

  public Keep {
    fields = Map.copyOf(fields);
  }

  /** Only fields added by {@link #with}. */
  public static Keep only() {
    return new Keep(false, Map.of(), null);
  }

  /** Objects whose every field is kept by one rule, whatever its name. */
  public static Keep each(Keep rule) {
    return new Keep(false, Map.of(), rule);
  }

  public Keep with(String field, Keep rule) {
    Map<String, Keep> more = new LinkedHashMap<>(fields);
    more.put(field, rule);
    return new Keep(whole, more, others);
  }

  /** The named fields as a whole. */
  public static Keep fields(String... names) {
    Keep keep = only();
    for (String name : names) {
      keep = keep.with(name, ALL);
    }
    return keep;
  }

  /** The rule for one field, or null when it is dropped. */
  public @Nullable Keep under(String field) {
    return whole ? ALL : fields.getOrDefault(field, others);
  }
}
