package io.jettymcp.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.config.Settings;
import io.jettymcp.jetty.ApiObserver;
import io.jettymcp.jetty.Request;
import io.jettymcp.mcp.call.CallObserver;
import io.jettymcp.metrics.Metrics;
import io.jettymcp.transport.http.HttpObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that the hosting page documents the actual settings and metrics. */
class HostingPageTest {
  private static final Pattern FLAG = Pattern.compile("(?<![\\w-])(--[a-z]+(?:-[a-z]+)*)");
  private static final Pattern LIMIT = Pattern.compile("\\| ([^|]+) \\| `(--[a-z-]+)` \\|");
  private static final Pattern AMOUNT = Pattern.compile("([\\d,]+)( KB| MB| s| min)?");

  private static final Pattern METRIC = Pattern.compile("`(jetty_mcp_\\w+)`");

  /** A family of series; the longest time of late comes as one of its own. */
  private static final Pattern FAMILY = Pattern.compile("# TYPE (jetty_mcp_\\w+(?<!_max)) ");

  /** Flags of other programs that the page shows. */
  private static final Set<String> FOREIGN =
      Set.of("--rm", "--transport", "--header", "--from-file");

  private final Map<String, String> defaults = new LinkedHashMap<>();
  private String page;

  @BeforeEach
  void read() throws IOException {
    page = Files.readString(Path.of("docs", "hosting.md"));
    Settings.declared().stream()
        .filter(setting -> setting.flag().isPresent())
        .forEach(
            setting ->
                defaults.put(setting.flag().orElseThrow(), setting.defaultText().orElse("")));
  }

  @Test
  void everyFlagExists() {
    Set<String> named = names(FLAG, page);
    named.removeAll(FOREIGN);
    assertThat(defaults).containsKeys(named.toArray(String[]::new));
  }

  @Test
  void everyLimitIsTheDefault() {
    List<MatchResult> limits = LIMIT.matcher(page).results().toList();
    assertThat(limits)
        .hasSizeGreaterThan(8)
        .allSatisfy(row -> isDefault(row.group(2), written(row.group(1))));
  }

  @Test
  void everyMetricIsDocumented() {
    try (Metrics metrics = new Metrics(List.of("get-task"))) {
      Duration took = Duration.ofMillis(1);
      metrics.callEnded("get-task", CallObserver.Outcome.OK, took);
      metrics.attemptEnded(Request.Method.GET, ApiObserver.Ending.SUCCESS, took);
      metrics.repeating(Request.Method.GET);
      metrics.requestEnded(
          new HttpObserver.Served(
              HttpObserver.Route.MCP, HttpObserver.Method.POST, 200, took, 1, 1));
      assertThat(names(METRIC, page)).isEqualTo(names(FAMILY, metrics.scrape()));
    }
  }

  private static Set<String> names(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(name -> name.group(1)).collect(Collectors.toSet());
  }

  private void isDefault(String flag, String limit) {
    assertThat(defaults).as("the default of %s", flag).containsEntry(flag, limit);
  }

  /** An amount for people as the command line has it: seconds, or a size without a blank. */
  private static String written(String amount) {
    Matcher read = AMOUNT.matcher(amount.strip());
    assertThat(read.matches()).as(amount).isTrue();
    String number = read.group(1).replace(",", "");
    String unit = read.group(2) == null ? "" : read.group(2).strip();
    return switch (unit) {
      case "", "s" -> number;
      case "min" -> Integer.toString(60 * Integer.parseInt(number));
      default -> number + unit;
    };
  }
}
