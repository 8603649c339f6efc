package io.jettymcp.tool;

import io.jettymcp.jetty.Reply;
import io.jettymcp.jetty.Request;
import io.jettymcp.redact.KnownSecrets;
import io.jettymcp.redact.Redactor;
import io.jettymcp.redact.Sanitizer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Records the progress, questions and runs that a handler reports. */
public final class FakeCall implements Call {
  private Args in;
  private final FakeJetty jetty;
  private final LocalAccess local;
  private final Clock clock;
  private final Instant end;
  private final KnownSecrets secrets = new KnownSecrets();
  private final Sanitizer sanitizer = new Sanitizer(new Redactor(secrets));
  private Supplier<String> latest = () -> "";
  private Optional<Supplier<Timeline>> timeline = Optional.empty();
  private final List<Progress> progress = new ArrayList<>();
  private final List<Question> questions = new ArrayList<>();
  private final List<String> pages = new ArrayList<>();
  private final List<String> confirmed = new ArrayList<>();
  private Map<String, String> answers = Map.of();
  private Duration answerDelay = Duration.ZERO;
  private final List<RunRef> started = new ArrayList<>();
  private String missing = "";

  /** Records a message and its time in milliseconds. */
  public record Progress(long at, String message) {}

  public FakeCall(Args in, FakeJetty jetty, LocalAccess local, Clock clock) {
    this(in, jetty, local, clock, Duration.ofDays(1));
  }

  /**
   * @param timeout for the call
   */
  FakeCall(Args in, FakeJetty jetty, LocalAccess local, Clock clock, Duration timeout) {
    this.in = in;
    this.jetty = jetty;
    this.local = local;
    this.clock = clock;
    this.end = clock.instant().plus(timeout);
  }

  /** Makes the call one of a caller who has all tools but this one. */
  public FakeCall without(Signature tool) {
    missing = tool.name();
    return this;
  }

  /** Replaces the arguments by the resolved ones. */
  void resolve(Args resolved) {
    in = resolved;
  }

  @Override
  public Args in() {
    return in;
  }

  @Override
  public Mono<Reply> send(Request request) {
    return jetty.send(request);
  }

  @Override
  public Mono<JsonNode> shown(JsonNode tree) {
    return Mono.fromSupplier(() -> sanitizer.json(tree));
  }

  @Override
  public boolean offers(Signature tool) {
    return !tool.name().equals(missing);
  }

  @Override
  public void waitsFor(RunRef run) {}

  @Override
  public void progress(Supplier<String> message) {
    latest = message;
    progress.add(new Progress(clock.millis(), message.get()));
  }

  @Override
  public void offerTimeline(Supplier<Timeline> offered) {
    timeline = Optional.of(offered);
  }

  @Override
  public Mono<Map<String, String>> ask(String question, List<Question> questions) {
    this.questions.addAll(questions);
    Mono<Map<String, String>> answer = Mono.just(answers);
    return answerDelay.isZero() ? answer : answer.delayElement(answerDelay);
  }

  @Override
  public Mono<Void> confirm(String what) {
    confirmed.add(what);
    return Mono.empty();
  }

  @Override
  public Mono<Void> offerPage(String why, String url) {
    pages.add(url);
    return Mono.empty();
  }

  @Override
  public boolean inBackground() {
    return false;
  }

  @Override
  public void started(RunRef run) {
    started.add(run);
  }

  @Override
  public boolean justStarted(String trajectoryId) {
    return started.stream().anyMatch(run -> run.id().equals(trajectoryId));
  }

  @Override
  public Optional<String> lastStarted(TaskRef task) {
    return started.stream()
        .filter(run -> run.taskRef().equals(task))
        .map(RunRef::id)
        .reduce((earlier, later) -> later);
  }

  @Override
  public Duration timeLeft() {
    return Duration.between(clock.instant(), end);
  }

  @Override
  public LocalAccess local() {
    return local;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  /** Sets the answers to all questions. */
  public FakeCall answering(Map<String, String> texts) {
    answers = Map.copyOf(texts);
    return this;
  }

  /** Delays the answers. */
  public FakeCall after(Duration delay) {
    answerDelay = delay;
    return this;
  }

  public List<Question> questions() {
    return List.copyOf(questions);
  }

  /** Returns the questions for confirmation. */
  public List<String> confirmed() {
    return List.copyOf(confirmed);
  }

  public List<String> pages() {
    return List.copyOf(pages);
  }

  /** Returns the message that the next progress notification would carry. */
  public String latest() {
    return latest.get();
  }

  /** Returns the runs that the call waits for as they are now. */
  public Optional<Timeline> timeline() {
    return timeline.map(Supplier::get);
  }

  public List<Progress> progressReports() {
    return List.copyOf(progress);
  }
}
