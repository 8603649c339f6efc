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
 * A Jetty that runs the task test-echo: each start is a run that ends after so many questions, and
 * counts how many are under way at once. Runs are told apart by their input {@code text}.
 */
final class BatchJetty {
  private final Map<String, String> errors = new HashMap<>();
  private final Map<String, RuntimeException> refusals = new HashMap<>();
  private final Map<String, String> textById = new LinkedHashMap<>();
  private final Map<String, Integer> polls = new HashMap<>();
  private final Set<String> underWay = new HashSet<>();
  private final List<String> starts = new ArrayList<>();
  private final Set<String> silent = new HashSet<>();
  private int questions = 1;
  private int answers = Integer.MAX_VALUE;
  private int brokenAt;
  private int mostAtOnce;
  private boolean environment = true;

  /** How often it must be asked for a run before that has ended. */
  BatchJetty taking(int many) {
    questions = many;
    return this;
  }

  BatchJetty failing(String text, String error) {
    errors.put(text, error);
    return this;
  }

  BatchJetty refusing(String text, RuntimeException failure) {
    refusals.put(text, failure);
    return this;
  }

  /** A run that is there without having been started here. */
  BatchJetty knowing(String id) {
    textById.put(id, "elsewhere");
    return this;
  }

  BatchJetty brokenAtPoll(int number) {
    brokenAt = number;
    return this;
  }

  /** How many requests it answers at all. */
  BatchJetty silentAfter(int requests) {
    answers = requests;
    return this;
  }

  /** A request that it never answers. */
  BatchJetty silentAbout(String line) {
    silent.add(line);
    return this;
  }

  BatchJetty withoutEnvironment() {
    environment = false;
    return this;
  }

  FakeJetty jetty() {
    return new FakeJetty(this::answer, answers)
        .neverEnding(request -> silent.contains(FakeJetty.line(request)));
  }

  /** The forms with which runs were started. */
  List<String> starts() {
    return List.copyOf(starts);
  }

  /** The inputs with which runs were started. */
  List<String> inputs() {
    return starts.stream()
        .map(form -> form.lines().findFirst().orElse("").replace("init_params=", ""))
        .toList();
  }

  int mostAtOnce() {
    return mostAtOnce;
  }

  String idOf(String text) {
    return textById.entrySet().stream()
        .filter(run -> run.getValue().equals(text))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  /** A batch of so many runs, with more arguments. */
  static ToolHarness batch(BatchJetty jetty, int runs, String more) {
    String list =
        IntStream.range(0, runs)
            .mapToObj(i -> "{'text':'" + i + "'}")
            .collect(Collectors.joining(","));
    String arguments = "{'task':'test-echo','runs':[" + list + "]" + more + "}";
    return ToolHarness.of(RunTools.RUN_BATCH, jetty.jetty(), arguments.replace('\'', '"'));
  }

  private JsonNode answer(Request request) {
    String line = FakeJetty.line(request);
    return switch (line) {
      case RunStartTest.TASK -> FakeJetty.json(Acme.TASK);
      case RunStartTest.TRIAL -> FakeJetty.json(Acme.TRIAL);
      case RunStartTest.ENVIRONMENT -> environment();
      case RunStartTest.RUN -> start(FakeJetty.body(request));
      default -> poll(line.substring(line.lastIndexOf('/') + 1));
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
    underWay.add(id);
    mostAtOnce = Math.max(mostAtOnce, underWay.size());
    return FakeJetty.json("{\"workflow_id\":\"acme-test-echo--" + id + "\"}");
  }

  private JsonNode poll(String id) {
    String text = Optional.ofNullable(textById.get(id)).orElseThrow(Routes::notFound);
    int asked = polls.merge(id, 1, Integer::sum);
    if (asked == brokenAt) {
      throw new Unavailable(Unavailable.Reason.BROKEN_OFF, "");
    }
    if (asked < questions) {
      return FakeJetty.json("{\"status\":\"running\"}");
    }
    underWay.remove(id);
    return errors.containsKey(text)
        ? FakeJetty.json("{\"status\":\"failed\",\"error\":\"" + errors.get(text) + "\"}")
        : FakeJetty.json("{\"status\":\"completed\"}");
  }
}
