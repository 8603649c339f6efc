package io.jettymcp.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;

/**
 * A reference from one step of a workflow to data that exists while it runs: {@code init_params.a},
 * {@code draft.outputs.list[0].id}, {@code draft.outputs.list[*].id}, {@code draft.inputs.prompt}.
 *
 * <p>A name is made of letters, digits, {@code _} and {@code -}; brackets hold an integer or a
 * star. A star returns an array of what the rest finds in each item; several stars return one flat
 * array.
 */
public final class PathExpression {
  /** The first name of an expression that points at an input of the run. */
  public static final String INIT_PARAMS = "init_params";

  private static final int MAX_LENGTH = 1000;
  private static final int MAX_DEPTH = 200;
  private static final int MAX_CHOICES = 50;

  private final List<PathPart> parts;

  private PathExpression(List<PathPart> parts) {
    this.parts = parts;
  }

  /**
   * Reads an expression of at most 1,000 characters.
   *
   * @throws Malformed if it is invalid; the message names the problem and its position
   */
  public static PathExpression parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new Malformed("a path expression has at most " + MAX_LENGTH + " characters");
    }
    return new PathExpression(new PathReader(text, false).parts());
  }

  /**
   * Reads the path of a value in a tree, of at most 200 parts, as no tree is deeper. A name that is
   * not made of letters, digits, {@code _} and {@code -} is written in brackets and quotes: {@code
   * step_configs["a b"].model}.
   *
   * @throws Malformed if it is invalid
   */
  public static PathExpression parsePlace(String text) {
    List<PathPart> parts = new PathReader(text, true).parts();
    if (parts.size() > MAX_DEPTH) {
      throw new Malformed("a path has at most " + MAX_DEPTH + " parts");
    }
    return new PathExpression(parts);
  }

  /** Appends the name of a field to the path of an object; the root has an empty path. */
  public static String field(String path, String name) {
    PathPart.Name part = new PathPart.Name(name);
    return path + (path.isEmpty() || !part.isPlain() ? "" : ".") + part;
  }

  /** Appends an index to the path of an array. */
  public static String item(String path, int index) {
    return path + new PathPart.Index(index);
  }

  /** The same under the inputs of the run, as a placeholder names them. */
  PathExpression inInitParams() {
    List<PathPart> all = new ArrayList<>(List.of(new PathPart.Name(INIT_PARAMS)));
    all.addAll(parts);
    return new PathExpression(List.copyOf(all));
  }

  /** The first name: {@value #INIT_PARAMS} or the name of a step. */
  public String root() {
    return parts.get(0).toString();
  }

  /**
   * Looks the expression up.
   *
   * @param scope {@code {"init_params": {…}, "<step>": {"inputs": {…}, "outputs": {…}}}}
   * @return what is there, or a missing node; an index outside the array is missing too
   */
  public JsonNode evaluate(JsonNode scope) {
    return follow(scope, 0);
  }

  /**
   * Looks the expression up in a trajectory as Jetty's API gives it. A leading {@code steps.} is
   * allowed, because a trajectory has its steps under that name.
   */
  public JsonNode evaluateInTrajectory(JsonNode trajectory) {
    Place place = placeIn(trajectory);
    return follow(place.node(), place.at());
  }

  /** Where the way through a trajectory ends, or empty if the expression finds something. */
  public Optional<DeadEnd> deadEndIn(JsonNode trajectory) {
    Place place = placeIn(trajectory);
    JsonNode here = place.node();
    for (int at = place.at(); at < parts.size(); at++) {
      PathPart part = parts.get(at);
      if (part instanceof PathPart.Each && here.isArray()) {
        return Optional.empty();
      }
      JsonNode next = step(here, part);
      if (next.isMissingNode()) {
        return Optional.of(new DeadEnd(text(at), choices(here, at == 0)));
      }
      here = next;
    }
    return Optional.empty();
  }

  /** All names in it, from the first on: what it can touch in objects, whatever the arrays. */
  public List<String> names() {
    return parts.stream().filter(PathPart.Name.class::isInstance).map(PathPart::toString).toList();
  }

  List<PathPart> parts() {
    return parts;
  }

  /** The name at a position, if there is a part and it is a name. */
  Optional<String> name(int at) {
    return at < parts.size() && parts.get(at) instanceof PathPart.Name name
        ? Optional.of(name.name())
        : Optional.empty();
  }

  /** Returns true if every result is an array. */
  boolean givesArray() {
    return parts.contains(new PathPart.Each());
  }

  @Override
  public String toString() {
    return text(parts.size());
  }

  private Place placeIn(JsonNode trajectory) {
    JsonNode steps = trajectory.path("steps");
    if (root().equals(INIT_PARAMS)) {
      return new Place(trajectory, 0);
    }
    boolean namesTheWhole = root().equals("steps") && !steps.has("steps");
    return new Place(steps, namesTheWhole ? 1 : 0);
  }

  private JsonNode follow(JsonNode from, int start) {
    JsonNode here = from;
    for (int at = start; at < parts.size(); at++) {
      PathPart part = parts.get(at);
      if (part instanceof PathPart.Each) {
        return here.isArray() ? each(here, at + 1) : MissingNode.getInstance();
      }
      here = step(here, part);
    }
    return here;
  }

  private ArrayNode each(JsonNode items, int rest) {
    boolean flat = parts.subList(rest, parts.size()).contains(new PathPart.Each());
    ArrayNode found = JsonNodeFactory.instance.arrayNode();
    for (JsonNode item : items) {
      JsonNode value = follow(item, rest);
      if (flat && value.isArray()) {
        value.forEach(found::add);
      } else if (!value.isMissingNode()) {
        found.add(value);
      }
    }
    return found;
  }

  private static JsonNode step(JsonNode here, PathPart part) {
    if (part instanceof PathPart.Name name) {
      return here.path(name.name());
    }
    if (part instanceof PathPart.Index index && index.index() >= 0) {
      return here.path(index.index());
    }
    return MissingNode.getInstance();
  }

  private static List<String> choices(JsonNode here, boolean top) {
    List<String> choices = new ArrayList<>();
    if (here.isArray() && !here.isEmpty()) {
      choices.add("[0]");
      if (here.size() > 1) {
        choices.add("[" + (here.size() - 1) + "]");
      }
      choices.add("[*]");
    }
    if (top) {
      choices.add(INIT_PARAMS);
    }
    here.propertyNames().stream().limit(MAX_CHOICES).forEach(choices::add);
    return choices;
  }

  /** The text of the parts from a position on, with the point or bracket before them. */
  String after(int start) {
    return text(parts.size()).substring(text(Math.min(start, parts.size())).length());
  }

  private String text(int end) {
    StringBuilder text = new StringBuilder();
    for (PathPart part : parts.subList(0, end)) {
      boolean point = text.length() > 0 && part instanceof PathPart.Name name && name.isPlain();
      text.append(point ? "." : "").append(part);
    }
    return text.toString();
  }

  private record Place(JsonNode node, int at) {}

  /**
   * The last point of an expression that exists.
   *
   * @param reached the part of the expression that found something; empty if nothing did
   * @param choices how the expression could go on from there: names, or indices of an array; at
   *     most 50 names, which come from Jetty and may hold anything
   */
  public record DeadEnd(String reached, List<String> choices) {
    public DeadEnd {
      choices = List.copyOf(choices);
    }
  }

  /** Thrown for an invalid path expression. Its message completes a sentence about the place. */
  public static final class Malformed extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }
}
