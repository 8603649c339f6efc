package io.jettymcp.mcp;

import io.jettymcp.text.NearestName;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.Toolset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tools that these settings expose, in the order of the catalog. Every rule of visibility is
 * here; no tool reads a setting.
 */
public final class EnabledTools {
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

  private final Map<String, Tool> tools;
  private final boolean local;
  private final Optional<String> collection;
  private final boolean locked;
  private final Descriptions descriptions;

  /**
   * @throws UnknownName if a tool or toolset that is named does not exist
   */
  public EnabledTools(List<Tool> catalog, Choice choice) {
    this(chosen(catalog, choice), true, choice.collection(), choice.locked(), new Descriptions());
  }

  private EnabledTools(
      Stream<Tool> tools,
      boolean local,
      Optional<String> collection,
      boolean locked,
      Descriptions descriptions) {
    this.tools =
        tools.collect(Collectors.toMap(Tool::name, tool -> tool, (a, b) -> a, LinkedHashMap::new));
    this.local = local;
    this.collection = collection;
    this.locked = locked;
    this.descriptions = descriptions;
  }

  private static Stream<Tool> chosen(List<Tool> catalog, Choice choice) {
    Set<String> names = catalog.stream().map(Tool::name).collect(Collectors.toSet());
    Set<String> families =
        Arrays.stream(Toolset.values()).map(Toolset::label).collect(Collectors.toSet());
    check("toolset", choice.toolsets(), families);
    check("tool", choice.tools(), names);
    check("tool", choice.exclude(), names);
    return catalog.stream().filter(tool -> shows(choice, tool));
  }

  private static boolean shows(Choice choice, Tool tool) {
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

  /** The same for callers on other machines: nothing of it touches files or variables here. */
  public EnabledTools forRemoteCallers() {
    return new EnabledTools(
        tools().stream().flatMap(tool -> tool.forRemoteCallers().stream()),
        false,
        collection,
        locked,
        new Descriptions());
  }

  /**
   * What is left of it when a caller narrows it. Nothing is ever added.
   *
   * @throws Narrowing.Impossible if it is locked to another collection than the caller names
   */
  public EnabledTools narrowed(CallerRestrictions narrowing) throws CallerRestrictions.Impossible {
    Optional<String> wanted = narrowing.collection();
    if (locked && wanted.isPresent() && !wanted.equals(collection)) {
      throw new CallerRestrictions.Impossible(
          CallerRestrictions.COLLECTION + ": this server is locked to another collection.");
    }
    return new EnabledTools(
        tools().stream().filter(narrowing::leaves),
        local,
        wanted.or(() -> collection),
        locked || wanted.isPresent(),
        descriptions);
  }

  public List<Tool> tools() {
    return List.copyOf(tools.values());
  }

  public Optional<Tool> find(String name) {
    return Optional.ofNullable(tools.get(name));
  }

  /** Whether it is for callers on the machine that the server runs on. */
  public boolean local() {
    return local;
  }

  public boolean locked() {
    return locked;
  }

  /** The collection of calls that name none. */
  public Optional<String> collection() {
    return collection;
  }

  /**
   * A tool as hosts see it: the same object for all offers that were narrowed from one, so that
   * thousands of callers cost one set of schemas. It must not be changed.
   */
  ObjectNode described(Tool tool) {
    return (locked ? descriptions.locked : descriptions.open)
        .computeIfAbsent(tool.name(), name -> ToolList.describe(tool, locked));
  }

  /** What tools look like, with a collection to choose and without. */
  private static final class Descriptions {
    final Map<String, ObjectNode> open = new ConcurrentHashMap<>();
    final Map<String, ObjectNode> locked = new ConcurrentHashMap<>();
  }
}
