package io.jettymcp.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares pictures of results of the simulator with drawings that were looked at. */
class ResultPicturesTest {
  @Test
  void stepsOfARunAreBarsOnOneAxis() {
    assertThat(Sample.TRAJECTORY.picture(80))
        .isEqualTo(
            """
            ✓ completed  weekly-report 2b58e020  1.6 s
              https://jetty.io/acme/weekly-report/2b58e020
              3 min ago
              ✓ figures  ██████████████▎                                               0.4 s
              ✓ chart                  ██████████████▎                                 0.4 s
              ✓ report                               ██████████████▎                   0.4 s

              output           value
              figures.text     figure,value signups,412 tickets,37 outages,1
              chart.simulated  true
              chart.images     [{"path":"acme/weekly-report/0000/2b58e020.chart.0000.png","…
              report.text      # Week 2026-W46  - 412 people signed up. - 37 tickets were o…

              file                                             step   type
              acme/weekly-report/0000/2b58e020.chart.0000.png  chart  image/png
              label quality = good (ada)

            Next, all of this step:
              jetty-mcp call get-trajectory collection=acme task=weekly-report trajectory_id=2b58e020 step=report
            """);
  }

  @Test
  void failedStepHasItsErrorBelow() {
    assertThat(Sample.FAILED_TRAJECTORY.picture(80))
        .isEqualTo(
            """
            ✗ failed  broken-judge ff22a53b  1.2 s
              https://jetty.io/acme/broken-judge/ff22a53b
              22 min ago
              ✓ score    ███████████████████                                           0.4 s
              ✗ explain                     ███████████████████                        0.4 s
                  TypeError: string indices must be integers, not 'str'

              output               value
              score.results        []
              score.average_score  null

            Next, all of this step:
              jetty-mcp call get-trajectory collection=acme task=broken-judge trajectory_id=ff22a53b step=explain
            """);
  }

  @Test
  void childrenOfAFanOutAreIndented() {
    assertThat(Sample.FAN_OUT_TRAJECTORY.picture(80))
        .isEqualTo(
            """
            ✓ completed  review-batch 69a5ed09  3.2 s
              https://jetty.io/acme/review-batch/69a5ed09
              22 min ago
              ✓ fan_out  ██████████████████████████████████████████▊                   2.4 s
                └ review-item 8a581325
                └ review-item 8a979404
                └ review-item b14afbcc
              ✓ collect                                            ███████▏            0.4 s

              output   value
              collect  {"extracted_data":[{"review":"[Simulated answer, gpt-4o-mini was not…

            Next, all of this step:
              jetty-mcp call get-trajectory collection=acme task=review-batch trajectory_id=69a5ed09 step=collect
            """);
  }

  @Test
  void runningStepLastsUntilNow() {
    assertThat(Sample.RUNNING_TRAJECTORY.picture(80))
        .isEqualTo(
            """
            ⠹ running  review-batch 8afd359e
              https://jetty.io/acme/review-batch/8afd359e
              3 min ago
              ⠹ fan_out  █████████████████████████████████████████████████████████  3:08 min
              · collect  pending

            Next, wait for the result:
              jetty-mcp call wait-for-run collection=acme task=review-batch trajectory_id=8afd359e
            """);
  }

  @Test
  void runFitsIntoANarrowTerminal() {
    assertThat(Sample.FAN_OUT_TRAJECTORY.picture(40))
        .isEqualTo(
            """
            ✓ completed  review-batch 69a5ed09  3.2…
              https://jetty.io/acme/review-batch/69a5ed09
              22 min ago
              ✓ fan_out  ████████████▊         2.4 s
                └ review-item 8a581325
                └ review-item 8a979404
                └ review-item b14afbcc
              ✓ collect              ██▏       0.4 s

              output   value
              collect  {"extracted_data":[{"review"…

            Next, all of this step:
              jetty-mcp call get-trajectory collection=acme task=review-batch trajectory_id=69a5ed09 step=collect
            """);
  }

  @Test
  void asciiReplacesBlockCharacters() {
    assertThat(
            Sample.FAILED_TRAJECTORY.picture(
                new Terminal(true, true, 80, 24, false, false), Sample.FAILED_TRAJECTORY.json()))
        .isEqualTo(
            """
            x failed  broken-judge ff22a53b  1.2 s
              https://jetty.io/acme/broken-judge/ff22a53b
              22 min ago
              + score    ###################                                           0.4 s
              x explain                     ###################                        0.4 s
                  TypeError: string indices must be integers, not 'str'

              output               value
              score.results        []
              score.average_score  null

            Next, all of this step:
              jetty-mcp call get-trajectory collection=acme task=broken-judge trajectory_id=ff22a53b step=explain
            """);
  }

  @Test
  void resultOfARunShowsOutputsAndFiles() {
    assertThat(Sample.RUN_WITH_FILES.picture(80))
        .isEqualTo(
            """
            ✓ completed  weekly-report 2b58e020  1.6 s
              https://jetty.io/acme/weekly-report/2b58e020
              Trial run 6/10
              ✓ figures  completed
              ✓ chart    completed
              ✓ report   completed

              output           value
              figures.text     figure,value signups,412 tickets,37 outages,1
              chart.simulated  true
              chart.images     [{"path":"acme/weekly-report/0000/2b58e020.chart.0000.png","…
              report.text      # Week 2026-W46  - 412 people signed up. - 37 tickets were o…

              file                                             step   type
              acme/weekly-report/0000/2b58e020.chart.0000.png  chart  image/png
            """);
  }

  @Test
  void runThatGoesOnSaysHowToWait() {
    assertThat(Sample.RUNNING_RUN.picture(80))
        .isEqualTo(
            """
            ⠹ running  review-batch f9643d3a
              https://jetty.io/acme/review-batch/f9643d3a
              Trial run 9/10

            ! Trial runs left: 1. Add your own provider key to the collection's environment
              before they run out.
            The run is still going on. Wait again, or come back later.

            Next, wait on:
              jetty-mcp call wait-for-run collection=acme task=review-batch trajectory_id=f9643d3a
            """);
  }

  @Test
  void failuresLeadDownToTheirCause() {
    assertThat(Sample.NESTED_DEBUG.picture(80))
        .isEqualTo(
            """
            ✗ failed  campaign 13785396
              https://jetty.io/acme/campaign/13785396

            The step slogan of the task campaign-slogan failed, 2 levels below this run.
              ✗ campaign 13785396 → products  list_emit_await
                Child workflow execution failed
                ✗ campaign-product c48e179e → slogans  list_emit_await
                  Child workflow execution failed
                  ✗ campaign-slogan a9c14f98 → slogan  litellm_chat
                    TypeError: string indices must be integers, not 'str'
                    Fix: Change the step slogan of the task campaign-slogan. Problem: the
                         prompt is a list. Instead: one string (a list as JSON, for
                         example).

            Log
              error  Workflow failed
              error  Step 'slogan' (litellm_chat) failed: TypeError: string indices must be
                     integers, not 'str'

            Next, inputs and outputs of what failed:
              jetty-mcp call get-trajectory collection=acme task=campaign-slogan trajectory_id=a9c14f98 step=slogan
            Next, the workflow to fix:
              jetty-mcp call get-task collection=acme task=campaign-slogan
            """);
  }

  @Test
  void findingsAndLogFollowTheFix() {
    assertThat(Sample.DEBUG.picture(120))
        .isEqualTo(
            """
            ✗ failed  broken-judge ff22a53b
              https://jetty.io/acme/broken-judge/ff22a53b

            The step explain of the task broken-judge failed.
              ✗ broken-judge ff22a53b → explain  litellm_chat
                TypeError: string indices must be integers, not 'str'
                Fix: Change the step explain of the task broken-judge. Problem: the prompt is a list. Instead: one string (a list as
                     JSON, for example).

            Wrong with the task
              fails  step_configs.explain.prompt_path: litellm_chat: the prompt is a list. Fix: one string (a list as JSON, for
                     example)
              loses  step_configs.score.content_path: simple_judge does not read `content_path`. Fix: item_path
              loses  step_configs.score.criteria: simple_judge does not read `criteria`. Fix: instruction

            Log
              error  Workflow failed
              error  Step 'explain' (litellm_chat) failed: TypeError: string indices must be integers, not 'str'

            Next, inputs and outputs of what failed:
              jetty-mcp call get-trajectory collection=acme task=broken-judge trajectory_id=ff22a53b step=explain
            Next, it fixes a part of what lint shows; fix the rest by hand:
              jetty-mcp call update-task collection=acme task=broken-judge 'changes=[{"path":"step_configs.score.content_path","remove":true},{"path":"step_configs.score.item_path","value":"init_params.slogan"},{"path":"step_configs.score.criteria","remove":true},{"path":"step_configs.score.instruction","value":"Is it memorable?"}]' skip_validation=true
            Next, run it again with the same inputs:
              jetty-mcp call run-task collection=acme task=broken-judge like=ff22a53b
            """);
  }

  @Test
  void tasksShowTheirSteps() {
    assertThat(Sample.TASKS.picture(120))
        .isEqualTo(
            """
            task              steps                     description
            test-echo         echo                      Returns its input text; the smallest possible task
            summarize-text    request → summary         Summarizes a text in a given number of sentences
            review-item       review → score            Reviews one product text and scores the review
            review-batch      fan_out → collect         Reviews many product texts in parallel with review-item and collects the sc…
            broken-fanout     fan_out                   Fails: the list is in the step instead of at items_path
            broken-judge      score → explain           Fails: the judge receives content and criteria, and a chat step receives a …
            welcome-email     letter                    Fills a welcome letter with a name and a product
            campaign          products                  Writes a slogan for every audience of every product, with two more tasks
            campaign-product  title → slogans           Writes a slogan for every audience of one product
            campaign-slogan   slogan                    Writes one slogan; accepts only a string as audience
            improve-slogan    improve → score           Improves a slogan and scores it; has runs with every outcome to analyze
            weekly-report     figures → chart → report  Reports the figures of a week as three files: a table, an image and a text
            """);
  }

  @Test
  void runsShowDurationsAsBars() {
    assertThat(Sample.RUNS.picture(80))
        .isEqualTo(
            """
            run       status       started      took              inputs or error
            82e4c84b  ✓ completed  22 min ago  1.2 s  ██████████  {"item":"A kettle with a …
            9fcd4984  ✓ completed  22 min ago  1.2 s  ██████████  {"item":"A notebook that …
            69c0b4b0  ✓ completed  22 min ago  1.2 s  ██████████  {"item":"A lamp that foll…
            b14afbcc  ✓ completed  22 min ago  1.2 s  ██████████  {"item":"A kettle with a …
            8a979404  ✓ completed  22 min ago  1.2 s  ██████████  {"item":"A notebook that …
            8a581325  ✓ completed  22 min ago  1.2 s  ██████████  {"item":"A lamp that foll…
            641355d6  ✗ failed     12 h ago    0.8 s  ██████▋     review: Workflow executio…
            857271ef  ✓ completed  12 h ago    1.2 s  ██████████  {"item":"A chair for two …
            33eb4f0c  ✓ completed  24 h ago    1.2 s  ██████████  {"item":"A kettle with a …
            723eb80b  ✓ completed  24 h ago    1.2 s  ██████████  {"item":"A notebook that …
            10 of 11 runs

            Next, the next page:
              jetty-mcp call list-trajectories collection=acme task=review-item limit=10 page=2
            """);
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 64, 69})
  void statusesOfRunsKeepTheirWords(int columns) {
    assertThat(Sample.RUNS.picture(columns)).contains(" ✓ completed ", " ✗ failed ");
  }

  @Test
  void runsKeepTheirMarksInANarrowTerminal() {
    assertThat(Sample.RUNS.picture(40))
        .isEqualTo(
            """
            run          started      took
            82e4c84b  ✓  22 min ago  1.2 s
            9fcd4984  ✓  22 min ago  1.2 s
            69c0b4b0  ✓  22 min ago  1.2 s
            b14afbcc  ✓  22 min ago  1.2 s
            8a979404  ✓  22 min ago  1.2 s
            8a581325  ✓  22 min ago  1.2 s
            641355d6  ✗  12 h ago    0.8 s
            857271ef  ✓  12 h ago    1.2 s
            33eb4f0c  ✓  24 h ago    1.2 s
            723eb80b  ✓  24 h ago    1.2 s
            Too narrow for: inputs or error
            10 of 11 runs

            Next, the next page:
              jetty-mcp call list-trajectories collection=acme task=review-item limit=10 page=2
            """);
  }

  @Test
  void routinesAreAWeekInTheTimeOfTheReader() {
    assertThat(Sample.ROUTINES.picture(80))
        .isEqualTo(
            """
            routine                  Mon    Tue    Wed    Thu    Fri    Sat    Sun    task
            weekly-digest            09:00  ·      ·      ·      ·      ·      ·      summa…
            nightly-review (paused)  03:30  03:30  03:30  03:30  03:30  03:30  03:30  revie…
            Times in Europe/Berlin.
            """);
  }

  @Test
  void routinesAreAListInANarrowTerminal() {
    assertThat(Sample.ROUTINES.picture(40))
        .isEqualTo(
            """
            routine        fires
            weekly-digest  every Monday at 08:00 UTC
            nightly-revi…  every day at 02:30 UTC
            Too narrow for: task
            """);
  }

  @Test
  void analysisComparesRuns() {
    assertThat(Sample.ANALYSIS.picture(80))
        .isEqualTo(
            """
            10 runs compared, 1 more not compared
            https://jetty.io/acme/review-item

            ✓ completed  ████████████████████████████████████ 9
            ✗ failed     ████ 1
            success      90 %

            median       ████████████████████████████████████████ 1.2 s
            p90          ████████████████████████████████████████ 1.2 s
            max          ████████████████████████████████████████ 1.2 s

            ✗ 1 x review
                TypeError: string indices must be integers, not 'str'
                Problem: the prompt is a list. Instead: one string (a list as JSON, for
                example).
                641355d6

            score                runs  average  lowest  highest
            score.average_score     9     4.44    4.00     5.00

            Next, why the newest of these failed:
              jetty-mcp call debug-run collection=acme task=review-item trajectory_id=641355d6
            Next, the workflow to improve:
              jetty-mcp call get-task collection=acme task=review-item
            """);
  }

  @Test
  void statisticsCountRunsByStatus() {
    assertThat(Sample.STATS.picture(80))
        .isEqualTo(
            """
            ✓ completed  ████████████████████████████████████▍ 10
            ✗ failed     ███▋ 1

            figure                    value
            collection                acme
            task                      review-item
            total                     11
            average duration seconds  1.16
            last run at               2026-11-30T08:17:43.486Z
            simulated                 true
            """);
  }

  @Test
  void runsOfABatchAreRows() {
    assertThat(Sample.BATCH.picture(80))
        .isEqualTo(
            """
            #  run       status       outputs or error
            0  d09c9b64  ✓ completed  {"request":{"text":"Summarize the text between the li…
            1  626b894a  ✗ failed     Workflow execution failed at step 'summary': Authenti…
            Trial run 10/10

            ! The trial had 1 runs left, fewer than the 2 of this batch.
            ! Trial runs left: 0. Add your own provider key to the collection's environment
              to go on.

            Next, find out why run 1 failed:
              jetty-mcp call debug-run collection=acme task=summarize-text trajectory_id=626b894a
            """);
  }

  @Test
  void pathsOfOutputsAreColumns() {
    assertThat(Sample.OUTPUTS.picture(80))
        .isEqualTo(
            """
            run       status       started     review.text                       score.score
            82e4c84b  ✓ completed  22 min ago  [Simulated answer, gpt-4o-mini …  missing
            9fcd4984  ✓ completed  22 min ago  [Simulated answer, gpt-4o-mini …  missing
            69c0b4b0  ✓ completed  22 min ago  [Simulated answer, gpt-4o-mini …  missing
            b14afbcc  ✓ completed  22 min ago  [Simulated answer, gpt-4o-mini …  missing
            8a979404  ✓ completed  22 min ago  [Simulated answer, gpt-4o-mini …  missing
            8a581325  ✓ completed  22 min ago  [Simulated answer, gpt-4o-mini …  missing
            641355d6  ✗ failed     12 h ago    missing                           missing
            857271ef  ✓ completed  12 h ago    [Simulated answer, gpt-4o-mini …  missing
            33eb4f0c  ✓ completed  24 h ago    [Simulated answer, gpt-4o-mini …  missing
            723eb80b  ✓ completed  24 h ago    [Simulated answer, gpt-4o-mini …  missing
            10 runs; there are more

            Next, the next runs:
              jetty-mcp call get-outputs collection=acme task=review-item 'paths=["score.outputs.score","review.outputs.text"]' limit=10 offset=10
            """);
  }

  @Test
  void collectionsAreATable() {
    assertThat(Sample.COLLECTIONS.picture(80))
        .isEqualTo(
            """
            collection  description
            acme        Example collection of the simulator: texts, reviews, reports, and b…
            """);
  }

  @Test
  void variablesAreAColumn() {
    assertThat(Sample.VARIABLES.picture(80))
        .isEqualTo(
            """
            variable
            REPORT_CHANNEL
            CRM_ACCESS_CODE
            NEWSLETTER_SIGNING_PHRASE
            """);
  }
}
