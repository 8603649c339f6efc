package io.jettymcp.mcp.call;

import io.jettymcp.text.NearestName;
import io.jettymcp.tool.Effect;
import io.jettymcp.tool.Tool;
import io.jettymcp.tool.ToolSynonyms;
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
   * Selects tools, as the settings say.
   *
   * @param readOnly only tools that read
   * @param toolsets only these toolsets; empty for all
   * @param tools these tools too; alone, exactly these
   * @param exclude never these tools
   * @param collection the default collection
   * @param locked whether calls are restricted to the default collection
   */
  public record ToolFilter(
      boolean readOnly,
      List<String> toolsets,
      List<String> tools,
      List<String> exclude,
      Optional<String> collection,
      boolean locked) {
    /** All tools, without a default collection. */
    public static final ToolFilter ALL =
        new ToolFilter(false, List.of(), List.of(), List.of(), Optional.empty(), false);

    public ToolFilter {
      toolsets = List.copyOf(toolsets);
      tools = List.copyOf(tools);
      exclude = List.copyOf(exclude);
    }
  }

  /** A setting names an unknown tool or toolset. The message is a full sentence. */
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
   * @throws UnknownName if the filter names an unknown tool or toolset
   */
  public EnabledTools(List<Tool> catalog, ToolFilter filter) {
    this(chosen(catalog, filter), true, filter.collection(), filter.locked(), new Descriptions());
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

  private static Stream<Tool> chosen(List<Tool> catalog, ToolFilter filter) {
    Set<String> names = catalog.stream().map(Tool::name).collect(Collectors.toSet());
    Set<String> toolsets =
        Arrays.stream(Toolset.values()).map(Toolset::label).collect(Collectors.toSet());
    check("toolset", filter.toolsets(), toolsets);
    check("tool", filter.tools(), names);
    check("tool", filter.exclude(), names);
    return catalog.stream().filter(tool -> shows(filter, tool));
  }

  private static boolean shows(ToolFilter filter, Tool tool) {
    boolean named = filter.tools().contains(tool.name());
    boolean everything = filter.tools().isEmpty() && filter.toolsets().isEmpty();
    boolean inToolset = filter.toolsets().contains(tool.toolset().label());
    return (named || everything || inToolset)
        && !filter.exclude().contains(tool.name())
        && (!filter.readOnly() || tool.effect() == Effect.READ);
  }

  private static void check(String kind, List<String> named, Set<String> known) {
    for (String name : named) {
      if (!known.contains(name)) {
        throw new UnknownName(
            "Unknown "
                + kind
                + " \""
                + name
                + "\"."
                + NearestName.hint(name, known)
                + " Known: "
                + String.join(", ", known.stream().sorted().toList())
                + ".");
      }
    }
  }

  /** Returns the tools for callers on other machines: none touches files or variables here. */
  public EnabledTools forRemoteCallers() {
    return new EnabledTools(
        tools().stream().flatMap(tool -> tool.forRemoteCallers().stream()),
        false,
        collection,
        locked,
        new Descriptions());
  }

  /**
   * Returns the tools that remain under a caller's restrictions. Never adds any.
   *
   * @throws CallerRestrictions.Invalid if the server is locked to another collection
   */
  public EnabledTools restrictedTo(CallerRestrictions restrictions)
      throws CallerRestrictions.Invalid {
    Optional<String> wanted = restrictions.collection();
    if (locked && wanted.isPresent() && !wanted.equals(collection)) {
      throw new CallerRestrictions.Invalid(
          CallerRestrictions.COLLECTION + ": this server is locked to another collection.");
    }
    return new EnabledTools(
        tools().stream().filter(restrictions::allow),
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

  /**
   * Returns a question with the tool that an unknown name probably means, or another sentence if no
   * enabled tool comes near.
   */
  public String hint(String name, String otherwise) {
    return ToolSynonyms.find(name)
        .filter(tools::containsKey)
        .map(tool -> " Did you mean \"" + tool + "\"?")
        .orElseGet(() -> NearestName.hint(name, tools.keySet(), otherwise));
  }

  /** Returns a text that names a tool, or an empty one if the tool is not enabled. */
  String mention(String tool, String text) {
    return tools.containsKey(tool) ? text : "";
  }

  /** Returns whether the callers are on the machine of the server. */
  public boolean local() {
    return local;
  }

  public boolean locked() {
    return locked;
  }

  /** Returns the collection of calls that name none. */
  public Optional<String> collection() {
    return collection;
  }

  /**
   * Describes a tool as hosts see it. All restricted copies share the object, so that thousands of
   * callers cost one set of schemas; it must not be changed.
   */
  ObjectNode describe(Tool tool) {
    return (locked ? descriptions.locked : descriptions.open)
        .computeIfAbsent(tool.name(), name -> ToolList.describe(tool, locked));
  }

  /** Caches descriptions, with and without the parameter {@code collection}. */
  private static final class Descriptions {
    final Map<String, ObjectNode> open = new ConcurrentHashMap<>();
    final Map<String, ObjectNode> locked = new ConcurrentHashMap<>();
  }
}
