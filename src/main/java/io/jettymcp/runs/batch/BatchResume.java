package io.jettymcp.runs.batch;

import static io.jettymcp.runs.RunSignatures.RUN_BATCH;
import static io.jettymcp.runs.RunStart.FILES;
import static io.jettymcp.runs.RunStart.SECRET_ENV;
import static io.jettymcp.runs.RunStart.SECRET_PARAMS;
import static io.jettymcp.runs.RunStart.USE_TRIAL_KEYS;
import static io.jettymcp.runs.RunWait.WAIT_SECONDS;
import static io.jettymcp.runs.batch.BatchInputs.RUNS;
import static io.jettymcp.runs.batch.RunBatch.MAX_CONCURRENCY;
import static io.jettymcp.runs.batch.RunBatch.OUTPUTS;
import static io.jettymcp.runs.batch.RunBatch.STARTED;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jettymcp.json.Json;
import io.jettymcp.runs.batch.BatchEntry.Progress;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Next;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.TaskRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/** Makes the call that continues a batch, from the state of its runs. */
record BatchResume(Args in, List<ObjectNode> inputs, List<BatchEntry> entries) {
  /** In bytes; larger inputs would push the results out, and the caller has them anyway. */
  private static final int MAX_REST = 8_000;

  BatchResume {
    inputs = List.copyOf(inputs);
    entries = List.copyOf(entries);
  }

  /**
   * Suggests the call that starts what did not start and waits for the others. There is none where
   * its arguments are too large to repeat, or are secrets, which never are.
   */
  Optional<Next> call(boolean stopped) {
    boolean toStart = any(Progress.NOT_STARTED);
    boolean toWait = any(Progress.UNDER_WAY);
    if ((toStart && (stopped || in.has(SECRET_PARAMS))) || (!toStart && !toWait)) {
      return Optional.empty();
    }
    Next call = RUN_BATCH.with(TaskRef.of(in)).with(RUNS, inputsToStart()).with(STARTED, started());
    for (Param<?> param :
        List.of(OUTPUTS, FILES, SECRET_ENV, USE_TRIAL_KEYS, MAX_CONCURRENCY, WAIT_SECONDS)) {
      call = repeated(call, param);
    }
    return Optional.of(call.because(toStart ? "start the rest, wait for all" : "wait for all"))
        .filter(next -> next.arguments().toString().getBytes(UTF_8).length <= MAX_REST);
  }

  private <T> Next repeated(Next call, Param<T> param) {
    return in.takes(param) && in.has(param) ? call.with(param, in.get(param)) : call;
  }

  /** The inputs of each run; those of a run that started are not needed again. */
  private List<ObjectNode> inputsToStart() {
    return IntStream.range(0, entries.size())
        .mapToObj(i -> entries.get(i).is(Progress.NOT_STARTED) ? inputs.get(i) : Json.object())
        .toList();
  }

  private Map<String, String> started() {
    Map<String, String> started = new LinkedHashMap<>();
    for (int i = 0; i < entries.size(); i++) {
      String index = String.valueOf(i);
      entries.get(i).resumable().ifPresent(run -> started.put(index, run));
    }
    return started;
  }

  private boolean any(Progress progress) {
    return entries.stream().anyMatch(entry -> entry.is(progress));
  }
}
