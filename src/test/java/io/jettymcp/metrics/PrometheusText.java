package io.jettymcp.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A scrape, read as strictly as Prometheus does: every family has its type before its series, no
 * series comes twice, and the buckets of a histogram add up.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Exposition
 *     formats</a>
 */
public final class PrometheusText {
  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\"";
  private static final Pattern TYPE =
      Pattern.compile("# TYPE (" + NAME + ") (counter|gauge|histogram|summary|untyped)");
  private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") .*");
  private static final Pattern SERIES =
      Pattern.compile(
          "(("
              + NAME
              + ")(?:\\{("
              + LABEL
              + "(?:,"
              + LABEL
              + ")*)\\})?) ([0-9.eE+-]+|NaN|[+-]Inf)");
  private static final Pattern PART = Pattern.compile("_(bucket|count|sum)$");

  private static final Set<String> WITH_PARTS = Set.of("histogram", "summary");

  private final Map<String, String> types = new HashMap<>();
  private final Map<String, Double> series = new LinkedHashMap<>();

  private PrometheusText() {}

  public static PrometheusText of(String scrape) {
    assertThat(scrape).endsWith("\n");
    PrometheusText text = new PrometheusText();
    scrape.lines().forEach(text::line);
    text.series.forEach(text::checkHistogram);
    return text;
  }

  private void line(String line) {
    Matcher type = TYPE.matcher(line);
    if (type.matches()) {
      assertThat(types.put(type.group(1), type.group(2))).as(line).isNull();
      return;
    }
    if (HELP.matcher(line).matches()) {
      return;
    }
    Matcher sample = SERIES.matcher(line);
    assertThat(sample.matches()).as(line).isTrue();
    String name = sample.group(2);
    String family = PART.matcher(name).replaceFirst("");
    boolean part = !family.equals(name) && WITH_PARTS.contains(types.getOrDefault(family, ""));
    assertThat(part || types.containsKey(name)).as(line).isTrue();
    double value = Double.parseDouble(sample.group(4).replace("Inf", "Infinity"));
    assertThat(series.put(sample.group(1), value)).as(line).isNull();
  }

  /** The last bucket holds all. */
  private void checkHistogram(String name, double value) {
    String all = "le=\"+Inf\"";
    if (name.contains(all)) {
      String count =
          name.replace("_bucket{", "_count{").replace("," + all, "").replace("{" + all + "}", "");
      assertThat(series).as(name).containsEntry(count, value);
    }
  }

  /** The series by name and labels, as they are written. */
  public Set<String> names() {
    return series.keySet();
  }

  /** Those of jetty-mcp, without those of the JVM. */
  public Set<String> ours() {
    Set<String> ours = new TreeSet<>(series.keySet());
    ours.removeIf(name -> !name.startsWith("jetty_mcp_"));
    return ours;
  }

  public double value(String name) {
    assertThat(series).containsKey(name);
    return Objects.requireNonNull(series.get(name));
  }
}
