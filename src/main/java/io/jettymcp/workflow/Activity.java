package io.jettymcp.workflow;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Describes a kind of step by the names that are valid at run time, which sometimes differ from
 * those that Jetty lists.
 *
 * @param category the group under which Jetty lists it
 * @param about what it does, in one line
 * @param parameters the parameters; each may also be given as {@code <name>_path}
 * @param takesOthers whether it reads parameters that are not named here
 * @param outputs what it leaves for later steps
 * @param givesOthers whether it leaves things that are not named here
 */
public record Activity(
    String name,
    String category,
    String about,
    List<String> parameters,
    boolean takesOthers,
    List<Output> outputs,
    boolean givesOthers) {

  public Activity {
    parameters = List.copyOf(parameters);
    outputs = List.copyOf(outputs);
  }

  /**
   * One output of an activity.
   *
   * @param paths the known ways into it, such as {@code images[0].path}
   */
  public record Output(String name, boolean list, List<String> paths) {
    public Output {
      paths = List.copyOf(paths);
    }

    private static Output of(String name, List<String> paths) {
      return new Output(name, paths.get(0).startsWith(name + "[0]"), paths);
    }
  }

  /** The output with this name, if the activity is known to have it. */
  public Optional<Output> output(String name) {
    return outputs.stream().filter(output -> output.name().equals(name)).findFirst();
  }

  static Activity of(String name, String category, String about) {
    return new Activity(name, category, about, List.of(), false, List.of(), false);
  }

  Activity takes(String... names) {
    return new Activity(
        name, category, about, Arrays.asList(names), takesOthers, outputs, givesOthers);
  }

  Activity takesOthersToo() {
    return new Activity(name, category, about, parameters, true, outputs, givesOthers);
  }

  /** Declares ways into the outputs, such as {@code text} and, into a list, {@code chunks[0]}. */
  Activity gives(String... paths) {
    Map<String, List<String>> byName =
        Stream.of(paths)
            .collect(
                Collectors.groupingBy(
                    path -> path.split("[.\\[]", 2)[0], LinkedHashMap::new, Collectors.toList()));
    List<Output> named =
        byName.entrySet().stream().map(e -> Output.of(e.getKey(), e.getValue())).toList();
    return new Activity(name, category, about, parameters, takesOthers, named, givesOthers);
  }

  Activity givesOthersToo() {
    return new Activity(name, category, about, parameters, takesOthers, outputs, true);
  }

  boolean reads(String parameter) {
    return takesOthers || names(parameter);
  }

  /** Returns true for a named parameter, plain or as {@code <name>_path}. */
  boolean names(String parameter) {
    return parameters.contains(parameter)
        || (WorkflowStep.isPath(parameter)
            && parameters.contains(WorkflowStep.plainName(parameter)));
  }

  List<String> spellings() {
    return parameters.stream().flatMap(each -> Stream.of(each, each + WorkflowStep.PATH)).toList();
  }
}
