package io.jettymcp.runbook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * The YAML block at the head of a runbook.
 *
 * @param secrets the secrets it declares, in their order
 */
public record Frontmatter(List<SecretNeed> secrets) {
  /** The block opens within the first lines of the file. */
  private static final int OPENS_WITHIN = 5;

  /** A frontmatter that cannot be read. The message says where and why, in words for a person. */
  public static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    private final String what;

    Malformed(String what) {
      super(what);
      this.what = what;
    }

    /** A full sentence. */
    public String what() {
      return what;
    }
  }

  /**
   * A secret that a runbook needs.
   *
   * @param name the runbook's own name for it
   * @param env the environment variable of the collection that holds it
   * @param description what it is for, or empty
   * @param required whether the runbook cannot do without
   */
  public record SecretNeed(String name, String env, String description, boolean required) {}

  public Frontmatter {
    secrets = List.copyOf(secrets);
  }

  /**
   * Reads the frontmatter of a runbook.
   *
   * @throws Malformed if there is none, it has no end, or it is not YAML of the expected form
   */
  public static Frontmatter parse(String runbook) throws Malformed {
    Object document = load(block(runbook));
    if (!(document instanceof Map<?, ?> fields)) {
      throw new Malformed("The frontmatter must be a YAML mapping.");
    }
    Object secrets = fields.get("secrets");
    if (secrets == null) {
      return new Frontmatter(List.of());
    }
    if (!(secrets instanceof Map<?, ?> declared)) {
      throw new Malformed(
          "\"secrets\" in the frontmatter must map names to {env, description, required}.");
    }
    List<SecretNeed> needs = new ArrayList<>();
    for (Map.Entry<?, ?> entry : declared.entrySet()) {
      needs.add(need(text(entry.getKey(), "the name of a secret"), entry.getValue()));
    }
    return new Frontmatter(needs);
  }

  private static SecretNeed need(String name, Object declared) throws Malformed {
    if (declared == null) {
      return new SecretNeed(name, name, "", true);
    }
    if (!(declared instanceof Map<?, ?> fields)) {
      throw new Malformed(
          "Each secret in the frontmatter must be a mapping with env, description and required.");
    }
    Object env = fields.get("env");
    Object description = fields.get("description");
    Object required = fields.get("required");
    return new SecretNeed(
        name,
        env == null ? name : text(env, "env"),
        description == null ? "" : text(description, "description"),
        required == null || !text(required, "required").equals("false"));
  }

  /** A plain value as text. A list or mapping may hold itself, so it is not even looked at. */
  private static String text(Object value, String what) throws Malformed {
    if (value instanceof String || value instanceof Number || value instanceof Boolean) {
      return value.toString();
    }
    throw new Malformed("In the secrets of the frontmatter, " + what + " must be a text.");
  }

  /** The lines between the two lines of three dashes. */
  private static String block(String runbook) throws Malformed {
    List<String> lines = runbook.replaceFirst("^\uFEFF", "").lines().toList();
    int open = 0;
    while (open < lines.size() && !isFence(lines.get(open))) {
      open++;
    }
    if (open >= Math.min(lines.size(), OPENS_WITHIN)) {
      throw new Malformed(
          "There is no frontmatter: a line --- is expected within the first "
              + OPENS_WITHIN
              + " lines.");
    }
    int close = open + 1;
    while (close < lines.size() && !isFence(lines.get(close))) {
      close++;
    }
    if (close == lines.size()) {
      throw new Malformed("The frontmatter that opens in line " + (open + 1) + " never ends.");
    }
    return String.join("\n", lines.subList(open + 1, close));
  }

  /** Three dashes; with white space before them they are part of the YAML. */
  private static boolean isFence(String line) {
    return line.stripTrailing().equals("---");
  }

  private static Object load(String yaml) throws Malformed {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(20);
    options.setAllowDuplicateKeys(false);
    try {
      Object document = new Yaml(new SafeConstructor(options)).load(yaml);
      return document == null ? Map.of() : document;
    } catch (MarkedYAMLException e) {
      // The exception's own message quotes lines of the file, which may hold a secret.
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      throw new Malformed("The frontmatter is not valid YAML (its line " + line + ").");
    } catch (RuntimeException | StackOverflowError e) {
      // Beside its own exceptions SnakeYAML lets out those of number and Base64 parsers.
      throw new Malformed("The frontmatter is not valid YAML.");
    }
  }
}
