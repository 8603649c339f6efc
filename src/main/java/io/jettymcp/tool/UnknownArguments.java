package io.jettymcp.tool;

import io.jettymcp.jetty.Failure.BadArguments;
import io.jettymcp.text.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Judges arguments that a tool does not declare. Hosts and proxies add some, so they are ignored
 * unless the caller probably meant a declared one.
 */
final class UnknownArguments {
  /** Asks that nothing be done, so a tool without it must not go on. */
  private static final String DRY_RUN = "dryrun";

  /**
   * Arguments that ask for less, or for a check first: a tool that changes something must not go on
   * without them. In lower case, without dashes and underscores.
   */
  private static final Set<String> NARROWING =
      Set.of(
          "limit",
          "max",
          "count",
          "first",
          "last",
          "top",
          "page",
          "offset",
          "cursor",
          "filter",
          "filters",
          "where",
          "query",
          "exclude",
          "since",
          "until",
          "before",
          "after",
          "preview",
          "simulate",
          "confirm",
          "force");

  private static final String ONLY = "only";

  private final List<Param<?>> declared;
  private final Collection<String> withheld;

  /**
   * @param withheld the names of parameters that the caller cannot use
   */
  UnknownArguments(List<Param<?>> declared, Collection<String> withheld) {
    this.declared = declared;
    this.withheld = withheld;
  }

  /**
   * Returns the names of ignored arguments, except those that hosts are known to add.
   *
   * @throws BadArguments at the first that is probably a slip
   */
  List<String> ignoredOf(ObjectNode sent) {
    List<String> ignored = new ArrayList<>();
    for (String name : sent.propertyNames()) {
      if (isKnown(name)) {
        continue;
      }
      Set<String> names = names();
      String missing = missing(sent);
      Optional<String> meant = meant(name, sent.path(name));
      if (!missing.isEmpty() || meant.isPresent() || isSlip(name, names)) {
        throw unknown(name, names, meant, missing);
      }
      ignored.add(name);
    }
    return ignored;
  }

  /**
   * Refuses arguments that would have narrowed the call.
   *
   * @throws BadArguments at the first
   */
  void refuseNarrowing(ObjectNode sent) {
    for (String name : sent.propertyNames()) {
      if (!isKnown(name) && isNarrowing(plain(name))) {
        throw unknown(name, names(), Optional.empty(), missing(sent));
      }
    }
  }

  private boolean isKnown(String name) {
    for (Param<?> param : declared) {
      if (param.name().equals(name)) {
        return true;
      }
    }
    return AddedArguments.includes(name);
  }

  private static boolean isNarrowing(String name) {
    return NARROWING.contains(name) || name.startsWith(ONLY) || name.endsWith(ONLY);
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
  }

  private Set<String> names() {
    Set<String> names = new TreeSet<>();
    declared.forEach(param -> names.add(param.name()));
    return names;
  }

  private String missing(ObjectNode sent) {
    return declared.stream()
        .filter(param -> param.isRequired() && param.isOmitted(sent.path(param.name())))
        .map(param -> " \"" + param.name() + "\" is missing.")
        .findFirst()
        .orElse("");
  }

  /** Returns the parameter that is often given under this name, if the value is not empty. */
  private Optional<String> meant(String name, JsonNode value) {
    return declared.stream()
        .filter(param -> param.misnomers().contains(plain(name)) && !param.isOmitted(value))
        .map(Param::name)
        .findFirst();
  }

  private boolean isSlip(String name, Set<String> names) {
    return withheld.contains(name)
        || plain(name).equals(DRY_RUN)
        || NearestName.of(name, names).isPresent()
        || NearestName.of(name, withheld).isPresent();
  }

  private BadArguments unknown(
      String name, Set<String> names, Optional<String> meant, String missing) {
    String known =
        names.isEmpty() ? "This tool takes none." : "Known: " + String.join(", ", names) + ".";
    String reason =
        withheld.contains(name)
            ? "\" here: it is about the machine of the server, which is not yours. "
            : "\"." + NearestName.hint(meant.orElse(name), names) + " ";
    return new BadArguments(name, "There is no argument \"" + name + reason + known + missing);
  }
}
