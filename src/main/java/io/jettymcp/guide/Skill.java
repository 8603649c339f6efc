package io.jettymcp.guide;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Teaches an agent a job in the format of Agent Skills: a directory with {@code SKILL.md} and the
 * files that it refers to. Its files are read when they are first needed, never for {@code
 * initialize}.
 */
public final class Skill {
  /** The file that every skill has. */
  public static final String ENTRY = "SKILL.md";

  /** Begins the address of each file of a skill. */
  public static final String SCHEME = "skill://";

  /** The address of the directory with the skills of this program. */
  private static final String ROOT = SCHEME + "jetty";

  private static final String FENCE = "---\n";

  /** The skills of this program, in the order in which they are listed. */
  public static final List<Skill> ALL =
      List.of(
          bundled(
              "run-and-debug",
              "references/errors.md",
              "references/results.md",
              "references/many-runs.md"),
          bundled(
              "write-workflows",
              "references/activities.md",
              "references/known-issues.md",
              "references/examples.md"),
          bundled(
              "write-runbooks",
              "references/template.md",
              "references/checks.md",
              "references/agents.md"),
          bundled("secrets-and-collections", "references/refusals.md"));

  private final String name;
  private final String directory;
  private final List<String> paths;
  private final UnaryOperator<String> source;
  private @Nullable List<SkillFile> files;

  private Skill(String directory, List<String> paths, UnaryOperator<String> source) {
    this.name = directory.substring(directory.lastIndexOf('/') + 1);
    this.directory = directory;
    this.paths = paths;
    this.source = source;
  }

  private static Skill bundled(String name, String... references) {
    return new Skill(
        ROOT + "/" + name,
        Stream.concat(Stream.of(ENTRY), Stream.of(references)).toList(),
        path -> Guide.text("/guide/skills/" + name + "/" + path));
  }

  /**
   * Makes a skill of given texts.
   *
   * @param directory the address of its directory, whose last segment is its name
   * @param texts the content of each file by its path in the directory
   */
  public static Skill of(String directory, Map<String, String> texts) {
    Map<String, String> copy = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
    return new Skill(directory, List.copyOf(copy.keySet()), path -> copy.getOrDefault(path, ""));
  }

  public String name() {
    return name;
  }

  /** Returns the address of its {@code SKILL.md}. */
  public String uri() {
    return directory + "/" + ENTRY;
  }

  /** Returns all its files, {@code SKILL.md} first. */
  public synchronized List<SkillFile> files() {
    if (files == null) {
      files =
          paths.stream()
              .map(path -> SkillFile.of(directory + "/" + path, source.apply(path)))
              .toList();
    }
    return files;
  }

  /** Returns its {@code SKILL.md}. */
  public SkillFile entry() {
    return files().stream()
        .filter(file -> file.uri().equals(uri()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(name + " has no " + ENTRY));
  }

  /** Returns when to use it, in a sentence or two. */
  public String description() {
    return frontmatter().getOrDefault("description", "");
  }

  /** Returns the head of its {@code SKILL.md}: a plain string in each line, so no YAML is read. */
  public Map<String, String> frontmatter() {
    Map<String, String> fields = new LinkedHashMap<>();
    String text = entry().text();
    int end = text.indexOf("\n" + FENCE, FENCE.length() - 1);
    if (!text.startsWith(FENCE) || end < 0) {
      throw new IllegalStateException(uri() + " has no frontmatter");
    }
    for (String line : text.substring(FENCE.length(), end).split("\n", -1)) {
      int colon = line.indexOf(": ");
      fields.put(line.substring(0, colon), line.substring(colon + 2));
    }
    return fields;
  }
}
