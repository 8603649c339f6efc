package io.jettymcp.runs;

import static io.jettymcp.tool.CommonParams.COLLECTION;
import static io.jettymcp.tool.CommonParams.TASK;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Failure.StillRunning;
import io.jettymcp.jetty.PathSegment;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.FieldMask;
import io.jettymcp.json.Json;
import io.jettymcp.secret.Secret;
import io.jettymcp.text.NearestName;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Links;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Result;
import io.jettymcp.tool.View;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Starting a run: what is looked at before, what is sent, and what the answer says. */
public final class RunStart {
  public static final Param<ObjectNode> INIT_PARAMS =
      Param.object("init_params", "Inputs; merged over the task's defaults");
  static final Param<List<String>> FILES =
      Param.list("files", "Local paths; become init_params.file_paths", 50).local();
  public static final Param<Map<String, Secret>> SECRET_PARAMS =
      Param.secrets("secret_params", "Secrets for this run only, never stored");
  public static final Param<Map<String, String>> SECRET_ENV =
      Param.texts("secret_env", "As secret_params, but name to variable of this server's process")
          .local();
  public static final Param<String> USE_TRIAL_KEYS =
      Param.autoYesNo("use_trial_keys", "").defaultValue("auto");
  public static final Param<String> WEBHOOK_URL = Param.text("webhook_url", "");
  public static final Param<Secret> WEBHOOK_SECRET = Param.secret("webhook_secret", "");

  public static final List<Param<?>> PARAMS =
      List.of(
          TASK,
          INIT_PARAMS,
          FILES,
          SECRET_PARAMS,
          SECRET_ENV,
          USE_TRIAL_KEYS,
          WEBHOOK_URL,
          WEBHOOK_SECRET);

  /** What the start of a run gives. */
  public static final View<JsonNode> VIEW =
      View.of(JsonNode.class)
          .text("workflow_id")
          .text("trajectory_id")
          .text("status")
          .required()
          .text("trial")
          .describedAs("One line on the trial")
          .texts("warnings")
          .text("note")
          .text("url");

  /** Asks for Jetty's own keys. */
  static final Request.Part TRIAL_KEYS = field("use_trial_keys", "true");

  /** How long a start waits for what it can do without. */
  private static final Duration FOR_ASIDES = Duration.ofSeconds(10);

  /** With any of these, a collection runs on its own keys. */
  private static final Set<String> PROVIDER_KEYS =
      Set.of(
          "OPENROUTER_API_KEY",
          "OPENAI_API_KEY",
          "ANTHROPIC_API_KEY",
          "GEMINI_API_KEY",
          "REPLICATE_API_TOKEN");

  /**
   * A run that was started.
   *
   * @param trajectoryId empty where Jetty did not answer in time
   * @param data what to show
   */
  public record Started(Optional<String> trajectoryId, ObjectNode data) {}

  /**
   * What is looked at before runs of a task start.
   *
   * @param inputs the names of the inputs that the task declares, if it could be read in time
   * @param trial what Jetty says of the trial; missing where it says nothing
   * @param environment the names of the collection's variables; missing where they were not read
   */
  public record Ground(Optional<Set<String>> inputs, JsonNode trial, JsonNode environment) {
    /** A warning for each of these inputs that the task does not declare. */
    List<String> undeclared(ObjectNode given) {
      return inputs.map(declared -> unknownInputs(given, declared)).orElse(List.of());
    }

    /**
     * Whether runs use Jetty's own keys, where {@code auto}, {@code yes} or {@code no} was said.
     */
    public boolean useTrialKeys(String asked) {
      JsonNode variables = environment.path("environment_variables");
      return switch (asked) {
        case "yes" -> true;
        case "no" -> false;
        default ->
            Trial.isActive(trial)
                && !environment.isMissingNode()
                && PROVIDER_KEYS.stream().noneMatch(variables::hasNonNull);
      };
    }
  }

  private RunStart() {}

  /** Looks at the task, the trial and the environment side by side, then starts the run once. */
  public static Mono<Started> start(Call call) {
    Args in = call.in();
    String collection = in.get(COLLECTION);
    String task = in.get(TASK);
    Map<String, Secret> secrets = secrets(call);
    List<Path> files =
        in.find(FILES).orElse(List.of()).stream()
            .map(path -> call.local().readable("files", path))
            .toList();
    checkNewWebhook(in);
    call.progress("checking task and trial");
    return look(call, collection, task)
        .flatMap(
            seen -> {
              boolean trialKeys = seen.useTrialKeys(in.get(USE_TRIAL_KEYS));
              List<String> warnings = in.find(INIT_PARAMS).map(seen::undeclared).orElse(List.of());
              call.progress("starting the run");
              return call.send(request(collection, task, form(in, files, secrets, trialKeys)))
                  .map(reply -> started(call, collection, task, reply.body(), warnings))
                  .onErrorResume(
                      StillRunning.class, e -> Mono.just(unanswered(collection, task, warnings)));
            });
  }

  /** Looks at the task, the trial and the environment side by side. */
  static Mono<Ground> look(Call call, String collection, String task) {
    return Mono.zip(
            declaredInputs(call, collection, task)
                .map(Optional::of)
                .timeout(FOR_ASIDES, Mono.just(Optional.empty())),
            aside(call.send(Request.get("/api/v1/trial/{}", collection))),
            aside(EnvironmentNames.fetch(call, collection)))
        .map(seen -> new Ground(seen.getT1(), seen.getT2(), seen.getT3()));
  }

  private static Mono<JsonNode> aside(Mono<Reply> reply) {
    return orNothing(reply).timeout(FOR_ASIDES, Mono.just(MissingNode.getInstance()));
  }

  /** The one request that starts a run. */
  static Request request(String collection, String task, List<Request.Part> form) {
    return Request.post("/api/v1/run/{}/{}", collection, task).form(form).startingRun();
  }

  /** The result of a start that is not waited for. */
  public static Result result(Args in, Started started) {
    return Result.of(started.data()).suggest(follow(in.get(COLLECTION), in.get(TASK), started));
  }

  /** The call that watches a run, or finds it where its id is not known. */
  public static Next follow(String collection, String task, Started started) {
    ObjectNode arguments = Json.object().put("collection", collection).put("task", task);
    return started
        .trajectoryId()
        .map(
            id ->
                new Next("wait-for-run", arguments.put("trajectory_id", id), "wait for the result"))
        .orElseGet(() -> new Next("list-trajectories", arguments.put("limit", 1), "find the run"));
  }

  /** What a run's answer says, for run-routine-now as well. */
  public static Started started(
      Call call, String collection, String task, JsonNode reply, List<String> warnings) {
    Optional<String> workflow = Json.text(reply, "workflow_id");
    Optional<String> id =
        Json.text(reply.path("trajectory"), "trajectory_id")
            .or(() -> Json.text(reply, "trajectory_id"))
            .or(() -> workflow.flatMap(Run::idIn))
            .filter(text -> PathSegment.problem(text).isEmpty());
    ObjectNode data = Json.object();
    workflow.ifPresent(text -> data.put("workflow_id", text));
    id.ifPresent(
        text -> {
          call.started(text);
          data.put("trajectory_id", text);
        });
    data.put("status", Json.text(reply.path("trajectory"), "status").orElse("pending"));
    List<String> said = new ArrayList<>(warnings);
    JsonNode trial = reply.path("trial");
    Trial.line(trial).ifPresent(line -> data.put("trial", line));
    Trial.warning(trial).ifPresent(said::add);
    if (!said.isEmpty()) {
      data.set("warnings", Json.array(said));
    }
    data.put(
        "url", id.map(text -> Links.to(collection, task, text)).orElse(Links.to(collection, task)));
    return new Started(id, data);
  }

  /** Jetty's edge gave up on the answer, but the run goes on (status 524). */
  public static Started unanswered(String collection, String task, List<String> warnings) {
    ObjectNode data = Json.object().put("status", "running");
    data.put(
        "note",
        "Jetty took the run but its answer did not come in time. The run goes on: it is the newest"
            + " of list-trajectories. Do not start it again.");
    if (!warnings.isEmpty()) {
      data.set("warnings", Json.array(warnings));
    }
    return new Started(Optional.empty(), data.put("url", Links.to(collection, task)));
  }

  /** The names of the inputs that the task declares. */
  public static Mono<Set<String>> declaredInputs(Call call, String collection, String task) {
    FieldMask inputs =
        FieldMask.only()
            .with(
                "workflow", FieldMask.only().with("init_params", FieldMask.each(FieldMask.only())));
    return call.send(Request.get("/api/v1/tasks/{}/{}", collection, task).keeping(inputs))
        .map(
            reply -> Set.copyOf(reply.body().path("workflow").path("init_params").propertyNames()));
  }

  /** What a reply says, or a missing node where there is none. */
  public static Mono<JsonNode> orNothing(Mono<Reply> reply) {
    return reply.map(Reply::body).onErrorReturn(Failure.class, MissingNode.getInstance());
  }

  /** Jetty takes inputs that no step knows without a word, so that a slip runs with the default. */
  static List<String> unknownInputs(ObjectNode inputs, Set<String> declared) {
    return inputs.propertyNames().stream()
        .filter(name -> !declared.contains(name) && !name.equals("file_paths"))
        .map(
            name ->
                "init_params."
                    + name
                    + " is not declared by the task"
                    + NearestName.of(name, declared)
                        .map(n -> "; did you mean " + n + "?")
                        .orElse("."))
        .toList();
  }

  private static List<Request.Part> form(
      Args in, List<Path> files, Map<String, Secret> secrets, boolean trialKeys) {
    List<Request.Part> parts = new ArrayList<>();
    parts.add(inputs(in.find(INIT_PARAMS).orElseGet(Json::object)));
    for (Path file : files) {
      parts.add(new Request.FilePart("files", file, String.valueOf(file.getFileName())));
    }
    if (trialKeys) {
      parts.add(TRIAL_KEYS);
    }
    if (!secrets.isEmpty()) {
      ObjectNode params = Json.object();
      secrets.forEach((name, value) -> params.put(name, value.reveal()));
      parts.add(field("secret_params", params.toString()));
    }
    in.find(WEBHOOK_URL).ifPresent(url -> parts.add(field("webhook_url", url)));
    in.find(WEBHOOK_SECRET)
        .ifPresent(secret -> parts.add(new Request.Field("webhook_secret", secret)));
    return parts;
  }

  /** The inputs of a run as they are sent. */
  static Request.Part inputs(ObjectNode inputs) {
    return field("init_params", inputs.toString());
  }

  private static Request.Field field(String name, String text) {
    return new Request.Field(name, Secret.of(text));
  }

  /** Reads the secrets that are given as values and as names of variables. */
  public static Map<String, Secret> secrets(Call call) {
    Args in = call.in();
    Map<String, Secret> secrets = new LinkedHashMap<>(in.find(SECRET_PARAMS).orElse(Map.of()));
    in.find(SECRET_ENV)
        .orElse(Map.of())
        .forEach(
            (name, variable) -> {
              Secret value = call.local().environment("secret_env", variable);
              if (secrets.put(name, value) != null) {
                throw new BadArguments(
                    "secret_env",
                    "\"" + name + "\" stands in both \"secret_params\" and \"secret_env\".");
              }
            });
    return secrets;
  }

  public static void checkWebhook(Args in) {
    Optional<String> url = in.find(WEBHOOK_URL);
    if (url.isPresent() && !url.get().matches("https?://[^\\s/]+(/\\S*)?")) {
      throw new BadArguments("webhook_url", "\"webhook_url\" must be an http or https address.");
    }
  }

  /** A new webhook has to have an address; one that is there already has one. */
  public static void checkNewWebhook(Args in) {
    checkWebhook(in);
    if (in.find(WEBHOOK_URL).isEmpty() && in.has(WEBHOOK_SECRET)) {
      throw new BadArguments("webhook_secret", "\"webhook_secret\" needs a \"webhook_url\".");
    }
  }
}
