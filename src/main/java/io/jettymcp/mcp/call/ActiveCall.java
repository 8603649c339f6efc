package io.jettymcp.mcp.call;

import io.jettymcp.jetty.Failure.Declined;
import io.jettymcp.jetty.Failure.Defect;
import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.redact.Sanitizer;
import io.jettymcp.tool.Args;
import io.jettymcp.tool.Call;
import io.jettymcp.tool.LocalAccess;
import io.jettymcp.tool.Question;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.Signature;
import io.jettymcp.tool.TaskRef;
import io.jettymcp.tool.Timeline;
import io.jettymcp.tool.Tool;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Serves the handler of a call in progress. */
record ActiveCall(
    Services services,
    Tool tool,
    Args in,
    McpClient client,
    CallDeadline deadline,
    CallExchange exchange)
    implements Call {
  /** Progress text used until the secrets of the collection are known. */
  private static final String GENERIC_PROGRESS = "working";

  /** Services that all calls share. */
  record Services(
      EnabledTools enabledTools,
      Sanitizer sanitizer,
      Confirmation confirmation,
      RecentRuns recent,
      LocalAccess local,
      Clock clock) {}

  /** Returns the same call with arguments in which words are resolved. */
  ActiveCall with(Args resolved) {
    return new ActiveCall(services, tool, resolved, client, deadline, exchange);
  }

  @Override
  public Mono<Reply> send(Request request) {
    return exchange.send(request);
  }

  @Override
  public Mono<JsonNode> shown(JsonNode tree) {
    return exchange
        .secretsKnown()
        .flatMap(
            safe ->
                safe ? Mono.just(services.sanitizer().json(tree)) : Mono.error(unknownSecrets()));
  }

  private static Declined unknownSecrets() {
    return new Declined(
        "The collection's environment could not be read, so it is not known which values are"
            + " hidden. Nothing was changed. Retry later.");
  }

  @Override
  public boolean offers(Signature wanted) {
    return services.enabledTools().find(wanted.name()).isPresent();
  }

  @Override
  public void progress(Supplier<String> words) {
    // The words may contain text from Jetty with a secret that is not known yet.
    client.progress(() -> exchange.isSafe() ? line(words.get(), 200) : GENERIC_PROGRESS);
  }

  @Override
  public void offerTimeline(Supplier<Timeline> timeline) {
    client.offerTimeline(
        () ->
            exchange.isSafe()
                ? Optional.of(timeline.get().shown(text -> line(text, 200)))
                : Optional.empty());
  }

  @Override
  public void waitsFor(RunRef run) {
    client.waitsFor(run);
  }

  @Override
  public Mono<Map<String, String>> ask(String question, List<Question> questions) {
    return beforeChanges(
        () ->
            client.canAsk()
                ? exchange
                    .secretsKnown()
                    .flatMap(safe -> safe ? asked(question, questions) : Mono.just(Map.of()))
                : Mono.just(Map.of()));
  }

  private Mono<Map<String, String>> asked(String question, List<Question> questions) {
    return deadline
        .pausedDuring(client.ask(services.sanitizer().text(question), shown(questions)))
        .onErrorResume(this::withoutAnswers);
  }

  /**
   * Asks only while the call has changed nothing. A host that answers by repeating the request
   * makes the call run again from its start.
   */
  private <T> Mono<T> beforeChanges(Supplier<Mono<T>> question) {
    return Mono.defer(
        () ->
            exchange.changed()
                ? Mono.error(
                    new Defect(new IllegalStateException(tool.name() + " asks after a change")))
                : question.get());
  }

  /** Goes on without answers, unless the host sent what is no answer. */
  private Mono<Map<String, String>> withoutAnswers(Throwable failure) {
    return failure instanceof McpClient.Unanswered unanswered && unanswered.isMalformed()
        ? Mono.error(new Declined("Nothing was done: " + line(unanswered.cause(), 300) + "."))
        : Mono.just(Map.of());
  }

  /** Sanitizes questions: their text comes from a runbook. */
  private List<Question> shown(List<Question> questions) {
    return questions.stream()
        .map(asked -> new Question(asked.name(), line(asked.description(), 300)))
        .toList();
  }

  @Override
  public Mono<Void> confirm(String what) {
    return beforeChanges(
        () ->
            deadline.pausedDuring(services.confirmation().ask(tool, in, line(what, 300), client)));
  }

  @Override
  public Mono<Void> offerPage(String why, String url) {
    return beforeChanges(
        () ->
            client.canOfferPages()
                ? deadline.pausedDuring(client.offerPage(line(why, 300), url)).onErrorComplete()
                : Mono.empty());
  }

  private String line(String text, int maxLength) {
    return services.sanitizer().line(text, maxLength);
  }

  @Override
  public boolean inBackground() {
    return client.followsTasks();
  }

  @Override
  public void started(RunRef run) {
    services.recent().add(run);
  }

  @Override
  public boolean justStarted(String trajectoryId) {
    return services.recent().has(trajectoryId);
  }

  @Override
  public Optional<String> lastStarted(TaskRef task) {
    return services.recent().newest(task);
  }

  @Override
  public Duration timeLeft() {
    return deadline.left();
  }

  @Override
  public LocalAccess local() {
    return services.local();
  }

  @Override
  public Clock clock() {
    return services.clock();
  }
}
