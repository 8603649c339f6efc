package io.jettymcp.runs;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.View;
import java.util.Optional;
import java.util.OptionalInt;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The trial of a collection: a few runs on Jetty's own model keys.
 *
 * @param json what Jetty says of it; missing where it says nothing
 */
public record Trial(JsonNode json) {
  public static final Trial UNKNOWN = new Trial(MissingNode.getInstance());

  public static final View<Trial> VIEW =
      View.of(Trial.class)
          .bool("active", Trial::isActive)
          .required()
          .integer("runs_used", trial -> trial.json.path("runs_used"))
          .integer("runs_limit", trial -> trial.json.path("runs_limit"))
          .integer("runs_remaining", trial -> trial.json.path("runs_remaining"))
          .number("minutes_remaining", trial -> trial.json.path("minutes_remaining"));

  private static final int FEW_RUNS = 2;

  public static Request request(String collection) {
    return Request.get("/api/v1/trial/{}", collection);
  }

  /** Reads the trial of a collection; unknown where that fails. */
  public static Mono<Trial> read(Call call, String collection) {
    return call.send(request(collection))
        .map(Reply::body)
        .map(Trial::new)
        .onErrorReturn(Failure.class, UNKNOWN);
  }

  /** Returns whether it is active; Jetty sends a status in place of that after the activation. */
  public boolean isActive() {
    return json.path("active").asBoolean(json.path("status").asString("").equals("active"));
  }

  /**
   * Returns whether runs use Jetty's own keys.
   *
   * @param choice {@code auto}, {@code yes} or {@code no}
   */
  public boolean useKeys(String choice, EnvironmentNames environment) {
    return switch (choice) {
      case "yes" -> true;
      case "no" -> false;
      default -> isActive() && environment.isKnown() && !environment.hasProviderKey();
    };
  }

  /** Returns the figures in one line, where Jetty sends any. */
  public Optional<String> line() {
    OptionalInt used = figure("runs_used");
    OptionalInt limit = figure("runs_limit");
    if (used.isEmpty() || limit.isEmpty()) {
      return Optional.empty();
    }
    String line = "Trial run " + used.getAsInt() + "/" + limit.getAsInt();
    OptionalInt minutes = figure("minutes_remaining");
    return Optional.of(
        minutes.isPresent() ? line + " -- " + minutes.getAsInt() + " minutes remaining" : line);
  }

  /** Returns a warning where few runs are left. */
  public Optional<String> warning() {
    OptionalInt left = remaining();
    return left.isPresent() && left.getAsInt() <= FEW_RUNS
        ? Optional.of(
            "Trial runs left: "
                + left.getAsInt()
                + ". Add your own provider key to the collection's environment "
                + (left.getAsInt() > 0 ? "before they run out." : "to go on."))
        : Optional.empty();
  }

  /** Returns how many runs are left, where Jetty says so. */
  public OptionalInt remaining() {
    OptionalInt left = figure("runs_remaining");
    OptionalInt used = figure("runs_used");
    OptionalInt limit = figure("runs_limit");
    return left.isEmpty() && used.isPresent() && limit.isPresent()
        ? OptionalInt.of(Math.max(0, limit.getAsInt() - used.getAsInt()))
        : left;
  }

  private OptionalInt figure(String field) {
    JsonNode value = json.path(field);
    int number = value.isNumber() ? value.asInt(Integer.MIN_VALUE) : Integer.MIN_VALUE;
    return number == Integer.MIN_VALUE ? OptionalInt.empty() : OptionalInt.of(number);
  }
}
