package io.jettymcp.runs.batch;

import io.jettymcp.jetty.Failure.Unavailable;
import io.jettymcp.jetty.Request;
import io.jettymcp.runs.RunStartTest;
import io.jettymcp.tool.FakeJetty;
import io.jettymcp.tool.Routes;
import io.jettymcp.tool.ToolHarness;
import io.jettymcp.tools.Acme;
import io.jettymcp.tools.RunTools;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * Runs the task test-echo: each run ends at a given poll. Counts concurrent runs, and identifies
 * runs by their input {@code text}.
 */
final class FakeRuns {
  private static final String LIST = "GET /api/v1/db/trajectories/acme/test-echo";

  private final Map<String, String> errors = new HashMap<>();
  private final Map<String, RuntimeException> refusals = new HashMap<>();
  private final Map<String, String> textById = new LinkedHashMap<>();
  private final Map<String, Integer> polls = new HashMap<>();
  private final Set<String> active = new HashSet<>();
  private final List<String> starts = new ArrayList<>();
  private final Set<String> silent = new HashSet<>();
  private final Set<String> lost = new HashSet<>();
  private int endingAt = 1;
  private int answers = Integer.MAX_VALUE;
  private int brokenAt;
  private int maxConcurrent;
  private boolean environment = true;

  FakeRuns endingAtPoll(int number) {
    endingAt = number;
    return this;
  }

  FakeRuns failing(String text, String error) {
    errors.put(text, error);
    return this;
  }

  FakeRuns refusing(String text, RuntimeException failure) {
    refusals.put(text, failure);
    return this;
  }

  /** Adds a run that was started elsewhere. */
  FakeRuns withRun(String id) {
    return withRun(id, "elsewhere");
  }

  FakeRuns withRun(String id, String text) {
    textById.put(id, text);
    return this;
  }

  /** Starts the run with this text, and closes the connection before the reply. */
  FakeRuns losingReplyTo(String text) {
    lost.add(text);
    return this;
  }

  FakeRuns brokenAtPoll(int number) {
    brokenAt = number;
    return this;
  }

  /** Stops replying after a number of requests. */
  FakeRuns silentAfter(int requests) {
    answers = requests;
    return this;
  }

  /** Never replies to a request. */
  FakeRuns withoutReplyTo(String line) {
    silent.add(line);
    return this;
  }

  FakeRuns withoutEnvironment() {
    environment = false;
    return this;
  }

  FakeJetty jetty() {
    return new FakeJetty(this::answer, answers)
        .neverEnding(request -> silent.contains(FakeJetty.line(request)));
  }

  /** Returns the forms of all starts. */
  List<String> starts() {
    return List.copyOf(starts);
  }

  /** Returns the inputs of all starts. */
  List<String> inputs() {
    return starts.stream()
        .map(form -> form.lines().findFirst().orElse("").replace("init_params=", ""))
        .toList();
  }

  int maxConcurrent() {
    return maxConcurrent;
  }

  String idOf(String text) {
    return textById.entrySet().stream()
        .filter(run -> run.getValue().equals(text))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  /** Starts a batch of a number of runs, with more arguments. */
  static ToolHarness batch(FakeRuns jetty, int runs, String more) {
    String list =
        IntStream.range(0, runs)
            .mapToObj(i -> "{'text':'" + i + "'}")
            .collect(Collectors.joining(","));
    String arguments = "{'task':'test-echo','runs':[" + list + "]" + more + "}";
    return ToolHarness.of(RunTools.RUN_BATCH, jetty.jetty(), arguments);
  }

  private JsonNode answer(Request request) {
    String line = FakeJetty.line(request);
    return switch (line) {
      case RunStartTest.TASK -> FakeJetty.json(Acme.TASK);
      case RunStartTest.TRIAL -> FakeJetty.json(Acme.TRIAL);
      case RunStartTest.ENVIRONMENT -> environment();
      case RunStartTest.RUN -> start(FakeJetty.body(request));
      default ->
          line.startsWith(LIST)
              ? list(Integer.parseInt(line.replaceAll(".*limit=(\\d+).*", "$1")))
              : poll(line.substring(line.lastIndexOf('/') + 1));
    };
  }

  private JsonNode environment() {
    if (!environment) {
      throw new Unavailable(Unavailable.Reason.TIMED_OUT, "");
    }
    return FakeJetty.json(Acme.ENVIRONMENT);
  }

  private JsonNode start(String form) {
    starts.add(form);
    JsonNode inputs =
        FakeJetty.json(form.lines().findFirst().orElse("").replace("init_params=", ""));
    String text = inputs.path("text").asString("");
    if (refusals.containsKey(text)) {
      throw Optional.ofNullable(refusals.get(text)).orElseThrow();
    }
    String id = "%08x".formatted(starts.size());
    textById.put(id, text);
    if (lost.contains(text)) {
      throw new Unavailable(Unavailable.Reason.BROKEN_OFF, "");
    }
    active.add(id);
    maxConcurrent = Math.max(maxConcurrent, active.size());
    return FakeJetty.json("{'workflow_id':'acme-test-echo--" + id + "'}");
  }

  /** Lists the newest runs. */
  private JsonNode list(int limit) {
    List<String> newest = new ArrayList<>(textById.keySet());
    Collections.reverse(newest);
    return FakeJetty.json(
        newest.stream()
            .limit(limit)
            .map(
                id ->
                    "{'trajectory_id':'%s','created':'2026-03-04T10:17:30','init_params':{'text':'%s'}}"
                        .formatted(id, textById.get(id)))
            .collect(Collectors.joining(",", "{'trajectories':[", "]}")));
  }

  private JsonNode poll(String id) {
    String text = Optional.ofNullable(textById.get(id)).orElseThrow(Routes::notFound);
    int count = polls.merge(id, 1, Integer::sum);
    if (count == brokenAt) {
      throw new Unavailable(Unavailable.Reason.BROKEN_OFF, "");
    }
    if (count < endingAt) {
      return FakeJetty.json("{'status':'running'}");
    }
    active.remove(id);
    return errors.containsKey(text)
        ? FakeJetty.json("{'status':'failed','error':'" + errors.get(text) + "'}")
        : FakeJetty.json("{'status':'completed'}");
  }
}
