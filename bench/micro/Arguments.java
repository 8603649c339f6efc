package io.jettymcp.bench;

import io.jettymcp.tools.Catalog;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Tool;
import java.util.Set;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Measures the check of three valid arguments for a tool that accepts nine. */
@State(Scope.Benchmark)
public class Arguments {
  private final Tool tool =
      Catalog.ALL.stream().filter(any -> any.name().equals("run-task")).findFirst().orElseThrow();
  private final ObjectNode arguments =
      (ObjectNode)
          new JsonMapper()
              .readTree(
                  """
                  {"collection":"acme","task":"test-echo","init_params":{"prompt":"Hello","count":3}}""");

  /** Looks each argument up by its name. */
  @Benchmark
  public int loop() {
    int found = 0;
    for (Param<?> param : tool.params()) {
      found += arguments.path(param.name()).isMissingNode() ? 0 : 1;
    }
    return found;
  }

  @Benchmark
  public Args argumentCheck() {
    return Args.check(tool.params(), Set.of(), arguments, secret -> {});
  }
}
