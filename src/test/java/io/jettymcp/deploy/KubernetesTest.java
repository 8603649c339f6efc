package io.jettymcp.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.jettymcp.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the example for Kubernetes promises, where its files and the program have to agree. */
class KubernetesTest {
  private static final Path FOLDER = Path.of("deploy", "kubernetes");

  private final Map<String, JsonNode> objects = new HashMap<>();
  private JsonNode pod;
  private JsonNode container;

  @BeforeEach
  void read() throws IOException {
    for (JsonNode file : load(FOLDER.resolve("kustomization.yaml")).path("resources")) {
      JsonNode object = load(FOLDER.resolve(file.asString()));
      objects.put(object.path("kind").asString(), object);
    }
    pod = objects.get("Deployment").at("/spec/template/spec");
    container = pod.at("/containers/0");
  }

  private static JsonNode load(Path file) throws IOException {
    LoaderOptions once = new LoaderOptions();
    once.setAllowDuplicateKeys(false);
    return JsonMapper.shared()
        .valueToTree(new Yaml(new SafeConstructor(once)).load(Files.readString(file)));
  }

  @Test
  void kustomizationListsEveryFile() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> !name.equals("kustomization.yaml"))
          .hasSameSizeAs(objects.keySet());
    }
    assertThat(objects)
        .containsOnlyKeys(
            "Deployment", "Service", "HorizontalPodAutoscaler", "PodDisruptionBudget");
    assertThat(load(FOLDER.resolve("kustomization.yaml")).at("/images/0/name"))
        .isEqualTo(container.path("image"));
  }

  @Test
  void everyFlagExists() {
    Set<String> known =
        Settings.declared().stream()
            .flatMap(setting -> setting.flag().stream())
            .collect(Collectors.toSet());
    List<String> words = words();
    assertThat(words.get(0)).isEqualTo("http");
    assertThat(words.subList(1, words.size()))
        .allSatisfy(word -> assertThat(known).contains(word.replaceFirst("=.*", "")));
    assertThat(words).contains("--stateless", "--auth=passthrough", "--host=0.0.0.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"startupProbe", "livenessProbe", "readinessProbe"})
  void probesUseAnAllowedHost(String probe) {
    JsonNode asked = container.path(probe).path("httpGet");
    assertThat(asked.path("path").asString())
        .isEqualTo(probe.equals("readinessProbe") ? "/readyz" : "/healthz");
    assertThat(asked.path("port")).isEqualTo(container.at("/ports/0/name"));
    assertThat(asked.at("/httpHeaders/0/name").asString()).isEqualTo("Host");
    assertThat(hosts()).contains(asked.at("/httpHeaders/0/value").asString());
  }

  @Test
  void serviceIsAnAllowedHost() {
    assertThat(hosts()).contains(objects.get("Service").at("/metadata/name").asString());
    assertThat(objects.get("Service").at("/spec/ports/0/port").asInt())
        .as("a port that Host does not name")
        .isEqualTo(80);
  }

  @Test
  void publicAddressIsAnAllowedHost() {
    assertThat(flag("--public-url")).isEqualTo("https://" + hosts().get(0));
  }

  @Test
  void portIsTheSameEverywhere() {
    assertThat(container.at("/ports/0/containerPort").asString()).isEqualTo(flag("--port"));
    assertThat(objects.get("Service").at("/spec/ports/0/targetPort"))
        .isEqualTo(container.at("/ports/0/name"));
    assertThat(
            objects
                .get("Deployment")
                .at("/spec/template/metadata/annotations")
                .path("prometheus.io/port")
                .asString())
        .isEqualTo(flag("--port"));
  }

  @Test
  void gracePeriodCoversTheDrainTime() {
    int pause = container.at("/lifecycle/preStop/exec/command/1").asInt();
    assertThat(pod.path("terminationGracePeriodSeconds").asInt())
        .isGreaterThan(pause + Integer.parseInt(flag("--drain")) + 5);
  }

  @Test
  void podHasMinimalPrivileges() {
    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.at("/securityContext/seccompProfile/type").asString())
        .isEqualTo("RuntimeDefault");
    assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
    assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(container.at("/securityContext/capabilities/drop/0").asString()).isEqualTo("ALL");
    assertThat(container.at("/resources/limits/memory").asString()).isNotEmpty();
  }

  /** Otherwise a question or a task that one pod began is unknown to the others. */
  @Test
  void replicasShareTheStateKey() throws IOException {
    JsonNode secret = pod.at("/volumes/0/secret");
    assertThat(container.at("/volumeMounts/0/name")).isEqualTo(pod.at("/volumes/0/name"));
    assertThat(flag("--state-key-file"))
        .isEqualTo(container.at("/volumeMounts/0/mountPath").asString() + "/state-key");
    assertThat(Files.readString(Path.of("docs", "hosting.md")))
        .contains(
            "kubectl create secret generic %s --from-file=state-key="
                .formatted(secret.path("secretName").asString()));
    assertThat(secret.path("defaultMode").asInt()).isEqualTo(0440);
    assertThat(pod.at("/securityContext/fsGroup"))
        .as("the group that may read it")
        .isEqualTo(pod.at("/securityContext/runAsGroup"));
  }

  @Test
  void userIsTheImagesUser() throws IOException {
    assertThat(Files.readString(Path.of("Dockerfile")))
        .contains(
            "USER %s:%s\n"
                .formatted(
                    pod.at("/securityContext/runAsUser").asString(),
                    pod.at("/securityContext/runAsGroup").asString()));
  }

  @Test
  void selectorsMatchThePods() {
    JsonNode labels = objects.get("Deployment").at("/spec/template/metadata/labels");
    assertThat(labels.isEmpty()).isFalse();
    assertThat(objects.get("Deployment").at("/spec/selector/matchLabels")).isEqualTo(labels);
    assertThat(objects.get("Service").at("/spec/selector")).isEqualTo(labels);
    assertThat(objects.get("PodDisruptionBudget").at("/spec/selector/matchLabels"))
        .isEqualTo(labels);
    assertThat(pod.at("/topologySpreadConstraints/0/labelSelector/matchLabels")).isEqualTo(labels);
    JsonNode scaled = objects.get("HorizontalPodAutoscaler").path("spec");
    assertThat(scaled.at("/scaleTargetRef/name"))
        .isEqualTo(objects.get("Deployment").at("/metadata/name"));
    assertThat(scaled.path("minReplicas").asInt())
        .isGreaterThan(objects.get("PodDisruptionBudget").at("/spec/maxUnavailable").asInt());
    assertThat(container.at("/resources/requests/cpu").asString())
        .as("what it scales by")
        .isNotEmpty();
  }

  private List<String> words() {
    List<String> words = new ArrayList<>();
    container.path("args").forEach(word -> words.add(word.asString()));
    return words;
  }

  private List<String> hosts() {
    return List.of(flag("--allow-host").split(",", -1));
  }

  private String flag(String name) {
    return words().stream()
        .filter(word -> word.startsWith(name + "="))
        .map(word -> word.substring(name.length() + 1))
        .findFirst()
        .orElseThrow();
  }
}
