package io.jettymcp.bench;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the benchmarks of this package and prints a table: time and allocation of one operation, and the ratio of its time to
 * that of the {@code loop} of its class on the same data, both in their fastest iteration.
 */
final class Micro {
  private Micro() {}

  public static void main(String[] arguments) throws Exception {
    CommandLineOptions given = new CommandLineOptions(arguments);
    if (given.shouldHelp()) {
      given.showHelp();
      return;
    }
    OptionsBuilder options = new OptionsBuilder();
    options
        .parent(given)
        .mode(Mode.AverageTime)
        .timeUnit(TimeUnit.MICROSECONDS)
        .addProfiler(GCProfiler.class)
        .forks(given.getForkCount().orElse(2))
        .warmupIterations(given.getWarmupIterations().orElse(5))
        .warmupTime(given.getWarmupTime().orElse(TimeValue.milliseconds(500)))
        .measurementIterations(given.getMeasurementIterations().orElse(25))
        .measurementTime(given.getMeasurementTime().orElse(TimeValue.milliseconds(100)));
    print(new Runner(withNames(options, given)).run());
  }

  /** Selects the benchmarks that were named, and the loop that each is compared with. */
  private static Options withNames(OptionsBuilder options, CommandLineOptions given) {
    if (!given.getIncludes().isEmpty()) {
      options.include("\\.loop$");
    }
    return options.build();
  }

  private static void print(Collection<RunResult> results) {
    Map<String, Double> loops = new HashMap<>();
    for (RunResult result : results) {
      if (method(result).equals("loop")) {
        loops.put(data(result), time(result));
      }
    }
    System.out.printf("%n| data | operation | fastest | mean | times the loop | bytes allocated |%n|---|---|---|---|---|---|%n");
    for (RunResult result : results) {
      System.out.printf(
          Locale.ROOT,
          "| %s | %s | %.2f µs | %.2f µs | %.1f | %.0f |%n",
          data(result),
          method(result),
          time(result),
          result.getPrimaryResult().getScore(),
          time(result) / loops.get(data(result)),
          allocated(result).orElse(Double.NaN));
    }
  }

  /** Returns the class and, if it has several, the data set. */
  private static String data(RunResult result) {
    BenchmarkParams params = result.getParams();
    String[] name = params.getBenchmark().split("\\.");
    return name[name.length - 2] + params.getParamsKeys().stream().map(key -> ", " + params.getParam(key)).reduce("", String::concat);
  }

  private static String method(RunResult result) {
    String name = result.getParams().getBenchmark();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** Returns the fastest iteration, which other work on the machine has affected least. */
  private static double time(RunResult result) {
    return result.getPrimaryResult().getStatistics().getMin();
  }

  private static Optional<Double> allocated(RunResult result) {
    return result.getSecondaryResults().entrySet().stream()
        .filter(figure -> figure.getKey().endsWith("gc.alloc.rate.norm"))
        .map(figure -> figure.getValue().getScore())
        .findFirst();
  }
}
