package io.jettymcp.tool;

import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.Json;
import io.jettymcp.ui.UiView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tool as a value: one declaration gives the input schema, the check of the arguments, the output
 * schema, the projection of the reply, the hints, the row in the docs and the handler.
 *
 * @param name kebab-case, at most 52 characters (hosts put the server's name before it)
 * @param title for people
 * @param about when to use it and what comes next; the first sentence is what hosts search
 * @param aboutForRemoteCallers the same where the server does not run on the caller's own machine
 * @param effect what it does to Jetty
 * @param params its arguments in the order of the schema
 * @param needsCollection whether a call with these arguments is about a collection at all
 * @param namedCollection the collection that other arguments name, where some do
 * @param views returns what its result can hold; made when first needed, because each source of a
 *     view costs time at the start
 * @param action what it does
 * @param withheld the names of arguments that only callers on the server's own machine can use, for
 *     others
 * @param local whether the server runs on the caller's own machine, so that files and variables of
 *     it may be named
 * @param background tools for callers that follow by themselves what a call has begun
 * @param diagram draws those of its results that have something to draw as flowcharts of Mermaid
 * @param shownIn the page in which hosts that have MCP Apps show the result
 */
public record Tool(
    String name,
    String title,
    String about,
    String aboutForRemoteCallers,
    Toolset toolset,
    Effect effect,
    List<Param<?>> params,
    Predicate<Args> needsCollection,
    Function<Args, Optional<String>> namedCollection,
    Supplier<View<?>> views,
    Action action,
    List<String> withheld,
    boolean local,
    Optional<Background> background,
    Optional<Function<JsonNode, Optional<String>>> diagram,
    Optional<UiView> shownIn) {
  /** The collection that a call is about; never required, see {@code tools.md}. */
  public static final Param<String> COLLECTION =
      Param.name("collection", "Optional").listedBy("list-collections");

  public Tool {
    params = List.copyOf(params);
    withheld = List.copyOf(withheld);
  }

  public static Draft named(String name, String title) {
    return new Draft(name, title);
  }

  /** Starts the declaration of a tool whose signature is declared below {@code tools}. */
  public static Draft named(Signature signature, String title) {
    Draft draft = new Draft(signature.name(), title);
    draft.params.addAll(signature.params());
    return draft;
  }

  /**
   * The tool for callers on other machines: without the parameters that touch the server's own.
   * Empty if nothing of use is left of it.
   */
  public Optional<Tool> forRemoteCallers() {
    return effect == Effect.SAVE
        ? Optional.empty()
        : Optional.of(
            new Tool(
                name,
                title,
                aboutForRemoteCallers,
                aboutForRemoteCallers,
                toolset,
                effect,
                params.stream().filter(param -> !param.isLocal()).toList(),
                needsCollection,
                namedCollection,
                views,
                action,
                Stream.concat(
                        withheld.stream(), params.stream().filter(Param::isLocal).map(Param::name))
                    .toList(),
                false,
                background.flatMap(Background::forRemoteCallers),
                diagram,
                shownIn));
  }

  /** Returns the same tool under the name of the tool whose call it continues, for messages. */
  public Tool renamed(String known) {
    return new Tool(
        known,
        title,
        about,
        aboutForRemoteCallers,
        toolset,
        effect,
        params,
        needsCollection,
        namedCollection,
        views,
        action,
        withheld,
        local,
        background,
        diagram,
        shownIn);
  }

  /** Suggests calls of this tool. */
  public Signature signature() {
    return new Signature(name, params);
  }

  /** Returns whether a call may have arguments of these names. */
  public boolean takes(Collection<String> names, boolean locked) {
    return params(locked).stream().map(Param::name).toList().containsAll(names);
  }

  /** Returns whether a call is about one collection. */
  public boolean isAboutCollection(Args in) {
    return params.contains(COLLECTION) && needsCollection.test(in);
  }

  /** The parameters a caller sees; with a locked collection there is none to choose. */
  public List<Param<?>> params(boolean locked) {
    return locked ? params.stream().filter(param -> param != COLLECTION).toList() : params;
  }

  /**
   * Checks the arguments of a call.
   *
   * @throws io.jettymcp.jetty.Failure.BadArguments as {@link Args#check} does
   */
  public Args check(ObjectNode sent, boolean locked, SecretLearner secrets) {
    List<String> unusable = new ArrayList<>(withheld);
    if (locked && params.contains(COLLECTION)) {
      unusable.add(COLLECTION.name());
    }
    if (effect != Effect.READ && effect != Effect.ADD) {
      new UnknownArguments(params(locked), unusable).refuseNarrowing(sent);
    }
    return Args.check(params(locked), unusable, sent, secrets);
  }

  public ObjectNode inputSchema(boolean locked) {
    ObjectNode schema = Json.object().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = Json.array();
    for (Param<?> param : params(locked)) {
      properties.set(param.name(), param.schema(local));
      if (param.isRequired()) {
        required.add(param.name());
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    // No "additionalProperties": a host that checks it would hide our answer, which names the
    // argument that was probably meant.
    return schema;
  }

  public View<?> view() {
    return views.get();
  }

  /**
   * Returns whether the tool is given Jetty's replies redacted: one that reads, unless it reports
   * what redaction removes. Other tools write back what they read.
   */
  public boolean readsRedacted() {
    return effect == Effect.READ && !view().has(View.CLEANED);
  }

  public ObjectNode outputSchema() {
    return view().orElse(common()).schema();
  }

  /** Declares the fields that any result may have beside its own. */
  private static View<JsonNode> common() {
    return View.of(JsonNode.class)
        .list("next", View.of(JsonNode.class).text("tool").any("arguments").text("why"))
        .describedAs("Calls that give the rest or come next")
        .list(
            "cut",
            View.of(JsonNode.class).text("path").integer("shown").integer("total").text("unit"))
        .describedAs("What was left out to fit")
        .texts("warnings");
  }

  /** A tool that is being declared. */
  public static final class Draft {
    private final String name;
    private final String title;
    private String about = "";
    private String localSentence = "";
    private Toolset toolset = Toolset.ACCOUNT;
    private Effect effect = Effect.READ;
    private final List<Param<?>> params = new ArrayList<>();
    private Predicate<Args> needsCollection = in -> true;
    private Function<Args, Optional<String>> namedCollection = in -> Optional.empty();
    private Supplier<View<?>> views = () -> View.of(JsonNode.class);
    private Optional<Background> background = Optional.empty();
    private Optional<Function<JsonNode, Optional<String>>> diagram = Optional.empty();
    private Optional<UiView> shownIn = Optional.empty();

    private Draft(String name, String title) {
      this.name = name;
      this.title = title;
    }

    public Draft in(Toolset toolset) {
      this.toolset = toolset;
      return this;
    }

    public Draft about(String text) {
      about = text;
      return this;
    }

    /** A sentence more where the server runs on the caller's own machine. */
    public Draft localSentence(String sentence) {
      localSentence = " " + sentence;
      return this;
    }

    public Draft effect(Effect what) {
      effect = what;
      return this;
    }

    public Draft takes(Param<?>... these) {
      return takes(List.of(these));
    }

    public Draft takes(List<Param<?>> these) {
      params.addAll(these);
      return this;
    }

    /** For a tool that can do without a collection: when it needs one. */
    public Draft needsCollection(Predicate<Args> when) {
      needsCollection = when;
      return this;
    }

    /**
     * For a tool whose other arguments name the collection too: the one of a call that does not
     * give it otherwise. It must be a path segment.
     */
    public Draft namesCollection(Function<Args, String> how) {
      namedCollection = in -> Optional.of(how.apply(in));
      return this;
    }

    /** Accepts a supplier, so that the view is made after the start, when a call needs it. */
    public Draft gives(Supplier<View<?>> view) {
      views = view;
      return this;
    }

    /** For a tool that waits: how callers follow by themselves what a call has begun. */
    public Draft background(Background tools) {
      background = Optional.of(tools);
      return this;
    }

    /** Draws results, as they leave, as flowcharts of Mermaid. */
    public Draft draws(Function<JsonNode, Optional<String>> how) {
      diagram = Optional.of(how);
      return this;
    }

    /** Names the page in which hosts that have MCP Apps show the result. */
    public Draft shownIn(UiView view) {
      shownIn = Optional.of(view);
      return this;
    }

    /** One exchange; the reply's body is read by {@code answer}. */
    public Tool sends(Function<Args, Request> request, BiFunction<Args, Reply, Result> answer) {
      return with(new Action.Sends(request, answer));
    }

    /** Several exchanges, or none. */
    public Tool runs(Function<Call, Mono<Result>> run) {
      return with(new Action.Runs(run));
    }

    private Tool with(Action action) {
      return new Tool(
          name,
          title,
          about + localSentence,
          about,
          toolset,
          effect,
          params,
          needsCollection,
          namedCollection,
          views,
          action,
          List.of(),
          true,
          background,
          diagram,
          shownIn);
    }
  }
}
