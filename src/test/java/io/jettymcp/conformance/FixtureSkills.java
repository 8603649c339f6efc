package io.jettymcp.conformance;

import io.jettymcp.guide.Skill;
import io.jettymcp.mcp.Skills;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Holds a skill that has a directory in its directory. */
final class FixtureSkills {
  private static final String ENTRY =
      """
      ---
      name: test-skill
      description: Shows the suite a skill. Use it for tests alone.
      ---
      # A skill

      See [more](references/more.md) and [deep](references/deep/deeper.md).
      """;

  private FixtureSkills() {}

  static Skills skills() {
    SortedMap<String, String> files = new TreeMap<>();
    files.put(Skill.ENTRY, ENTRY);
    files.put("references/more.md", "# More\n");
    files.put("references/deep/deeper.md", "# Deeper\n");
    return new Skills(List.of(Skill.of("skill://fixture/test-skill", files)));
  }
}
