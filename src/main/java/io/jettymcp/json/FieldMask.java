package io.jettymcp.json;

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
public record FieldMask(boolean whole, Map<String, FieldMask> fields, @Nullable FieldMask others) {
  /** Everything. */
  public static final FieldMask ALL = new FieldMask(true, Map.of(), null);

  public FieldMask {
    fields = Map.copyOf(fields);
  }

  /** Only fields added by {@link #with}. */
  public static FieldMask only() {
    return new FieldMask(false, Map.of(), null);
  }

  /** Objects whose every field is kept by one rule, whatever its name. */
  public static FieldMask each(FieldMask rule) {
    return new FieldMask(false, Map.of(), rule);
  }

  public FieldMask with(String field, FieldMask rule) {
    Map<String, FieldMask> more = new LinkedHashMap<>(fields);
    more.put(field, rule);
    return new FieldMask(whole, more, others);
  }

  /** The named fields as a whole. */
  public static FieldMask fields(String... names) {
    FieldMask keep = only();
    for (String name : names) {
      keep = keep.with(name, ALL);
    }
    return keep;
  }

  /** The rule for one field, or null when it is dropped. */
  public @Nullable FieldMask under(String field) {
    return whole ? ALL : fields.getOrDefault(field, others);
  }
}
