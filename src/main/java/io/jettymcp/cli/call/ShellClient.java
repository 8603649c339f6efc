package io.jettymcp.cli.call;

import io.jettymcp.cli.terminal.ProgressDisplay;
import io.jettymcp.mcp.call.McpClient;
import io.jettymcp.tool.Question;
import io.jettymcp.tool.RunRef;
import io.jettymcp.tool.Timeline;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Answers for a person at a shell: at the terminal, or beforehand with {@code --yes}. */
final class ShellClient implements McpClient, AutoCloseable {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Set<String> YES = Set.of("y", "yes");
  private static final int MAX_ATTEMPTS = 3;

  /** Matches the seconds at the end of some messages, which count from another moment. */
  private static final Pattern SECONDS = Pattern.compile(", \\d+ s$");

  private final boolean confirmed;
  private final Dialog dialog;
  private final ProgressDisplay display;
  private final Interruption interruption;
  private final Disposable clock;
  private @Nullable Supplier<String> latest;
  private Supplier<Optional<Timeline>> timeline = Optional::empty;
  private boolean quiet;

  /**
   * @param confirmed whether the person has confirmed the call beforehand
   */
  ShellClient(
      boolean confirmed, Dialog dialog, ProgressDisplay display, Interruption interruption) {
    this.confirmed = confirmed;
    this.dialog = dialog;
    this.display = display;
    this.interruption = interruption;
    this.clock = Flux.interval(SECOND).subscribe(tick -> show());
  }

  @Override
  public boolean canAsk() {
    return confirmed || dialog.isPossible();
  }

  @Override
  public Mono<Boolean> confirm(String question) {
    return confirmed
        ? Mono.just(true)
        : asking(
            () ->
                answer(question + " [y/N] ")
                    .filter(said -> YES.contains(said.toLowerCase(Locale.ROOT)))
                    .isPresent());
  }

  @Override
  public String whyNoQuestion() {
    return "there is no terminal to ask at";
  }

  @Override
  public String confirmAnotherWay(String command) {
    return "Add --yes to confirm it.";
  }

  @Override
  public Mono<Optional<String>> choose(String question, String field, List<String> options) {
    return asking(
        () -> {
          for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Optional<String> said = answer(question + " (" + String.join(", ", options) + ") ");
            if (said.isEmpty() || options.contains(said.get())) {
              return said;
            }
          }
          return Optional.empty();
        });
  }

  @Override
  public Mono<Map<String, String>> ask(String question, List<Question> questions) {
    return asking(
        () -> {
          String before = question + System.lineSeparator();
          Map<String, String> answers = new LinkedHashMap<>();
          for (Question asked : questions) {
            String about = asked.description().isEmpty() ? "" : " (" + asked.description() + ")";
            Optional<String> said = answer(before + asked.name() + about + ": ");
            before = "";
            if (said.isEmpty()) {
              return Map.of();
            }
            answers.put(asked.name(), said.get());
          }
          return answers;
        });
  }

  /** Runs a dialog on a thread that can wait. */
  private <T> Mono<T> asking(Callable<T> questions) {
    return dialog.isPossible()
        ? Mono.fromCallable(questions).subscribeOn(Schedulers.boundedElastic())
        : Mono.error(new UnsupportedOperationException("there is no person at a terminal"));
  }

  private synchronized Optional<String> answer(String question) {
    display.hide();
    return dialog.answer(question).map(String::strip).filter(said -> !said.isEmpty());
  }

  @Override
  public boolean canOfferPages() {
    return false;
  }

  @Override
  public Mono<Void> offerPage(String why, String url) {
    return Mono.error(new UnsupportedOperationException("a shell opens no pages"));
  }

  @Override
  public synchronized void waitsFor(RunRef run) {
    interruption.waitsFor(run);
    display.showUrl(run.url());
  }

  @Override
  public synchronized void offerTimeline(Supplier<Optional<Timeline>> offered) {
    timeline = offered;
    interruption.follows(offered);
    display.draw(offered);
  }

  /** Returns the runs that the call waited for, as they were seen last. */
  synchronized Optional<Timeline> timeline() {
    return timeline.get();
  }

  @Override
  public synchronized void progress(Supplier<String> words) {
    latest = words;
    show();
  }

  private synchronized void show() {
    if (latest != null && !quiet) {
      display.show(SECONDS.matcher(latest.get()).replaceFirst(""));
    }
  }

  /** Shows no more progress, so that the result can be printed. */
  @Override
  public synchronized void close() {
    quiet = true;
    clock.dispose();
    display.close();
    interruption.close();
  }
}
