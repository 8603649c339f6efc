package io.jettymcp.mcp;

import io.jettymcp.guide.Skill;
import io.jettymcp.guide.SkillDirectory;
import io.jettymcp.guide.SkillFile;
import io.jettymcp.json.Json;
import io.jettymcp.text.MediaType;
import io.jettymcp.text.NearestName;
import io.modelcontextprotocol.spec.McpError;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Serves skills, which teach an agent a job (SEP-2640). Their texts are part of this program and
 * reach the host byte for byte, because it compares them with the digests: nothing is redacted or
 * cut.
 */
public final class Skills {
  /** Declares the extension, as a member of the JSON object of all extensions. */
  public static final String CAPABILITY =
      "\"io.modelcontextprotocol/skills\":{\"directoryRead\":true}";

  public static final String METHOD_LIST = "skills/list";
  public static final String METHOD_GET = "skills/get";
  public static final String METHOD_READ_DIRECTORY = "resources/directory/read";

  private static final String MARKDOWN = "text/markdown";
  private static final String DIRECTORY = "inode/directory";

  private final List<Skill> skills;

  public Skills(List<Skill> skills) {
    this.skills = List.copyOf(skills);
  }

  /** Returns the result of {@code skills/list}. */
  public ObjectNode list(JsonNode params) {
    RpcErrors.refuseCursor(params);
    ObjectNode result = Json.object();
    ArrayNode listed = result.putArray("skills");
    skills.forEach(skill -> listed.add(describe(skill)));
    return result;
  }

  /** Returns the result of {@code skills/get}. */
  public ObjectNode get(JsonNode params) {
    String uri = uri(params);
    Skill skill =
        skills.stream()
            .filter(known -> known.uri().equals(uri))
            .findFirst()
            .orElseThrow(
                () ->
                    RpcErrors.unknown(
                        "skill",
                        uri,
                        skills.stream().map(Skill::uri).toList(),
                        "skills/list lists all"));
    return Json.object().set("skill", describe(skill));
  }

  private static ObjectNode describe(Skill skill) {
    ObjectNode shown = Json.object().put("uri", skill.uri());
    skill.frontmatter().forEach(shown.putObject("frontmatter")::put);
    ArrayNode files = shown.putArray("resources");
    for (SkillFile file : skill.files()) {
      files
          .addObject()
          .put("uri", file.uri())
          .put("digest", file.digest())
          .put("size", file.size());
    }
    return shown;
  }

  /** Returns the result of {@code resources/directory/read}. */
  public ObjectNode readDirectory(JsonNode params) {
    RpcErrors.refuseCursor(params);
    List<SkillDirectory.Child> children =
        SkillDirectory.children(skills, uri(params))
            .orElseThrow(
                () ->
                    RpcErrors.invalid(
                        "There is no directory at this URI. The directory of a skill is its URI"
                            + " without /SKILL.md."));
    ObjectNode result = Json.object();
    ArrayNode listed = result.putArray("resources");
    for (SkillDirectory.Child child : children) {
      ObjectNode shown = listed.addObject().put("uri", child.uri()).put("name", child.name());
      shown.put("mimeType", child.file().map(Skills::type).orElse(DIRECTORY));
      child.file().ifPresent(file -> shown.put("size", file.size()));
    }
    return result;
  }

  private static String uri(JsonNode params) {
    JsonNode uri = params.path("uri");
    if (!uri.isString()) {
      throw RpcErrors.invalid("\"uri\" must be a string.");
    }
    return uri.stringValue();
  }

  /** Returns the result of {@code resources/read}; empty if no skill has a file at the address. */
  public Optional<ObjectNode> contents(String uri) {
    return files().filter(file -> file.uri().equals(uri)).findFirst().map(Skills::contents);
  }

  /** Returns the error of {@code resources/read} where no skill has a file at the address. */
  McpError unknownFile(String uri) {
    String hint =
        NearestName.hint(
            uri,
            files().map(SkillFile::uri).toList(),
            " skills/list lists all files, and resources/list each SKILL.md.");
    return RpcErrors.notFound("No skill has this file." + hint);
  }

  private Stream<SkillFile> files() {
    return skills.stream().flatMap(skill -> skill.files().stream());
  }

  private static ObjectNode contents(SkillFile file) {
    ObjectNode result = Json.object();
    result
        .putArray("contents")
        .addObject()
        .put("uri", file.uri())
        .put("mimeType", type(file))
        .put("text", file.text());
    return result;
  }

  /** Returns the {@code SKILL.md} of each skill, for {@code resources/list}. */
  public List<ObjectNode> resources() {
    return skills.stream().map(Skills::resource).toList();
  }

  private static ObjectNode resource(Skill skill) {
    return Json.object()
        .put("uri", skill.uri())
        .put("name", skill.name())
        .put("title", "Skill " + skill.name())
        .put("description", skill.description())
        .put("mimeType", MARKDOWN)
        .put("size", skill.entry().size());
  }

  private static String type(SkillFile file) {
    return file.name().endsWith(".md") ? MARKDOWN : MediaType.PLAIN;
  }
}
