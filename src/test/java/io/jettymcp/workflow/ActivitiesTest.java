package io.jettymcp.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ActivitiesTest {
  @Test
  void activityNamesAreUnique() {
    assertThat(Activities.ALL).extracting(Activity::name).doesNotHaveDuplicates();
    assertThat(Activities.ALL)
        .allSatisfy(
            activity -> {
              assertThat(Activities.find(activity.name())).contains(activity);
              assertThat(activity.about()).isNotBlank();
              assertThat(activity.category()).isNotBlank();
            });
  }

  @Test
  void oldAndAlternativeNamesAreFound() {
    assertThat(Activities.find("split_text")).isEqualTo(Activities.find("text_split")).isPresent();
    assertThat(Activities.find("runbook_agent")).isEqualTo(Activities.find("runbook")).isPresent();
    assertThat(Activities.find("passthrough")).isEmpty();
  }

  @Test
  void nearestNameIsSuggested() {
    assertThat(Activities.nearest("simple_juge")).contains("simple_judge");
    assertThat(Activities.nearest("send_email")).isEmpty();
  }

  @Test
  void listOutputsAreMarked() {
    Activity split = Activities.find("text_split").orElseThrow();
    Activity chat = Activities.find("litellm_chat").orElseThrow();

    assertThat(split.output("chunks"))
        .contains(new Activity.Output("chunks", true, List.of("chunks[0]")));
    assertThat(chat.output("text")).contains(new Activity.Output("text", false, List.of("text")));
    assertThat(chat.output("content")).isEmpty();
  }

  @Test
  void knownIssuesNameExistingParametersAndOutputs() {
    for (KnownIssue issue : KnownIssues.ALL) {
      if (issue.activity().equals(KnownIssues.ANY)) {
        continue;
      }
      Activity activity = Activities.find(issue.activity()).orElseThrow();
      assertThat(issue.parameters().values()).allMatch(activity::names);
      assertThat(issue.parameters().keySet()).noneMatch(activity::names);
      assertThat(issue.outputs().values())
          .allMatch(right -> activity.output(right.replaceAll("\\[.*", "")).isPresent());
      assertThat(issue.outputs().keySet()).noneMatch(wrong -> activity.output(wrong).isPresent());
    }
  }
}
