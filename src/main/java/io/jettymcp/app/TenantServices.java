package io.jettymcp.app;

import static io.jettymcp.config.GeneralSettings.CONFIRM;
import static io.jettymcp.config.GeneralSettings.PLAIN_ENV;
import static io.jettymcp.config.GeneralSettings.TIMEOUT;

import io.jettymcp.config.Auth;
import io.jettymcp.config.Confirm;
import io.jettymcp.config.GeneralSettings;
import io.jettymcp.config.Settings;
import io.jettymcp.guide.Guide;
import io.jettymcp.jetty.Exchange;
import io.jettymcp.jetty.SecretSink;
import io.jettymcp.jetty.TokenSource;
import io.jettymcp.mcp.call.CallObserver;
import io.jettymcp.mcp.call.EnabledTools;
import io.jettymcp.mcp.call.Remedies;
import io.jettymcp.mcp.call.ToolCalls;
import io.jettymcp.mcp.modern.HostState;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.redact.OrdinarySettings;
import io.jettymcp.secret.Secret;
import io.jettymcp.tenant.TenantBackend;
import io.jettymcp.transport.McpService;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * Serves tenants over one shared connection to Jetty.
 *
 * @param observer sees every call
 * @param state of the process
 */
public record TenantServices(
    Settings settings,
    Auth auth,
    JettyConnection jetty,
    CallObserver observer,
    HostState state,
    Clock clock)
    implements TenantBackend {

  @Override
  public Exchange connect(TokenSource token, SecretSink secrets) {
    return jetty.forCaller(token, secrets);
  }

  @Override
  public Optional<Secret> serverToken() {
    return jetty.ownToken();
  }

  @Override
  public Optional<Secret> stateKey() {
    return GeneralSettings.stateKey(settings);
  }

  @Override
  public McpService serve(
      Exchange exchange, KnownSecrets secrets, EnabledTools tools, Supplier<ObjectNode> token) {
    ToolCalls calls =
        new ToolCalls(
            tools,
            exchange,
            new NoLocalAccess(settings, tools.collection(), token),
            secrets,
            clock,
            new ToolCalls.Rules(
                settings.get(TIMEOUT),
                settings.get(CONFIRM) == Confirm.ASK,
                remedies(auth),
                new OrdinarySettings(settings.get(PLAIN_ENV))),
            observer);
    return Services.of(calls, Guide.instructions(false), state);
  }

  private static Remedies remedies(Auth auth) {
    return switch (auth) {
      case PASSTHROUGH -> Remedies.SEND_A_TOKEN;
      case KEY -> Remedies.ASK_THE_OPERATOR;
      case NONE -> Remedies.SIGN_IN_OR_SEND_A_TOKEN;
    };
  }
}
