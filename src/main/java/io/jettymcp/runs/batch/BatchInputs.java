package io.jettymcp.runs.batch;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.jetty.LocalFile;
import io.jettymcp.json.Json;
import io.jettymcp.runs.InputMarks;
import io.jettymcp.text.TextEncoding;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.CommonParams;
import io.jettymcp.tool.Param;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The inputs of the runs of a batch: given one by one, or as CSV or JSON Lines with one run a row.
 *
 * @param rows the inputs of each run; all values of a CSV row are strings
 * @param typed whether the values have their types already
 */
record BatchInputs(List<ObjectNode> rows, boolean typed) {
  private static final int MAX_RUNS = 100;

  /** In bytes: far more than inputs of a hundred runs need. */
  private static final int MAX_FILE = 5_000_000;

  static final Param<List<ObjectNode>> RUNS =
      Param.objects("runs", "init_params of each", MAX_RUNS);
  static final Param<String> RUNS_CSV =
      Param.text("runs_csv", "Or CSV or JSON Lines, one run a row");
  static final Param<String> RUNS_PATH = Param.text("runs_path", "Or such a file").local();

  BatchInputs {
    rows = List.copyOf(rows);
  }

  /** Reads the inputs; fails with {@link BadArguments} that names the line of a bad row. */
  static Mono<BatchInputs> read(Call call) {
    Args in = call.in();
    Stream<Param<?>> given = Stream.<Param<?>>of(RUNS, RUNS_CSV, RUNS_PATH).filter(in::takes);
    if (given.filter(in::has).count() != 1) {
      throw new BadArguments("runs", CommonParams.oneOf(in, RUNS, RUNS_CSV, RUNS_PATH));
    }
    if (in.has(RUNS)) {
      return Mono.just(new BatchInputs(in.get(RUNS), true).checked(RUNS.name()));
    }
    Optional<String> path = in.find(RUNS_PATH);
    if (path.isEmpty()) {
      return Mono.just(parse(RUNS_CSV.name(), in.get(RUNS_CSV)));
    }
    LocalFile file = call.local().readable(RUNS_PATH.name(), path.get());
    return Mono.fromCallable(() -> parse(RUNS_PATH.name(), content(file)))
        .subscribeOn(Schedulers.boundedElastic());
  }

  /**
   * Returns the inputs with the types of the defaults that the task declares; a value that does not
   * fit its type stays a string.
   */
  List<ObjectNode> typedAs(ObjectNode declared) {
    return typed ? rows : rows.stream().map(row -> typed(row, declared)).toList();
  }

  private static ObjectNode typed(ObjectNode row, ObjectNode declared) {
    ObjectNode typed = Json.object();
    row.properties()
        .forEach(
            cell -> {
              JsonNode as = declared.path(cell.getKey());
              String text = cell.getValue().stringValue();
              boolean string = as.isString() || as.isNull() || as.isMissingNode();
              typed.set(
                  cell.getKey(),
                  string
                      ? cell.getValue()
                      : json(text)
                          .filter(value -> value.getNodeType() == as.getNodeType())
                          .filter(Json::isFinite)
                          .orElse(cell.getValue()));
            });
    return typed;
  }

  private static Optional<JsonNode> json(String text) {
    try {
      return Optional.of(JsonMapper.shared().readTree(text.strip()));
    } catch (JacksonException ignored) { // not JSON: a string
      return Optional.empty();
    }
  }

  private static String content(LocalFile file) throws IOException {
    byte[] bytes =
        file.read(MAX_FILE)
            .orElseThrow(
                () ->
                    new BadArguments(
                        RUNS_PATH.name(),
                        "\"runs_path\" must be a file of at most " + MAX_FILE + " bytes."));
    try {
      return TextEncoding.decode(bytes);
    } catch (CharacterCodingException e) {
      throw new BadArguments(RUNS_PATH.name(), "\"runs_path\" must be a text file in UTF-8.");
    }
  }

  private static BatchInputs parse(String argument, String content) {
    String text = TextEncoding.withoutMark(content);
    String start = text.stripLeading();
    if (start.startsWith("[")) {
      throw new BadArguments(
          argument,
          "\"" + argument + "\" is a JSON array: pass it as runs, or write one object a line.");
    }
    boolean lines = start.startsWith("{");
    List<ObjectNode> rows = lines ? jsonLines(argument, text) : csv(argument, text);
    if (rows.isEmpty() || rows.size() > MAX_RUNS) {
      throw new BadArguments(
          argument, "\"" + argument + "\" must have 1 to 100 rows, not " + rows.size() + ".");
    }
    return new BatchInputs(rows, lines).checked(argument);
  }

  private BatchInputs checked(String argument) {
    InputMarks.refuse(argument, Json.array().addAll(rows));
    return this;
  }

  private static List<ObjectNode> jsonLines(String argument, String text) {
    List<ObjectNode> rows = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\r\n|\r|\n", -1)) {
      number++;
      if (!line.isBlank()) {
        rows.add(jsonLine(argument, number, line));
      }
    }
    return rows;
  }

  private static ObjectNode jsonLine(String argument, int number, String line) {
    ObjectNode row =
        json(line)
            .filter(JsonNode::isObject)
            .map(ObjectNode.class::cast)
            .orElseThrow(
                bad(argument, number, "is not a JSON object: write each object on one line"));
    if (!Json.isFinite(row)) {
      throw bad(argument, number, "holds a number beyond 1.8e308").get();
    }
    return row;
  }

  private static List<ObjectNode> csv(String argument, String text) {
    try {
      List<CsvReader.Row> rows = CsvReader.read(text);
      List<String> header =
          rows.isEmpty() ? List.of() : rows.get(0).cells().stream().map(String::strip).toList();
      if (header.contains("") || new HashSet<>(header).size() < header.size()) {
        throw bad(argument, rows.get(0).line(), "must name each input once").get();
      }
      return rows.stream().skip(1).map(row -> row(argument, header, row)).toList();
    } catch (CsvReader.Malformed e) {
      throw bad(argument, e.line(), String.valueOf(e.getMessage())).get();
    }
  }

  /** Reads a row; an empty cell leaves the default of the task. */
  private static ObjectNode row(String argument, List<String> header, CsvReader.Row row) {
    if (row.cells().size() != header.size()) {
      String counts = row.cells().size() + " cells, but the header has " + header.size();
      throw bad(argument, row.line(), "has " + counts).get();
    }
    ObjectNode inputs = Json.object();
    for (int i = 0; i < header.size(); i++) {
      if (!row.cells().get(i).isEmpty()) {
        inputs.put(header.get(i), row.cells().get(i));
      }
    }
    return inputs;
  }

  private static Supplier<BadArguments> bad(String argument, int line, String problem) {
    return () ->
        new BadArguments(argument, "\"" + argument + "\": line " + line + " " + problem + ".");
  }
}
