package io.jettymcp.workflow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Shows how an activity is used.
 *
 * @param config of a step that runs as it is
 * @param shapes of parameters that hold more than a word or a number; missing if there are none
 */
public record ActivityExample(JsonNode config, JsonNode shapes) {
  /** Returns the example of an activity, if it has one. */
  public static Optional<ActivityExample> of(String activity) {
    JsonNode example =
        Activities.find(activity)
            .map(known -> Bundle.EXAMPLES.path(known.name()))
            .orElse(Bundle.EXAMPLES.path(activity));
    return example.isMissingNode()
        ? Optional.empty()
        : Optional.of(new ActivityExample(example.path("example"), example.path("shapes")));
  }

  /** Reads the file when it is first needed. */
  private static final class Bundle {
    private static final JsonNode EXAMPLES = read();

    private static JsonNode read() {
      String name = "activity-examples.json";
      try (InputStream in = ActivityExample.class.getResourceAsStream(name)) {
        return JsonMapper.shared().readTree(Objects.requireNonNull(in, name));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
