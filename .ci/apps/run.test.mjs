// Tests the run view as a host shows it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkHarmless, show, startServer } from './host.mjs';

let server;
before(async () => {
  server = await startServer();
  // Otherwise the trial would end after ten runs.
  await server.call('set-env-var', { name: 'OPENAI_API_KEY', value: 'not-a-real-key-1234' });
});
after(() => server.close());

const bars = (shown) => [...shown.document.querySelectorAll('.bar')];

test('a run that was started is followed to its end', async () => {
  const shown = await show(server, 'run-task', { task: 'review-batch' });
  await shown.until(() => shown.text().includes('waiting'));
  assert.ok(shown.button('Cancel the run'));
  await shown.until(() => shown.find('h1', 'completed'));
  assert.equal(shown.find('h1').textContent, '✓ completed · review-batch');
  assert.equal(shown.find('[role=status]').textContent, 'Run completed, 2 of 2 steps completed');
  assert.equal(shown.button('Cancel the run'), undefined);
  assert.ok(bars(shown).length === 2 && bars(shown).every((bar) => parseFloat(bar.style.getPropertyValue('--size')) > 0));
  const calls = shown.calls().length;
  await shown.bridge.sendHostContextChange({ theme: 'dark' });
  assert.equal(shown.calls().length, calls, 'nothing is asked after the end');
  checkHarmless(shown);
  await shown.close();
});

test('a run is not followed while the view is hidden', async () => {
  const shown = await show(server, 'run-task', { task: 'test-echo' }, { result: null });
  const pauses = [];
  const { setTimeout } = shown.window;
  shown.window.setTimeout = (step, milliseconds) => milliseconds < 20_000 ? pauses.push(step) : setTimeout(step, milliseconds);
  await shown.bridge.sendToolResult(await server.call('run-task', { task: 'test-echo' }));
  await shown.until(() => pauses.length > 0);
  const before = shown.calls().length;
  shown.setVisible(false);
  pauses.pop()();
  assert.equal(shown.calls().length, before);
  shown.setVisible(true);
  assert.equal(shown.calls().length, before + 1);
  await shown.close();
});

test('a failed fan-out opens to the deepest step, with the error and the fix there', async () => {
  const shown = await show(server, 'debug-run', { task: 'review-batch', trajectory_id: 'latest-failed' });
  const fix = await shown.until(() => shown.find('.body .fault', 'Fix: '));
  assert.match(fix.textContent, /TypeError: string indices must be integers/);
  const rows = [];
  for (let row = fix.closest('details'); row; row = row.parentElement.closest('details')) {
    rows.unshift(row.querySelector('.name').textContent.replace(/[0-9a-f]{8}/, 'ID'));
    assert.ok(row.open);
  }
  assert.deepEqual(rows, ['✗ fan_out failed', '✗ review-item ID failed', '✗ review failed']);
  assert.ok(shown.calls().every((call) => call.name === 'get-trajectory'));
  checkHarmless(shown);
  await shown.close();
});

test('the user opens the children of a fan-out, and their children', async () => {
  const shown = await show(server, 'run-task-sync', { task: 'campaign' });
  const step = await shown.until(() => shown.find('summary', 'products'));
  step.click();
  const child = await shown.until(() => shown.find('summary', 'campaign-product'));
  await shown.until(() => child.isConnected === false || child.textContent.includes('completed'));
  (await shown.until(() => shown.find('summary', 'campaign-product'))).click();
  const inner = await shown.until(() => [...shown.document.querySelectorAll('summary')].find((row) => /slogans?/.test(row.textContent)));
  inner.click();
  await shown.until(() => shown.find('summary', 'campaign-slogan'));
  await shown.close();
});

test('a fan-out of many runs shows a few and offers the rest', async () => {
  const items = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const { structuredContent: { trajectory_id } } = await server.call('run-task-sync', { task: 'review-batch', init_params: { items } });
  const shown = await show(server, 'get-trajectory', { task: 'review-batch', trajectory_id });
  (await shown.until(() => shown.find('summary', 'fan_out'))).click();
  (await shown.until(() => shown.button('Show 3 of 3 more runs'))).click();
  await shown.until(() => [...shown.document.querySelectorAll('summary')].filter((row) => /review-item.*completed/.test(row.textContent)).length === 8);
  await shown.close();
});

test('a step shows all its inputs and outputs when asked', async () => {
  const shown = await show(server, 'get-trajectory', { task: 'test-echo', trajectory_id: 'latest' });
  (await shown.until(() => shown.find('summary', 'echo'))).click();
  (await shown.until(() => shown.button('Show all inputs and outputs'))).click();
  await shown.until(() => shown.find('h2', 'Inputs'));
  assert.deepEqual(shown.calls().at(-1).arguments.step, 'echo');
  await shown.close();
});

test('an image of a run is shown as checked data', async () => {
  const shown = await show(server, 'run-task-sync', { task: 'weekly-report' });
  (await shown.until(() => shown.find('summary', 'chart'))).click();
  (await shown.until(() => shown.button('Show'))).click();
  const image = await shown.until(() => shown.find('img'));
  assert.match(image.src, /^data:image\/png;base64,/);
  assert.match(image.alt, /chart.*\.png$/);
  checkHarmless(shown);
  await shown.close();
});

test('a button of a failed run finds the cause', async () => {
  const shown = await show(server, 'run-task-sync', { task: 'broken-judge' });
  (await shown.until(() => shown.button('Find out why'))).click();
  await shown.until(() => shown.find('.body .fault', 'Fix: '));
  assert.equal(shown.calls('debug-run').length, 1);
  await shown.close();
});

test('running again is confirmed, and the new run takes the place of the old one', async () => {
  const shown = await show(server, 'run-task-sync', { task: 'test-echo' });
  const id = shown.find('header .mono').textContent;
  (await shown.until(() => shown.button('Run again'))).click();
  assert.equal(shown.calls('run-task').length, 0);
  assert.equal(shown.document.activeElement.textContent, 'Yes, run again');
  assert.match(shown.find('[role=group] [role=group]').textContent, new RegExp(`run-task .*"like": "${id}"`));
  shown.document.activeElement.dispatchEvent(new shown.window.KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  assert.equal(shown.document.activeElement.textContent, 'Run again', 'Escape goes back');
  shown.button('Run again').click();
  shown.button('Yes').click();
  await shown.until(() => shown.find('header .mono')?.textContent !== id && shown.find('h1', 'completed'));
  assert.equal(shown.calls('run-task').length, 1);
  await shown.close();
});

test('cancelling is confirmed, and leaves a run alone that has ended meanwhile', async () => {
  const shown = await show(server, 'run-task', { task: 'review-batch' });
  (await shown.until(() => shown.button('Cancel the run'))).click();
  assert.equal(shown.calls('update-trajectory-status').length, 0);
  shown.button('Yes').click();
  await shown.until(() => shown.find('h1', 'cancelled'));
  const [{ arguments: sent }] = shown.calls('update-trajectory-status');
  assert.deepEqual(sent.only_if_status, ['pending', 'running']);
  await shown.close();
});

test('a question of the view stays while the run goes on', async () => {
  const shown = await show(server, 'run-task', { task: 'review-batch' });
  (await shown.until(() => shown.button('Cancel the run'))).click();
  const yes = shown.document.activeElement;
  assert.equal(yes.textContent, 'Yes, cancel the run');
  await shown.until(() => shown.find('h1', 'running') && shown.find('.bar'));
  assert.equal(shown.document.activeElement, yes);
  await shown.close();
});

test('a read-only server is not asked to change anything', async () => {
  const careful = await startServer({ args: ['--read-only'] });
  try {
    const shown = await show(careful, 'get-trajectory', { task: 'test-echo', trajectory_id: 'latest' });
    await shown.until(() => shown.find('h1', 'test-echo'));
    assert.equal(shown.button('Run again'), undefined);
    const failed = await show(careful, 'get-trajectory', { task: 'review-batch', trajectory_id: 'latest-failed' });
    await failed.until(() => failed.button('Find out why'));
    assert.equal(failed.button('Run again'), undefined);
    await failed.bridge.sendToolResult({ ...running, _meta: (await careful.call('get-trajectory', { task: 'test-echo', trajectory_id: 'latest' }))._meta });
    await failed.until(() => failed.find('header .mono', 'a'));
    assert.equal(failed.button('Cancel the run'), undefined);
    await failed.close();
    await shown.close();
  } finally {
    await careful.close();
  }
});

test('a server that refuses what a view asks for makes the button go', async () => {
  const careful = await startServer({ args: ['--read-only'] });
  try {
    const { _meta, ...unmarked } = await careful.call('get-trajectory', { task: 'test-echo', trajectory_id: 'latest' });
    assert.deepEqual(_meta['io.jettymcp/disabledTools'], ['run-task', 'update-trajectory-status']);
    const shown = await show(careful, 'get-trajectory', { task: 'test-echo', trajectory_id: 'latest' }, { result: unmarked });
    (await shown.until(() => shown.button('Run again'))).click();
    shown.button('Yes').click();
    await shown.until(() => shown.text().includes('Run again: not possible here.'));
    assert.equal(shown.button('Run again'), undefined);
    assert.doesNotMatch(shown.text(), /tools\/list/);
    await shown.bridge.sendToolResult(await careful.call('get-trajectory', { task: 'test-echo', trajectory_id: 'latest', step: 'echo' }));
    await shown.bridge.sendToolResult(await careful.call('get-trajectory', { task: 'review-batch', trajectory_id: 'latest-failed' }));
    await shown.until(() => shown.find('h1', 'review-batch') && shown.button('Find out why'));
    assert.equal(shown.button('Run again'), undefined, 'the view remembers what is refused');
    await shown.close();
  } finally {
    await careful.close();
  }
});

const running = { content: [], structuredContent: { trajectory_id: 'a', status: 'running', url: 'https://jetty.io/acme/t/a', steps: [{ name: 's', status: 'running' }] } };

test('a run that cannot be followed says so', async () => {
  const narrow = await show(server, 'get-trajectory', { task: 't', trajectory_id: 'a' }, { result: null, answers: async () => {
    throw Object.assign(new Error('Unknown tool'), { code: -32602 });
  } });
  for (let i = 0; i < 2; i++) {
    await narrow.bridge.sendToolResult({ ...running, structuredContent: { ...running.structuredContent, trajectory_id: `a${i}` } });
    await narrow.until(() => narrow.text().includes('not followed here') && narrow.find('header .mono', `a${i}`));
  }
  assert.equal(narrow.calls().length, 1);
  await narrow.close();
  const closed = await show(server, 'get-trajectory', { task: 't', trajectory_id: 'a' }, { result: running, capabilities: {} });
  await closed.until(() => closed.text().includes('not followed here'));
  await closed.close();
});

test('a host that lets views call no tools shows what the result has', async () => {
  const shown = await show(server, 'run-task-sync', { task: 'broken-judge' }, { capabilities: {} });
  await shown.until(() => shown.find('.fault', 'TypeError'));
  assert.equal(shown.document.querySelectorAll('button').length, 0);
  assert.ok(shown.find('summary', 'score'));
  assert.equal(shown.calls().length, 0);
  await shown.close();
});

test('a host that lets views only send messages asks the model for the cause', async () => {
  const shown = await show(server, 'run-task-sync', { task: 'broken-judge' }, { capabilities: { message: {} } });
  (await shown.until(() => shown.button('Ask why it failed'))).click();
  await shown.until(() => shown.said.length === 1);
  assert.match(shown.said[0], /^Find out why the run [0-9a-f]{8} failed, with debug-run\.$/);
  await shown.close();
});

test('a host that passes on only the text shows the same', async () => {
  const { structuredContent, ...result } = await server.call('get-trajectory', { task: 'test-echo', trajectory_id: 'latest' });
  const answers = async ({ name, arguments: args }) => ({ content: (await server.call(name, args)).content });
  const shown = await show(server, 'get-trajectory', { task: 'test-echo' }, { result, answers });
  await shown.until(() => shown.find('h1', 'completed'));
  shown.find('summary', 'echo').click();
  (await shown.until(() => shown.button('Show all inputs and outputs'))).click();
  await shown.until(() => shown.find('h2', 'Inputs'));
  await shown.close();
});

test('only pages of jetty.io are opened, by the host', async () => {
  const shown = await show(server, 'get-trajectory', { task: 'test-echo', trajectory_id: 'latest' });
  (await shown.until(() => shown.button('Open in Jetty'))).click();
  assert.match(await shown.openedLink, /^https:\/\/jetty\.io\/acme\/test-echo\//);
  await shown.close();
});

test('verdict, labels, trial and warnings are shown', async () => {
  const shown = await show(server, 'get-trajectory', {}, {
    result: {
      content: [],
      structuredContent: {
        trajectory_id: 'a1', status: 'completed', verdict: 'no_report', trial: 'Trial run 4/10', warnings: ['Look out.'],
        labels: [{ key: 'quality', value: 'good' }], steps: [],
      },
    },
  });
  await shown.until(() => shown.find('header', 'Trial run 4/10'));
  assert.deepEqual([...shown.document.querySelectorAll('.tag')].map((tag) => tag.textContent), ['Verdict: no report', 'quality: good']);
  assert.ok(shown.text().includes('Look out.'));
  await shown.close();
});

test('a plan of a runbook shows its steps', async () => {
  const shown = await show(server, 'run-runbook', { mode: 'local' }, {
    result: { content: [], structuredContent: { mode: 'local', objective: 'Write a report', steps: [{ number: 1, title: 'Collect' }], missing_parameters: [{ name: 'week' }] } },
  });
  await shown.until(() => shown.text().includes('Collect') && shown.text().includes('week'));
  await shown.close();
});

test('a cancelled call says so, and ending the view stops everything', async () => {
  const shown = await show(server, 'run-task', { task: 'test-echo' }, { result: null });
  await shown.bridge.sendToolCancelled({ reason: 'The user stopped it.' });
  await shown.until(() => shown.find('[role=alert]', 'The user stopped it.'));
  await shown.bridge.sendToolResult(await server.call('run-task', { task: 'test-echo' }));
  await shown.until(() => shown.find('ol'));
  await shown.bridge.teardownResource({});
  const sent = shown.sent.length;
  await shown.bridge.sendToolResult(await server.call('run-task', { task: 'test-echo' }));
  assert.equal(shown.sent.length, sent);
  await shown.close();
});

test('everything that can be used is a button or a summary with a name, and lists have labels', async () => {
  const shown = await show(server, 'debug-run', { task: 'review-batch', trajectory_id: 'latest-failed' });
  await shown.until(() => shown.find('.body .fault', 'Fix: '));
  for (const node of shown.document.querySelectorAll('button, summary')) {
    assert.notEqual(node.textContent.trim(), '');
    assert.notEqual(node.tabIndex, -1);
  }
  for (const list of shown.document.querySelectorAll('ol')) {
    assert.ok(list.getAttribute('aria-label'));
  }
  assert.equal(shown.document.querySelectorAll('h1').length, 1);
  assert.equal(shown.document.documentElement.lang, 'en');
  await shown.close();
});

const ended = (id, steps, more = {}) => ({
  content: [], structuredContent: { trajectory_id: id, status: 'failed', url: `https://jetty.io/acme/t/${id}`, error: 'boom', steps, ...more },
});
const fanOut = (id) => [{ name: 'fan', status: 'failed', error: 'boom', outputs: { trajectory_references: [{ name: 'acme/t', trajectory_id: id }] } }];

test('a run that refers to itself is read no further', async () => {
  const failedSteps = { failed_steps: ['a', 'b'].map((id) => ({ trajectory_id: id, step: 'fan' })) };
  const shown = await show(server, 'debug-run', { task: 't', trajectory_id: 'a' }, {
    result: ended('a', fanOut('b'), { finding: 'f', ...failedSteps }),
    answers: async ({ arguments: { trajectory_id: id } }) => ended(id, fanOut(id === 'a' ? 'b' : 'a')),
  });
  await shown.until(() => shown.document.querySelectorAll('summary.line').length === 3);
  await new Promise(setImmediate);
  assert.deepEqual(shown.calls().map((call) => call.arguments.trajectory_id), ['b']);
  assert.match(shown.text(), /trajectory_references.*"trajectory_id": "a"/);
  await shown.close();
});

test('children of children are read to the fifth generation', async () => {
  const shown = await show(server, 'debug-run', { task: 't', trajectory_id: 'r0' }, {
    result: ended('r0', fanOut('r1'), { finding: 'f', failed_steps: Array.from({ length: 9 }, (_, i) => ({ trajectory_id: `r${i}`, step: 'fan' })) }),
    answers: async ({ arguments: { trajectory_id: id } }) => ended(id, fanOut(`r${Number(id.slice(1)) + 1}`)),
  });
  await shown.until(() => /trajectory_references.*"trajectory_id": "r6"/.test(shown.text()));
  await new Promise(setImmediate);
  assert.deepEqual(shown.calls().map((call) => call.arguments.trajectory_id), ['r1', 'r2', 'r3', 'r4', 'r5']);
  await shown.close();
});

test('a file of a large step is shown when the step is shown in full', async () => {
  const outputs = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`k${i}`, 'y'.repeat(1000)]));
  const run = ended('a', [{ name: 'chart', status: 'completed', outputs: { a: 1 } }], { files: [{ step: 'chart', path: 'acme/t/a/chart.txt' }] });
  const shown = await show(server, 'get-trajectory', { task: 't', trajectory_id: 'a' }, {
    result: run,
    answers: async ({ name }) => ({ content: [], structuredContent: name === 'read-file' ? { text: 'THE FILE' } : { data: { inputs: {}, outputs } } }),
  });
  (await shown.until(() => shown.find('summary', 'chart'))).click();
  (await shown.until(() => shown.button('Show all inputs and outputs'))).click();
  await shown.until(() => shown.text().includes('yyy'));
  shown.find('button:not(:disabled)', 'Show').click();
  await shown.until(() => shown.text().includes('THE FILE'));
  await shown.close();
});

const NASTY = [
  '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>',
  '"><svg onload=window.hacked=1>',
  'javascript:window.hacked=1',
  '\u202egnp.exe\u0000\u001b[31m\u2066',
  '</bdi></details></main><iframe src="https://example.com">',
  'x'.repeat(2_000_000),
  '__proto__', {}, [], null, -1, 1e308, true, [[[['deep']]]], { toString: 1 },
];

test('hostile data in every field stays bounded text', async () => {
  const full = (await server.call('get-trajectory', { task: 'review-batch', trajectory_id: 'latest-failed' })).structuredContent;
  const debug = (await server.call('debug-run', { task: 'review-batch', trajectory_id: 'latest-failed' })).structuredContent;
  const sample = { ...debug, ...full, verdict: 'failed', trial: 't', note: 'n', warnings: ['w'], labels: [{ key: 'k', value: 'v' }],
    files: [{ step: 'fan_out', path: 'a/b', content_type: 'image/png' }], next: [{ tool: 'run-task', arguments: {}, why: 'w' }] };
  const shown = await show(server, 'get-trajectory', {}, { result: null, answers: async () => ({ content: [], structuredContent: { status: NASTY[0] } }) });
  for (const nasty of NASTY) {
    await shown.bridge.sendToolResult({ content: [{ type: 'text', text: 'x' }], structuredContent: replaced(sample, nasty) });
    checkHarmless(shown);
    for (const key of Object.keys(sample)) {
      shown.deliver({ jsonrpc: '2.0', method: 'ui/notifications/tool-result', params: { content: [], structuredContent: { ...sample, [key]: nasty } } });
      checkHarmless(shown);
    }
  }
  await shown.close();
});

test('hostile children, files and errors stay bounded text', async () => {
  const full = (await server.call('get-trajectory', { task: 'review-batch', trajectory_id: 'latest-failed' })).structuredContent;
  for (const nasty of NASTY.filter((value) => typeof value === 'string')) {
    const answers = async ({ name, arguments: args }) => name === 'read-file'
      ? { content: [{ type: 'image', mimeType: 'image/svg+xml', data: 'PHN2Zy8+' }, { type: 'text', text: nasty }], structuredContent: { text: nasty } }
      : args.task === 'review-batch' ? { content: [], structuredContent: full }
        : { content: [{ type: 'text', text: nasty }], isError: true };
    const shown = await show(server, 'get-trajectory', {}, { answers, result: { content: [], structuredContent: { ...full, files: [{ step: 'fan_out', path: 'a.svg' }] } } });
    (await shown.until(() => shown.find('summary', 'review-item'))).click();
    await shown.until(() => shown.find('.kids .fault'));
    shown.button('Show')?.click();
    await shown.until(() => shown.calls('read-file').length > 0);
    checkHarmless(shown);
    await shown.close();
  }
});

/** Returns a copy with another value in place of each that holds no others. */
function replaced(value, by) {
  if (value !== null && typeof value === 'object') {
    return Array.isArray(value) ? value.map((one) => replaced(one, by))
      : Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaced(one, by)]));
  }
  return by;
}
