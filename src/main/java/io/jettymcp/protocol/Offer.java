package io.jettymcp.protocol;

import io.jettymcp.spelling.NearestName;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tools that these settings expose, in the order of the catalog. Every rule of visibility is
 * here; no tool reads a setting.
 */
public final class Offer {
  /**
   * What the settings say of tools.
   *
   * @param readOnly leave only tools that read
   * @param toolsets only these toolsets; empty for all
   * @param tools these tools too; alone, exactly these
   * @param exclude never these tools
   * @param collection the default collection
   * @param locked whether the default collection is the only one
   */
  public record Choice(
      boolean readOnly,
      List<String> toolsets,
      List<String> tools,
      List<String> exclude,
      Optional<String> collection,
      boolean locked) {
    /** Everything, with no default collection. */
    public static final Choice ALL =
        new Choice(false, List.of(), List.of(), List.of(), Optional.empty(), false);

    public Choice {
      toolsets = List.copyOf(toolsets);
      tools = List.copyOf(tools);
      exclude = List.copyOf(exclude);
    }
  }

  /** A setting names a tool or toolset that does not exist. The message is a full sentence. */
  public static final class UnknownName extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    UnknownName(String message) {
      super(message);
    }
  }

  private final Map<String, Tool> tools = new LinkedHashMap<>();
  private final Choice choice;

  /**
   * @throws UnknownName if a tool or toolset that is named does not exist
   */
  public Offer(List<Tool> catalog, Choice choice) {
    this.choice = choice;
    Set<String> names = catalog.stream().map(Tool::name).collect(Collectors.toSet());
    Set<String> families =
        Arrays.stream(Toolset.values()).map(Toolset::label).collect(Collectors.toSet());
    check("toolset", choice.toolsets(), families);
    check("tool", choice.tools(), names);
    check("tool", choice.exclude(), names);
    catalog.stream().filter(this::shows).forEach(tool -> tools.put(tool.name(), tool));
  }

  private boolean shows(Tool tool) {
    boolean named = choice.tools().contains(tool.name());
    boolean everything = choice.tools().isEmpty() && choice.toolsets().isEmpty();
    boolean inFamily = choice.toolsets().contains(tool.toolset().label());
    return (named || everything || inFamily)
        && !choice.exclude().contains(tool.name())
        && (!choice.readOnly() || tool.effect() == Effect.READ);
  }

  private static void check(String kind, List<String> named, Set<String> known) {
    for (String name : named) {
      if (!known.contains(name)) {
        throw new UnknownName(
            "There is no "
                + kind
                + " \""
                + name
                + "\""
                + NearestName.of(name, known)
                    .map(near -> "; did you mean " + near + "?")
                    .orElse(".")
                + " Known: "
                + String.join(", ", known.stream().sorted().toList())
                + ".");
      }
    }
  }

  public List<Tool> tools() {
    return List.copyOf(tools.values());
  }

  public Optional<Tool> find(String name) {
    return Optional.ofNullable(tools.get(name));
  }

  public boolean locked() {
    return choice.locked();
  }

  /** The collection of calls that name none. */
  public Optional<String> collection() {
    return choice.collection();
  }
}
