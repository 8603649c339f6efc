package io.jettymcp;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The arrows between packages, as docs/design.md draws them. */
class ArchitectureTest {
  private static final String ROOT = "io.jettymcp";

  /** What a package may see of the other packages. */
  private static final Map<String, List<String>> PACKAGES = packages();

  /** What a sub-package of the simulator may see of the others; the top one composes them. */
  private static final Map<String, List<String>> SIMULATOR =
      Map.of(
          "http", List.of(),
          "model", List.of(),
          "activity", List.of("model"),
          "engine", List.of("activity", "model"),
          "api", List.of("http", "engine", "activity", "model"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  private static Map<String, List<String>> packages() {
    Map<String, List<String>> packages = new LinkedHashMap<>();
    packages.put("secret", List.of());
    packages.put("text", List.of());
    packages.put("json", List.of("text"));
    packages.put("lint", List.of());
    packages.put("workflow", List.of("lint", "text"));
    packages.put("guide", List.of("text"));
    packages.put("ui", List.of("text"));
    packages.put("config", List.of("secret", "text"));
    packages.put("files", List.of("config", "text"));
    packages.put("jetty", List.of("json", "secret", "text"));
    packages.put("redact", List.of("json", "secret", "text"));
    packages.put("simulator", List.of("workflow", "runbooks", "json", "text"));
    packages.put("tool", List.of("jetty", "ui", "json", "secret", "text"));
    packages.put("runs", List.of("tool", "jetty", "lint", "workflow", "json", "secret", "text"));
    packages.put(
        "runbooks", List.of("tool", "jetty", "lint", "workflow", "runs", "json", "secret", "text"));
    packages.put(
        "tools",
        List.of(
            "tool",
            "jetty",
            "lint",
            "workflow",
            "runs",
            "runbooks",
            "ui",
            "json",
            "secret",
            "text"));
    packages.put(
        "mcp", List.of("tool", "jetty", "redact", "guide", "ui", "json", "secret", "text"));
    packages.put("transport", List.of("mcp", "json", "secret", "text"));
    packages.put("metrics", List.of("jetty", "mcp", "transport"));
    packages.put(
        "tenant",
        List.of("jetty", "mcp", "transport", "redact", "config", "json", "secret", "text"));
    packages.put(
        "app",
        List.of(
            "text",
            "tenant",
            "config",
            "files",
            "transport",
            "metrics",
            "mcp",
            "guide",
            "tools",
            "tool",
            "jetty",
            "redact",
            "simulator",
            "ui",
            "json",
            "secret"));
    packages.put(
        "cli",
        List.of(
            "app",
            "config",
            "transport",
            "mcp",
            "tools",
            "tool",
            "jetty",
            "redact",
            "simulator",
            "workflow",
            "json",
            "secret",
            "text"));
    return packages;
  }

  @Test
  void everyPackageSeesOnlyThePackagesItMay() {
    PACKAGES.forEach(
        (name, seen) -> {
          List<String> allowed = new ArrayList<>(seen);
          allowed.add(name);
          DescribedPredicate<JavaClass> forbidden =
              DescribedPredicate.describe(
                  "in a package other than " + allowed,
                  other ->
                      other.getPackageName().startsWith(ROOT)
                          && !allowed.contains(packageOf(other)));
          noClasses()
              .that()
              .resideInAPackage(ROOT + "." + name + "..")
              .should()
              .dependOnClassesThat(forbidden)
              .allowEmptyShould(true)
              .check(CLASSES);
        });
  }

  @Test
  void simulatorSeesOnlyTheDocumentOfRunbooks() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".simulator..")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "in runbooks outside runbooks.document",
                other ->
                    other.getPackageName().startsWith(ROOT + ".runbooks")
                        && !other.getPackageName().equals(ROOT + ".runbooks.document")))
        .check(CLASSES);
  }

  @Test
  void packagesOfTheSimulatorSeeOnlyThoseBelowThem() {
    String simulator = ROOT + ".simulator";
    SIMULATOR.forEach(
        (name, seen) -> {
          List<String> allowed = new ArrayList<>(List.of(simulator + "." + name));
          seen.forEach(below -> allowed.add(simulator + "." + below));
          noClasses()
              .that()
              .resideInAPackage(simulator + "." + name)
              .should()
              .dependOnClassesThat(
                  DescribedPredicate.describe(
                      "in the simulator outside " + allowed,
                      other ->
                          other.getPackageName().startsWith(simulator)
                              && !allowed.contains(other.getPackageName())))
              .check(CLASSES);
        });
    assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
        .filteredOn(name -> name.startsWith(simulator + "."))
        .containsExactlyInAnyOrderElementsOf(
            SIMULATOR.keySet().stream().map(name -> simulator + "." + name).toList());
  }

  @Test
  void subPackagesOfHttpSeeOnlyThoseTheyMay() {
    Map<String, List<String>> allowed = new LinkedHashMap<>();
    allowed.put("", List.of());
    allowed.put(".header", List.of(""));
    allowed.put(".limit", List.of(""));
    allowed.put(".stream", List.of(".limit"));
    allowed.put(".session", List.of("", ".header", ".limit", ".stream"));
    allowed.put(".page", List.of(""));
    allowed.put(".server", List.of("", ".header", ".limit", ".session", ".page"));
    String http = ROOT + ".transport.http";
    assertThat(
            CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(http))
                .map(name -> name.substring(http.length()))
                .distinct())
        .hasSameElementsAs(allowed.keySet());
    allowed.forEach(
        (name, seen) ->
            noClasses()
                .that()
                .resideInAPackage(http + name)
                .should()
                .dependOnClassesThat(
                    DescribedPredicate.describe(
                        "in a sub-package other than " + seen,
                        other ->
                            other.getPackageName().startsWith(http)
                                && !other.getPackageName().equals(http + name)
                                && seen.stream()
                                    .noneMatch(sub -> other.getPackageName().equals(http + sub))))
                .check(CLASSES));
  }

  @Test
  void packagesOfMcpSeeOnlyThoseBelowThem() {
    String mcp = ROOT + ".mcp";
    Map<String, List<String>> forbidden =
        Map.of(
            mcp + ".call",
            List.of(mcp, mcp + ".completion", mcp + ".legacy", mcp + ".modern"),
            mcp,
            List.of(mcp + ".legacy", mcp + ".modern"),
            mcp + ".legacy",
            List.of(mcp + ".modern"),
            mcp + ".modern",
            List.of(mcp + ".legacy"));
    forbidden.forEach(
        (name, others) ->
            noClasses()
                .that()
                .resideInAPackage(name)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others.toArray(String[]::new))
                .check(CLASSES));
  }

  @Test
  void everyPackageIsOnThePlan() {
    List<String> packages = new ArrayList<>(PACKAGES.keySet());
    // Main, which may see all.
    packages.add("");
    assertThat(CLASSES.stream().map(ArchitectureTest::packageOf).distinct()).isSubsetOf(packages);
  }

  @Test
  void jettySeesNeitherItsClientNorItsTransport() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".jetty")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".jetty.client..", ROOT + ".jetty.http..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".jetty.http..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".jetty.client..")
        .check(CLASSES);
  }

  @Test
  void onlyTheTransportOfJettySeesNetty() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".jetty", ROOT + ".jetty.client..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.netty..", "reactor.netty..")
        .check(CLASSES);
  }

  @Test
  void onlyMcpTransportAndTheDemoSeeTheMcpSdk() {
    onlyIn("io.modelcontextprotocol..", "mcp", "transport", "app", "cli");
  }

  @Test
  void onlyJettyTransportAndSimulatorSeeNetty() {
    onlyIn("reactor.netty..", "jetty", "transport", "simulator");
    onlyIn("io.netty..", "jetty", "transport", "simulator");
  }

  @Test
  void onlyMetricsSeesMicrometer() {
    onlyIn("io.micrometer..", "metrics");
    onlyIn("io.prometheus..", "metrics");
  }

  @Test
  void onlyCliSeesPicocli() {
    onlyIn("picocli..", "cli");
  }

  @Test
  void editorsOfFilesKnowNoHosts() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".cli.install.edit")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "of ours in another package",
                other ->
                    other.getPackageName().startsWith(ROOT)
                        && !other.getPackageName().equals(ROOT + ".cli.install.edit")))
        .check(CLASSES);
  }

  @Test
  void jacksonStaysOutOfThePackagesThatNeedNone() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + ".secret..", ROOT + ".guide..", ROOT + ".config..", ROOT + ".files..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("tools.jackson..", "com.fasterxml..")
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void noUtilsHelpersOrManagers() {
    classes().should().haveNameNotMatching(".*(Utils?|Helpers?|Manager|Common)").check(CLASSES);
  }

  private static void onlyIn(String library, String... packages) {
    String[] patterns = new String[packages.length];
    for (int i = 0; i < packages.length; i++) {
      patterns[i] = ROOT + "." + packages[i] + "..";
    }
    noClasses()
        .that()
        .resideOutsideOfPackages(patterns)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  private static String packageOf(JavaClass type) {
    String rest = type.getPackageName().substring(ROOT.length());
    return rest.isEmpty() ? "" : rest.substring(1).split("\\.", 2)[0];
  }
}
