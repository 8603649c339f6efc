// Tests the view of many runs: what it draws of each tool's result, how it sorts, opens, follows, and what hostile data does to it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CAPABILITIES, checkHarmless, show, startServer } from './host.mjs';

const TASK = 'improve-slogan';
let server;
before(async () => {
  server = await startServer();
});
after(() => server.close());

const text = (shown) => shown.document.getElementById('view').textContent;
const rows = (shown) => [...shown.document.querySelectorAll('tbody tr')];
const column = (shown, index) => rows(shown).map((row) => row.cells[index].textContent);
const header = (shown, words) => shown.find('th', words);
const marks = (shown, kind) => shown.document.querySelectorAll(`.chart .run.${kind}`).length;

/** Presses the button in an element, as by the keyboard. */
function press(node) {
  const button = node.querySelector('button');
  button.focus();
  button.click();
}

/** Shows runs that no server has listed, with a host that lets the view call nothing. */
const showRuns = (runs, more = {}, options = {}) => show(server, 'list-trajectories', { task: TASK }, {
  result: { content: [], structuredContent: { trajectories: runs, ...more } }, capabilities: {}, ...options,
});

test('runs are marks by status and time, with lines of duration and scores', async () => {
  const shown = await show(server, 'list-trajectories', { task: TASK });
  await shown.until(() => rows(shown).length === 9);
  assert.deepEqual([marks(shown, 'good'), marks(shown, 'bad'), marks(shown, 'other')], [5, 3, 1]);
  const legend = shown.find('.legend').textContent;
  assert.match(legend, /5 completed.*3 failed.*1 cancelled/);
  const lines = [...shown.document.querySelectorAll('.chart polyline')];
  assert.deepEqual(lines.map((line) => line.getAttribute('points').split(' ').length), [9, 5, 5]);
  assert.match(shown.find('.chart').textContent, /Duration.*score\.quality.*0\.42 – 0\.62/);
  await shown.close();
});

test('analyze-runs gets its runs from the list, and shows failures with their cause and fix', async () => {
  const shown = await show(server, 'analyze-runs', { task: TASK, last: 5 });
  await shown.until(() => rows(shown).length === 5);
  assert.deepEqual(shown.calls('list-trajectories').map((call) => call.arguments.limit), [10]);
  assert.match(shown.find('section', 'Why runs failed').textContent, /scale_range must be a list/);
  assert.match(shown.find('header').textContent, /% succeeded/);
  await shown.close();
});

test('analyze-runs shows what it has where the host allows no calls', async () => {
  const shown = await show(server, 'analyze-runs', { task: TASK }, { capabilities: {} });
  await shown.until(() => text(shown).includes('5 completed'));
  assert.match(text(shown), /2 ×.*improve.*known issue.*Instead/s);
  assert.equal(shown.calls().length, 0);
  await shown.close();
});

test('get-outputs shows the values that were asked for, and marks those that are missing', async () => {
  const shown = await show(server, 'get-outputs', { task: TASK, paths: ['score.outputs.average_score'] });
  await shown.until(() => header(shown, 'score.outputs.average_score') && header(shown, 'Duration'));
  const values = column(shown, 4);
  assert.equal(values.filter((value) => value === '–').length, 4);
  assert.ok(values.includes('5'));
  await shown.close();
});

test('the table sorts by a press of a header, and says so', async () => {
  const shown = await show(server, 'list-trajectories', { task: TASK }, { capabilities: {} });
  await shown.until(() => rows(shown).length === 9);
  assert.equal(header(shown, 'Started').getAttribute('aria-sort'), 'descending');
  press(header(shown, 'Duration'));
  assert.equal(header(shown, 'Duration').getAttribute('aria-sort'), 'ascending');
  assert.equal(header(shown, 'Started').getAttribute('aria-sort'), 'none');
  assert.equal(column(shown, 3).at(-1), '10 min 0 s');
  assert.equal(shown.document.activeElement, header(shown, 'Duration').querySelector('button'));
  press(header(shown, 'Duration'));
  assert.equal(header(shown, 'Duration').getAttribute('aria-sort'), 'descending');
  assert.deepEqual(column(shown, 3).slice(0, 2), ['10 min 0 s', '8 min 0 s']);
  press(header(shown, 'score.quality'));
  press(header(shown, 'score.quality'));
  assert.deepEqual(column(shown, 4).slice(-4), ['–', '–', '–', '–'], 'no value comes last');
  await shown.close();
});

test('a row opens the run in the conversation, here, or at jetty.io', async () => {
  const shown = await show(server, 'list-trajectories', { task: TASK, status: ['failed'] });
  await shown.until(() => rows(shown).length === 3);
  const id = rows(shown)[0].querySelector('bdi').textContent;
  press(rows(shown)[0]);
  assert.equal(shown.document.activeElement.getAttribute('aria-expanded'), 'true');
  assert.match(shown.find('.detail').textContent, /scale_range must be a list of the lowest and highest score/);
  shown.button('Ask why it failed').click();
  shown.find('.detail button', 'Open at jetty.io').click();
  shown.button('Show its steps').click();
  await shown.until(() => /improve.*score.*failed/s.test(shown.find('.detail ol')?.textContent ?? ''));
  assert.equal(shown.said[0], `Find out why run ${id} of task ${TASK} failed.`);
  assert.equal(await shown.openedLink, `https://jetty.io/acme/${TASK}/${id}`);
  await shown.close();
});

test('a row offers only what the host allows', async () => {
  const shown = await show(server, 'list-trajectories', { task: TASK }, { capabilities: { openLinks: {} } });
  await shown.until(() => rows(shown).length === 9);
  press(rows(shown)[0]);
  assert.deepEqual([...shown.document.querySelectorAll('.detail button')].map((button) => button.textContent), ['Open at jetty.io']);
  await shown.close();
});

test('a batch that is not finished is followed to its end by reads alone', async () => {
  const shown = await show(server, 'run-batch', { task: 'review-batch', wait_seconds: 0, runs: [{ items: ['a'] }, { items: 3 }] });
  await shown.until(() => /1 completed.*1 failed/.test(shown.find('.legend').textContent));
  await shown.until(() => !text(shown).includes('this follows them'));
  assert.deepEqual([...new Set(shown.calls().map((call) => call.name))], ['list-trajectories']);
  assert.match(text(shown), /Why runs failed.*items_path must lead to a list/s);
  await shown.close();
});

test('a hidden view asks nothing', async () => {
  const asked = [];
  const running = { trajectory_id: 'a', status: 'running', created: '2026-01-01T00:00:00Z' };
  const shown = await showRuns([running], {}, {
    capabilities: CAPABILITIES,
    answers: async (call) => (asked.push(call), { content: [], structuredContent: { trajectories: [{ ...running, status: 'completed' }] } }),
  });
  await shown.until(() => rows(shown).length === 1);
  shown.setVisible(false);
  await new Promise((resolve) => { shown.window.setTimeout(resolve, 2500); });
  assert.equal(asked.length, 0);
  shown.setVisible(true);
  await shown.until(() => text(shown).includes('1 completed'));
  await shown.close();
});

const RUNNING = { trajectory_id: 'a', status: 'running', created: '2026-01-01T00:00:00Z' };
const FAILURES = {
  'a refusal of the host': () => Promise.reject(new Error('Jetty is busy')),
  'an error of the tool': async () => ({ isError: true, content: [{ type: 'text', text: 'Jetty is busy' }] }),
};
for (const [name, fail] of Object.entries(FAILURES)) {
  test(`runs are followed in spite of ${name}, which is shown`, async () => {
    const runs = (status) => async () => ({ content: [], structuredContent: { trajectories: [{ ...RUNNING, status }] } });
    let answer = fail;
    const shown = await showRuns([RUNNING], {}, { capabilities: CAPABILITIES, answers: () => answer() });
    await shown.until(() => /this tries again: .*Jetty is busy/.test(text(shown)));
    answer = runs('running');
    await shown.until(() => text(shown).includes('this follows them'));
    assert.doesNotMatch(text(shown), /busy/);
    answer = runs('completed');
    await shown.until(() => text(shown).includes('1 completed') && !text(shown).includes('this follows them'));
    await shown.close();
  });
}

test('runs that cannot be read again and again are not followed any more, and the view says so', async () => {
  const shown = await showRuns([RUNNING], {}, { capabilities: CAPABILITIES, answers: FAILURES['an error of the tool'] });
  shown.window.setTimeout = (run) => setTimeout(run, 10);
  await shown.until(() => /not followed any more: Jetty is busy/.test(text(shown)));
  assert.equal(shown.calls().length, 5);
  await shown.close();
});

test('the view says that it waits, until there is a result or the call is cancelled', async () => {
  const shown = await show(server, 'list-trajectories', { task: TASK }, { result: null });
  await shown.until(() => text(shown).includes('Waiting for the runs'));
  assert.doesNotMatch(text(shown), /No runs/);
  await shown.bridge.sendToolResult({ content: [], structuredContent: { trajectories: [] } });
  await shown.until(() => text(shown).includes('No runs'));
  assert.doesNotMatch(text(shown), /Waiting/);
  await shown.close();
  const cancelled = await show(server, 'list-trajectories', { task: TASK }, { result: null });
  await cancelled.bridge.sendToolCancelled({ reason: 'The user stopped it.' });
  await cancelled.until(() => text(cancelled).includes('The user stopped it.'));
  assert.doesNotMatch(text(cancelled), /Waiting|No runs/);
  await cancelled.close();
});

test('five hundred runs are drawn at once, fifty of them as rows until more are asked for', async () => {
  const runs = Array.from({ length: 700 }, (_, i) => ({
    trajectory_id: `run${i}`, status: i % 7 ? 'completed' : 'failed', created: new Date(1.7e12 + i * 6e4).toISOString(),
    duration_seconds: i, labels: [{ key: 'score', value: String(i % 10) }], error: i % 7 ? undefined : 'E'.repeat(900), failed_step: 's',
  }));
  const shown = await showRuns(runs);
  await shown.until(() => rows(shown).length === 50);
  assert.equal(shown.document.querySelectorAll('.chart .run').length, 500);
  assert.match(shown.find('section', 'Why runs failed').textContent, /72 ×/);
  const before = process.cpuUsage();
  shown.button('Show all 500 runs').click();
  assert.equal(rows(shown).length, 500);
  assert.ok(process.cpuUsage(before).user < 5e6, 'it takes less than 5 s of a processor');
  assert.ok(text(shown).length < 250_000);
  await shown.close();
});

test('a result that a host passes on as text alone is shown all the same', async () => {
  const { content } = await server.call('list-trajectories', { task: TASK });
  const shown = await show(server, 'list-trajectories', { task: TASK }, { result: { content }, capabilities: {} });
  await shown.until(() => rows(shown).length === 9);
  await shown.close();
});

test('a text that is no data is shown as it is', async () => {
  const shown = await show(server, 'list-trajectories', {}, { result: { content: [{ type: 'text', text: 'Nine runs.' }] } });
  await shown.until(() => text(shown) === 'Nine runs.');
  await shown.close();
});

test('missing fields and wrong types are left out', async () => {
  const results = [
    { runs: null }, { runs: 'many' }, { trajectories: {} }, { runs: [null, 7, 'x', [], {}] }, { trajectories: [{}] },
    { runs: 3, statuses: { completed: 'x', failed: 2 }, failures: [null, {}, { count: 'x' }], findings: [null, 4], success_rate: 'x', duration_seconds: 5 },
    { runs: [{ trajectory_id: {}, status: [], created: 5, duration_seconds: 'x', labels: 'x', outputs: [1], error: {}, url: 9 }] },
    { trajectories: [{ status: 'constructor', created: 'yesterday', labels: [null, {}, { key: {} }] }, { status: '__proto__' }], notes: [1, null], next: 'x' },
  ];
  for (const structuredContent of results) {
    const shown = await show(server, 'list-trajectories', {}, { result: { content: [], structuredContent } });
    await shown.until(() => shown.find('h1', 'Runs'));
    checkHarmless(shown);
    await shown.close();
  }
});

test('hostile data stays bounded text', async () => {
  const evil = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>\u202e\u0000';
  const long = evil + 'A'.repeat(20_000);
  const huge = evil + 'A'.repeat(5_000_000);
  const run = (i) => ({
    trajectory_id: evil + i, status: i + long, created: '2026-01-01T00:00:00Z', inputs: long, error: long, failed_step: long, duration_seconds: 1e308,
    labels: Array.from({ length: 60 }, (_, n) => ({ key: evil + n, value: long })), url: `https://jetty.io.evil.example/${evil}`,
  });
  const shown = await showRuns(Array.from({ length: 30 }, (_, i) => run(i)), {
    url: 'javascript:alert(1)', note: huge, warnings: [huge], trial: long,
    failures: [{ step: long, message: huge, fix: long, cause: long, count: 1e300, trajectory_ids: [evil + 1, long] }],
    findings: [{ what: long, suggestion: long, trajectory_ids: 'x' }],
  }, { capabilities: CAPABILITIES, answers: async () => ({ isError: true, content: [{ type: 'text', text: long }] }) });
  await shown.until(() => rows(shown).length === 30);
  press(rows(shown)[0]);
  checkHarmless(shown);
  assert.equal(shown.button('Open at jetty.io'), undefined);
  assert.equal(shown.document.querySelectorAll('.chart .axis').length, 1);
  assert.doesNotMatch(text(shown), /[\u202e\u0000]/);
  await shown.close();
});
