package io.jettymcp.runs;

import static io.jettymcp.tool.CommonParams.TASK;

import io.jettymcp.jetty.Failure;
import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.Request;
import io.jettymcp.json.FieldMask;
import io.jettymcp.json.Json;
import io.jettymcp.secret.Secret;
import io.jettymcp.text.NearestName;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.TaskRef;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ObjectNode;

/** Starts a run of a task, after reading what a start can be warned about. */
public final class RunStart {
  public static final Param<ObjectNode> INIT_PARAMS =
      Param.object("init_params", "Inputs; merged over the task's defaults")
          .misnamed("inputs", "input", "parameters", "params");
  public static final Param<String> LIKE = Param.run("like", "Run whose inputs to repeat");
  public static final Param<List<String>> FILES =
      Param.list("files", "Local paths; become init_params.file_paths", 50).local();
  public static final Param<Map<String, Secret>> SECRET_PARAMS =
      Param.secrets("secret_params", "For this run only, never stored");
  public static final Param<Map<String, String>> SECRET_ENV =
      Param.texts("secret_env", "Name to env var of this server").local();
  public static final Param<String> USE_TRIAL_KEYS =
      Param.autoYesNo("use_trial_keys", "auto: if no key is set").defaultValue("auto");
  public static final Param<String> WEBHOOK_URL =
      Param.text("webhook_url", "Receives the finished run");
  public static final Param<Secret> WEBHOOK_SECRET = Param.secret("webhook_secret", "Signs it");

  public static final List<Param<?>> PARAMS =
      List.of(
          TASK,
          LIKE,
          INIT_PARAMS,
          FILES,
          SECRET_PARAMS,
          SECRET_ENV,
          USE_TRIAL_KEYS,
          WEBHOOK_URL,
          WEBHOOK_SECRET);

  private static final FieldMask DECLARED_INPUTS =
      FieldMask.only().with("workflow", FieldMask.fields("init_params"));

  /** How long a start waits for what it can do without. */
  private static final Duration MAX_OPTIONAL_READ = Duration.ofSeconds(10);

  /**
   * The results of the checks before runs of a task start.
   *
   * @param inputs the inputs that the task declares with their defaults, if it could be read in
   *     time
   */
  public record Precheck(Optional<ObjectNode> inputs, Trial trial, EnvironmentNames environment) {
    /** Returns a warning for each of these inputs that the task does not declare. */
    public List<String> undeclared(ObjectNode given) {
      return inputs
          .map(declared -> unknownInputs(given, declared.propertyNames()))
          .orElse(List.of());
    }

    /** Refuses inputs that stand one level too deep, which Jetty ignores without a word. */
    public void refuseNested(Param<?> argument, ObjectNode given) {
      String name = INIT_PARAMS.name();
      boolean declared = inputs.isPresent() && inputs.get().has(name);
      if (given.size() == 1 && given.path(name).isObject() && !declared) {
        throw new BadArguments(
            argument.name(),
            "The inputs in \""
                + argument.name()
                + "\" stand inside another \"init_params\", which Jetty would ignore. Pass what it"
                + " contains.");
      }
    }

    public boolean useTrialKeys(String choice) {
      return trial.useKeys(choice, environment);
    }
  }

  private RunStart() {}

  /** Reads task, trial and environment in parallel, then starts the run once. */
  public static Mono<StartedRun> start(Call call) {
    Args in = call.in();
    TaskRef task = TaskRef.of(in);
    RunForm form = RunForm.of(call);
    checkNewWebhook(in);
    call.progress("checking task and trial");
    return Mono.zip(check(call, task), RunInputs.read(call, task))
        .flatMap(
            read -> {
              Precheck known = read.getT1();
              RunInputs inputs = read.getT2();
              in.find(INIT_PARAMS).ifPresent(given -> known.refuseNested(INIT_PARAMS, given));
              boolean trialKeys = known.useTrialKeys(in.get(USE_TRIAL_KEYS));
              List<String> warnings = known.undeclared(inputs.sent());
              call.progress("starting the run");
              return new RunStarter(call, task, run -> run.isStartWith(inputs.sent()), warnings)
                  .start(request(task, form.parts(inputs.sent(), trialKeys)))
                  .map(
                      started ->
                          known.environment().isKnown() ? started.with(inputs.shown()) : started);
            });
  }

  /** Reads task, trial and environment in parallel. */
  public static Mono<Precheck> check(Call call, TaskRef task) {
    return Mono.zip(
            atMostBriefly(defaults(call, task).map(Optional::of), Optional.<ObjectNode>empty()),
            atMostBriefly(Trial.read(call, task.collection()), Trial.UNKNOWN),
            atMostBriefly(
                EnvironmentNames.read(call, task.collection())
                    .onErrorReturn(Failure.class, EnvironmentNames.UNKNOWN),
                EnvironmentNames.UNKNOWN))
        .map(read -> new Precheck(read.getT1(), read.getT2(), read.getT3()));
  }

  /** Bounds the time of a read that a start can do without. */
  public static <T> Mono<T> atMostBriefly(Mono<T> read, T otherwise) {
    return read.timeout(MAX_OPTIONAL_READ, Mono.just(otherwise));
  }

  /** Makes the one request that starts a run. */
  public static Request request(TaskRef task, List<Request.Part> form) {
    return task.start().form(form).startingRun();
  }

  /** Reads the inputs that the task declares, with their defaults. */
  private static Mono<ObjectNode> defaults(Call call, TaskRef task) {
    return call.send(task.fetch().fields(DECLARED_INPUTS))
        .map(
            reply ->
                reply.body().path("workflow").path("init_params") instanceof ObjectNode inputs
                    ? inputs
                    : Json.object());
  }

  /**
   * Jetty ignores inputs that the task does not declare, so a misspelt one runs with its default.
   */
  static List<String> unknownInputs(ObjectNode inputs, Collection<String> declared) {
    return inputs.propertyNames().stream()
        .filter(name -> !declared.contains(name) && !name.equals(RunInputs.FILE_PATHS))
        .map(
            name ->
                "init_params."
                    + name
                    + " is not declared by the task."
                    + NearestName.hint(name, declared))
        .toList();
  }

  /** Reads the secrets that are given as values and as names of variables. */
  public static Map<String, Secret> secrets(Call call) {
    return secrets(call, SECRET_PARAMS);
  }

  /**
   * Reads the secrets of a call, those of variables included.
   *
   * @param values the tool's parameter for secrets that are sent as they are
   */
  public static Map<String, Secret> secrets(Call call, Param<Map<String, Secret>> values) {
    Args in = call.in();
    Map<String, Secret> secrets = new LinkedHashMap<>(in.find(values).orElse(Map.of()));
    in.find(SECRET_ENV)
        .orElse(Map.of())
        .forEach(
            (name, variable) -> {
              Secret value = call.local().environment("secret_env", variable);
              if (secrets.put(name, value) != null) {
                throw new BadArguments(
                    "secret_env",
                    "\"" + name + "\" is in both \"secret_params\" and \"secret_env\".");
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

  /** Checks a webhook that has no address yet; one that exists has its own. */
  public static void checkNewWebhook(Args in) {
    checkWebhook(in);
    if (in.find(WEBHOOK_URL).isEmpty() && in.has(WEBHOOK_SECRET)) {
      throw new BadArguments("webhook_secret", "\"webhook_secret\" needs a \"webhook_url\".");
    }
  }
}
