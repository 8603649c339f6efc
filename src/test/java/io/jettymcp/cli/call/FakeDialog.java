package io.jettymcp.cli.call;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Answers as prepared; without preparation there is no person. */
final class FakeDialog implements Dialog {
  private final Deque<String> answers = new ArrayDeque<>();
  private final StringBuilder questions = new StringBuilder();
  private boolean possible;

  void answers(String... next) {
    possible = true;
    answers.addAll(List.of(next));
  }

  String questions() {
    return questions.toString();
  }

  @Override
  public boolean isPossible() {
    return possible;
  }

  @Override
  public Optional<String> answer(String question) {
    questions.append(question);
    return Optional.ofNullable(answers.poll());
  }
}
