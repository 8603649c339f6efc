package io.jettymcp.simulator;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.node.ObjectNode;

/**
 * A runbook whose placeholders are filled, and what the simulator understands of it. A frontmatter
 * that is no YAML is passed over: to Jetty, too, the text is no more than an instruction.
 */
final class FilledRunbook {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([\\w.-]+)\\s*}}");
  private static final Pattern STEP = Pattern.compile("#{2,4}\\s+(Step\\s+\\w+\\s*:\\s*\\S.*)");
  private static final int MAX_LENGTH = 8 * 1024 * 1024;
  private static final int OPENS_WITHIN = 5;
  private static final int MAX_STEPS = 40;
  private static final int MAX_OUTPUTS = 50;

  private final String text;
  private final List<String> lines;
  private final Map<?, ?> frontmatter;

  private FilledRunbook(String text) {
    this.text = text;
    this.lines = text.lines().toList();
    this.frontmatter = frontmatter(lines);
  }

  /** Fills {@code {{name}}}; a placeholder without a value stays as it is. */
  static FilledRunbook fill(String template, ObjectNode variables) {
    StringBuilder filled = new StringBuilder();
    Matcher placeholder = PLACEHOLDER.matcher(template);
    int from = 0;
    while (placeholder.find()) {
      filled.append(template, from, placeholder.start());
      String name = placeholder.group(1);
      boolean known = variables.hasNonNull(name);
      filled.append(known ? SimulatorJson.asText(variables.path(name)) : placeholder.group());
      from = placeholder.end();
      if (filled.length() > MAX_LENGTH) {
        throw new StepFailed("The simulator makes texts of at most 8 MB");
      }
    }
    return new FilledRunbook(filled.append(template, from, template.length()).toString());
  }

  String text() {
    return text;
  }

  boolean isVersion2() {
    Object version = frontmatter.get("version");
    return version instanceof Number number
        ? number.intValue() == 2
        : version instanceof String words && words.matches("2(\\.\\d+)?");
  }

  String evaluation() {
    return frontmatter.get("evaluation") instanceof String kind ? kind : "programmatic";
  }

  /** The files that it promises, main one first. */
  List<String> primaryOutputs() {
    List<String> outputs = new ArrayList<>();
    Object declared = frontmatter.get("primary_outputs");
    if (declared instanceof String one) {
      outputs.add(one);
    } else if (declared instanceof List<?> several) {
      several.stream()
          .filter(String.class::isInstance)
          .limit(MAX_OUTPUTS)
          .forEach(output -> outputs.add((String) output));
    }
    return outputs;
  }

  /** The environment variables that it cannot do without. */
  List<String> requiredSecrets() {
    List<String> required = new ArrayList<>();
    if (frontmatter.get("secrets") instanceof Map<?, ?> secrets) {
      for (Map.Entry<?, ?> secret : secrets.entrySet()) {
        Map<?, ?> about = secret.getValue() instanceof Map<?, ?> fields ? fields : Map.of();
        Object env = about.containsKey("env") ? about.get("env") : secret.getKey();
        if (env instanceof String variable && !Boolean.FALSE.equals(about.get("required"))) {
          required.add(variable);
        }
      }
    }
    return required;
  }

  /** The first line under the heading Objective, or an empty text. */
  String objective() {
    boolean inside = false;
    for (String line : lines) {
      if (line.startsWith("## ")) {
        inside = line.strip().equals("## Objective");
      } else if (inside && !line.isBlank()) {
        return line.strip();
      }
    }
    return "";
  }

  /** The headings of its steps, for example {@code StepContext 1: Read the input}. */
  List<String> steps() {
    List<String> steps = new ArrayList<>();
    boolean inFence = false;
    for (String line : lines) {
      inFence ^= line.stripLeading().startsWith("```");
      Matcher heading = STEP.matcher(line.stripTrailing());
      if (!inFence && heading.matches() && steps.size() < MAX_STEPS) {
        steps.add(heading.group(1));
      }
    }
    return steps;
  }

  /** The placeholders that nobody gave a value for. */
  Set<String> unfilled() {
    Set<String> names = new LinkedHashSet<>();
    Matcher placeholder = PLACEHOLDER.matcher(text);
    while (placeholder.find()) {
      names.add(placeholder.group(1));
    }
    return names;
  }

  private static Map<?, ?> frontmatter(List<String> lines) {
    int open = lines.indexOf("---");
    if (open < 0 || open >= OPENS_WITHIN) {
      return Map.of();
    }
    List<String> rest = lines.subList(open + 1, lines.size());
    int length = rest.indexOf("---");
    if (length < 0) {
      return Map.of();
    }
    try {
      Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
      Object read = yaml.load(String.join("\n", rest.subList(0, length)));
      return read instanceof Map<?, ?> fields ? fields : Map.of();
    } catch (RuntimeException | StackOverflowError noYaml) { // Its parsers throw many kinds.
      return Map.of();
    }
  }
}
