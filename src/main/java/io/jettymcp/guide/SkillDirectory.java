package io.jettymcp.guide;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists the directories that the addresses of files imply. */
public final class SkillDirectory {
  private SkillDirectory() {}

  /**
   * One child of a directory.
   *
   * @param uri its address, without a slash at the end
   * @param file empty for a directory
   */
  public record Child(String uri, Optional<SkillFile> file) {
    /** Returns the last segment of its address. */
    public String name() {
      return uri.substring(uri.lastIndexOf('/') + 1);
    }
  }

  /** Returns the direct children of a directory; empty if there is no directory at the address. */
  public static Optional<List<Child>> children(List<Skill> skills, String uri) {
    String prefix = uri + "/";
    Map<String, Child> children = new LinkedHashMap<>();
    for (Skill skill : skills) {
      for (SkillFile file : skill.files()) {
        if (file.uri().startsWith(prefix)) {
          Child child = child(file, prefix.length());
          children.put(child.uri(), child);
        }
      }
    }
    return isAddress(uri) && !children.isEmpty()
        ? Optional.of(new ArrayList<>(children.values()))
        : Optional.empty();
  }

  /** Rejects the scheme and its slashes, which have no name. */
  private static boolean isAddress(String uri) {
    return !uri.endsWith("/") && !uri.endsWith(":");
  }

  private static Child child(SkillFile file, int from) {
    int slash = file.uri().indexOf('/', from);
    return slash < 0
        ? new Child(file.uri(), Optional.of(file))
        : new Child(file.uri().substring(0, slash), Optional.empty());
  }
}
