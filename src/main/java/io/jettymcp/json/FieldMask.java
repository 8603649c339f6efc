package io.jettymcp.json;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Selects the parts of a JSON reply to keep. The rest is dropped while it is read, so that a list
 * of runs with megabytes of outputs costs only what a tool shows of it. A mask applies to the
 * elements of an array; strings, numbers, booleans and nulls are kept under any mask.
 *
 * @param whole true to keep everything
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

  /** Applies one mask to all fields. */
  public static FieldMask each(FieldMask rule) {
    return new FieldMask(false, Map.of(), rule);
  }

  public FieldMask with(String field, FieldMask rule) {
    Map<String, FieldMask> more = new LinkedHashMap<>(fields);
    more.put(field, rule);
    return new FieldMask(whole, more, others);
  }

  /** The named fields, in full. */
  public static FieldMask fields(String... names) {
    FieldMask mask = only();
    for (String name : names) {
      mask = mask.with(name, ALL);
    }
    return mask;
  }

  /** The rule for one field, or null when it is dropped. */
  public @Nullable FieldMask under(String field) {
    return whole ? ALL : fields.getOrDefault(field, others);
  }
}
