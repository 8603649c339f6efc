package io.jettymcp.runbooks;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.json.Json;
import io.jettymcp.runbooks.document.Parameter;
import io.jettymcp.runbooks.document.Placeholder;
import io.jettymcp.runbooks.document.Runbook;
import io.jettymcp.runs.InputMarks;
import io.jettymcp.text.NearestName;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.Param;
import io.jettymcp.tool.Question;
import io.jettymcp.tool.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Determines the values of a runbook's placeholders.
 *
 * @param values by name: the argument, else the default
 * @param missing those that need a value and have none
 */
public record RunbookParameters(Map<String, String> values, List<Parameter> missing) {
  public static final Param<ObjectNode> PARAMETERS =
      Param.object("parameters", "Values for its {{name}} placeholders")
          .misnamed("inputs", "input", "initparams");

  /** Always has a value, which depends on where the runbook runs. */
  private static final String RESULTS_DIR = "results_dir";

  private static final Pattern SECRET =
      Pattern.compile(".*(key|token|secret|passw|credential).*", Pattern.CASE_INSENSITIVE);

  public RunbookParameters {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    missing = List.copyOf(missing);
  }

  /** Declares how results show one of {@link #missing}. */
  static View<Parameter> missingView() {
    return View.of(Parameter.class)
        .text("name", Parameter::name)
        .text("description", Parameter::description)
        .max(300)
        .unlessEmpty();
  }

  /** Takes the defaults alone. */
  static RunbookParameters defaults(Runbook runbook, String resultsDir) {
    return fill(runbook, Map.of(), resultsDir);
  }

  /**
   * Takes the arguments of the call, and the defaults.
   *
   * @throws BadArguments if it names a parameter that the runbook does not have, or passes a list,
   *     an object or the mark of a hidden value
   */
  static RunbookParameters given(Call call, Runbook runbook, String resultsDir) {
    Map<String, String> given = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry :
        call.in().find(PARAMETERS).orElseGet(Json::object).properties()) {
      checkKnown(entry.getKey(), runbook);
      if (entry.getValue().isContainer()) {
        throw new BadArguments(
            PARAMETERS.name(),
            "The parameter \"" + entry.getKey() + "\" must be a string, a number or a boolean.");
      }
      if (!entry.getValue().isNull()) {
        given.put(entry.getKey(), entry.getValue().asString());
      }
    }
    InputMarks.refuse(PARAMETERS.name(), Json.node(given));
    return fill(runbook, given, resultsDir);
  }

  /** Asks the user for what is missing. Secrets do not belong in forms, so they stay missing. */
  Mono<RunbookParameters> asked(Call call) {
    List<Question> questions =
        missing.stream()
            .filter(parameter -> !isSecret(parameter))
            .map(parameter -> new Question(parameter.name(), parameter.description()))
            .toList();
    if (questions.isEmpty()) {
      return Mono.just(this);
    }
    return call.ask("The runbook needs a value for each of these parameters.", questions)
        .map(this::with);
  }

  String resultsDir() {
    return values.getOrDefault(RESULTS_DIR, "");
  }

  /** Lists the missing ones, a line each. */
  String listed() {
    return missing.stream()
        .map(
            parameter ->
                "\n- "
                    + parameter.name()
                    + (parameter.description().isEmpty()
                        ? ""
                        : " (" + parameter.description() + ")"))
        .collect(Collectors.joining());
  }

  ObjectNode toJson() {
    ObjectNode data = Json.object();
    values.forEach(data::put);
    return data;
  }

  private RunbookParameters with(Map<String, String> answers) {
    Map<String, String> more = new LinkedHashMap<>(values);
    List<Parameter> still = new ArrayList<>();
    for (Parameter parameter : missing) {
      String answer = answers.getOrDefault(parameter.name(), "");
      if (answer.isBlank() || isSecret(parameter)) {
        still.add(parameter);
      } else {
        more.put(parameter.name(), answer);
      }
    }
    return new RunbookParameters(more, still);
  }

  private static RunbookParameters fill(
      Runbook runbook, Map<String, String> given, String resultsDir) {
    Map<String, String> values = new LinkedHashMap<>();
    List<Parameter> missing = new ArrayList<>();
    for (Parameter parameter : runbook.parameters()) {
      String name = parameter.name();
      if (given.containsKey(name)) {
        values.put(name, given.get(name));
      } else if (parameter.defaultValue().isPresent()) {
        values.put(name, parameter.defaultValue().get());
      } else if (!name.equals(RESULTS_DIR)) {
        missing.add(parameter);
      }
    }
    given.forEach(values::putIfAbsent);
    values.put(RESULTS_DIR, given.getOrDefault(RESULTS_DIR, resultsDir));
    return new RunbookParameters(values, missing);
  }

  private static void checkKnown(String name, Runbook runbook) {
    Set<String> known =
        Stream.of(
                runbook.parameters().stream().map(Parameter::name),
                runbook.placeholders().stream().map(Placeholder::name),
                Stream.of(RESULTS_DIR))
            .flatMap(names -> names)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (!known.contains(name)) {
      throw new BadArguments(
          PARAMETERS.name(),
          "The runbook has no parameter \""
              + name
              + "\"."
              + NearestName.hint(name, known)
              + " It has: "
              + String.join(", ", known)
              + ".");
    }
  }

  private static boolean isSecret(Parameter parameter) {
    return SECRET.matcher(parameter.name().toLowerCase(Locale.ROOT)).matches();
  }
}
