package io.jettymcp.cli.install.edit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Edits random configurations; a failure names the seed. */
class ConfigEditPropertyTest {
  private static final int RUNS = Integer.getInteger("runs", 200);
  private static final long FIRST = Long.getLong("seed", System.nanoTime());

  @SuppressWarnings("ImmutableEnumChecker") // The formats and functions have no state.
  enum Form {
    JSON(new JsonFormat(), "mcpServers", seed -> new RandomConfig(seed).json("mcpServers")),
    YAML(new YamlFormat(), "extensions", seed -> new RandomConfig(seed).yaml("extensions")),
    TOML(new TomlFormat(), "mcp_servers", seed -> new RandomConfig(seed).toml("mcp_servers"));

    private final HostConfigFormat format;
    private final String servers;
    private final Function<Long, String> text;

    Form(HostConfigFormat format, String servers, Function<Long, String> text) {
      this.format = format;
      this.servers = servers;
      this.text = text;
    }

    ConfigEdit edit(String config) throws UneditableException {
      return new ConfigEdit(format, config, List.of(servers, "jetty"));
    }
  }

  private interface Property {
    void check(String text) throws UneditableException;
  }

  @ParameterizedTest
  @EnumSource
  void removingWhatWasAddedRestoresEveryByte(Form form) throws UneditableException {
    check(
        form,
        text -> {
          String added = form.edit(text).with(entry("/bin/jetty-mcp"));
          assertThat(form.edit(added).without(0)).isEqualTo(text);
        });
  }

  @ParameterizedTest
  @EnumSource
  void changeStaysInsideTheEntry(Form form) throws UneditableException {
    check(
        form,
        text -> {
          String added = form.edit(text).with(entry("/bin/jetty-mcp"));
          Map<String, Object> other = entry("C:\\new \"path\"\u00e9");
          other.put("timeout", new Literal("9"));
          other.remove("enabled");
          String changed = form.edit(added).with(other);
          assertThat(form.edit(changed).entry()).contains(other);
          assertThat(form.edit(changed).without(0)).isEqualTo(text);
          assertThat(form.edit(changed).with(other)).isEqualTo(changed);
        });
  }

  private static void check(Form form, Property property) throws UneditableException {
    for (long seed = FIRST; seed < FIRST + RUNS; seed++) {
      String text = form.text.apply(seed);
      try {
        property.check(text);
      } catch (UneditableException | AssertionError e) {
        throw new AssertionError("seed " + seed + ":\n" + text + "\n" + e.getMessage(), e);
      }
    }
  }

  private static Map<String, Object> entry(String command) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("command", command);
    entry.put("args", List.of("stdio", "--read-only", "#x: y"));
    entry.put("env", Map.of("A_B", "c: d"));
    entry.put("enabled", Literal.TRUE);
    return entry;
  }
}
