package io.jettymcp.app;

import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.ProcessEnvironment;
import io.jettymcp.config.Setting;
import io.jettymcp.config.SettingValue;
import io.jettymcp.config.Settings;
import io.jettymcp.config.Source;
import io.jettymcp.json.Json;
import io.jettymcp.mcp.Operations;
import io.jettymcp.mcp.call.EnabledTools;
import io.jettymcp.mcp.call.NonInteractiveClient;
import io.jettymcp.mcp.call.Remedies;
import io.jettymcp.mcp.call.ToolCalls;
import io.jettymcp.mcp.call.ToolResponse;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.redact.OrdinarySettings;
import io.jettymcp.secret.Secret;
import io.jettymcp.simulator.Simulator;
import io.jettymcp.simulator.http.ApiResponse;
import io.jettymcp.simulator.http.WebPages;
import io.jettymcp.tool.Tool;
import io.jettymcp.tools.Catalog;
import io.jettymcp.transport.http.page.InlinePage;
import io.jettymcp.ui.UiView;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shows a simulator to people: a page that is a small MCP host, with the same views and the same
 * tools as a real one. The tools read, or start a run; nothing else can be done here.
 */
public final class SimulatorPages implements WebPages, AutoCloseable {
  private static final String HTML = "text/html; charset=utf-8";
  private static final String VIEWS = "/ui/view/";
  private static final String START = "run-task";
  private static final InlinePage PAGE =
      new InlinePage(
          SimulatorPages.class, "simulator", "connect-src 'self'; frame-src 'self'; img-src data:");

  /** Hosts of MCP Apps isolate views in the same way: no network, no access to the page. */
  private static final String VIEW_POLICY =
      "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; style-src"
          + " 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

  private final JettyConnection jetty;
  private final ToolCalls calls;

  /**
   * @param authority the file with the certificate that the simulator's own is signed with, if it
   *     has one
   */
  public SimulatorPages(Simulator simulator, Optional<Path> authority) {
    ProcessEnvironment own = ProcessEnvironment.ofProcess();
    Map<Setting<?>, String> flags = new HashMap<>();
    flags.put(GeneralSettings.API_URL, simulator.url());
    authority.ifPresent(
        file -> flags.put(GeneralSettings.CA_FILE, file.toAbsolutePath().toString()));
    // The settings of the person are for another Jetty.
    Settings settings =
        GeneralSettings.read(
            flags, new ProcessEnvironment(Map.of(), own.home(), own.workingDirectory()));
    KnownSecrets secrets = new KnownSecrets();
    Secret token = Secret.of(simulator.token());
    this.jetty =
        new JettyConnection(
            settings,
            () -> Optional.of(new SettingValue<>(token, new Source.Simulator())),
            secrets);
    List<Tool> tools =
        Catalog.ALL.stream()
            .filter(tool -> tool.effect().readOnly() || tool.name().equals(START))
            .toList();
    this.calls =
        new ToolCalls(
            new EnabledTools(tools, EnabledTools.ToolFilter.ALL).forRemoteCallers(),
            jetty,
            new NoLocalAccess(settings, Optional.empty(), Json::object),
            secrets,
            Clock.systemUTC(),
            new ToolCalls.Rules(
                settings.get(GeneralSettings.TIMEOUT),
                true,
                Remedies.here(ProgramName.of(own).here()),
                new OrdinarySettings(settings.get(GeneralSettings.PLAIN_ENV))));
  }

  @Override
  public Optional<Mono<ApiResponse>> respond(String method, String path, byte[] body) {
    if (method.equals("GET") && path.equals("/")) {
      return Optional.of(Mono.fromSupplier(() -> html(PAGE.html(), PAGE.headers())));
    }
    if (method.equals("GET") && path.startsWith(VIEWS)) {
      return view(path.substring(VIEWS.length()))
          .map(
              view ->
                  Mono.fromSupplier(
                      () -> html(view.html(), Map.of("Content-Security-Policy", VIEW_POLICY))));
    }
    if (method.equals("POST") && path.equals("/ui/call")) {
      return Optional.of(Mono.defer(() -> call(body)).subscribeOn(Schedulers.boundedElastic()));
    }
    return Optional.empty();
  }

  private Optional<UiView> view(String tool) {
    return calls.enabledTools().find(tool).flatMap(Tool::shownIn);
  }

  /** Calls a tool; the body has its name and arguments, as in MCP's {@code tools/call}. */
  private Mono<ApiResponse> call(byte[] body) {
    if (!(parsed(body) instanceof ObjectNode params)) {
      return Mono.just(ApiResponse.detail(400, "The body must be a JSON object"));
    }
    String name = params.path("name").asString("");
    ObjectNode arguments =
        params.path("arguments") instanceof ObjectNode object ? object : Json.object();
    return calls
        .enabledTools()
        .find(name)
        .map(tool -> calls.call(tool, arguments, NonInteractiveClient.INSTANCE))
        .map(response -> response.map(answer -> result(name, answer)))
        .orElseGet(() -> Mono.just(error("This page has no tool \"" + name + "\".")))
        .map(ApiResponse::ok);
  }

  private ObjectNode result(String tool, ToolResponse response) {
    ObjectNode answer = Json.object();
    answer.set("result", Operations.result(tool, response, calls.enabledTools(), true));
    return answer;
  }

  private static ObjectNode error(String message) {
    ObjectNode answer = Json.object();
    answer.putObject("error").put("code", -32602).put("message", message);
    return answer;
  }

  private static JsonNode parsed(byte[] body) {
    try {
      return JsonMapper.shared().readTree(body);
    } catch (JacksonException e) {
      return Json.object().nullNode();
    }
  }

  private static ApiResponse html(String text, Map<String, String> headers) {
    ApiResponse response = ApiResponse.text(200, HTML, text);
    for (Map.Entry<String, String> header : headers.entrySet()) {
      response = response.with(header.getKey(), header.getValue());
    }
    return response;
  }

  @Override
  public void close() {
    jetty.close();
  }
}
