// Tests the workflow view as a host shows it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { checkHarmless, show, startServer } from './host.mjs';

let server;
before(async () => {
  server = await startServer();
});
after(() => server.close());

const node = (shown, name) => shown.find('.node', name);
const head = (shown, name) => node(shown, name).querySelector('.head');
const lines = (of) => [...of.querySelectorAll(':scope > ul > .line')].map((each) => each.textContent);
const drawn = (shown) => shown.until(() => shown.find('.graph') && shown.document);

test('a graph in the browser is the graph of the program', async () => {
  const shown = await show(server, 'get-task', { task: 'test-echo' });
  const samples = JSON.parse(readFileSync(path.join(process.env.JETTY_MCP_ROOT, '.ci', 'apps', 'graphs.json'), 'utf8'));
  for (const { workflow, ...wanted } of samples) {
    shown.window.sample = JSON.stringify(workflow);
    const graph = JSON.parse(shown.window.eval('JSON.stringify(graphOf(JSON.parse(sample)))'));
    assert.deepEqual({
      inputs: graph.inputs.map((input) => (input.declared ? '' : '?') + input.name),
      steps: graph.steps.map((step) => ({
        name: step.name, activity: step.activity, child: step.child ? `${step.child.task} ${step.child.input}` : '', results: step.results,
      })),
      edges: graph.edges.map((edge) => `${edge.source} ${edge.from} > ${edge.to} ${edge.where} ${edge.expression}`),
    }, wanted);
  }
  await shown.close();
});

test('a task is shown as inputs, steps and outputs with a line a path expression', async () => {
  const shown = await show(server, 'get-task', { task: 'summarize-text' });
  await drawn(shown);
  assert.equal(shown.find('.graph').getAttribute('role'), 'list');
  assert.equal(shown.find('.graph').getAttribute('aria-label'), '3 inputs, 2 steps, 4 references');
  assert.deepEqual([...shown.document.querySelectorAll('.head b')].map((each) => each.textContent), ['text', 'sentences', 'model', 'request', 'summary']);
  assert.deepEqual(lines(node(shown, 'litellm_chat')), ['model_path from init_params.model', 'prompt_path from request.outputs.text']);
  assert.ok(node(shown, 'text, usage').classList.contains('output'));
  // Four expressions and the outputs, each with its arrow head.
  assert.equal(shown.document.querySelectorAll('.graph path.tip').length, 5);
  await shown.close();
});

test('a stored task is checked, and a finding is shown at its parameter and edge with its fix', async () => {
  const shown = await show(server, 'get-task', { task: 'broken-judge' });
  await shown.until(() => shown.text().includes('1 fails'));
  assert.deepEqual(lines(node(shown, 'simple_judge'))[0],
    'content_path from init_params.slogan loses: simple_judge does not read `content_path`. Fix: item_path');
  assert.ok(node(shown, 'litellm_chat').classList.contains('broken'));
  assert.equal(shown.document.querySelectorAll('.graph path.warn:not(.tip)').length, 1);
  assert.equal(shown.document.querySelectorAll('.graph path.bad:not(.tip)').length, 1);
  head(shown, 'explain').click();
  assert.match(shown.find('#details').textContent, /step_configs\.explain\.prompt_path .*the prompt is a list/);
  await shown.close();
});

test('a workflow that is not stored is drawn from the arguments, with unknown sources', async () => {
  const workflow = {
    init_params: { topic: 'x' },
    step_configs: { draft: { activity: 'text_echo', text_path: 'writer.outputs.text' }, end: { activity: 'text_echo', text: 'On {{topic}}' } },
    steps: ['draft', 'end'],
  };
  for (const given of [workflow, JSON.stringify(workflow)]) {
    const shown = await show(server, 'validate-workflow', { workflow: given });
    await drawn(shown);
    assert.ok(node(shown, 'writer').classList.contains('missing'));
    assert.equal(shown.document.querySelectorAll('.graph path.bad.dashed:not(.tip)').length, 1);
    assert.deepEqual(lines(node(shown, 'draft')), ['text_path from an unknown source: writer.outputs.text fails: there is no step `writer`']);
    assert.deepEqual(shown.calls(), []);
    await shown.close();
  }
});

test('a new task is drawn from the arguments, and a changed one is read again with its changes marked', async () => {
  const workflow = { init_params: { text: 'a' }, step_configs: { echo: { activity: 'text_echo', text_path: 'init_params.text' } }, steps: ['echo'] };
  const created = await show(server, 'create-task', { name: 'drawn', workflow });
  await drawn(created);
  assert.deepEqual(lines(node(created, 'echo')), ['text_path from init_params.text']);
  await created.close();
  const updated = await show(server, 'update-task', { task: 'drawn', changes: [{ path: 'init_params.text', value: 'b' }] });
  await updated.until(() => updated.text().includes('changed value: a → b'));
  assert.equal(updated.calls('get-task').length, 1);
  await updated.close();
  await server.call('delete-task', { task: 'drawn' });
});

test('a fan-out shows the task that it runs, to the deepest one', async () => {
  const shown = await show(server, 'get-task', { task: 'campaign' });
  for (const name of ['campaign-product', 'campaign-slogan']) {
    const details = await shown.until(() => shown.find('details', name) && [...shown.document.querySelectorAll('details')].at(-1));
    details.open = true;
    await shown.until(() => details.querySelector('.graph'));
  }
  assert.deepEqual(lines([...shown.document.querySelectorAll('.step')].at(-1)), ['prompt_path from init_params.audience']);
  assert.equal(shown.calls('get-task').length, 2);
  await shown.close();
});

test('without calls of tools the view shows what the result has', async () => {
  const shown = await show(server, 'get-task', { task: 'review-batch' }, { capabilities: {} });
  await drawn(shown);
  assert.equal(shown.find('details'), undefined);
  assert.match(node(shown, 'fan_out').textContent, /Each item as item → review-item/);
  assert.equal(shown.button('Open in Jetty'), undefined);
  await shown.close();
});

test('a host that passes on only the text shows the same, to the task of a fan-out', async () => {
  const textOnly = async (name, args) => ({ content: (await server.call(name, args)).content });
  const shown = await show(server, 'get-task', { task: 'campaign' }, {
    result: await textOnly('get-task', { task: 'campaign' }), answers: ({ name, arguments: args }) => textOnly(name, args),
  });
  (await shown.until(() => shown.find('details', 'campaign-product'))).open = true;
  await shown.until(() => shown.find('details .graph'));
  await shown.close();
  const checked = await show(server, 'get-task', { task: 'broken-judge' }, {
    result: await textOnly('get-task', { task: 'broken-judge' }), answers: ({ name, arguments: args }) => textOnly(name, args),
  });
  await checked.until(() => checked.text().includes('1 fails'));
  await checked.close();
});

test('a text without data is shown as it is', async () => {
  const shown = await show(server, 'get-task', { task: 'x' }, { result: { content: [{ type: 'text', text: 'Nothing to draw.' }] } });
  await shown.until(() => shown.text().includes('Nothing to draw.'));
  await shown.close();
});

test('parts of a task are shown as what they are', async () => {
  const step = await show(server, 'get-task', { task: 'summarize-text', step: 'summary' });
  await drawn(step);
  assert.ok(node(step, 'request').classList.contains('open'));
  assert.equal(step.document.querySelectorAll('.bad, .missing').length, 0);
  assert.match(step.text(), /This is one part of the task/);
  await step.close();
  const found = await show(server, 'get-task', { task: 'summarize-text', find: 'gpt' });
  await found.until(() => found.text().includes('init_params.model: gpt-4o-mini'));
  await found.close();
  const outline = await show(server, 'get-task', { task: 'x' }, {
    result: { structuredContent: {
      name: 'x', init_params: { a: 1 }, steps: [{ name: 's', activity: 'text_echo', parameters: { text_path: 'init_params.a' } }],
      long_values: [{ path: 'step_configs.s.more', bytes: 54321 }], note: 'An outline.',
    } },
  });
  await drawn(outline);
  assert.deepEqual(lines(node(outline, 'text_echo')), ['text_path from init_params.a']);
  assert.match(outline.text(), /step_configs\.s\.more: 54\.3 KB/);
  await outline.close();
});

test('the keys walk along the lines and open the config of a step', async () => {
  const shown = await show(server, 'get-task', { task: 'summarize-text' });
  await drawn(shown);
  const press = (key) => shown.document.activeElement.dispatchEvent(new shown.window.KeyboardEvent('keydown', { key, bubbles: true }));
  const here = () => shown.document.activeElement.querySelector('b')?.textContent ?? shown.document.activeElement.textContent;
  assert.ok([...shown.document.querySelectorAll('.head')].every((each) => each.tabIndex === 0));
  assert.equal(shown.find('.graph').getAttribute('aria-description'), 'Arrow keys follow the lines.');
  head(shown, 'sentences').focus();
  const way = ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowLeft', 'ArrowUp', 'Home', 'ArrowDown', 'End'].map((key) => (press(key), here()));
  assert.deepEqual(way, ['request', 'summary', 'Output text, usage', 'summary', 'request', 'text', 'sentences', 'Output text, usage']);
  head(shown, 'litellm_chat').click();
  assert.equal(head(shown, 'litellm_chat').getAttribute('aria-expanded'), 'true');
  assert.match(shown.find('#details').textContent, /You write plain, short summaries\./);
  head(shown, 'litellm_chat').focus();
  press('Escape');
  assert.ok(shown.find('#details').hidden);
  await shown.close();
});

const HOSTILE = '<img src=x onerror="hacked=1"><script>hacked=1</script>\u202e\u0000"]{{a}}';

test('hostile names and values stay text of bounded length', async () => {
  const workflow = { init_params: { [HOSTILE]: HOSTILE.repeat(20_000), __proto__: 1, constructor: HOSTILE }, step_configs: {}, steps: [] };
  for (let i = 0; i < 1000; i++) {
    workflow.step_configs[HOSTILE + i] = {
      activity: HOSTILE, child_workflow_name: HOSTILE, text_path: `${HOSTILE}${i - 1}.outputs.x`, [HOSTILE]: `{{${HOSTILE}}} {{ init_params.x${i} }}`,
      prompt: i === 0 ? 'x'.repeat(2_000_000) : '', items: [[[HOSTILE]]],
    };
    workflow.steps.push(HOSTILE + i, 'constructor', null, 7);
  }
  const finding = { severity: HOSTILE, where: `step_configs.${HOSTILE}`, what: HOSTILE.repeat(1000), fix: HOSTILE, why: HOSTILE };
  const data = {
    name: HOSTILE, description: HOSTILE.repeat(1000), url: `https://jetty.io/${HOSTILE}`, workflow, warnings: [HOSTILE, null, finding], findings: Array(500).fill(finding),
    changed: [{ path: `init_params.${HOSTILE}`, from: HOSTILE, to: { a: HOSTILE } }, null, 7], note: HOSTILE, matches: [{ path: HOSTILE, value: HOSTILE }, null], next: [{ tool: HOSTILE }],
  };
  const shown = await show(server, 'get-task', { task: HOSTILE }, { result: { structuredContent: data } });
  await drawn(shown);
  assert.match(shown.text(), /1142 more are not drawn/);
  assert.equal(shown.document.querySelectorAll('.step').length, 200);
  shown.find('.step .head').click();
  checkHarmless(shown);
  await shown.close();
});

test('workflows of any form are shown', async () => {
  for (const workflow of [null, 7, [], {}, { steps: 7, step_configs: [] }, { steps: ['a'], step_configs: { a: null } }, { init_params: 'x', steps: [['a']] }]) {
    const shown = await show(server, 'get-task', { task: 'x' }, { result: { structuredContent: { name: 'x', workflow } } });
    await shown.until(() => shown.text().includes('0 references'));
    checkHarmless(shown);
    await shown.close();
  }
});
